-- Which articles may have a query in their text, by the search index.

-- One row per word of a query that the search index knows of: words from `low` up to `high` are it. Of a last word that may
-- go on all that begin with it; other alphabets are not indexed. Words are kept up to their sixteenth letter.
create or replace macro ops.search_ranges(query) as table
with words as (
    select
        unnest(ops.search_words_of(ops.search_query(query))) as word,
        generate_subscripts(ops.search_words_of(ops.search_query(query)), 1) as place
),

ends as (
    select *, place = max(place) over () and regexp_matches(ops.search_query(query), '[\p{L}\p{M}\p{N}]$') as goes_on from words
)

select distinct left(word, 16) as low, left(word, 16) || if(goes_on, chr(1114111), ' ') as high
from ends
where regexp_full_match(word, '[a-z0-9]+') and not (goes_on and length(word) < 2);
-- One row per article that may have a query in its text: those that have all its words, as the search index knows, and
-- those that it does not cover.
create or replace macro ops.search_candidates(query) as table
with ranges as (from ops.search_ranges(query)),

-- first where the words stand, then their articles: read for these rows only
places as (
    select ranges.low, word.rowid as place
    from ops.search_words as word inner join ranges on word.word >= ranges.low and word.word < ranges.high
),

found as (
    select distinct places.low, word.slice, unnest(word.articles) as number
    from places inner join ops.search_words as word on word.rowid = places.place
),

matching as (
    select slice, number from found group by slice, number having count(*) = (select count(*) from ranges)
),

covered as (from ops.search_articles where is_current)

select article_id from covered semi join matching using (slice, number)
union all
select article_id from covered where not exists (from ranges)
union all
select article_id from news.article_records anti join covered using (article_id);
