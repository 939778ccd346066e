-- One row per outlet of `fresh_outlets` and `usual_outlets`: what the run `$run_id`, started at `$started_at`, loaded of
-- it, and how that compares.
with compared as (
    select
        coalesce(fresh.outlet, usual.outlet) as outlet,
        coalesce(usual.n_runs_before, 0) as n_runs_before,
        n_runs_before >= $min_runs as is_known,
        is_known and fresh.n_articles >= $min_articles as is_measured,
        epoch($started_at::timestamptz - usual.last_at) as silent_seconds,
        fresh.* exclude (outlet),
        usual as usual
    from fresh_outlets as fresh full join usual_outlets as usual on usual.outlet = fresh.outlet
)

select
    $run_id as run_id,
    outlet,
    $started_at::timestamptz as started_at,
    coalesce(n_articles, 0) as n_articles,
    n_words_median,
    flagged_share,
    no_title_share,
    no_date_share,
    no_byline_share,
    n_runs_before,
    if(is_known, n_articles / nullif(usual.n_articles, 0), null) as volume_ratio,
    if(is_measured, n_words_median / nullif(usual.n_words_median, 0), null) as length_ratio,
    if(is_measured, flagged_share - usual.flagged_share, null) as flagged_share_rise,
    if(is_measured, no_title_share - usual.no_title_share, null) as no_title_rise,
    if(is_measured, no_date_share - usual.no_date_share, null) as no_date_rise,
    if(is_measured, no_byline_share - usual.no_byline_share, null) as no_byline_rise,
    if(
        is_known and n_articles is null and silent_seconds >= $min_silence_hours * 3600,
        silent_seconds / nullif(epoch(usual.longest_pause), 0), null
    ) as silence_ratio
from compared
order by outlet;
