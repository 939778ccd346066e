-- One row per wanted article with its date of publication.
select article_id, published_on, published_at from staging.article_records semi join wanted using (article_id)
union all
select article_id, published_on, published_at
from live.news.article_records
semi join wanted using (article_id)
anti join staging.article_records as fresh using (article_id);
