-- One row per pair of which one article, a fresh one or a stored one that meets it, may stand inside the other, that is
-- `$length_ratio` times as long: they share the marks that `$needed_marks` (by number of 5-grams, the last for all
-- above) asks of the shorter one. Fresh articles with the same text are compared once.
with fresh as (
    from fresh_signatures
    where len(marks) > 0
    qualify row_number() over (partition by text_hash order by article_id) = 1
),
fresh_marks as (
    select number, n_shingles, unnest(marks) as mark from fresh
),
meeting as (
    select number, n_shingles, mark
    from (select number, n_shingles, unnest(marks) as mark from stored_signatures)
    semi join fresh_marks using (mark)
),
everywhere as (
    from fresh_marks
    union all
    from meeting
),
shared as (
    select short.number as short, long.number as long, any_value(short.n_shingles) as n_shingles, count(*) as n_shared
    from fresh_marks as short
    inner join everywhere as long on long.mark = short.mark and long.n_shingles > $length_ratio * short.n_shingles
    group by all
    union all
    select short.number, long.number, any_value(short.n_shingles), count(*)
    from meeting as short
    inner join fresh_marks as long on long.mark = short.mark and long.n_shingles > $length_ratio * short.n_shingles
    group by all
),
likely as (
    select short, long from shared
    where n_shared >= $needed_marks[least(n_shingles, len($needed_marks))]
),
named as (
    select number, article_id from fresh
    union all
    select number, article_id from stored_signatures
    where number in (select short from likely) or number in (select long from likely)
)
select least(one.article_id, other.article_id) as a, greatest(one.article_id, other.article_id) as b
from likely
inner join named as one on one.number = likely.short
inner join named as other on other.number = likely.long;
