-- One row per way in which contents of the ledger and what is stored of them disagree: how many, and one of them.
with contents as (
    select file_id, bool_or(status = 'loaded') as is_loaded, bool_and(status in ('held', 'discarded')) as is_put_aside
    from ops.files group by file_id
),

line_counts as (
    select file_id, count(*) as n_lines from news.lines group by file_id
),

findings as (
    select 'without measures' as finding, file_id
    from contents anti join news.file_measures using (file_id) where not is_put_aside
    union all
    select 'with other lines than they were measured with', file_id
    from news.file_measures as measured left join line_counts using (file_id)
    where coalesce(measured.n_lines, 0) <> coalesce(line_counts.n_lines, 0)
    union all
    select 'loaded, but without an article', file_id
    from contents anti join news.article_records using (file_id) where is_loaded
    union all
    select 'with articles, but not loaded', file_id
    from contents semi join news.article_records using (file_id) where not is_loaded
    union all
    select 'with lines, but unknown to the ledger', file_id
    from line_counts anti join contents using (file_id)
    union all
    select 'loaded more than once', file_id
    from ops.files where status = 'loaded' group by file_id having count(*) > 1
)

select finding, count(*) as n_contents, min(file_id) as example
from findings
group by finding
order by finding;
