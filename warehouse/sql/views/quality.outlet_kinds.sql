-- One row per outlet and kind of line that is no text of the article: how many lines, in how many current files. An outlet
-- of null is that of texts that name none.
create or replace view quality.outlet_kinds as
with files as (
    select record.outlet, record.file_id
    from news.article_records as record
    left join news.article_state as state on state.article_id = record.article_id
    where record.part = 0 and state.superseded_by is null
),

sizes as (
    select outlet, count(*) as n_main from files group by outlet
),

counted as (
    select files.outlet, line.kind, count(*) as n_lines, count(distinct line.file_id) as n_files
    from files
    inner join news.lines as line on line.file_id = files.file_id
    where line.kind not in ('title', 'lead', 'body', 'heading', 'blank')
    group by files.outlet, line.kind
)

select counted.*, n_lines / sizes.n_main as lines_per_article, n_files / sizes.n_main as file_share
from counted
inner join sizes on sizes.outlet is not distinct from counted.outlet;

comment on view quality.outlet_kinds is 'one row for each outlet and kind of line that is no text of the article';
comment on column quality.outlet_kinds.outlet is 'name on the masthead; null for articles whose text names none';
comment on column quality.outlet_kinds.kind is 'kind of the lines: every kind but title, lead, body, heading and blank';
comment on column quality.outlet_kinds.n_lines is 'lines of that kind in files whose main article no newer version superseded';
comment on column quality.outlet_kinds.n_files is 'files with such a line';
comment on column quality.outlet_kinds.lines_per_article is 'n_lines / main articles of the outlet';
comment on column quality.outlet_kinds.file_share is 'n_files / main articles of the outlet';
