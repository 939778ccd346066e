-- One row: a regular expression that finds `$query` with or without its marks, in any case, from the beginning of a
-- word on; one that finds it with the words around it (both null for an empty query); and the query for the search index,
-- null where there is none, or it knows no word of it.
select
    ops.search_pattern($query) as pattern,
    ops.search_passage($query) as passage,
    case when exists (from ops.search_articles) and exists (from ops.search_ranges($query)) then $query end as indexed;
