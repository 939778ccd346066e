-- One row per file of a staged run that is no copy, up to `$n_rows`, the quarantined ones first; `n_files` is how many there
-- are in all.
select file_id, uri, status, reason, size_bytes, count(*) over () as n_files
from staging.files
where status <> 'duplicate'
order by status <> 'quarantined', reason, uri
limit $n_rows;
