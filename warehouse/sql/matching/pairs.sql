-- One row per stored pair of each cluster that one of the `wanted` articles belongs to.
with touched as (
    select distinct cluster_id
    from live.news.duplicates
    where article_id in (select article_id from wanted) or duplicate_of in (select article_id from wanted)
)
select article_id as a, duplicate_of as b, method, similarity
from live.news.duplicates
semi join touched using (cluster_id);
