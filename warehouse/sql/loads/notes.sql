-- Take in the records of runs that published nothing, each once. `$notes` is a JSON list of them.
insert into ops.runs by name
select note.* from (select unnest(from_json($notes, $shape), recursive := true)) as note
where note.run_id not in (select run_id from ops.runs)
qualify row_number() over (partition by note.run_id order by note.finished_at desc nulls last) = 1;
