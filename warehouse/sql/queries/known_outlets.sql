-- One row per outlet that articles in the warehouse have.
select distinct outlet from news.article_records where outlet is not null order by outlet;
