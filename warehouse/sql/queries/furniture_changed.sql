-- One row per line that came into the furniture or left it since files were last replayed for it.
with replayed as (
    select coalesce(max(value::bigint), 0) as version from ops.meta where key = 'furniture_replayed'
)

select distinct line_key from news.furniture, replayed
where from_version > replayed.version or to_version > replayed.version
order by line_key;
