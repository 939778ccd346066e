-- What table rules may refer to beside the judged rows: every content that the ledger or the staged run knows, and
-- every content that was measured.
create or replace view staging.known_contents as
select file_id, status from live.ops.files
union all
select file_id, status from staging.files;

create or replace view staging.known_measures as
select file_id from live.news.file_measures
union all
select file_id from staging.file_measures;

create or replace view staging.known_articles as
select article_id from live.news.article_records
union all
select article_id from staging.article_records;

-- One row per rule that flags files, articles or lines: how often it found something in its last 30 runs. Without so
-- many nothing can be said of it. A critical rule is there for what should never happen.
create or replace view staging.rule_history as
with recent as (
    select result.*
    from live.quality.results as result
    semi join live.ops.runs as run on run.run_id = result.run_id and run.flow = 'ingest'
    where not result.errored
    qualify row_number() over (partition by result.rule order by result.finished_at desc, result.run_id) <= 30
)

select
    rule.rule,
    any_value(rule.level) as level,
    count(recent.run_id) as n_runs,
    if(n_runs < 30, null, count(*) filter (where recent.unexpected > 0)) as n_fired,
    if(n_runs < 30, null, sum(recent.unexpected) / nullif(sum(recent.checked), 0)) as unexpected_share
from live.quality.rules as rule
left join recent on recent.rule = rule.rule
where rule.active and rule.level in ('file', 'article', 'line') and rule.severity <> 'critical'
group by rule.rule;
