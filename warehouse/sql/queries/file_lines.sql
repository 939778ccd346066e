-- One row per line of the content `$file_id`.
select line_no, article_id, kind, text, repeats_line_no, evidence
from news.lines
where file_id = $file_id
order by line_no;
