-- One row per line of the content `$file_id` of a staged run, up to `$n_rows`, each cut after `$n_chars` characters:
-- `n_more_chars` is what is left out of it, `n_lines` how many lines there are in all.
select
    line_no,
    kind,
    left(text, $n_chars) as text,
    greatest(length(text) - $n_chars, 0) as n_more_chars,
    repeats_line_no,
    evidence,
    count(*) over () as n_lines
from staging.lines
where file_id = $file_id
order by line_no
limit $n_rows;
