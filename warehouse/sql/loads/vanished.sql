-- The files that are missing from their sources, as this run found them, in place of those before.
delete from ops.vanished;
insert into ops.vanished by name from staging.vanished;
