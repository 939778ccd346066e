-- One row per status and reason that files have in a staged run, the most frequent first.
select status, reason, count(*) as n_files, min(uri) as example
from staging.files
group by status, reason
order by n_files desc, status, reason;
