-- One row per flag of `$rule` that is not resolved, of the files that an audit judges, and of outlets.
select flag.flag_id, flag.file_id, flag.article_id, flag.outlet, flag.line_no, flag.value, flag.detail
from stored.flags as flag
where flag.rule = $rule
    and flag.status <> 'resolved'
    and (flag.file_id is null or flag.file_id in (select file_id from staging.judged))
order by flag.file_id, flag.line_no, flag.flag_id;
