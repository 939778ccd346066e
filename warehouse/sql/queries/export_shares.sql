-- What an export is made of: articles and words by outlet, by year, and by rule of the open flags.
with facets as (
    select 'outlet' as facet, coalesce(outlet, '(not known)') as name, word_count from exported
    union all
    select 'year', coalesce(year(published_on)::varchar, '(not known)'), word_count from exported
    union all
    select 'rule', unnest(flags), word_count from exported
)

select facet, name, count(*) as n_articles, coalesce(sum(word_count), 0)::bigint as n_words
from facets
group by facet, name
order by facet, if(facet = 'year', 0, -count(*)), name;
