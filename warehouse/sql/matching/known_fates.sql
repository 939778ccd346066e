-- One row per content of `ids` that the ledger knows: what became of it.
select
    file_id,
    min(status) filter (where status <> 'duplicate') as fate,
    any_value(reason) as reason,
    any_value(detail) as detail,
    any_value(encoding) as encoding,
    any_value(repairs) as repairs
from ops.files
semi join ids using (file_id)
group by file_id
