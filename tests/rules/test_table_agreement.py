"""On the tables of whole runs: Great Expectations counts as many as there are flags, and as Polars counts afresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.agreement import agreement
from tests.damage.judging import pages
from tests.flow.runs import EXAMPLES
from warehouse.layout import Home

TESTS = Path(__file__).parents[1]


@pytest.mark.slow
def test_every_rule_counts_the_same_in_three_ways(tmp_path: Path) -> None:
    layouts = [TESTS / "layouts" / "articles", TESTS / "more_layouts" / "articles"]
    runs = [[EXAMPLES], [damaged(tmp_path / "first", 3), *layouts], [damaged(tmp_path / "second", 4)]]
    found: set[str] = set()
    for sources in runs:
        # outlets are compared from the second run on, so that their rules find something, too
        counts = agreement(Home(tmp_path / "home"), sources, history__min_runs=1, history__min_articles=1)
        assert [row for row in counts if not row.agree] == []
        assert len(counts) > 100, "the corpus profile is on"
        found |= {row.rule for row in counts if row.polars}
    assert len(found) >= 35, "rules that found nothing agree too easily"


def damaged(folder: Path, seed: int) -> Path:
    folder.mkdir()
    for number, page in enumerate(pages(300, seed)):
        (folder / f"{number:04}.txt").write_bytes(page.content)
    return folder
