-- One row per run and stage: how long it took.
create or replace view ops.run_stages as
select
    run.run_id,
    run.flow,
    run.started_at,
    row_number() over (partition by run.run_id order by entry.id) as position,
    entry.key as stage,
    entry.value::double as seconds
from ops.runs as run, json_each(run.seconds_by_stage) as entry;

comment on view ops.run_stages is 'one row for each run and stage';
comment on column ops.run_stages.run_id is 'the run';
comment on column ops.run_stages.flow is '`ingest`, `audit`, …';
comment on column ops.run_stages.started_at is 'start of the run';
comment on column ops.run_stages.position is 'order of the stages in the run, from 1';
comment on column ops.run_stages.stage is '`find`, `batches`, `duplicates`, `import`, `audit`';
comment on column ops.run_stages.seconds is 'duration';
