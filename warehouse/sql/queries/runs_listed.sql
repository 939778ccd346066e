-- One row per run, up to `$n_rows`, the latest first. `$notes` are the records of runs that published nothing and are not
-- in the snapshot yet (a JSON list of the shape `$shape`).
from ops.runs
union all by name
select note.* from (select unnest(from_json($notes, $shape), recursive := true)) as note
where note.run_id not in (select run_id from ops.runs)
order by started_at desc, run_id
limit $n_rows;
