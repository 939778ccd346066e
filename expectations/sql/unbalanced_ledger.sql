-- One row per ledger row that doesn't add up: content that was read but not measured, or a copy without its original.
with loaded as (
    select distinct file_id
    from known_contents
    where status = 'loaded'
),

unmeasured as (
    select ledger.file_id, ledger.uri
    from {batch} as ledger
    anti join known_measures on ledger.file_id = known_measures.file_id
    where ledger.status in ('loaded', 'quarantined', 'duplicate')
),

without_original as (
    select ledger.file_id, ledger.uri
    from {batch} as ledger
    anti join loaded on ledger.file_id = loaded.file_id
    where ledger.status = 'duplicate'
)

select file_id, uri from unmeasured
union
select file_id, uri from without_original
