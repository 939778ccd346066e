-- One row per two outlets of which one had texts that the other had later. Only pairs whose dates, or printed times,
-- say who was first; versions of one article are none.
create or replace view news.who_copied_whom as
with dated as (
    select
        pair.article_id, pair.method, later.outlet as later_outlet, earlier.outlet as earlier_outlet,
        date_diff('day', earlier.published_on, later.published_on) as days,
        date_diff('minute', earlier.published_at, later.published_at) / 60.0 as hours
    from news.duplicates as pair
    inner join news.article_records as later on later.article_id = pair.article_id
    inner join news.article_records as earlier on earlier.article_id = pair.duplicate_of
    where earlier.outlet <> later.outlet and not coalesce(pair.is_version, false)
)

select
    earlier_outlet,
    later_outlet,
    count(distinct article_id) as n_articles,
    count(*) as n_pairs,
    count(*) filter (method = 'exact') as n_exact,
    count(*) filter (method = 'near') as n_near,
    count(*) filter (method = 'edited') as n_edited,
    count(*) filter (method = 'contained') as n_contained,
    median(days) as median_days,
    median(hours) as median_hours
from dated
where days > 0 or hours > 0
group by earlier_outlet, later_outlet;

comment on view news.who_copied_whom is 'one row for each two outlets of which one had texts that the other had later, where dates or times say who was first';
comment on column news.who_copied_whom.earlier_outlet is 'the outlet that was first';
comment on column news.who_copied_whom.later_outlet is 'the outlet that had the text later';
comment on column news.who_copied_whom.n_articles is 'articles of the later outlet';
comment on column news.who_copied_whom.n_pairs is 'pairs of articles; each article may be in several';
comment on column news.who_copied_whom.n_exact is 'pairs with the same text';
comment on column news.who_copied_whom.n_near is 'pairs with nearly the same text';
comment on column news.who_copied_whom.n_edited is 'pairs with an edited text';
comment on column news.who_copied_whom.n_contained is 'pairs of which one is inside the other';
comment on column news.who_copied_whom.median_days is 'days between the two, median of the pairs';
comment on column news.who_copied_whom.median_hours is 'hours between the two, median of the pairs with printed times; else null';
