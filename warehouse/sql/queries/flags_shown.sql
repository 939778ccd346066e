-- One row per flag of `chosen`, in its order, with the address of its file, the title of its article and the text of
-- its line.
with addresses as (
    select file_id, arg_min(uri, (status = 'duplicate', uri)) as uri
    from live.ops.files semi join chosen using (file_id)
    group by file_id
)

select chosen.file_id, chosen.outlet, chosen.line_no, chosen.value, addresses.uri, line.text, record.title
from chosen
left join addresses using (file_id)
left join live.news.lines as line on line.file_id = chosen.file_id and line.line_no = chosen.line_no
left join live.news.article_records as record on record.article_id = chosen.article_id
order by chosen.place;
