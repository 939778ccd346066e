-- One row per run and fate: how many of the files that it found were loaded, copies, in quarantine, or skipped.
-- A held run loads nothing: its new files wait, and have the fate `held`.
create or replace view ops.run_files as
with fates as (
    select
        run_id, flow, started_at, status,
        unnest([
            struct_pack(fate := 'loaded', n_files := if(status = 'held', 0, files_loaded)),
            struct_pack(fate := 'held', n_files := if(status = 'held', files_loaded, 0)),
            struct_pack(fate := 'duplicate', n_files := files_duplicate),
            struct_pack(fate := 'quarantined', n_files := files_quarantined),
            struct_pack(fate := 'skipped', n_files := files_skipped)
        ], recursive := true)
    from ops.runs
)

select run_id, flow, started_at, fate, n_files from fates where n_files > 0;

comment on view ops.run_files is 'one row for each run and fate that files had in it';
comment on column ops.run_files.run_id is 'the run';
comment on column ops.run_files.flow is '`ingest`, `audit`, …';
comment on column ops.run_files.started_at is 'start of the run';
comment on column ops.run_files.fate is '`loaded`, `held`, `duplicate`, `quarantined`, `skipped`';
comment on column ops.run_files.n_files is 'files';
