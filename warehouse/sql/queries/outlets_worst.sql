-- One row per outlet of known name with articles that are not clean, those with most of them first, up to `$n_rows`.
select outlet, n_articles, n_flagged, clean_share, n_outlet_flags_open
from quality.outlet_totals
where outlet is not null and (n_flagged > 0 or n_outlet_flags_open > 0)
order by n_flagged desc, n_outlet_flags_open desc, outlet
limit $n_rows;
