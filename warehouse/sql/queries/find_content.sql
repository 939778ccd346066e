-- One row per content that an id, address or base name may mean, the likeliest first. Of several contents seen at the
-- same address the last one counts. `$id` is the start of a file_id (or null), `$uri` an address, `$name` a base name.
with shown as (
    select file_id, uri from ops.files
    qualify row_number() over (partition by uri order by last_seen_at desc, file_id desc) = 1
),

matches as (
    select file_id, uri, 1 as rank from ops.files where starts_with(file_id, $id)
    union all
    select file_id, uri, 2 as rank from shown where uri = $uri
    union all
    select file_id, uri, 3 as rank from shown where split_part(uri, '/', -1) = $name
)

select file_id, min(uri) as uri
from matches
where rank = (select min(rank) from matches)
group by file_id
order by uri, file_id;
