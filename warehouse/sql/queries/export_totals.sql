-- One row: how much an export holds.
select
    count(*) as n_articles,
    coalesce(sum(word_count), 0)::bigint as n_words,
    count(distinct outlet) as n_outlets,
    min(published_on) as first_day,
    max(published_on) as last_day,
    count(*) filter (where published_on is null) as n_without_date,
    count(*) filter (where outlet is null) as n_without_outlet,
    count(*) filter (where byline is null) as n_without_byline,
    count(*) filter (where is_clean) as n_clean,
    count(*) filter (where duplicate_of is not null) as n_duplicates,
    count(*) filter (where superseded_by is not null) as n_superseded,
    count(*) filter (where corrected is not null) as n_corrected,
    (select value from ops.meta where key = 'snapshot') as snapshot,
    string_agg(distinct transform_version, ', ' order by transform_version) as transform_versions
from exported;
