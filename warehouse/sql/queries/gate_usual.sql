-- One row per rule, and one for `quarantined_share`, that has a history: the median of the share in the last `$n_runs`
-- published ingests that judged at least `$n_rows` rows (had `$n_files` new files), where there are `$min_runs` of them.
with published as (
    select *, files_loaded + files_duplicate + files_quarantined as n_new
    from live.ops.runs
    where flow = 'ingest' and status = 'published'
),

shares as (
    select result.rule as code, published.started_at, result.unexpected / result.checked as share
    from live.quality.results as result
    inner join published on published.run_id = result.run_id
    where result.checked >= $n_rows and not result.errored
    union all
    select 'quarantined_share', started_at, files_quarantined / n_new from published where n_new >= $n_files
),

recent as (
    from shares
    qualify row_number() over (partition by code order by started_at desc) <= $n_runs
)

select code, median(share) as usual
from recent
group by code
having count(*) >= $min_runs
order by code;
