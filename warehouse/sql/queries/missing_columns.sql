-- One row per column of `$wanted` (a JSON list of table and column) that the snapshot does not have.
select wanted.* from (
    select unnest(from_json($wanted, '[{"table": "VARCHAR", "column": "VARCHAR"}]'), recursive := true)
) as wanted
anti join (
    select schema_name || '.' || table_name as "table", column_name as "column"
    from duckdb_columns() where database_name = current_database()
) as present using ("table", "column")
order by "table", "column";
