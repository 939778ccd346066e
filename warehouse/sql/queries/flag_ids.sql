-- One row per flag whose id starts with `$start`, and whether its file is in quarantine.
select
    flag_id,
    rule,
    status,
    file_id in (select file_id from ops.files where status = 'quarantined') as is_quarantined
from quality.flags
where starts_with(flag_id, $start)
order by flag_id;
