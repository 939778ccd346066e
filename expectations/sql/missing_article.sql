-- One row per file that counts as loaded although no article was made of its content.
with measured as (
    select ledger.file_id, ledger.uri
    from {batch} as ledger
    semi join file_measures on ledger.file_id = file_measures.file_id
    where ledger.status = 'loaded'
)

select measured.file_id, measured.uri
from measured
anti join article_records on measured.file_id = article_records.file_id
