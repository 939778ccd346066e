-- One row per correction of the log (`$log`, a JSON list), the newest first, with what is read without it and whether the
-- snapshot was made with it: `active`, `waiting`, `not_there` (its line or article is gone), `withdrawn`,
-- `withdrawal_waiting`. `$file_id` (or null) chooses a content; withdrawn ones are listed with `$with_withdrawn`.
with said as (
    select * replace (corrected_at::timestamptz as corrected_at)
    from (
        select unnest(from_json($log, '[{"correction_id": "VARCHAR", "file_id": "VARCHAR", "part": "BIGINT",
            "field": "VARCHAR", "line_no": "BIGINT", "value": "VARCHAR", "corrected_by": "VARCHAR",
            "corrected_at": "VARCHAR", "note": "VARCHAR", "withdrawn_by": "VARCHAR"}]'), recursive := true)
    )
),

chosen as (
    from said where file_id = $file_id or $file_id is null
),

uris as (
    select file_id, min(uri) as uri from ops.files semi join chosen using (file_id) group by file_id
),

stored as (
    select
        chosen.*,
        made.correction_id as made_with,
        made.active,
        line.text,
        uris.uri,
        case when made.correction_id is not null then made.value_read
            when chosen.field = 'kind' then line.kind
            when chosen.field = 'title' then record.title
            when chosen.field = 'outlet' then record.outlet
            else record.published_on::varchar
        end as value_read,
        case when made.correction_id is not null then made.evidence_read else line.evidence end as evidence_read
    from chosen
    left join news.corrections as made
        on made.file_id = chosen.file_id and made.field = chosen.field
        and if(chosen.field = 'kind', made.line_no = chosen.line_no, made.part = chosen.part)
    left join news.lines as line on line.file_id = chosen.file_id and line.line_no = chosen.line_no
    left join news.article_records as record
        on record.file_id = chosen.file_id and record.part = chosen.part
    left join uris on uris.file_id = chosen.file_id
)

select
    correction_id,
    case
        when withdrawn_by is not null then if(made_with is null, 'withdrawn', 'withdrawal_waiting')
        when made_with is distinct from correction_id then 'waiting'
        when active then 'active'
        else 'not_there'
    end as status,
    file_id, part, uri, field, line_no, text, value_read, evidence_read, value,
    corrected_by, corrected_at, note, withdrawn_by
from stored
where $with_withdrawn or status <> 'withdrawn'
order by corrected_at desc, file_id, line_no, field;
