-- One row per article that is loaded, not superseded, no duplicate, and without an open critical flag.
create or replace view news.clean_articles as
select article.*
from news.articles as article
where article.superseded_by is null
    and article.duplicate_of is null
    and not exists (
        select 1 from quality.flags as flag
        where flag.status = 'open' and flag.severity = 'critical' and flag.article_id = article.article_id
    )
    and not exists (
        select 1 from quality.flags as flag
        where flag.status = 'open' and flag.severity = 'critical' and flag.article_id is null
            and flag.file_id = article.file_id
    );
