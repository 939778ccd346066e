-- One row per rule that flags of a staged run break.
select rule, severity, count(*) as n_flags, count(distinct file_id) as n_files
from staging.flags
group by rule, severity
order by array_position(['critical', 'warning', 'info'], severity), n_flags desc, rule;
