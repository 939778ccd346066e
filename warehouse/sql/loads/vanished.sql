-- The files that are missing from their sources, as the last run found them (`$file`), in place of those before.
delete from ops.vanished;
insert into ops.vanished by name
select uri, file_id, noticed_at from read_parquet($file);
