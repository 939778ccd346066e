-- One row: how many articles there are, how many of those that count today are clean, and how many flags are open.
-- Superseded versions are counted by themselves: they are no longer what their address shows.
create or replace view quality.article_totals as
select
    count(*) as n_articles,
    count(*) filter (where is_current) as n_current,
    count(*) filter (where is_current and is_clean) as n_clean,
    count(*) filter (where is_current and not is_clean) as n_flagged,
    count(*) filter (where is_current and duplicate_of is not null) as n_duplicates,
    count(*) filter (where not is_current) as n_superseded,
    n_clean / nullif(n_current, 0) as clean_share,
    (select count(*) from quality.flags where status = 'open') as n_flags_open
from (select *, superseded_by is null as is_current from news.article_state);

comment on view quality.article_totals is 'one row: articles, clean ones among them, open flags';
comment on column quality.article_totals.n_articles is 'loaded articles, superseded versions too';
comment on column quality.article_totals.n_current is 'articles that no newer version superseded';
comment on column quality.article_totals.n_clean is 'of these, without an open flag of severity warning or worse';
comment on column quality.article_totals.n_flagged is 'of these, with such a flag';
comment on column quality.article_totals.n_duplicates is 'of these, duplicates of another article';
comment on column quality.article_totals.n_superseded is 'articles that a newer version superseded';
comment on column quality.article_totals.clean_share is 'n_clean / n_current, null without articles';
comment on column quality.article_totals.n_flags_open is 'flags of any severity that nobody decided on';
