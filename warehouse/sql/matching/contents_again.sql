-- One row per ledger row to be processed again from the kept bytes: files in quarantine that people released
-- (`$released`), and files of held runs that today's rules or transforms may judge otherwise (`$stale`).
select uri, size_bytes, modified_at, file_id, last_seen_at
from ops.files
where (status = 'quarantined' and file_id in (select unnest($released::varchar[])))
    or (status = 'held' and run_id in (select unnest($stale::varchar[])))
