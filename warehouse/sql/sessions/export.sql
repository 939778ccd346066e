-- What an export holds, in the order of its ids: one row per loaded article, or per article of `clean_articles`.
create or replace temp table exported as
with sightings as (
    select file_id, min(uri) as uri
    from ops.files
    group by file_id
), open_flags as (
    select article_id, list(distinct rule order by rule) as rules
    from quality.flags
    where status = 'open' and article_id is not null
    group by article_id
)

select
    article.article_id,
    article.file_id,
    article.part,
    sightings.uri,
    article.title,
    article.lead,
    article.body,
    article.outlet,
    article.agency,
    article.byline,
    article.language,
    article.published_on,
    article.published_at,
    article.published_on_precision,
    article.word_count,
    article.text_hash,
    article.corrected,
    article.duplicate_of,
    article.superseded_by,
    article.is_clean,
    coalesce(open_flags.rules, []) as flags,
    article.run_id,
    article.transform_version
from news.articles as article
left join sightings using (file_id)
left join open_flags using (article_id)
where not $only_clean or article.article_id in (select article_id from news.clean_articles)
order by article.article_id;
