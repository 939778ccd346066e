-- What was seen last at each uri that is, or lies in, one of `roots` (JSON, a list of uris).
with roots as materialized (
    select root, rtrim(root, '/') || '/' as folder
    from (select unnest(from_json(getvariable('roots'), '["varchar"]')) as root)
)
select uri, size_bytes, modified_at, file_id, status
from ops.files
where exists (select 1 from roots where uri = root or starts_with(uri, folder))
qualify row_number() over (partition by uri order by last_seen_at desc, file_id desc) = 1
