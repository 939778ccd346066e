-- The schemas, and what a snapshot remembers of itself: its number, its parent, its shape, the decisions it holds.
create schema if not exists news;
create schema if not exists quality;
create schema if not exists ops;

create table ops.meta (key varchar, value varchar);
comment on table ops.meta is 'one row for each thing that the snapshot knows of itself';

create table ops.applied_decisions (decision_id varchar, applied_at timestamptz);
comment on table ops.applied_decisions is 'one row for each decision of the log that this snapshot holds';
