-- One row per run that loaded articles of `$outlet` or missed them, the last `$n_runs`, the latest first.
from quality.outlet_runs
where outlet = $outlet
order by started_at desc
limit $n_runs;
