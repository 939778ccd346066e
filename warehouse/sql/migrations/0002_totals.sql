-- What each publish left: a few figures of the whole warehouse, so that today can be compared with then.
create table ops.totals (
    snapshot bigint, run_id varchar, measured_at timestamptz,
    n_articles bigint, n_clean bigint, n_flags_open bigint, n_quarantined bigint
);
comment on table ops.totals is 'one row for each publish: figures of the whole warehouse after it';
comment on column ops.totals.snapshot is 'number of the snapshot that it made; 0 where it is history of the warehouse before it was built anew';
comment on column ops.totals.run_id is 'the run that it published; null where it published decisions or a held run''s record only';
comment on column ops.totals.measured_at is 'when it published';
comment on column ops.totals.n_articles is 'articles that no newer version superseded';
comment on column ops.totals.n_clean is 'of these, without an open flag of severity warning or worse';
comment on column ops.totals.n_flags_open is 'flags that nobody decided on';
comment on column ops.totals.n_quarantined is 'distinct contents in quarantine';
