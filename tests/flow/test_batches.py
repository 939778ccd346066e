"""Batches that are processed at the same time fare as if they had been processed in turn."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from flows.batches import batch_folder, stage_batch
from flows.job import Job, new_job
from flows.planning import plan
from flows.settings import load
from flows.torn import drop_clashing
from tests.flow.runs import article, ledger, run
from warehouse.layout import Home
from warehouse.lock import hold

pytestmark = pytest.mark.slow  # many, each with a run or a crash of its own


def statuses(job: Job, number: int) -> list[str]:
    return pl.read_parquet(batch_folder(job, number) / "files.parquet")["status"].to_list()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Three files, the second a copy of the first."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in {"a": article(), "b": article(), "c": article("Phiên chợ Hạ họp lại sau lũ")}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def staged_together(home: Home, source: Path) -> tuple[Job, list[int]]:
    """A run with a batch for each file, of which the first two were staged at the same time."""
    flags = {"sources": [str(source)], "reading.settle_seconds": 0, "reading.batch_files": 1}
    job = new_job(home, load(home.root, environment={}, flags=flags))
    job.write_manifest()
    first, second, third, *_ = plan(job, job.settings.sources).batches
    stage_batch(job, first)
    unseen = home.root / "unseen"
    batch_folder(job, first).rename(unseen)  # as if it were still at work
    stage_batch(job, second)
    unseen.rename(batch_folder(job, first))
    stage_batch(job, third)
    assert statuses(job, second) == ["loaded"]
    return job, [first, second, third]


def test_of_two_that_share_a_content_the_later_one_is_staged_again(tmp_path: Path, source: Path) -> None:
    home = Home(tmp_path / "home")
    with hold(home, "test"):
        job, numbers = staged_together(home, source)
        folders = [batch_folder(job, number) for number in numbers]
        assert drop_clashing(folders) == [folders[1]]
        assert not folders[1].exists()
        stage_batch(job, numbers[1])
        assert [statuses(job, number) for number in numbers] == [["loaded"], ["duplicate"], ["loaded"]]
        assert drop_clashing(folders) == []


def test_a_run_that_takes_them_over_stages_the_later_one_again(tmp_path: Path, source: Path) -> None:
    home = Home(tmp_path / "home")
    with hold(home, "test"):
        job, _ = staged_together(home, source)  # and was killed here
    outcome = run(home, source, reading__batch_files=1)
    assert (outcome.status, outcome.run_id) == ("published", job.run_id)
    assert ledger(home) == {"a.txt": "loaded", "b.txt": "duplicate", "c.txt": "loaded"}
