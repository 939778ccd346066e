-- One row per flag that is not resolved, was opened after `$since`, and fits `$rule`, `$severity`, `$outlet`, `$only_open` (null:
-- any), up to `$n_rows` of them, the gravest first, with what `$pending` (a JSON list of target and status, decided but not published yet) makes of
-- it. `n_flags` and `n_files` say how many there are in all. An article without an outlet has that of the file's main one;
-- a flag about an outlet as a whole (`whole_outlet`) has no file.
with pending as (
    select unnest(from_json($pending, '[{"target": "VARCHAR", "status": "VARCHAR"}]'), recursive := true)
),

articles as (
    select article_id, file_id, outlet from news.article_records where outlet is not null
),

matching as (
    select
        flag.flag_id, flag.rule, flag.severity, flag.file_id, flag.outlet as whole_outlet, flag.article_id, flag.line_no,
        flag.status, coalesce(pending.status, flag.status) as coming_status
    from quality.flags as flag
    left join pending on pending.target = flag.flag_id
    where flag.status <> 'resolved'
        and ($rule is null or flag.rule = $rule)
        and ($severity is null or flag.severity = $severity)
        and ($since is null or flag.opened_at > $since::timestamptz)
        and (not $only_open or coalesce(pending.status, flag.status) = 'open')
        and ($outlet is null or lower(flag.outlet) = lower($outlet)
            or flag.file_id in (select file_id from articles where lower(outlet) = lower($outlet)))
),

listed as (
    from matching
    order by array_position(['critical', 'warning', 'info'], severity), rule, file_id, line_no, flag_id
    limit $n_rows
),

addresses as (
    select file_id, arg_min(uri, (status = 'duplicate', uri)) as uri
    from ops.files semi join listed using (file_id) group by file_id
),

-- first where the lines stand, then their text: read for these rows only, not for all lines
places as (
    select listed.flag_id, line.rowid as place
    from listed inner join news.lines as line on line.file_id = listed.file_id and line.line_no = listed.line_no
),

texts as (select places.flag_id, line.text from places inner join news.lines as line on line.rowid = places.place)

select
    listed.*, flag.value, flag.detail, flag.decided_by, flag.note, addresses.uri, texts.text,
    coalesce(listed.whole_outlet, own.outlet, main.outlet) as outlet,
    (select count(*) from matching) as n_flags,
    (select count(distinct file_id) from matching) as n_files
from listed
left join quality.flags as flag on flag.flag_id = listed.flag_id
left join addresses on addresses.file_id = listed.file_id
left join texts on texts.flag_id = listed.flag_id
left join articles as own on own.article_id = listed.article_id
left join articles as main on main.article_id = listed.file_id || '/0'
order by array_position(['critical', 'warning', 'info'], listed.severity), rule, listed.file_id, listed.line_no, listed.flag_id;
