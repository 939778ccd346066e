-- Write the state of the affected articles; `changed_at` moves only when something did. States without an article go.
create or replace temp table judged as
with dirty as (
    select article_id, file_id from quality.flags
    where status = 'open' and severity in ('warning', 'critical')
)

select
    version.article_id,
    copies.duplicate_of,
    version.superseded_by,
    version.article_id not in (select article_id from dirty where article_id is not null)
        and version.file_id not in (select file_id from dirty where article_id is null and file_id is not null)
        as is_clean
from versions as version
left join copies using (article_id);

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
