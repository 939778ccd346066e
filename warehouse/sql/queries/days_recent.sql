-- One row per day by `$basis`, the last `$n_days` that had articles, in order.
from (
    from quality.days
    where basis = $basis
    order by day desc
    limit $n_days
)
order by day;
