-- One row per flag of `flags_matching`, up to `$n_rows` of them (null: all), the gravest first, with the address of its
-- file and the text of its line.
with listed as (
    select * from flags_matching
    order by array_position(['critical', 'warning', 'info'], severity), rule, outlet nulls last, file_id, line_no, flag_id
    limit $n_rows
),

addresses as (
    select file_id, arg_min(uri, (status = 'duplicate', uri)) as uri
    from ops.files semi join listed using (file_id)
    group by file_id
)

select listed.*, addresses.uri, line.text
from listed
left join addresses using (file_id)
left join news.lines as line on line.file_id = listed.file_id and line.line_no = listed.line_no
order by
    array_position(['critical', 'warning', 'info'], listed.severity), listed.rule, listed.outlet nulls last, addresses.uri,
    listed.line_no, listed.flag_id;
