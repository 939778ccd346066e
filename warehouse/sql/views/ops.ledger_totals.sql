-- One row: how many files the ledger has seen, and what became of their distinct contents.
create or replace view ops.ledger_totals as
select
    count(*) as n_files,
    count(*) filter (where status = 'duplicate') as n_copies,
    count(distinct file_id) as n_contents,
    count(distinct file_id) filter (where status = 'loaded') as n_loaded,
    count(distinct file_id) filter (where status = 'quarantined') as n_quarantined,
    count(distinct file_id) filter (where status = 'held') as n_held,
    count(distinct file_id) filter (where status = 'discarded') as n_discarded
from ops.files;

comment on view ops.ledger_totals is 'one row: files seen, and what became of their contents';
comment on column ops.ledger_totals.n_files is 'rows of the ledger: content at an address';
comment on column ops.ledger_totals.n_copies is 'of these, further sightings of a content that is known from another address';
comment on column ops.ledger_totals.n_contents is 'distinct contents';
comment on column ops.ledger_totals.n_loaded is 'distinct contents that are loaded';
comment on column ops.ledger_totals.n_quarantined is 'distinct contents in quarantine';
comment on column ops.ledger_totals.n_held is 'distinct contents of held runs';
comment on column ops.ledger_totals.n_discarded is 'distinct contents that somebody discarded';
