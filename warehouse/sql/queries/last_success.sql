-- One row: when the last ingest that the warehouse knows of ended well; null before the first.
select max(finished_at) as finished_at
from ops.runs
where flow = 'ingest' and status in ('published', 'nothing_new');
