-- One row per article of the clusters whose id starts with `$cluster`, the originals first, then in order of publication:
-- days (and hours, where both print a time) after the first, and how much of the text is that of the article that is
-- most like it.
with pairs as (
    from news.duplicates where starts_with(cluster_id, $cluster)
),

sides as (
    select cluster_id, article_id, method, similarity, is_version from pairs
    union all
    select cluster_id, duplicate_of, method, similarity, is_version from pairs
),

members as (
    select
        cluster_id, article_id, max(similarity) as similarity, arg_max(method, (similarity, method)) as method,
        bool_or(coalesce(is_version, false)) as is_version
    from sides
    group by all
),

states as (
    select article_id, superseded_by, duplicate_of is null and superseded_by is null as is_kept
    from news.article_state semi join members using (article_id)
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
    members.method,
    if(state.is_kept and not members.is_version, null, members.similarity) as similarity,
    state.is_kept as is_original,
    state.is_kept and members.is_version as is_version,
    state.superseded_by,
    addresses.uri,
    addresses.n_sightings
from members
inner join news.article_records as record using (article_id)
left join states as state using (article_id)
left join addresses on addresses.file_id = record.file_id
order by
    members.cluster_id, state.is_kept desc, record.published_on nulls last, record.published_at nulls last,
    record.article_id;
