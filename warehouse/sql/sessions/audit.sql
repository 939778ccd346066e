-- What the rules judge in an audit: the measures of contents that are loaded, so that a quarantined file does not
-- fail the audit for ever.
create or replace view staging.file_measures as
from live.news.file_measures
semi join (select file_id from live.ops.files where status = 'loaded') as loaded using (file_id);

create or replace view staging.line_measures as
from live.news.line_measures
semi join (select file_id from live.ops.files where status = 'loaded') as loaded using (file_id);

create or replace view staging.measures as
from live.news.measures
semi join (select file_id from live.ops.files where status = 'loaded') as loaded using (file_id);

create or replace view staging.articles as
from live.news.article_records;
