-- One row per line (by `line_keys`: text, line_key) and outlet, null for all articles together: in how many different
-- articles it stands. Copies, versions and duplicates of an article count once; so do lines repeated in it.
with members as (
    select article_id, min(cluster_id) as cluster_id from (
        select article_id, cluster_id from news.duplicates
        union all
        select duplicate_of, cluster_id from news.duplicates
    )
    group by article_id
),

stories as (
    select record.file_id, record.outlet, coalesce(members.cluster_id, record.article_id) as story
    from news.article_records as record
    left join news.article_state as state using (article_id)
    left join members using (article_id)
    where record.part = 0 and state.superseded_by is null
),

totals as (
    select outlet, grouping(outlet) as is_all, count(distinct story) as n_stories
    from stories
    group by grouping sets ((outlet), ())
),

counted as (
    select
        line_keys.line_key, stories.outlet, grouping(stories.outlet) as is_all,
        mode(line.text order by line.text) as text,
        mode(line.kind order by line.kind) as kind,
        count(distinct stories.story) as n_articles
    from news.lines as line
    inner join line_keys using (text)
    inner join stories using (file_id)
    where line.repeats_line_no is null
    group by grouping sets ((line_keys.line_key, stories.outlet), (line_keys.line_key))
    having count(distinct stories.story) > 1
)

select counted.line_key, counted.text, counted.outlet, counted.kind, counted.n_articles, totals.n_stories
from counted
inner join totals on totals.is_all = counted.is_all and totals.outlet is not distinct from counted.outlet
where counted.is_all = 1 or counted.outlet is not null
order by counted.line_key, counted.outlet nulls first;
