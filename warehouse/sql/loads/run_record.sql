-- Take in the record of the staged run: once, whatever became of it before (held, then accepted).
delete from ops.runs where run_id in (select run_id from staging.runs);

insert into ops.runs by name
select * replace (case when $is_held then 'held' when status = 'held' then 'published' else status end as status)
from staging.runs;
