-- One row per article whose last line stands before its first.
select article_id
from {batch}
where last_line < first_line
