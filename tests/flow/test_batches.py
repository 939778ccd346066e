"""Batches that are processed at the same time fare as if they had been processed in turn."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.batches import batch_folder, drop_clashing, stage_batch
from flows.job import Job, new_job
from flows.planning import plan
from flows.settings import load
from tests.flow.runs import article
from warehouse.layout import Home
from warehouse.lock import hold


def statuses(job: Job, number: int) -> list[str]:
    return pl.read_parquet(batch_folder(job, number) / "files.parquet")["status"].to_list()


def test_of_two_that_share_a_content_the_later_one_is_staged_again(tmp_path: Path) -> None:
    source, home = tmp_path / "in", Home(tmp_path / "home")
    source.mkdir()
    for name, text in {"a": article(), "b": article(), "c": article("Phiên chợ Hạ họp lại sau lũ")}.items():
        (source / f"{name}.txt").write_text(text, encoding="utf-8")
    flags = {"sources": [str(source)], "reading.settle_seconds": 0, "reading.batch_files": 1}
    settings = load(home.root, environment={}, flags=flags)
    with hold(home, "test"):
        job = new_job(home, settings)
        job.write_manifest()
        first, second, third, *_ = plan(job, settings.sources).batches
        stage_batch(job, first)
        batch_folder(job, first).rename(tmp_path / "unseen")  # as if it were still at work
        stage_batch(job, second)
        (tmp_path / "unseen").rename(batch_folder(job, first))
        stage_batch(job, third)
        assert statuses(job, second) == ["loaded"]
        assert drop_clashing(job, (first, second, third)) == (second,)
        assert not batch_folder(job, second).exists()
        stage_batch(job, second)
        assert [statuses(job, number) for number in (first, second, third)] == [["loaded"], ["duplicate"], ["loaded"]]
        assert drop_clashing(job, (first, second, third)) == ()
