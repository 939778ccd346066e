-- One row per wanted article (`wanted`: article_id): its text, title, lead and body joined by newlines.
with lines as (
    select article_id, line_no, kind, text, true as is_fresh from staging.lines semi join wanted using (article_id)
    union all
    select article_id, line_no, kind, text, false from live.news.lines semi join wanted using (article_id)
),
kept as (
    from lines
    where kind in ('title', 'lead', 'body', 'appended_title', 'appended_body')
    qualify bool_or(is_fresh) over (partition by article_id) = is_fresh
)
select article_id, string_agg(text, chr(10) order by line_no) as text
from kept
group by article_id;
