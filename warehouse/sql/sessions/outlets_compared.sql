-- What the staged run loaded of each outlet (`fresh_outlets`), and what is usual of it in its last `$n_runs` runs with
-- articles (`usual_outlets`). Means leave out runs of fewer than `$min_articles` articles. The run itself is `$run_id`.
create or replace temp table fresh_outlets as
select
    record.outlet,
    count(*) as n_articles,
    median(record.word_count) as n_words_median,
    avg((exists (
        from staging.flags as flag
        where flag.file_id = record.file_id and flag.severity = 'warning'
    ))::int) as flagged_share,
    avg((record.title is null)::int) as no_title_share,
    avg((record.published_on is null)::int) as no_date_share,
    avg((record.byline is null)::int) as no_byline_share
from staging.article_records as record
semi join (from staging.files where status = 'loaded') as loaded using (file_id)
where record.part = 0 and record.outlet is not null
group by record.outlet;

create or replace temp table usual_outlets as
with earlier as (
    from stored.outlet_runs
    where n_articles > 0 and run_id <> $run_id
    qualify row_number() over (partition by outlet order by started_at desc) <= $n_runs
),

paused as (
    select *, started_at - lag(started_at) over (partition by outlet order by started_at) as pause from earlier
)

select
    outlet,
    count(*) as n_runs_before,
    median(n_articles) as n_articles,
    median(n_words_median) filter (where n_articles >= $min_articles) as n_words_median,
    avg(flagged_share) filter (where n_articles >= $min_articles) as flagged_share,
    avg(no_title_share) filter (where n_articles >= $min_articles) as no_title_share,
    avg(no_date_share) filter (where n_articles >= $min_articles) as no_date_share,
    avg(no_byline_share) filter (where n_articles >= $min_articles) as no_byline_share,
    max(started_at) as last_at,
    max(pause) as longest_pause
from paused
group by outlet;
