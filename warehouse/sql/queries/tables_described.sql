-- One row per column of the tables and views that people query, with what both mean. Views of `main` show the same again.
with relations as (
    select schema_name, table_name, comment, false as is_view from duckdb_tables() where not internal
    union all
    select schema_name, view_name, comment, true from duckdb_views() where not internal
)

select
    relations.schema_name || '.' || relations.table_name as relation,
    relations.is_view,
    relations.comment as meaning,
    columns.column_index as position,
    columns.column_name,
    columns.data_type,
    columns.comment as column_meaning
from relations
inner join duckdb_columns() as columns using (schema_name, table_name)
where relations.schema_name in ('news', 'quality', 'ops') and columns.database_name = current_database()
order by array_position(['news', 'quality', 'ops'], relations.schema_name), relation, position;
