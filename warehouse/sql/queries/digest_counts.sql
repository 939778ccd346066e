-- One row: what happened from `$since` to `$until`, new articles between `$before` and `$since`, and what waits now.
with runs as (
    select * from ops.runs where flow = 'ingest' and coalesce(finished_at, started_at) between $since and $until
),

run_counts as (
    select
        count(*) filter (where status = 'published') as runs_published,
        count(*) filter (where status = 'nothing_new') as runs_nothing_new,
        count(*) filter (where status = 'held') as runs_held,
        count(*) filter (where status = 'failed') as runs_failed,
        coalesce(sum(files_loaded), 0)::bigint as files_loaded,
        coalesce(sum(files_duplicate), 0)::bigint as files_duplicate,
        coalesce(sum(files_quarantined), 0)::bigint as files_quarantined,
        coalesce(sum(files_skipped), 0)::bigint as files_skipped
    from runs
),

article_counts as (
    select
        count(*) filter (where record.loaded_at between $since and $until) as articles,
        count(*) filter (where record.loaded_at between $since and $until and state.is_clean) as clean,
        count(*) filter (where record.loaded_at between $before and $since) as before
    from news.article_records as record
    left join news.article_state as state on state.article_id = record.article_id
),

waiting as (
    select
        (select count(*) from ops.runs where status = 'held') as waiting_held,
        (select count(distinct file_id) from ops.files where status = 'quarantined') as waiting_quarantined,
        (select count(*) from quality.flags where status = 'open') as waiting_flags
)

select
    run_counts.*, article_counts.articles, article_counts.clean,
    article_counts.articles as articles_articles, article_counts.clean as articles_clean,
    article_counts.before as articles_before, waiting.*
from run_counts, article_counts, waiting;
