-- Take in what people found in unflagged articles, all of it every time (`$reviews`, a JSON list).
delete from quality.reviews;

insert into quality.reviews by name
select review_id, article_id, verdict, population, rule, note, who as reviewed_by, "when"::timestamptz as reviewed_at
from (
    select unnest(from_json($reviews, '[{"review_id": "VARCHAR", "article_id": "VARCHAR", "verdict": "VARCHAR",
        "population": "VARCHAR", "rule": "VARCHAR", "note": "VARCHAR", "who": "VARCHAR", "when": "VARCHAR"}]'),
        recursive := true)
);
