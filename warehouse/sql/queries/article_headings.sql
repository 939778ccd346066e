-- One row per article of `$ids`: what it is, without text.
select article_id, title, outlet, published_on, published_at
from news.article_records
where article_id in (select unnest($ids::varchar[]));
