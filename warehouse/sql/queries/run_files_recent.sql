-- One row per fate of files in each of the last `$n_runs` runs that found files.
select *
from ops.run_files
qualify dense_rank() over (order by started_at desc, run_id) <= $n_runs
order by started_at, run_id, fate;
