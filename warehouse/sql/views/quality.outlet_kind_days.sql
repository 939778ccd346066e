-- One row per outlet, day and kind of line that is no text of the article: how many lines there are for each main article
-- of that day. Days as in `outlet_days`; an outlet of null is that of texts that name none.
create or replace view quality.outlet_kind_days as
with dated as (
    select
        record.outlet, record.file_id,
        unnest([
            struct_pack(basis := 'published', day := record.published_on),
            struct_pack(basis := 'loaded', day := (record.loaded_at at time zone 'UTC')::date)
        ], recursive := true)
    from news.article_records as record
    left join news.article_state as state on state.article_id = record.article_id
    where record.part = 0 and state.superseded_by is null
),

days as (
    select outlet, basis, day, count(*) as n_articles from dated where day is not null group by outlet, basis, day
),

counted as (
    select dated.outlet, dated.basis, dated.day, line.kind, count(*) as n_lines
    from dated
    inner join news.lines as line on line.file_id = dated.file_id
    where line.kind not in ('title', 'lead', 'body', 'heading', 'blank') and dated.day is not null
    group by dated.outlet, dated.basis, dated.day, line.kind
)

select counted.*, n_lines / days.n_articles as lines_per_article
from counted
inner join days
    on days.outlet is not distinct from counted.outlet and days.basis = counted.basis and days.day = counted.day;

comment on view quality.outlet_kind_days is 'one row for each outlet, day and kind of line that is no text of the article';
comment on column quality.outlet_kind_days.outlet is 'name on the masthead; null for articles whose text names none';
comment on column quality.outlet_kind_days.basis is '`published`: days of publication; `loaded`: days of loading, UTC';
comment on column quality.outlet_kind_days.day is 'the day';
comment on column quality.outlet_kind_days.kind is 'kind of the lines: every kind but title, lead, body, heading and blank';
comment on column quality.outlet_kind_days.n_lines is 'lines of that kind in the files of that day';
comment on column quality.outlet_kind_days.lines_per_article is 'n_lines / main articles of that day';
