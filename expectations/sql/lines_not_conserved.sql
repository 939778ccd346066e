-- One row per measured file whose number of stored lines is not the number of lines in its text.
with stored as (
    select file_id, count(*) as n_lines
    from lines
    group by file_id
)

select measured.file_id
from {batch} as measured
left join stored on measured.file_id = stored.file_id
where coalesce(measured.n_lines, 0) <> coalesce(stored.n_lines, 0)
