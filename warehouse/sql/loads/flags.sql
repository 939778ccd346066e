-- Bring flags up to date. One that is found again keeps when it was opened and what was decided; of a content that
-- was judged again, one that is not found any more is resolved; the rest is new.
update quality.flags as flag
set severity = found.severity,
    article_id = found.article_id,
    line_no = found.line_no,
    value = found.value,
    detail = found.detail,
    status = case flag.status when 'resolved' then 'open' else flag.status end,
    resolved_at = null
from staging.flags as found
where found.flag_id = flag.flag_id;

update quality.flags as flag
set status = 'resolved', resolved_at = $now
where flag.status <> 'resolved'
    and flag.file_id in (select file_id from reloaded)
    and flag.flag_id not in (select flag_id from staging.flags where flag_id is not null);

-- A run that compared outlets with their history has judged all of them.
update quality.flags as flag
set status = 'resolved', resolved_at = $now
where flag.status <> 'resolved'
    and flag.outlet in (select outlet from staging.outlet_runs)
    and flag.flag_id not in (select flag_id from staging.flags where flag_id is not null);

insert into quality.flags by name
select found.* replace (
    coalesce(found.status, 'open') as status,
    coalesce(found.opened_at, $now) as opened_at
)
from staging.flags as found
anti join quality.flags as flag on flag.flag_id = found.flag_id;
