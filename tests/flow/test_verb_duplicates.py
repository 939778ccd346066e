"""`tinsach duplicates`: clusters, who was first, and how much later the others came."""

from __future__ import annotations

from tests.flow.conftest import Call
from tests.staged import article_id, at, document, pair, write_run
from warehouse import store
from warehouse.layout import Home


def test_clusters_name_the_original_and_the_days_between(call: Call, verb_home: Home) -> None:
    lines = call(verb_home, "duplicates").lines
    cluster = article_id("first")
    assert lines[1].split()[:7] == [cluster[:10], "2", "2", "near", "0.87", "2026-01-01", "3"]
    assert lines[1].endswith("Cầu mới qua sông Hậu thông xe")
    assert call(verb_home, "duplicates", "--outlet", "VOV").lines == ["No duplicates."]
    assert call(verb_home, "duplicates", "--outlet", "lao động").lines[1] == lines[1]


def test_a_cluster_tells_who_was_first(call: Call, verb_home: Home) -> None:
    lines = call(verb_home, "duplicates", "--cluster", article_id("first")[:8]).lines
    assert [line.split()[1:4] for line in lines[2:4]] == [["original", "2026-01-01", "0"], ["near", "2026-01-04", "3"]]
    assert "cau-moi.txt (+1 same)" in lines[2]
    done = call(verb_home, "duplicates", "--cluster", "zzzz")
    assert (done.code, "is not there" in done.err) == (2, True)


def test_hours_are_told_where_times_are_printed(call: Call, own_home: Home) -> None:
    texts = [
        document(name, f"/{name}", published_at=at(hours), published_on=at(0).date())
        for name, hours in (("m", 0), ("n", 2.5))
    ]
    run = write_run(own_home, "20260105T080000-0002", *texts, duplicates=[pair("n", "m", "m")])
    store.publish(own_home, run, now=at(72))
    line = next(line for line in call(own_home, "duplicates").lines if line.startswith(article_id("m")[:10]))
    assert line.split()[5:8] == ["2026-01-02", "0", "2.5"]
    members = call(own_home, "duplicates", "--cluster", article_id("m")).lines
    assert [row.split()[3:5] for row in members[2:4]] == [["0", "0.0"], ["0", "2.5"]]


def test_a_superseded_article_is_no_original(call: Call, own_home: Home) -> None:
    addresses = ("/tin/cau-moi.txt", "/tin/sao/cau-moi-2.txt")
    newer = [document(f"newer {uri}", uri, lines=(("title", "Khác"), ("lead", uri)), seen=at(72)) for uri in addresses]
    pairs = [pair("second", "first", "first", similarity=0.87)]
    store.publish(own_home, write_run(own_home, "20260105T080000-0002", *newer, duplicates=pairs), now=at(72))
    lines = call(own_home, "duplicates", "--cluster", article_id("first")[:8]).lines
    assert [line.split()[:2] for line in lines[2:4]] == [
        [article_id("second")[:10], "original"], [article_id("first")[:10], "superseded"],
    ]  # fmt: skip
