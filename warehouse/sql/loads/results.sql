-- Add what the audit of the staged run counted, and how the outlets compared with their history.
insert into quality.results by name from staging.results;
insert into quality.outlet_runs by name from staging.outlet_runs;
