-- One row per rule that the run `$run_id` judged on at least `$n_rows` rows, and that has a history: its share of rows
-- that break it, the median of that in the last `$n_runs` published runs before (at least `$min_runs` of them), and
-- whether it jumped: so much above the median (`$share`, of lines `$line_share`) and `$factor` times it.
with this as (
    select run_id, started_at from ops.runs where run_id = $run_id
),

past as (
    select result.rule, result.unexpected_share
    from quality.results as result
    inner join ops.runs as run on run.run_id = result.run_id
    inner join this on run.started_at < this.started_at
    where run.flow = 'ingest' and run.status = 'published' and result.checked >= $n_rows and not result.errored
    qualify row_number() over (partition by result.rule order by run.started_at desc) <= $n_runs
),

history as (
    select rule, median(unexpected_share) as usual, count(*) as n_runs
    from past
    group by rule
    having count(*) >= $min_runs
)

select
    result.rule, result.severity, result.checked, result.unexpected, result.unexpected_share as share,
    history.usual, history.n_runs, rule.description, rule.description_vi,
    result.unexpected_share - history.usual >= case rule.level when 'line' then $line_share else $share end
    and result.unexpected_share >= $factor * history.usual
    and result.unexpected > 0 as is_jump
from quality.results as result
inner join this on this.run_id = result.run_id
inner join history on history.rule = result.rule
inner join quality.rules as rule on rule.rule = result.rule
where result.checked >= $n_rows and not result.errored
order by is_jump desc, share - usual desc, result.rule;
