-- One row per version just before or just after the article `$article_id`, and what that one is.
with links as (
    select previous_id as other_id, true as is_older, reason from news.newer_versions where article_id = $article_id
    union all
    select article_id, false, reason from news.newer_versions where previous_id = $article_id
)

select links.*, record.title, record.outlet, record.published_on
from links
left join news.article_records as record on record.article_id = links.other_id
order by is_older desc, other_id;
