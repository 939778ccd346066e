-- Up to `$n_rows` rows: the outlets with the smallest share of clean articles, of those that were loaded from `$since` to
-- `$until`, at least `$n_articles` of them.
select record.outlet, count(*) as n, count(*) filter (where state.is_clean) as clean
from news.article_records as record
left join news.article_state as state on state.article_id = record.article_id
where record.loaded_at between $since and $until and record.outlet is not null
group by record.outlet
having count(*) >= $n_articles and clean < n
order by clean / n, n desc, record.outlet
limit $n_rows;
