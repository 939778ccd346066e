-- One row per day, twice: by the day on which articles were published (`basis` published), and by the day on which they
-- were loaded (loaded, UTC). Articles that no newer version superseded, appended ones too.
create or replace view quality.days as
with dated as (
    select
        state.is_clean,
        unnest([
            struct_pack(basis := 'published', day := record.published_on),
            struct_pack(basis := 'loaded', day := (record.loaded_at at time zone 'UTC')::date)
        ], recursive := true)
    from news.article_records as record
    left join news.article_state as state on state.article_id = record.article_id
    where state.superseded_by is null
)

select
    basis,
    day,
    count(*) as n_articles,
    count(*) filter (is_clean) as n_clean,
    count(*) filter (not is_clean) as n_flagged,
    n_clean / n_articles as clean_share
from dated
where day is not null
group by basis, day;

comment on view quality.days is 'one row for each day of publication and each of loading: articles, and how clean they are';
comment on column quality.days.basis is '`published`: the day on which articles were published; `loaded`: the day on which they were loaded (UTC)';
comment on column quality.days.day is 'the day';
comment on column quality.days.n_articles is 'articles that no newer version superseded';
comment on column quality.days.n_clean is 'of these, without an open flag of severity warning or worse';
comment on column quality.days.n_flagged is 'of these, with such a flag';
comment on column quality.days.clean_share is 'n_clean / n_articles';
