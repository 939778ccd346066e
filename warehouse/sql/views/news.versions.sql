-- One row per version of an article but the first: its place in the chain, and what it changed.
create or replace view news.versions as
with recursive chains(article_id, chain_id, version_no) as (
    select distinct previous_id, previous_id, 1
    from news.newer_versions
    where previous_id not in (select article_id from news.newer_versions)
    union all
    select newer.article_id, chains.chain_id, chains.version_no + 1
    from chains inner join news.newer_versions as newer on newer.previous_id = chains.article_id
),

alike as (
    select article_id as one_id, duplicate_of as other_id, similarity from news.duplicates
    union all
    select duplicate_of, article_id, similarity from news.duplicates
)

select
    newer.article_id,
    newer.previous_id,
    chains.chain_id,
    chains.version_no::bigint as version_no,
    newer.reason,
    alike.similarity,
    record.published_on,
    coalesce(changes.lines_added, 0) as lines_added,
    coalesce(changes.lines_removed, 0) as lines_removed,
    coalesce(changes.words_added, 0) as words_added,
    coalesce(changes.words_removed, 0) as words_removed
from news.newer_versions as newer
inner join chains using (article_id)
inner join news.article_records as record using (article_id)
left join news.version_changes as changes using (article_id, previous_id)
left join alike on alike.one_id = newer.article_id and alike.other_id = newer.previous_id;
