-- One row per loaded article: its record, its state, and its text put together from its lines.
create or replace view news.articles as
with texts as (
    select
        article_id,
        arg_min(text, line_no) filter (where kind = 'lead') as lead,
        string_agg(text, chr(10) order by line_no)
            filter (where kind in ('body', 'heading', 'appended_body')) as body
    from news.lines
    where kind in ('lead', 'body', 'heading', 'appended_body')
    group by article_id
)
select
    record.article_id,
    record.file_id,
    record.part,
    record.title,
    texts.lead,
    texts.body,
    record.outlet,
    record.agency,
    record.byline,
    record.language,
    record.published_on,
    record.published_at,
    record.published_on_precision,
    record.published_on_basis,
    record.published_on_line,
    record.first_line,
    record.last_line,
    record.word_count,
    record.text_hash,
    record.corrected,
    state.duplicate_of,
    state.superseded_by,
    state.is_clean,
    record.run_id,
    record.loaded_at,
    state.changed_at,
    record.transform_version
from news.article_records as record
left join news.article_state as state on state.article_id = record.article_id
left join texts on texts.article_id = record.article_id;
