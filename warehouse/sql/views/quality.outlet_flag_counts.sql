-- One row per outlet that has open flags (null: articles whose text names none): how many there are about its files and
-- about the outlet as a whole.
create or replace view quality.outlet_flag_counts as
with files as (
    select distinct outlet, file_id from news.article_records
),

open_flags as (
    select files.outlet, false as is_whole
    from quality.flags as flag
    inner join files on files.file_id = flag.file_id
    where flag.status = 'open'
    union all
    select outlet, true from quality.flags where status = 'open' and outlet is not null
)

select outlet, count(*) as n_flags_open, count(*) filter (is_whole) as n_outlet_flags_open
from open_flags
group by outlet;

comment on view quality.outlet_flag_counts is 'one row for each outlet that has open flags';
comment on column quality.outlet_flag_counts.outlet is 'name on the masthead; null for articles whose text names none';
comment on column quality.outlet_flag_counts.n_flags_open is 'flags that nobody decided on, about its files and about the outlet as a whole';
comment on column quality.outlet_flag_counts.n_outlet_flags_open is 'of these, about the outlet as a whole';
