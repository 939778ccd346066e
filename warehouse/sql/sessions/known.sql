-- What table rules may refer to beside the judged rows: every content that the ledger or the staged run knows, and
-- every content that was measured.
create or replace view staging.known_contents as
select file_id, status from live.ops.files
union all
select file_id, status from staging.files;

create or replace view staging.known_measures as
select file_id from live.news.file_measures
union all
select file_id from staging.file_measures;
