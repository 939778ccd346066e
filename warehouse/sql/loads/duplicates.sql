-- Replace the pairs of every cluster that the staged run touches, and drop those of articles that are gone;
-- all articles on either side of an old or new pair are remembered as touched.
create or replace temp table named_articles as
select article_id from staging.duplicates
union
select duplicate_of from staging.duplicates
union
select article_id from former_articles;

create or replace temp table touched_articles as
select article_id from named_articles
union
select duplicate_of from news.duplicates where article_id in (select article_id from named_articles)
union
select article_id from news.duplicates where duplicate_of in (select article_id from named_articles);

delete from news.duplicates
where article_id in (select article_id from named_articles)
    or duplicate_of in (select article_id from named_articles);

insert into news.duplicates by name from staging.duplicates;
