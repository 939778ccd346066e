-- One row per rule that has flags: how many in each status, and the share of decided ones that people did not dismiss.
select
    rule,
    sum(n_open)::bigint as n_open,
    sum(n_acknowledged)::bigint as n_acknowledged,
    sum(n_dismissed)::bigint as n_dismissed,
    sum(n_resolved)::bigint as n_resolved,
    1 - sum(n_dismissed) / nullif(sum(n_acknowledged) + sum(n_dismissed), 0) as precision
from quality.flag_counts
group by rule;
