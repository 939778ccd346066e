-- One row per content that the ledger has in quarantine (with `$with_discarded` also those that people discarded).
select
    file_id,
    min(uri) as uri,
    count(*) as n_sightings,
    any_value(status) as status,
    any_value(reason) as reason,
    any_value(detail) as detail,
    any_value(size_bytes) as size_bytes,
    min(first_seen_at) as first_seen_at,
    any_value(run_id) as run_id
from ops.files
where status = 'quarantined' or ($with_discarded and status = 'discarded')
group by file_id
order by status desc, reason, uri;
