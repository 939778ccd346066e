-- One row per article that people may look through for what the rules miss: current main articles without an open flag of
-- severity warning or worse on their file. `population` says whether a flag of severity info is open.
create or replace view quality.review_candidates as
with open_flags as (
    select file_id, max(severity <> 'info') as has_warning
    from quality.flags
    where status = 'open' and file_id is not null
    group by file_id
)

select record.article_id, record.file_id, if(open_flags.file_id is null, 'unflagged', 'clean') as population
from news.article_records as record
left join news.article_state as state on state.article_id = record.article_id
left join open_flags on open_flags.file_id = record.file_id
where record.part = 0 and state.superseded_by is null and not coalesce(open_flags.has_warning, false);

comment on view quality.review_candidates is 'one row for each current main article whose file has no open flag of severity warning or worse: what people may look through for what the rules miss';
comment on column quality.review_candidates.article_id is 'the article';
comment on column quality.review_candidates.file_id is 'its file';
comment on column quality.review_candidates.population is '`unflagged`: no flag is open; `clean`: only flags of severity info are';
