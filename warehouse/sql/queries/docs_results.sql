-- One row per result of the `$n_runs` runs that were audited last.
with audited as (
    select run_id
    from quality.results
    group by run_id
    order by max(finished_at) desc nulls last, run_id desc
    limit $n_runs
)

select run_id, rule, severity, checked, unexpected, success, errored, detail, finished_at
from quality.results
semi join audited using (run_id)
order by run_id, rule;
