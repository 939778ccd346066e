-- Add what the staged run says of its contents; articles and what hangs on them only of contents that are loaded.
insert into news.lines by name from staging.lines;
insert into news.line_measures by name from staging.line_measures;
insert into news.file_measures by name from staging.file_measures;
insert into news.corrections by name from staging.corrections;
insert into ops.skipped by name from staging.skipped;

insert into news.article_records by name
select staged.* replace (coalesce(former.loaded_at, $now) as loaded_at)
from staging.article_records as staged
semi join loaded_content using (file_id)
left join former_articles as former on former.article_id = staged.article_id;

insert into news.measures by name
from staging.measures semi join loaded_content using (file_id);

insert into news.related_items by name
from staging.related_items semi join loaded_content using (file_id);

insert into news.dates by name
from staging.dates semi join loaded_content using (file_id);

insert into ops.signatures by name
from staging.signatures semi join loaded_content using (file_id);

insert into news.corpus_measures by name
from staging.corpus_measures semi join loaded_content using (file_id);
