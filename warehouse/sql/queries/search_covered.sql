-- One row: how many articles there are, and how many of them the search index covers.
select
    (select count(*) from news.article_records) as n_articles,
    (select count(*) from news.article_records semi join (from ops.search_articles where is_current) using (article_id)) as n_covered,
    (select count(distinct slice) from ops.search_articles) as n_slices;
