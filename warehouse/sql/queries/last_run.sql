-- One row: the run that ended last, and how long ago that was. `$notes` are the records of runs that published nothing
-- and are not in the snapshot yet (a JSON list of the shape `$shape`).
with ended as (
    select run_id, flow, status, finished_at, detail from ops.runs
    union all
    select note.run_id, note.flow, note.status, note.finished_at, note.detail
    from (select unnest(from_json($notes, $shape), recursive := true)) as note
),

last_ended as (
    select *, greatest(date_diff('second', finished_at, now()), 0) as age_seconds
    from ended
    where flow <> 'audit' and finished_at is not null
    order by finished_at desc
    limit 1
)

select
    *,
    case
        when age_seconds < 60 then 'seconds'
        when age_seconds < 3600 then 'minutes'
        when age_seconds < 172800 then 'hours'
        else 'days'
    end as age_unit,
    case age_unit
        when 'seconds' then age_seconds
        when 'minutes' then age_seconds // 60
        when 'hours' then age_seconds // 3600
        else age_seconds // 86400
    end as age
from last_ended;
