-- One row per outlet that articles have (null: those whose text names none): how many are current, how clean they are,
-- what the main articles of their files lack, and the open flags about them, their files and the outlet as a whole.
create or replace view quality.outlet_totals as
with current_articles as (
    select record.*, state.is_clean, state.duplicate_of
    from news.article_records as record
    left join news.article_state as state on state.article_id = record.article_id
    where state.superseded_by is null
),

counted as (
    select
        outlet,
        count(*) as n_articles,
        count(*) filter (is_clean) as n_clean,
        count(*) filter (not is_clean) as n_flagged,
        count(*) filter (duplicate_of is not null) as n_duplicates,
        n_clean / n_articles as clean_share,
        count(*) filter (part = 0) as n_main,
        count(*) filter (part = 0 and title is null) as n_no_title,
        count(*) filter (part = 0 and published_on is null) as n_no_date,
        count(*) filter (part = 0 and byline is null) as n_no_byline,
        median(word_count) filter (part = 0) as n_words_median,
        max(published_on) as last_published_on,
        max(loaded_at) as last_loaded_at
    from current_articles
    group by outlet
)

select
    counted.*,
    n_no_title / nullif(n_main, 0) as no_title_share,
    n_no_date / nullif(n_main, 0) as no_date_share,
    n_no_byline / nullif(n_main, 0) as no_byline_share,
    coalesce(flags.n_flags_open, 0) as n_flags_open,
    coalesce(flags.n_outlet_flags_open, 0) as n_outlet_flags_open
from counted
left join quality.outlet_flag_counts as flags on flags.outlet is not distinct from counted.outlet;

comment on view quality.outlet_totals is 'one row for each outlet that articles have: volume, clean share, missing fields, open flags';
comment on column quality.outlet_totals.outlet is 'name on the masthead; null for articles whose text names none';
comment on column quality.outlet_totals.n_articles is 'articles that no newer version superseded';
comment on column quality.outlet_totals.n_clean is 'of these, without an open flag of severity warning or worse';
comment on column quality.outlet_totals.n_flagged is 'of these, with such a flag';
comment on column quality.outlet_totals.n_duplicates is 'of these, duplicates of another article';
comment on column quality.outlet_totals.clean_share is 'n_clean / n_articles';
comment on column quality.outlet_totals.n_main is 'of these, main articles of their files (not appended ones): what the missing fields and words are counted of';
comment on column quality.outlet_totals.n_no_title is 'main articles without a title';
comment on column quality.outlet_totals.n_no_date is 'main articles without a date of publication';
comment on column quality.outlet_totals.n_no_byline is 'main articles without a byline';
comment on column quality.outlet_totals.n_words_median is 'median words of the main articles';
comment on column quality.outlet_totals.last_published_on is 'latest date of publication';
comment on column quality.outlet_totals.last_loaded_at is 'when an article of it was loaded last';
comment on column quality.outlet_totals.no_title_share is 'n_no_title / n_main';
comment on column quality.outlet_totals.no_date_share is 'n_no_date / n_main';
comment on column quality.outlet_totals.no_byline_share is 'n_no_byline / n_main';
comment on column quality.outlet_totals.n_flags_open is 'flags that nobody decided on, about its files and about the outlet as a whole';
comment on column quality.outlet_totals.n_outlet_flags_open is 'of these, about the outlet as a whole';
