-- One row per stage of each of the last `$n_runs` runs.
select *
from ops.run_stages
qualify dense_rank() over (order by started_at desc, run_id) <= $n_runs
order by started_at, run_id, position;
