-- One row per article of the clusters whose id starts with `$cluster`, the original first, then in order of publication:
-- days (and hours, where both print a time) after the first, and how much of the text is that of the article it was compared with.
with members as (
    select cluster_id, article_id from news.duplicates where starts_with(cluster_id, $cluster)
    union
    select cluster_id, duplicate_of from news.duplicates where starts_with(cluster_id, $cluster)
),

closest as (
    select article_id, max(similarity) as similarity, arg_max(method, similarity) as method
    from news.duplicates
    where starts_with(cluster_id, $cluster)
    group by article_id
),

addresses as (
    select file_id, arg_min(uri, (status = 'duplicate', uri)) as uri, count(*) as n_sightings
    from ops.files group by file_id
)

select
    members.cluster_id,
    record.article_id,
    record.title,
    record.outlet,
    record.published_on,
    date_diff('day', min(record.published_on) over (partition by members.cluster_id), record.published_on) as days_later,
    round(date_diff('minute', first_value(record.published_at) over (
        partition by members.cluster_id order by record.published_on nulls last, record.published_at nulls last
    ), record.published_at) / 60.0, 1) as hours_later,
    closest.method,
    closest.similarity,
    state.duplicate_of is null and state.superseded_by is null as is_original,
    state.superseded_by,
    addresses.uri,
    addresses.n_sightings
from members
inner join news.article_records as record using (article_id)
left join news.article_state as state using (article_id)
left join closest on closest.article_id = members.article_id
left join addresses on addresses.file_id = record.file_id
order by members.cluster_id, is_original desc, record.published_on nulls last, record.article_id;
