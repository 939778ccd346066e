-- One row per pair of an article with itself.
select article_id
from {batch}
where article_id = duplicate_of
