-- One row: an article drawn at random (`$seed`) of those that nobody has looked through, neither in the snapshot nor since
-- (`$reviewed`, a JSON list of ids), of the population `$population`. `n_left` is how many there are to draw from.
with candidates as (
    select article_id, file_id
    from quality.review_candidates
    where ($population = 'clean' or population = 'unflagged')
        and article_id not in (select article_id from quality.reviews)
        and not list_contains(from_json($reviewed, '["VARCHAR"]'), article_id)
)

select article_id, file_id, count(*) over () as n_left
from candidates
order by md5(article_id || $seed)
limit 1;
