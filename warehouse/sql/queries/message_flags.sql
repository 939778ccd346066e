-- Up to `$n_rows` rows: flags of `$rule` that are open, of the run `$run_id` or, where that is null, of any, each from
-- another file where there are enough, with the address of the file, the line, and the title of the article.
with flagged as (
    select flag.file_id, flag.article_id, flag.outlet, flag.line_no, flag.detail
    from quality.flags as flag
    where flag.rule = $rule and flag.status = 'open' and ($run_id is null or flag.run_id = $run_id)
    qualify row_number() over (partition by flag.file_id order by flag.line_no, flag.flag_id) = 1
    order by flag.file_id, flag.outlet
    limit $n_rows
),

addresses as (
    select file_id, arg_min(uri, (status = 'duplicate', uri)) as uri
    from ops.files semi join flagged using (file_id)
    group by file_id
)

select
    coalesce(addresses.uri, flagged.outlet) as uri,
    flagged.line_no,
    coalesce(own.title, main.title) as title,
    flagged.detail
from flagged
left join addresses on addresses.file_id = flagged.file_id
left join news.article_records as own on own.article_id = flagged.article_id
left join news.article_records as main on main.article_id = flagged.file_id || '/0'
order by uri, flagged.line_no;
