-- Every row of a content shares its fate. Loaded after a quarantine or a hold: the smallest uri is the loaded one,
-- the others are its duplicates. Not loaded any more: all rows say why.
create or replace temp table fate as
select
    file_id,
    bool_or(status = 'loaded') as is_loaded,
    arg_min(struct_pack(status, reason, detail), uri) as verdict
from incoming
where has_content and status <> 'duplicate'
group by file_id;

create or replace temp table freed as
select ledger.file_id, ledger.uri,
    row_number() over (partition by ledger.file_id order by ledger.uri) as place
from ops.files as ledger
where ledger.file_id in (
    select stuck.file_id from ops.files as stuck
    inner join fate on fate.file_id = stuck.file_id and fate.is_loaded
    where stuck.status in ('quarantined', 'held', 'discarded')
);

update ops.files as ledger
set status = case freed.place when 1 then 'loaded' else 'duplicate' end, reason = null, detail = null
from freed
where freed.file_id = ledger.file_id and freed.uri = ledger.uri;

update ops.files as ledger
set status = fate.verdict.status, reason = fate.verdict.reason, detail = fate.verdict.detail
from fate
where fate.file_id = ledger.file_id and not fate.is_loaded;

create or replace temp table loaded_content as
select file_id from staged_content
semi join (select file_id from ops.files where status = 'loaded') as loaded using (file_id);
