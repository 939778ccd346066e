-- One row per line of the text (title, lead, body, headings) of the article `$article_id`.
select text
from news.lines
where article_id = $article_id
    and kind in ('title', 'lead', 'body', 'heading', 'appended_title', 'appended_body')
order by line_no;
