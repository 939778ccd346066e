-- One row per line of the content `$file_id`, up to `$n_rows`, each cut after `$n_chars` characters: `n_more_chars` is
-- what is left out of it, `n_lines` how many lines there are in all. Of the snapshot or, by the search path, of a staged run.
select
    line_no,
    kind,
    left(text, $n_chars) as text,
    greatest(length(text) - $n_chars, 0) as n_more_chars,
    repeats_line_no,
    evidence,
    count(*) over () as n_lines
from lines
where file_id = $file_id
order by line_no
limit $n_rows;
