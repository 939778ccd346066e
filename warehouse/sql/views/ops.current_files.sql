-- One row per uri: the content that was seen there last.
create or replace view ops.current_files as
select uri, size_bytes, modified_at, file_id, status
from ops.files
qualify row_number() over (partition by uri order by last_seen_at desc, file_id desc) = 1;

comment on view ops.current_files is 'one row for each uri: what was seen there last';
comment on column ops.current_files.uri is 'absolute path, undecodable bytes percent-encoded';
comment on column ops.current_files.size_bytes is 'size when last read';
comment on column ops.current_files.modified_at is 'modification time when last read';
comment on column ops.current_files.file_id is 'sha256 of the bytes, hex';
comment on column ops.current_files.status is 'fate of that content in the ledger';
