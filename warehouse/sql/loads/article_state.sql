-- State of the affected articles: what superseded them, what they are a duplicate of, whether they are clean.
create or replace temp table affected_records as
select article_id, file_id, part, published_on from news.article_records semi join affected using (article_id);

create or replace temp table successors as
with shown as (
    select uri, file_id as shown_file_id from ops.files
    where file_id in (select file_id from news.article_records)
        and uri in (select uri from ops.files semi join affected_records using (file_id))
    qualify row_number() over (partition by uri order by last_seen_at desc, file_id desc) = 1
)

select ledger.file_id, arg_min(shown.shown_file_id, shown.uri) as newer_file_id
from ops.files as ledger
inner join shown on shown.uri = ledger.uri
semi join affected_records using (file_id)
group by ledger.file_id
having not bool_or(shown.shown_file_id = ledger.file_id);

create or replace temp table versions as
select article.*, coalesce(same_part.article_id, main_part.article_id) as superseded_by
from affected_records as article
left join successors using (file_id)
left join news.article_records as same_part
    on same_part.file_id = successors.newer_file_id and same_part.part = article.part
left join news.article_records as main_part
    on main_part.file_id = successors.newer_file_id and main_part.part = 0;
