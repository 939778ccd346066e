-- What has a query in its text: lines, articles.

-- One row per line of an article that `pattern` fits. With `indexed`, the query that the pattern is for, only articles that
-- the search index gives for it are looked through: first where their lines stand, then the text, read for these only. A
-- condition on the text alone would be asked of all lines before the join; on `place`, too, it is asked after it.
create or replace macro ops.search_lines(pattern, indexed) as table
with candidates as (from ops.search_candidates(indexed)),

places as (
    select line.rowid as place from news.lines as line semi join candidates using (article_id) where indexed is not null
)

select article_id, line_no, kind, text, line.rowid as place
from places inner join news.lines as line on line.rowid = places.place
where pattern is not null and indexed is not null and case when place is not null then regexp_matches(text, pattern) end
union all
select article_id, line_no, kind, text, rowid
from news.lines
where pattern is not null and indexed is null and article_id is not null and regexp_matches(text, pattern);

-- One row per article with a line that a query fits, with or without its marks, from the beginning of a word on.
create or replace macro main.search(query) as table
select distinct article_id from ops.search_lines(ops.search_pattern(query), query);

-- One row per article that fits `pattern` in a line, whose row it gives, or `title_pattern` in its title. By `rank` it is
-- written like `query` (1, 2) or not (3, 4), and a title (1, 3) or not.
create or replace macro ops.search_articles_found(query, pattern, title_pattern, indexed) as table
with ranked as (
    select
        article_id, line_no, place,
        if(contains(lower(text), lower(nfc_normalize(query))), 1, 3) + if(kind = 'title', 0, 1) as rank
    from ops.search_lines(pattern, indexed)
)

select article_id, min(rank) as rank, arg_min(place, (rank, line_no)) as place
from ranked group by article_id
union all
select article_id, if(contains(lower(title), lower(nfc_normalize(query))), 1, 3), null
from news.article_records
where title_pattern is not null and regexp_matches(title, title_pattern);

-- One row per content with `query` in an address or at the beginning of its id.
create or replace macro ops.search_files(query) as table
select distinct file_id from ops.files
where contains(lower(uri), lower(query)) or (length(query) >= 6 and starts_with(file_id, query));
