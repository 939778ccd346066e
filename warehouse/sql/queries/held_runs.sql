-- One row per run that the gate held, the latest first.
select run_id, started_at, files_seen, files_new, files_quarantined, articles_loaded, flags_opened, detail
from ops.runs
where status = 'held'
order by started_at desc, run_id;
