-- One row per flag of the content `$file_id` of a staged run, the gravest first.
from staging.flags
where file_id = $file_id
order by array_position(['critical', 'warning', 'info'], severity), rule, line_no, flag_id;
