-- What the affected articles are copies of (`copies`). An original that stands inside a longer article is left out for
-- that one, never the longer one: it says more. Sizes grow from nest to nest, so the way out ends.
create or replace temp table nests as
with sizes as (
    select article_id, n_shingles from ops.signatures semi join members using (article_id)
),

pairs as (
    select contained_id as short_id, if(contained_id = article_id, duplicate_of, article_id) as long_id
    from news.duplicates
    where method = 'contained' and not is_version
)

select short.text_id, long.text_id as long_text_id
from pairs
inner join originals as short on short.original = pairs.short_id
inner join members on members.article_id = pairs.long_id and members.superseded_by is null
inner join originals as long on long.text_id = members.text_id
inner join sizes as short_size on short_size.article_id = short.original
inner join sizes as long_size on long_size.article_id = long.original
where long_size.n_shingles > short_size.n_shingles
qualify row_number() over (partition by short.text_id order by long_size.n_shingles desc, long.original) = 1;

create or replace temp table copies as
with recursive ways(text_id, at_text_id) as (
    select text_id, text_id from originals
    union all
    select ways.text_id, nests.long_text_id
    from ways inner join nests on nests.text_id = ways.at_text_id
)

select members.article_id, originals.original as duplicate_of
from ways
anti join nests on nests.text_id = ways.at_text_id
inner join originals on originals.text_id = ways.at_text_id
inner join members on members.text_id = ways.text_id
left join kept_versions as kept on kept.article_id = members.article_id
inner join originals as own on own.text_id = members.text_id
where members.article_id <> originals.original and (kept.article_id is null or members.article_id = own.original);
