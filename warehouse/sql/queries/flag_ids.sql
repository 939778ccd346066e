-- One row per flag whose id starts with `$start`.
select flag_id, rule, status, severity
from quality.flags
where starts_with(flag_id, $start)
order by flag_id;
