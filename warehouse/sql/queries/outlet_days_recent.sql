-- One row per day of `$outlet` (null: texts that name none) by `$basis`, the last `$n_days` that had articles, in order.
from (
    from quality.outlet_days
    where outlet is not distinct from $outlet and basis = $basis
    order by day desc
    limit $n_days
)
order by day;
