-- One row per row of the judged table whose value has no match in the other table.
-- The names come from the schema: $column of the rule, $parent and $parent_column of its limits.
select child.$column
from {batch} as child
anti join $parent as parent on child.$column = parent.$parent_column
where child.$column is not null
