-- What the rules judge in an audit: the measures of contents that are loaded, so that a quarantined file does not
-- fail the audit for ever; without those that people let out of quarantine knowing what is wrong with them.
create or replace view staging.judged as
select distinct file_id from live.ops.files where status = 'loaded'
except
select file_id from live.quality.flags where severity = 'critical' and status in ('acknowledged', 'dismissed');

create or replace view staging.file_measures as
from stored.file_measures semi join staging.judged as judged using (file_id);

create or replace view staging.line_measures as
from stored.line_measures semi join staging.judged as judged using (file_id);

create or replace view staging.measures as
from stored.measures semi join staging.judged as judged using (file_id);

create or replace view staging.corpus_measures as
from stored.corpus_measures semi join staging.judged as judged using (file_id);

create or replace view staging.article_records as
from stored.article_records semi join staging.judged as judged using (file_id);

create or replace view staging.articles as
from staging.article_records;

-- Of each outlet, its last comparison with its history.
create or replace view staging.outlet_runs as
from stored.outlet_runs
qualify row_number() over (partition by outlet order by started_at desc) = 1;
