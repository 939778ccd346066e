-- One row per flag that is not resolved and fits `$rule`, `$outlet`, `$only_open` (null: any), with what `$pending` (a
-- JSON list of target and status, decided but not published yet) makes of it. A file's outlet is that of its main article;
-- a flag about an outlet as a whole has no file.
create or replace temp table flags_matching as
with pending as (
    select unnest(from_json($pending, '[{"target": "VARCHAR", "status": "VARCHAR"}]'), recursive := true)
),

outlets as (
    select file_id, any_value(outlet) filter (where part = 0) as main_outlet
    from news.article_records group by file_id
)

select
    flag.flag_id,
    flag.rule,
    flag.severity,
    flag.file_id,
    flag.article_id,
    flag.line_no,
    flag.value,
    flag.detail,
    flag.opened_at,
    flag.status,
    pending.status as pending_status,
    coalesce(pending.status, flag.status) as coming_status,
    flag.decided_by,
    flag.note,
    coalesce(flag.outlet, record.outlet, outlets.main_outlet) as outlet
from quality.flags as flag
left join pending on pending.target = flag.flag_id
left join news.article_records as record on record.article_id = flag.article_id
left join outlets on outlets.file_id = flag.file_id
where flag.status <> 'resolved'
    and ($rule is null or flag.rule = $rule)
    and ($outlet is null or lower(coalesce(flag.outlet, record.outlet, outlets.main_outlet)) = lower($outlet))
    and (not $only_open or coalesce(pending.status, flag.status) = 'open');
