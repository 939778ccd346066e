-- One row per kind of line and day of `$outlet` (null: texts that name none) by `$basis`, since the day `$since`, in order.
from quality.outlet_kind_days
where outlet is not distinct from $outlet and basis = $basis and day >= $since
order by day, kind;
