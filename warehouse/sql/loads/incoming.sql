-- What the staged run brings: one row per sighting, which contents come with their lines and measures,
-- which of these the ledger knows already, and the articles that those had until now.
create or replace temp table staged_content as
select distinct file_id from staging.file_measures;

create or replace temp table incoming as
select staged.*, staged.file_id in (select file_id from staged_content) as has_content
from staging.files as staged
qualify row_number() over (partition by staged.file_id, staged.uri order by staged.last_seen_at desc nulls last) = 1;

create or replace temp table reloaded as
select file_id from staged_content
semi join ops.files as ledger using (file_id);

create or replace temp table former_articles as
select article_id, file_id, loaded_at from news.article_records
semi join reloaded using (file_id);
