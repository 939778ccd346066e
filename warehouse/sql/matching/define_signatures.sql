-- Signatures of the staged run's loaded articles (`fresh_signatures`), and stored ones of other contents
-- (`stored_signatures`), numbered apart.
create or replace temp view fresh_signatures as
select -row_number() over (order by article_id) as number, *
from staging.signatures
where file_id in (select file_id from staging.files where status = 'loaded');

create or replace temp view stored_signatures as
select rowid as number, *
from live.ops.signatures
where file_id not in (select file_id from staging.file_measures);
