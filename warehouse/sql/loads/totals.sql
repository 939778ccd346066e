-- Note the figures of the whole warehouse at the end of a publish (`$now`) of the run `$published_run` (null: of none).
insert into ops.totals
select
    (select value::bigint from ops.meta where key = 'snapshot'),
    $published_run,
    $now,
    articles.n_current,
    articles.n_clean,
    articles.n_flags_open,
    ledger.n_quarantined
from quality.article_totals as articles, ops.ledger_totals as ledger;
