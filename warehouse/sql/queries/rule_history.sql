-- One row per run or audit that judged `$rule`, the last `$n_runs` of them in order: how many rows broke it, of how many.
from (
    select result.run_id, result.finished_at, result.checked, result.unexpected, result.unexpected_share, run.flow
    from quality.results as result
    left join ops.runs as run on run.run_id = result.run_id
    where result.rule = $rule and not result.errored
    order by result.finished_at desc, result.run_id desc
    limit $n_runs
)
order by finished_at, run_id;
