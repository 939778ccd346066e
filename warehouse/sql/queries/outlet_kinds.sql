-- One row per kind of line that is no text of the article in files of `$outlet` (null: texts that name none), most first.
from quality.outlet_kinds
where outlet is not distinct from $outlet
order by n_lines desc, kind;
