-- One row: what the batches of the staged run made of their files.
select
    (select count(*) from staging.files) as files,
    (select count(*) from staging.file_measures) as contents,
    (select count(*) from staging.lines) as lines,
    (select count(*) from staging.article_records) as articles,
    (select count(*) from staging.flags where file_id is not null) as flags;
