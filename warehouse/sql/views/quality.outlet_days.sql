-- One row per outlet and day, twice: by the day on which its articles were published (`basis` published), and by the day
-- on which they were loaded (loaded, UTC). Current main articles only; an outlet of null is that of texts that name none.
create or replace view quality.outlet_days as
with dated as (
    select
        record.*, state.is_clean, measure.n_minor_tone_words, measure.n_new_tone_words, measure.residue_share,
        unnest([
            struct_pack(basis := 'published', day := record.published_on),
            struct_pack(basis := 'loaded', day := (record.loaded_at at time zone 'UTC')::date)
        ], recursive := true)
    from news.article_records as record
    left join news.article_state as state on state.article_id = record.article_id
    left join news.file_measures as measure on measure.file_id = record.file_id
    where record.part = 0 and state.superseded_by is null
)

select
    outlet,
    basis,
    day,
    count(*) as n_articles,
    median(word_count) as n_words_median,
    avg(is_clean::int) as clean_share,
    avg((title is null)::int) as no_title_share,
    avg((published_on is null)::int) as no_date_share,
    avg((byline is null)::int) as no_byline_share,
    avg((n_new_tone_words > 0 and n_minor_tone_words = 0)::int) as new_tone_share,
    avg((n_minor_tone_words > 0)::int) as mixed_tone_share,
    1 - new_tone_share - mixed_tone_share as old_tone_share,
    avg(residue_share) as residue_share
from dated
where day is not null
group by outlet, basis, day;

comment on view quality.outlet_days is 'one row for each outlet and day of publication, and one for each outlet and day of loading: a profile of its main articles';
comment on column quality.outlet_days.outlet is 'name on the masthead; null for articles whose text names none';
comment on column quality.outlet_days.basis is '`published`: days of publication; `loaded`: days of loading, UTC';
comment on column quality.outlet_days.day is 'the day';
comment on column quality.outlet_days.n_articles is 'main articles that no newer version superseded';
comment on column quality.outlet_days.n_words_median is 'median words of these';
comment on column quality.outlet_days.clean_share is 'share of these without an open flag of severity warning or worse';
comment on column quality.outlet_days.no_title_share is 'share of these without a title';
comment on column quality.outlet_days.no_date_share is 'share of these without a date of publication';
comment on column quality.outlet_days.no_byline_share is 'share of these without a byline';
comment on column quality.outlet_days.new_tone_share is 'share of these that place tones in the new style only (hoà); null where no file was measured for it';
comment on column quality.outlet_days.mixed_tone_share is 'share of these that mix both styles (hòa, hoà)';
comment on column quality.outlet_days.old_tone_share is 'share of the others: the old style (hòa), or no such word at all';
comment on column quality.outlet_days.residue_share is 'mean share of lines that are residue of the page';
