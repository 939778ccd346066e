-- One row per status and reason of the ledger: how many sightings, and of how many distinct contents.
create or replace view ops.file_counts as
select status, reason, count(*) as n_files, count(distinct file_id) as n_contents
from ops.files
group by status, reason;

comment on view ops.file_counts is 'one row for each status and reason in the ledger';
comment on column ops.file_counts.status is '`loaded`, `duplicate`, `quarantined`, `discarded`, `held`';
comment on column ops.file_counts.reason is 'reason code, where the files were not loaded';
comment on column ops.file_counts.n_files is 'rows of the ledger: content at an address';
comment on column ops.file_counts.n_contents is 'distinct contents among them';
