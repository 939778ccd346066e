-- One row per flag about `$outlet` as a whole that is not resolved, the gravest first.
select flag_id, rule, severity, value, detail, status, opened_at, decided_by, note
from quality.flags
where outlet = $outlet and status <> 'resolved'
order by array_position(['critical', 'warning', 'info'], severity), opened_at desc, rule;
