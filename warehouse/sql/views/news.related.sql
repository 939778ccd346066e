-- One row per other article that a file lists or teases, with that article where the warehouse has it.
-- Of several with the same title: the newest version, an original before its copies, then the smallest id.
create or replace view news.related as
with targets as (
    select item.article_id, item.position, record.article_id as target_article_id
    from news.related_items as item
    inner join news.article_records as record
        on record.title_key = item.title_key and record.article_id <> item.article_id
    left join news.article_state as state on state.article_id = record.article_id
    qualify row_number() over (
        partition by item.article_id, item.position
        order by state.superseded_by is not null, state.duplicate_of is not null, record.article_id
    ) = 1
)
select item.article_id, item.position, item.title, item.summary, targets.target_article_id, item.line_no
from news.related_items as item
left join targets on targets.article_id = item.article_id and targets.position = item.position;
