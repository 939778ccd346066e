-- One row per ledger row that a replay can take again, with the versions that its content was processed with. What
-- people discarded, and what waits with a held run, stays as it is.
select
    ledger.uri, ledger.size_bytes, ledger.modified_at, ledger.file_id, ledger.last_seen_at, ledger.status,
    run.versions
from ops.files as ledger
left join ops.runs as run using (run_id)
where ledger.status in ('loaded', 'duplicate', 'quarantined')
order by ledger.file_id, ledger.uri;
