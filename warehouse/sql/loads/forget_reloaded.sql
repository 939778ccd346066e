-- Remove what the warehouse holds of contents that come once more; flags stay, they carry people's decisions.
delete from news.lines where file_id in (select file_id from reloaded);
delete from news.line_measures where file_id in (select file_id from reloaded);
delete from news.file_measures where file_id in (select file_id from reloaded);
delete from news.article_records where file_id in (select file_id from reloaded);
delete from news.measures where file_id in (select file_id from reloaded);
delete from news.related_items where file_id in (select file_id from reloaded);
delete from news.dates where file_id in (select file_id from reloaded);
delete from news.corrections where file_id in (select file_id from reloaded);
delete from ops.signatures where file_id in (select file_id from reloaded);
delete from news.corpus_measures where file_id in (select file_id from reloaded);
update ops.search_articles set is_current = false where is_current and file_id in (select file_id from reloaded);
