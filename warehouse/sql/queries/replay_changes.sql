-- One row per kind of difference between what is stored of the staged contents and what the replay made of them: how
-- many lines, articles, files or flags, and a file that shows it.
with staged_files as (select distinct file_id from staging.file_measures),

lines as (
    select file_id, former.kind as former_kind, fresh.kind as fresh_kind
    from live.news.lines as former
    inner join staging.lines as fresh using (file_id, line_no)
    where former.kind <> fresh.kind
),

former_articles as (from live.news.article_records semi join staged_files using (file_id)),
fresh_articles as (
    from staging.article_records
    semi join (from staging.files where status = 'loaded') as loaded using (file_id)
),

articles as (
    select fresh.file_id, former.title is distinct from fresh.title as title,
        former.text_hash is distinct from fresh.text_hash as text,
        former.outlet is distinct from fresh.outlet as outlet,
        former.byline is distinct from fresh.byline as byline,
        former.published_on is distinct from fresh.published_on as published_on
    from fresh_articles as fresh
    inner join former_articles as former using (article_id)
),

fates as (
    select former.file_id, former.status as former_status, fresh.status as fresh_status
    from live.ops.files as former
    inner join staging.files as fresh on fresh.file_id = former.file_id and fresh.uri = former.uri
    where former.status <> fresh.status
),

former_flags as (
    select flag_id, rule, file_id from live.quality.flags semi join staged_files using (file_id) where status <> 'resolved'
),

changes as (
    select 'line' as what, former_kind || ' → ' || fresh_kind as change, file_id from lines
    union all
    select 'article', change, file_id
    from (unpivot articles on title, text, outlet, byline, published_on into name change value is_other) where is_other
    union all
    select 'article', 'new', file_id from fresh_articles anti join former_articles using (article_id)
    union all
    select 'article', 'gone', file_id from former_articles anti join fresh_articles using (article_id)
    union all
    select 'file', former_status || ' → ' || fresh_status, file_id from fates
    union all
    select 'flag', rule || ' opened', file_id
    from staging.flags anti join former_flags using (flag_id) where file_id is not null
    union all
    select 'flag', rule || ' resolved', file_id from former_flags anti join staging.flags using (flag_id)
)

select what, change, count(*) as n, count(distinct file_id) as n_files, min(file_id) as example from changes
group by what, change
order by what, n desc, change;
