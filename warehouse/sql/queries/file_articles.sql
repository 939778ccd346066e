-- One row per article of the content `$file_id`, with its state; no text.
select record.*, state.duplicate_of, state.superseded_by, state.is_clean
from news.article_records as record
left join news.article_state as state using (article_id)
where record.file_id = $file_id
order by record.part;
