"""The log of reviews: torn lines are left out and told, a publish takes in the last word on an article."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.staged import T0, article_id, document, write_run
from transforms.errors import ConfigurationError
from warehouse import reviews, store
from warehouse.layout import Home
from warehouse.reviews import Review
from warehouse.runner import fetch


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    documents = (
        document("plain", "/tin/a.txt"),
        document("noted", "/tin/b.txt", flags=[("no_publication_date", "info")]),
        document("bad", "/tin/c.txt", flags=[("missing_title", "warning")]),
    )
    store.publish(made, write_run(made, "20260102T080000-0001", *documents), now=T0)
    return made


def answer(name: str, verdict: str, minutes: int = 0, **more: str) -> Review:
    return Review(article_id(name), verdict, "unflagged", "Hà", T0 + timedelta(minutes=minutes), **more)


def test_the_last_answer_on_an_article_is_published(home: Home) -> None:
    reviews.append(home, answer("plain", "clean"))
    reviews.append(home, answer("noted", "clean"))
    reviews.append(home, answer("plain", "missed", 5, rule="promo_residue", note="dòng “Đọc thêm”\ncuối bài"))
    store.publish(home, None, now=T0)
    store.publish(home, None, now=T0)
    with store.open_reader(home) as con:
        found = con.execute(
            "select article_id, verdict, rule, note, reviewed_by from reviews order by verdict"
        ).fetchall()
    assert found == [
        (article_id("noted"), "clean", None, None, "Hà"),
        (article_id("plain"), "missed", "promo_residue", "dòng “Đọc thêm”\ncuối bài", "Hà"),
    ]


def test_a_torn_line_is_left_out_and_told(home: Home) -> None:
    reviews.append(home, answer("plain", "clean"))
    with home.reviews.open("ab") as log:
        log.write(b'{"article_id": "x", "verdict": "maybe"}\n{"article_')
    reviews.append(home, answer("noted", "missed"))
    assert [review.verdict for review in reviews.read(home)] == ["clean", "missed"]
    assert reviews.unreadable(home) == (2, 3)


def test_only_known_answers_are_taken() -> None:
    with pytest.raises(ConfigurationError, match="maybe"):
        answer("plain", "maybe")


def test_articles_are_drawn_at_random_and_only_once(home: Home) -> None:
    def draw(population: str, seed: str = "s", reviewed: str = "[]") -> list[str]:
        with store.open_reader(home) as con:
            rows = fetch(con, "queries/review_next", population=population, seed=seed, reviewed=reviewed)
        return [row["article_id"] for row in rows]

    assert draw("unflagged") == [article_id("plain")]
    assert {draw("clean", str(seed))[0] for seed in range(20)} == {article_id("plain"), article_id("noted")}
    assert draw("unflagged", reviewed=f'["{article_id("plain")}"]') == []
    reviews.append(home, answer("plain", "clean"))
    store.publish(home, None, now=T0)
    assert draw("unflagged") == []
    assert draw("clean") == [article_id("noted")]
