-- One row per moment that the newest publish is compared with: `last_run`, before the last run that published, and
-- `30_days`, thirty days before (the oldest that is known, where the warehouse is younger). None after the first publish.
create or replace view quality.totals_compared as
with numbered as (
    select *, row_number() over (order by snapshot desc, measured_at desc) as place from ops.totals
),

newest as (select * from numbered where place = 1),

last_published as (select min(place) as place from numbered where run_id is not null),

aged as (
    select numbered.*, numbered.measured_at <= newest.measured_at - interval 30 day as is_old
    from numbered, newest
    where numbered.place > 1
),

bases as (
    select 'last_run' as base, numbered.* from numbered, last_published where numbered.place = last_published.place + 1
    union all
    select '30_days', aged.* exclude (is_old) from aged
    qualify row_number() over (order by is_old desc, if(is_old, place, -place)) = 1
)

select
    base,
    bases.measured_at as base_at,
    newest.n_articles,
    newest.n_articles - bases.n_articles as n_articles_change,
    newest.n_clean / nullif(newest.n_articles, 0) as clean_share,
    newest.n_clean / nullif(newest.n_articles, 0) - bases.n_clean / nullif(bases.n_articles, 0) as clean_share_change,
    newest.n_flags_open,
    newest.n_flags_open - bases.n_flags_open as n_flags_open_change,
    newest.n_quarantined,
    newest.n_quarantined - bases.n_quarantined as n_quarantined_change,
    (
        select count(*)
        from news.article_records as record
        inner join news.article_state as state on state.article_id = record.article_id
        where state.superseded_by is null and record.loaded_at > bases.measured_at
    ) as n_articles_since,
    (select count(*) from quality.flags as flag where flag.status = 'open' and flag.opened_at > bases.measured_at) as n_flags_since
from bases, newest;

comment on view quality.totals_compared is 'one row for each moment that the newest publish is compared with: what changed since';
comment on column quality.totals_compared.base is '`last_run`: before the last run that published; `30_days`: thirty days before the newest publish, or the oldest that is known';
comment on column quality.totals_compared.base_at is 'when that was measured';
comment on column quality.totals_compared.n_articles is 'articles that no newer version superseded, now';
comment on column quality.totals_compared.n_articles_change is 'how many more than then';
comment on column quality.totals_compared.clean_share is 'share of these without an open flag of severity warning or worse, now';
comment on column quality.totals_compared.clean_share_change is 'how much higher than then (0.01: one percentage point)';
comment on column quality.totals_compared.n_flags_open is 'flags that nobody decided on, now';
comment on column quality.totals_compared.n_flags_open_change is 'how many more than then';
comment on column quality.totals_compared.n_quarantined is 'distinct contents in quarantine, now';
comment on column quality.totals_compared.n_quarantined_change is 'how many more than then';
comment on column quality.totals_compared.n_articles_since is 'articles of now that were loaded since then';
comment on column quality.totals_compared.n_flags_since is 'flags that were opened since then and are open now';
