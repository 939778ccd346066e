-- Write the state of the affected articles; `changed_at` moves only when something did. States without an article go.
create or replace temp table judged as
with members as (
    select article_id, min(cluster_id) as cluster_id
    from (
        select cluster_id, article_id from news.duplicates
        union all select cluster_id, duplicate_of from news.duplicates
    )
    group by article_id
),

originals as (
    select members.cluster_id, version.article_id as original from members
    inner join versions as version using (article_id)
    where version.superseded_by is null
    qualify row_number() over (
        partition by members.cluster_id order by version.published_on nulls last, version.article_id
    ) = 1
),

dirty as (
    select article_id, file_id from quality.flags
    where status = 'open' and severity in ('warning', 'critical')
)

select
    version.article_id,
    nullif(originals.original, version.article_id) as duplicate_of,
    version.superseded_by,
    version.article_id not in (select article_id from dirty where article_id is not null)
        and version.file_id not in (select file_id from dirty where article_id is null and file_id is not null)
        as is_clean
from versions as version
left join members using (article_id)
left join originals using (cluster_id);

merge into news.article_state as state
using judged on judged.article_id = state.article_id
when matched and (state.duplicate_of, state.superseded_by, state.is_clean)
    is distinct from (judged.duplicate_of, judged.superseded_by, judged.is_clean) then update set
    duplicate_of = judged.duplicate_of, superseded_by = judged.superseded_by, is_clean = judged.is_clean,
    changed_at = $now
when not matched then insert (article_id, duplicate_of, superseded_by, is_clean, changed_at)
    values (judged.article_id, judged.duplicate_of, judged.superseded_by, judged.is_clean, $now);

delete from news.article_state
where article_id in (select article_id from former_articles)
    and article_id not in (select article_id from news.article_records);
