-- One row: the first `$n_bytes` bytes of the content `$file_id`, from the packs `$packs` (Parquet files), and how many it has.
select content[1:$n_bytes] as beginning, octet_length(content) as n_bytes
from read_parquet($packs)
where file_id = $file_id
limit 1;
