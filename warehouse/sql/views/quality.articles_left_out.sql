-- One row per article that `clean_articles` leaves out, with the first reason that holds.
create or replace view quality.articles_left_out as
with sides as (
    select article_id, duplicate_of as other_id, method, similarity from news.duplicates
    union all
    select duplicate_of, article_id, method, similarity from news.duplicates
),

copies as (
    select
        sides.article_id,
        arg_max(sides.method, (
            sides.other_id = state.duplicate_of, sides.method <> 'contained', sides.similarity, sides.method
        )) as method
    from sides
    inner join news.article_state as state on state.article_id = sides.article_id and state.duplicate_of is not null
    group by sides.article_id
)

select
    record.article_id,
    case
        when state.superseded_by is not null then 'superseded'
        when state.duplicate_of is not null then 'duplicate_' || coalesce(copies.method, 'exact')
        else 'critical_flag'
    end as reason,
    coalesce(state.superseded_by, state.duplicate_of) as kept_id
from news.article_records as record
left join news.article_state as state using (article_id)
left join copies using (article_id)
where record.article_id not in (select article_id from news.clean_articles);

comment on view quality.articles_left_out is 'one row for each loaded article that `clean_articles` leaves out, with the first reason that holds';
comment on column quality.articles_left_out.article_id is 'the article that is left out';
comment on column quality.articles_left_out.reason is '`superseded`, `duplicate_exact`, `duplicate_near`, `duplicate_edited`, `duplicate_contained`, `critical_flag`';
comment on column quality.articles_left_out.kept_id is 'the newer version, or the original; null for a critical flag';
