-- One row per rule that the audit of the run `$run_id` found broken, or could not compute, the gravest first.
select rule, severity, checked, unexpected, unexpected_share, errored, detail
from quality.results
where run_id = $run_id and (not success or errored)
order by array_position(['critical', 'warning', 'info'], severity), unexpected desc, rule;
