-- Apply the log of decisions (`$log`, a JSON list in its order): the last word on each target counts. All of the log,
-- every time, so that a flag or file that comes back meets what was decided about it before.
create or replace temp table decision_log as
select * replace (decided_at::timestamptz as decided_at)
from (
    select unnest(from_json($log, '[{"decision_id": "VARCHAR", "family": "VARCHAR", "verb": "VARCHAR",
        "target": "VARCHAR", "decided_by": "VARCHAR", "decided_at": "VARCHAR", "note": "VARCHAR", "place": "BIGINT"}]'),
        recursive := true)
);

create or replace temp table last_word as
from decision_log
qualify row_number() over (partition by family, target order by place desc) = 1;

create or replace temp table flag_words as
select target, decided_by, decided_at, note,
    case verb when 'ack' then 'acknowledged' when 'dismiss' then 'dismissed' else 'open' end as status
from last_word where family = 'flag';

-- Who lets a file out of quarantine acknowledges what put it there.
insert into flag_words
select flag.flag_id, word.decided_by, word.decided_at, word.note, 'acknowledged'
from quality.flags as flag
inner join last_word as word on word.target = flag.file_id and word.family = 'quarantine' and word.verb = 'release'
where flag.severity = 'critical' and flag.flag_id not in (select target from flag_words);

create or replace temp table redecided as
select flag.flag_id, flag.file_id, decided.*
from quality.flags as flag
inner join flag_words as decided on decided.target = flag.flag_id
where flag.status <> 'resolved'
    and (flag.status, flag.decided_by, flag.decided_at, flag.note)
        is distinct from (decided.status, decided.decided_by, decided.decided_at, decided.note);

update quality.flags as flag
set status = redecided.status, decided_by = redecided.decided_by, decided_at = redecided.decided_at,
    note = redecided.note
from redecided
where redecided.flag_id = flag.flag_id;

update ops.files
set status = 'discarded'
from (select family, target from last_word where verb = 'discard') as discarded
where (status = 'quarantined' and discarded.family = 'quarantine' and discarded.target = file_id)
    or (status = 'held' and discarded.family = 'held' and discarded.target = run_id);
