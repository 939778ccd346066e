-- One row per line that counts as the repeat of itself or of a later line.
select file_id, line_no
from {batch}
where repeats_line_no >= line_no
