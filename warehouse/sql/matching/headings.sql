-- One row per wanted article with its date of publication, outlet and title.
select article_id, published_on, published_at, outlet, title from staging.article_records semi join wanted using (article_id)
union all
select article_id, published_on, published_at, outlet, title
from live.news.article_records
semi join wanted using (article_id)
anti join staging.article_records as fresh using (article_id);
