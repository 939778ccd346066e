-- One row per pair of duplicates with the article `$article_id` on either side, and what the other one is.
with pairs as (
    select duplicate_of as other_id, true as other_is_original, method, similarity, cluster_id, contained_id
    from news.duplicates where article_id = $article_id
    union all
    select article_id as other_id, false as other_is_original, method, similarity, cluster_id, contained_id
    from news.duplicates where duplicate_of = $article_id
)

select pairs.*, record.title, record.outlet, record.published_on
from pairs
left join news.article_records as record on record.article_id = pairs.other_id
order by other_is_original desc, similarity desc, other_id;
