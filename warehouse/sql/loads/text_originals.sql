-- The texts of the affected articles that are in pairs (`members`), the original of each text (`originals`): the earliest
-- published that is not superseded, and the articles that are versions of an original rather than copies
-- (`kept_versions`): the same outlet, nearly the same title, changed text.
create or replace temp table members as
with sides as (
    select article_id, coalesce(text_id, cluster_id) as text_id, method from news.duplicates
    union
    select duplicate_of, coalesce(text_id, cluster_id), method from news.duplicates
),

texts as (
    select article_id, any_value(text_id) filter (where method is distinct from 'contained') as text_id
    from sides group by article_id
)

select version.article_id, version.superseded_by, version.published_on, record.text_hash, record.published_at,
    coalesce(texts.text_id, version.article_id) as text_id
from versions as version
inner join texts using (article_id)
inner join news.article_records as record using (article_id);

create or replace temp table originals as
select text_id, article_id as original from members
where superseded_by is null
qualify row_number() over (
    partition by text_id order by published_on nulls last, published_at nulls last, article_id
) = 1;

-- Of several articles with the very same text only the first is a version.
create or replace temp table kept_versions as
with recursive chain(text_id, article_id) as (
    select text_id, original from originals
    union
    select chain.text_id, pair.other_id
    from chain
    inner join (
        select article_id, duplicate_of as other_id from news.duplicates where is_version
        union all
        select duplicate_of, article_id from news.duplicates where is_version
    ) as pair using (article_id)
    inner join members on members.article_id = pair.other_id and members.text_id = chain.text_id
)

select members.text_id, members.article_id from chain
inner join members using (text_id, article_id)
where members.superseded_by is null
qualify row_number() over (
    partition by members.text_id, members.text_hash
    order by members.published_on nulls last, members.published_at nulls last, members.article_id
) = 1;
