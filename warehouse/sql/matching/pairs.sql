-- One row per stored pair of each cluster that one of the `wanted` articles, or one that was read again, belongs to.
-- The pairs of articles that were read again are left out: they are looked for anew.
with stored as (
    select *, split_part(article_id, '/', 1) as file_id, split_part(duplicate_of, '/', 1) as other_file_id
    from live.news.duplicates
),
again as (
    select file_id from staging.file_measures
),
touched as (
    select distinct cluster_id
    from stored
    where article_id in (select article_id from wanted) or duplicate_of in (select article_id from wanted)
        or file_id in (from again) or other_file_id in (from again)
)
select article_id as a, duplicate_of as b, method, similarity, contained_id
from stored
semi join touched using (cluster_id)
where file_id not in (from again) and other_file_id not in (from again);
