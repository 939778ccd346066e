-- One row per rule that has flags: how many in each status.
select
    rule,
    sum(n_open)::bigint as n_open,
    sum(n_acknowledged)::bigint as n_acknowledged,
    sum(n_dismissed)::bigint as n_dismissed,
    sum(n_resolved)::bigint as n_resolved
from quality.flag_counts
group by rule;
