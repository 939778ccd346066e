-- One row per article without measures, and per measures row of a loaded file without an article.
with loaded as (
    select distinct file_id
    from known_contents
    where status = 'loaded'
),

without_measures as (
    select article.article_id
    from {batch} as article
    anti join measures on article.article_id = measures.article_id
),

without_article as (
    select measures.article_id
    from measures
    semi join loaded on measures.file_id = loaded.file_id
    anti join article_records on measures.article_id = article_records.article_id
)

select article_id from without_measures
union all
select article_id from without_article
