-- Up to `$n_rows` rows: the rules with the most flags opened from `$since` to `$until`, and how many in the week before.
select
    rule,
    count(*) filter (where opened_at between $since and $until) as n,
    count(*) filter (where opened_at between $before and $since) as before
from quality.flags
where severity <> 'info'
group by rule
having n > 0
order by n desc, rule
limit $n_rows;
