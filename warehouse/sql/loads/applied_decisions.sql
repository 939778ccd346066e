-- Note which decisions this snapshot holds. A release waits for the run that loads the content, an accepted run for
-- its own publish, a correction for the run that processes the content with it; all are settled as well when a later
-- decision overruled them.
insert into ops.applied_decisions
select decision.decision_id, $now
from decision_log as decision
left join last_word using (decision_id)
where decision.decision_id not in (select decision_id from ops.applied_decisions)
    and case
        when last_word.decision_id is null then true
        when decision.family = 'quarantine' and decision.verb = 'release' then
            decision.target in (select file_id from staged_content)
            or decision.target in (select file_id from ops.files where status = 'loaded')
        when decision.family = 'correction' and decision.verb = 'set' then
            decision.decision_id in (select correction_id from news.corrections)
        when decision.family = 'held' and decision.verb = 'accept' then decision.target = $published_run
        else true
    end;
