-- One row per population of articles that people looked through: how many, in how many of them the rules missed something,
-- and the 95 % interval of that share (E. B. Wilson, JASA 22, 1927). Articles were drawn at random, each once.
create or replace view quality.review_totals as
with sizes as (
    select
        count(*) filter (population = 'unflagged') as n_unflagged,
        count(*) as n_clean
    from quality.review_candidates
),

counted as (
    select
        population.name as population,
        if(population.name = 'unflagged', sizes.n_unflagged, sizes.n_clean) as n_articles,
        count(review.review_id) as n_reviews,
        count(*) filter (review.verdict = 'missed') as n_missed,
        max(review.reviewed_at) as last_reviewed_at
    from unnest(['unflagged', 'clean']) as population(name)
    cross join sizes
    left join quality.reviews as review on review.population = population.name
    group by all
),

scored as (
    select *, n_missed / nullif(n_reviews, 0) as missed_share, 1.959964 as z from counted
)

select
    population,
    n_articles,
    n_reviews,
    n_missed,
    missed_share,
    greatest((missed_share + z * z / (2 * n_reviews)
        - z * sqrt(missed_share * (1 - missed_share) / n_reviews + z * z / (4 * n_reviews * n_reviews)))
        / (1 + z * z / n_reviews), 0) as missed_low,
    least((missed_share + z * z / (2 * n_reviews)
        + z * sqrt(missed_share * (1 - missed_share) / n_reviews + z * z / (4 * n_reviews * n_reviews)))
        / (1 + z * z / n_reviews), 1) as missed_high,
    last_reviewed_at
from scored;

comment on view quality.review_totals is 'one row for each population of articles that people look through: the measured share in which the rules miss something';
comment on column quality.review_totals.population is '`unflagged`: articles without any open flag; `clean`: articles without an open flag of severity warning or worse';
comment on column quality.review_totals.n_articles is 'articles that can be drawn today';
comment on column quality.review_totals.n_reviews is 'articles of that population that people looked through';
comment on column quality.review_totals.n_missed is 'of these, those in which something was missed';
comment on column quality.review_totals.missed_share is 'n_missed / n_reviews, null without reviews';
comment on column quality.review_totals.missed_low is 'lower end of the 95 % Wilson interval of that share';
comment on column quality.review_totals.missed_high is 'upper end of it';
comment on column quality.review_totals.last_reviewed_at is 'when somebody last looked';
