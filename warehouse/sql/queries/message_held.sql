-- Up to `$n_rows` rows: files of a staged run, those first that it would quarantine, with the reason and the title.
select file.uri, file.reason, file.detail, record.title
from staging.files as file
left join staging.article_records as record on record.article_id = file.file_id || '/0'
order by file.status <> 'quarantined', file.uri
limit $n_rows;
