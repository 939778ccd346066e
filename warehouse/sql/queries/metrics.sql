-- One row per metric of what is published: its name, its label (name and value, or null), and its value.
select 'tinsach_files' as metric, 'status' as label, status as label_value, sum(n_files)::double as value
from ops.file_counts group by status
union all
select 'tinsach_articles', null, null, count(*)::double from news.article_records
union all
select 'tinsach_flags_open', 'rule', rule, sum(n_open)::double from quality.flag_counts group by rule
union all
select 'tinsach_quarantined', 'reason', reason, count(distinct file_id)::double
from ops.files where status = 'quarantined' group by reason
union all
select 'tinsach_last_publish_timestamp_seconds', null, null, epoch(max(finished_at))
from ops.runs where flow = 'ingest' and status = 'published'
union all
select 'tinsach_newest_article_timestamp_seconds', null, null, epoch(max(published_on)::timestamp)
from news.article_records
order by all;
