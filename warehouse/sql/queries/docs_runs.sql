-- One row per run of the list `$run_ids`. `$notes` are the records of runs that published nothing and are not in the
-- snapshot yet (a JSON list of the shape `$shape`).
with known as (
    select run_id, flow, status, detail, versions from ops.runs
    union all
    select note.run_id, note.flow, note.status, note.detail, note.versions
    from (select unnest(from_json($notes, $shape), recursive := true)) as note
    where note.run_id not in (select run_id from ops.runs)
)

from known
where list_contains($run_ids, run_id)
order by run_id;
