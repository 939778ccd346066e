-- One row per article with a date of publication and no words that it rests on.
select article_id
from {batch}
where published_on is not null and published_on_basis is null
