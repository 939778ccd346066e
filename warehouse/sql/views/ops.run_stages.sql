-- One row per run and stage: how long it took.
create or replace view ops.run_stages as
select
    run.run_id,
    run.flow,
    run.started_at,
    unnest(json_keys(run.seconds_by_stage)) as stage,
    generate_subscripts(json_keys(run.seconds_by_stage), 1) as position,
    (run.seconds_by_stage -> ('$."' || stage || '"'))::double as seconds
from ops.runs as run;

comment on view ops.run_stages is 'one row for each run and stage';
comment on column ops.run_stages.run_id is 'the run';
comment on column ops.run_stages.flow is '`ingest`, `audit`, …';
comment on column ops.run_stages.started_at is 'start of the run';
comment on column ops.run_stages.stage is 'find, batches, duplicates, import, audit, publish';
comment on column ops.run_stages.position is 'order of the stages in the run, from 1';
comment on column ops.run_stages.seconds is 'duration';
