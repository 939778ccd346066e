-- One row per address at which the content `$file_id` was seen, the one that is loaded first.
select *
from ops.files
where file_id = $file_id
order by status = 'duplicate', uri;
