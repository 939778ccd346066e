-- The articles whose state may change: those of contents that share a uri with the run or whose flags changed, those
-- on either side of a pair that came or went, and everybody in a cluster with one of them.
create or replace temp table affected_files as
with here as (
    select file_id from staging.files
    union select file_id from reloaded
),

uris as (
    select distinct uri from ops.files semi join here using (file_id)
)

select file_id from ops.files semi join uris using (uri)
union select file_id from reloaded
union select file_id from staging.flags where file_id is not null
union select file_id from redecided where file_id is not null;

create or replace temp table affected as
with members as (
    select cluster_id, article_id from news.duplicates
    union select cluster_id, duplicate_of from news.duplicates
),

seeds as (
    select article_id from news.article_records semi join affected_files using (file_id)
    union select article_id from touched_articles
),

clusters as (
    select distinct cluster_id from members semi join seeds using (article_id)
)

select article_id from seeds
union select article_id from members semi join clusters using (cluster_id);
