-- One row per newer version of an article: how many lines and words it has that the version before does not have, each
-- as often as it came, and the other way round.
create or replace view news.version_changes as
with lines as (
    select article_id, trim(text) as piece, count(*) as n
    from news.lines
    where kind in ('title', 'lead', 'body', 'heading', 'appended_title', 'appended_body')
        and (article_id in (select article_id from news.newer_versions)
            or article_id in (select previous_id from news.newer_versions))
    group by all
),

words as (
    select article_id, word as piece, sum(n) as n
    from (select article_id, n, unnest(regexp_extract_all(lower(piece), '[\p{L}\p{M}\p{N}]+')) as word from lines)
    group by all
),

pieces as (
    select article_id, 'line' as unit, piece, n from lines
    union all
    select article_id, 'word', piece, n from words
),

changes as (
    select newer.article_id, newer.previous_id, pieces.unit, pieces.piece, pieces.n
    from news.newer_versions as newer inner join pieces on pieces.article_id = newer.article_id
    union all
    select newer.article_id, newer.previous_id, pieces.unit, pieces.piece, -pieces.n
    from news.newer_versions as newer inner join pieces on pieces.article_id = newer.previous_id
),

counted as (
    select article_id, previous_id, unit, sum(n) as n from changes group by article_id, previous_id, unit, piece
)

select
    article_id,
    previous_id,
    coalesce(sum(n) filter (unit = 'line' and n > 0), 0)::bigint as lines_added,
    coalesce(-sum(n) filter (unit = 'line' and n < 0), 0)::bigint as lines_removed,
    coalesce(sum(n) filter (unit = 'word' and n > 0), 0)::bigint as words_added,
    coalesce(-sum(n) filter (unit = 'word' and n < 0), 0)::bigint as words_removed
from counted
group by article_id, previous_id;

comment on view news.version_changes is 'one row for each newer version of an article: lines and words that came and went (part of `versions`)';
comment on column news.version_changes.article_id is 'the newer version';
comment on column news.version_changes.previous_id is 'the version before it';
comment on column news.version_changes.lines_added is 'lines that the version before does not have';
comment on column news.version_changes.lines_removed is 'lines of the version before that are gone';
comment on column news.version_changes.words_added is 'words that the version before does not have';
comment on column news.version_changes.words_removed is 'words of the version before that are gone';
