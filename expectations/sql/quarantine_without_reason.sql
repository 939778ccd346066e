-- One row per file in quarantine without a reason. (Where nothing is joined, Great Expectations names {batch} itself.)
select file_id, uri
from {batch}
where status = 'quarantined' and reason is null
