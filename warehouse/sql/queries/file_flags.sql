-- One row per flag of the content `$file_id` whose cause is not gone, the gravest first.
select *
from quality.flags
where file_id = $file_id and status <> 'resolved'
order by array_position(['critical', 'warning', 'info'], severity), rule, line_no, flag_id;
