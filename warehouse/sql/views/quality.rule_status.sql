-- One row per rule of the catalogue: what it says, its flags by status, how often people dismissed them, its last audit.
create or replace view quality.rule_status as
with counts as (
    select
        rule,
        sum(n_open)::bigint as n_open,
        sum(n_acknowledged)::bigint as n_acknowledged,
        sum(n_dismissed)::bigint as n_dismissed,
        sum(n_resolved)::bigint as n_resolved,
        sum(n_files_open)::bigint as n_files_open
    from quality.flag_counts group by rule
),

last_results as (
    select * from quality.results
    qualify row_number() over (partition by rule order by finished_at desc, run_id desc) = 1
)

select
    rule.rule, rule.severity, rule.level, rule.dimension, rule.active, rule.description, rule.description_vi,
    rule.kind, rule.column_name, rule.limits,
    coalesce(counts.n_open, 0) as n_open,
    coalesce(counts.n_acknowledged, 0) as n_acknowledged,
    coalesce(counts.n_dismissed, 0) as n_dismissed,
    coalesce(counts.n_resolved, 0) as n_resolved,
    coalesce(counts.n_files_open, 0) as n_files_open,
    counts.n_dismissed / nullif(counts.n_acknowledged + counts.n_dismissed, 0) as dismissed_share,
    1 - dismissed_share as precision,
    last_results.run_id as last_run_id, last_results.checked, last_results.unexpected, last_results.unexpected_share,
    last_results.success, last_results.errored
from quality.rules as rule
left join counts on counts.rule = rule.rule
left join last_results on last_results.rule = rule.rule;

comment on view quality.rule_status is 'one row for each rule: its record, its flags by status, what its last audit counted';
comment on column quality.rule_status.n_open is 'flags that nobody decided on';
comment on column quality.rule_status.n_files_open is 'distinct contents with an open flag';
comment on column quality.rule_status.dismissed_share is 'dismissed / decided flags, null where nobody decided';
comment on column quality.rule_status.precision is 'share of decided flags that people did not dismiss: how precise the rule has proved; null where nobody decided';
comment on column quality.rule_status.last_run_id is 'the last run that audited it';
comment on column quality.rule_status.checked is 'rows judged in that run';
comment on column quality.rule_status.unexpected is 'rows that broke it in that run';
comment on column quality.rule_status.unexpected_share is 'unexpected / checked, null when nothing was checked';
comment on column quality.rule_status.success is 'it held in that run';
comment on column quality.rule_status.errored is 'it could not be computed in that run';
comment on column quality.rule_status.rule is 'code: what is wrong';
comment on column quality.rule_status.severity is '`critical`, `warning`, `info`';
comment on column quality.rule_status.level is 'grain of its flags';
comment on column quality.rule_status.dimension is 'dimension of quality';
comment on column quality.rule_status.active is 'judged in runs';
comment on column quality.rule_status.description is 'in English';
comment on column quality.rule_status.description_vi is 'in Vietnamese';
comment on column quality.rule_status.kind is 'how it judges';
comment on column quality.rule_status.column_name is 'the measure it judges';
comment on column quality.rule_status.limits is 'its limits as JSON';
comment on column quality.rule_status.n_acknowledged is 'flags that somebody acknowledged';
comment on column quality.rule_status.n_dismissed is 'flags that somebody dismissed';
comment on column quality.rule_status.n_resolved is 'flags whose cause is gone';
