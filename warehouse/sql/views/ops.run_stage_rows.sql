-- One row per run, stage and what was counted there: how many.
create or replace view ops.run_stage_rows as
select
    run.run_id,
    run.flow,
    run.started_at,
    stage.key as stage,
    counted.key as counted,
    counted.value::bigint as n
from ops.runs as run, json_each(run.rows_by_stage) as stage, json_each(stage.value) as counted;

comment on view ops.run_stage_rows is 'one row for each run, stage and what was counted there';
comment on column ops.run_stage_rows.run_id is 'the run';
comment on column ops.run_stage_rows.flow is '`ingest`, `audit`, …';
comment on column ops.run_stage_rows.started_at is 'start of the run';
comment on column ops.run_stage_rows.stage is '`find`, `batches`, `duplicates`, `audit`';
comment on column ops.run_stage_rows.counted is '`files`, `contents`, `lines`, `articles`, `flags`, `candidates`, `pairs`, `rules`, `rows`, …';
comment on column ops.run_stage_rows.n is 'how many';
