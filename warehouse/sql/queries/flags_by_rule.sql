-- One row per rule and severity among `flags_matching`, the gravest and most frequent first.
select
    rule,
    severity,
    count(*) filter (where coming_status = 'open') as n_open,
    count(*) filter (where coming_status = 'acknowledged') as n_acknowledged,
    count(*) filter (where coming_status = 'dismissed') as n_dismissed,
    count(distinct file_id) as n_files
from flags_matching
group by rule, severity
order by array_position(['critical', 'warning', 'info'], severity), n_open desc, rule;
