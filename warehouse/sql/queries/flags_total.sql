-- One row: how many flags `flags_matching` has, and in how many files.
select count(*) as n_flags, count(distinct file_id) as n_files from flags_matching;
