-- Take in what audits of the whole warehouse counted, each audit once. `$files` is a list of Parquet files.
insert into quality.results by name
from read_parquet($files) as counted
where counted.run_id not in (select run_id from quality.results);
