-- One row per rule that the audit of a staged run found broken, or could not compute, the gravest first.
select rule, severity, checked, unexpected, errored, detail
from staging.results
where not success or errored
order by array_position(['critical', 'warning', 'info'], severity), unexpected desc, rule;
