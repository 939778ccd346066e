-- In a held run, a content whose fate is open waits as `held`; copies of contents with a fate take that.
update incoming
set status = 'held',
    reason = 'run_held',
    detail = (select any_value(detail) from staging.runs),
    has_content = true
where file_id not in (select file_id from ops.files where status <> 'held');
