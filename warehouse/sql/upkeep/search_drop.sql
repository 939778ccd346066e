-- Drop the slices of the search index with less than half of `$n_articles` current articles: they are indexed anew, together.
create or replace temp table dropped as
select slice from ops.search_articles group by slice having 2 * count(*) filter (is_current) < $n_articles;

delete from ops.search_words where slice in (from dropped);
delete from ops.search_articles where slice in (from dropped);
