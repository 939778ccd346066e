-- One row per fate of contents whose bytes are in none of the packs `$packs` (Parquet files): how many, and one of them.
with fates as (
    select file_id, coalesce(min(status) filter (where status <> 'duplicate'), 'duplicate') as status
    from live.ops.files where reason is distinct from 'taken_down' group by file_id
)

select fates.status, count(*) as n_contents, min(fates.file_id) as example
from fates
anti join (select file_id from read_parquet($packs)) as kept using (file_id)
group by fates.status
order by fates.status;
