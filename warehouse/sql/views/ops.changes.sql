-- One row per change that the warehouse remembers: articles loaded, processed again or otherwise judged, flags opened and
-- resolved, with the run whose publish brought it: the last one that had begun by then.
create or replace view ops.changes as
with events as (
    select loaded_at as changed_at, 'article' as what, 'loaded' as change, article_id, null as flag_id, null as rule
    from news.article_records
    union all
    select run.started_at, 'article', 'processed again', record.article_id, null, null
    from news.article_records as record
    inner join ops.runs as run on run.run_id = record.run_id and run.flow = 'replay'
    union all
    select state.changed_at, 'article', 'judged', state.article_id, null, null
    from news.article_state as state
    inner join news.article_records as record on record.article_id = state.article_id
    union all
    select opened_at, 'flag', 'opened', article_id, flag_id, rule from quality.flags
    union all
    select resolved_at, 'flag', 'resolved', article_id, flag_id, rule from quality.flags where resolved_at is not null
),

publishing as (
    select run_id, started_at from ops.runs where flow <> 'audit' and started_at is not null
)

select publishing.run_id, events.*
from events
asof left join publishing on publishing.started_at <= events.changed_at;

comment on view ops.changes is 'one row for each change that the warehouse remembers, with the run that brought it';
comment on column ops.changes.run_id is 'the run whose publish brought the change; null for one before all runs';
comment on column ops.changes.changed_at is 'when';
comment on column ops.changes.what is '`article` or `flag`';
comment on column ops.changes.change is 'of articles `loaded`, `processed again` (by a replay) or `judged` (version, duplicate or clean state); of flags `opened` or `resolved`';
comment on column ops.changes.article_id is 'the article; null for flags about files, lines outside of articles and outlets';
comment on column ops.changes.flag_id is 'the flag, or null';
comment on column ops.changes.rule is 'rule of the flag, or null';
