-- One row per reason for which `clean_articles` leaves articles out, and one for those that are in it: together all.
create or replace view quality.left_out as
with counted as (
    select reason, count(*) as n_articles from quality.articles_left_out group by reason
    union all
    select 'clean', count(*) from news.clean_articles
)

select reason, coalesce(counted.n_articles, 0) as n_articles
from unnest([
    'clean', 'superseded', 'duplicate_exact', 'duplicate_near', 'duplicate_edited', 'duplicate_contained', 'critical_flag'
]) as known(reason)
left join counted using (reason);

comment on view quality.left_out is 'one row for each reason for which `clean_articles` leaves articles out, and one (`clean`) for those in it: they add up to all loaded articles';
comment on column quality.left_out.reason is '`clean`, or as in `articles_left_out`';
comment on column quality.left_out.n_articles is 'articles';
