-- One row per fate of contents, where no bytes are kept at all: how many, and one of them.
with fates as (
    select file_id, coalesce(min(status) filter (where status <> 'duplicate'), 'duplicate') as status
    from live.ops.files where reason is distinct from 'taken_down' group by file_id
)

select status, count(*) as n_contents, min(file_id) as example
from fates
group by status
order by status;
