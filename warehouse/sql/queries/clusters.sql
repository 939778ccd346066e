-- One row per cluster of articles with the same text: how many, between which similarities, and the original. With
-- `$outlet` only clusters in which it has an article.
with members as (
    select cluster_id, article_id from news.duplicates
    union
    select cluster_id, duplicate_of from news.duplicates
),

pairs as (
    select cluster_id, min(similarity) as least_similarity, string_agg(distinct method, ', ' order by method) as methods
    from news.duplicates group by cluster_id
),

described as (
    select members.cluster_id, record.*, state.superseded_by, state.duplicate_of is null as is_original
    from members
    inner join news.article_records as record using (article_id)
    left join news.article_state as state using (article_id)
)

select
    cluster_id,
    count(*) as n_articles,
    count(distinct outlet) as n_outlets,
    arg_min(struct_pack(article_id, title, outlet, published_on),
        (superseded_by is not null, not is_original, published_on is null, published_on, article_id)) as original,
    date_diff('day', min(published_on), max(published_on)) as days,
    round(date_diff('minute', min(published_at), max(published_at)) / 60.0, 1) as hours,
    any_value(pairs.methods) as methods,
    any_value(pairs.least_similarity) as least_similarity
from described
left join pairs using (cluster_id)
group by cluster_id
having $outlet is null or bool_or(lower(outlet) = lower($outlet))
order by n_articles desc, days desc nulls last, cluster_id;
