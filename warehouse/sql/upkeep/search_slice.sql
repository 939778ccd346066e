-- Add a slice to the search index: up to `$n_articles` of the articles that it does not cover.
create or replace temp table slice as
select coalesce(max(slice), 0) + 1 as slice from ops.search_articles;

create or replace temp table sliced as
select article_id, file_id, row_number() over (order by record.rowid) - 1 as number
from news.article_records as record
anti join (from ops.search_articles where is_current) as covered using (article_id)
order by record.rowid limit $n_articles;

-- first where their lines stand, then the text: read for these rows only
create or replace temp table sliced_lines as
select line.rowid as place, sliced.number from news.lines as line inner join sliced using (article_id);

insert into ops.search_words by name
with pieces as materialized (
    select distinct number, piece
    from (
        select sliced_lines.number, unnest(string_split(line.text, ' ')) as piece
        from sliced_lines inner join news.lines as line on line.rowid = sliced_lines.place
    )
),

-- folded once for each piece between spaces, not for each time that it stands somewhere: half the time
words as (
    select piece, unnest(ops.search_words_of(piece)) as word from (select distinct piece from pieces)
),

standing as (
    select distinct left(words.word, 16) as word, pieces.number
    from pieces inner join words using (piece)
    where regexp_matches(words.word, '^[a-z0-9]')
)

select slice.slice, standing.word, list(standing.number order by standing.number) as articles
from standing cross join slice
group by all order by standing.word;

insert into ops.search_articles by name
select sliced.*, slice.slice, true as is_current from sliced cross join slice order by sliced.number;
