-- One row: what the snapshot knows of itself, and how much is in it.
select
    (select value from ops.meta where key = 'migration') as migration,
    (select count(*) from news.article_records) as n_articles,
    (select count(distinct file_id) from ops.files) as n_contents;
