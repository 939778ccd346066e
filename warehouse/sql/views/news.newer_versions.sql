-- One row per article that is a newer version of another: the version before it, and why it is one.
create or replace view news.newer_versions as
with sightings as (
    select uri, file_id, min(first_seen_at) as first_seen_at
    from ops.files
    where file_id in (select file_id from news.article_records)
    group by uri, file_id
),

at_uri as (
    select uri, file_id, lag(file_id) over (partition by uri order by first_seen_at, file_id) as previous_file_id
    from sightings
),

same_uri as (
    select record.article_id, previous.article_id as previous_id, 'same_uri' as reason
    from (select file_id, arg_min(previous_file_id, uri) as previous_file_id from at_uri group by file_id) as newer
    inner join news.article_records as record on record.file_id = newer.file_id
    inner join news.article_records as previous
        on previous.file_id = newer.previous_file_id and previous.part = record.part
),

same_text as (
    select pair.article_id
    from news.duplicates as pair
    inner join news.article_records as later on later.article_id = pair.article_id
    inner join news.article_records as earlier on earlier.article_id = pair.duplicate_of
    where pair.method = 'exact' and later.outlet = earlier.outlet
),

same_title as (
    select pair.article_id, pair.duplicate_of as previous_id, 'same_title' as reason
    from news.duplicates as pair
    inner join news.article_records as record on record.article_id = pair.duplicate_of
    where pair.is_version
        and pair.article_id not in (select article_id from same_text)
        and pair.article_id not in (select article_id from same_uri)
        and pair.article_id not in (select previous_id from same_uri)
    qualify row_number() over (
        partition by pair.article_id
        order by record.published_on desc nulls first, record.published_at desc nulls first, pair.duplicate_of desc
    ) = 1
)

from same_uri
union all
from same_title;

comment on view news.newer_versions is 'one row for each newer version of an article: the version before it, and why it is one (base of `versions`)';
comment on column news.newer_versions.article_id is 'the newer version';
comment on column news.newer_versions.previous_id is 'the version before it';
comment on column news.newer_versions.reason is '`same_uri` or `same_title`';
