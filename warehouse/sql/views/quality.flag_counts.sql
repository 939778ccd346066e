-- One row per rule and severity that has flags: how many there are in each status, and in how many files.
create or replace view quality.flag_counts as
select
    rule,
    severity,
    count(*) filter (where status = 'open') as n_open,
    count(*) filter (where status = 'acknowledged') as n_acknowledged,
    count(*) filter (where status = 'dismissed') as n_dismissed,
    count(*) filter (where status = 'resolved') as n_resolved,
    count(distinct file_id) filter (where status = 'open') as n_files_open
from quality.flags
group by rule, severity;

comment on view quality.flag_counts is 'one row for each rule and severity that has flags';
comment on column quality.flag_counts.rule is 'code of the rule';
comment on column quality.flag_counts.severity is '`critical`, `warning`, `info`';
comment on column quality.flag_counts.n_open is 'flags that nobody decided on';
comment on column quality.flag_counts.n_acknowledged is 'flags that somebody acknowledged';
comment on column quality.flag_counts.n_dismissed is 'flags that somebody dismissed';
comment on column quality.flag_counts.n_resolved is 'flags whose cause is gone';
comment on column quality.flag_counts.n_files_open is 'distinct contents with an open flag';
