-- One row per row of a loaded file whose article is not there: lines, related items, signatures.
with loaded as (
    select distinct file_id
    from known_contents
    where status = 'loaded'
)

select judged.article_id
from {batch} as judged
semi join loaded on judged.file_id = loaded.file_id
anti join known_articles on judged.article_id = known_articles.article_id
where judged.article_id is not null
