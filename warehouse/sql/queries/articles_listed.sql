-- One row per article of the state `$state` (current, clean, flagged, duplicate, superseded), up to `$n_rows`, of `$outlet`
-- (`-`: whose text names none), a main article that lacks `$lacks` (title, date, byline), with a line of `$kind` in its file,
-- published on `$published`, loaded on `$loaded` (days, UTC), loaded after `$since`; null: any. With `$pattern` only those with
-- a line that it fits (with `$title_pattern` instead: a title, which takes a tenth of the time), or whose file has `$query` in
-- its address or at the beginning of its id: what is written like `$query` first, then titles. `$indexed` is `$query` where the
-- search index may be asked, or null. `n_matching` is how many there are in all.
with lines_found as (from ops.search_articles_found($query, $pattern, $title_pattern, $indexed)),

files_found as (from ops.search_files($query) where coalesce($pattern, $title_pattern) is not null),

matching as (
    select record.article_id, record.loaded_at, record.published_on, coalesce(lines_found.rank, 5) as rank, lines_found.place
    from news.article_records as record
    left join news.article_state as state on state.article_id = record.article_id
    left join lines_found on lines_found.article_id = record.article_id
    left join files_found on files_found.file_id = record.file_id
    where (coalesce($pattern, $title_pattern) is null or lines_found.article_id is not null or files_found.file_id is not null)
        and ($outlet is null or coalesce(record.outlet, '-') = $outlet)
        and ($lacks is null or (record.part = 0 and ($lacks <> 'title' or record.title is null)
            and ($lacks <> 'date' or record.published_on is null) and ($lacks <> 'byline' or record.byline is null)))
        and ($kind is null or (record.part = 0 and record.file_id in (select file_id from news.lines where kind = $kind)))
        and ($published is null or record.published_on = $published::date)
        and ($loaded is null or (record.loaded_at at time zone 'UTC')::date = $loaded::date)
        and ($since is null or record.loaded_at > $since::timestamptz)
        and case $state
            when 'current' then state.superseded_by is null
            when 'clean' then state.superseded_by is null and state.is_clean
            when 'flagged' then state.superseded_by is null and not state.is_clean
            when 'duplicate' then state.superseded_by is null and state.duplicate_of is not null
            when 'superseded' then state.superseded_by is not null
        end
),

chosen as (
    from matching order by rank, loaded_at desc, published_on desc nulls last, article_id limit $n_rows
),

listed as (
    select
        record.article_id, record.file_id, record.part, record.title, record.outlet, record.published_on,
        record.word_count, record.loaded_at, chosen.rank, line.text,
        (select count(*) from matching) as n_matching
    from chosen
    inner join news.article_records as record on record.article_id = chosen.article_id
    left join news.lines as line on line.rowid = chosen.place
),

open_flags as (select * from quality.flags semi join listed using (file_id) where status = 'open')

select
    listed.* exclude (text),
    if(rank in (2, 4), regexp_extract(listed.text, $passage), null) as passage,
    count(flag.flag_id) as n_flags_open
from listed
left join open_flags as flag
    on flag.file_id = listed.file_id and coalesce(flag.article_id, listed.article_id) = listed.article_id
group by all order by rank, loaded_at desc, published_on desc nulls last, listed.article_id;
