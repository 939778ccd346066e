"""A run that is taken up from home and run id alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.handover import hand_over, settings_of, settings_text, take_up
from flows.job import Job, new_job
from flows.settings import load
from transforms.errors import ConfigurationError
from warehouse.layout import Home


def started(tmp_path: Path) -> Job:
    home = Home(tmp_path / "home")
    home.rules.mkdir(parents=True)
    home.settings.write_text('[[sources]]\npath = "in"\noutlet = "VOV"\ninclude = ["*.txt", "b/*"]\n', encoding="utf-8")
    settings = load(home.root, environment={}, flags={"reading.batch_files": 7, "schedule.cron": "0 6 * * *"})
    job = new_job(home, settings, is_scheduled=True)
    job.write_manifest()
    hand_over(job)
    return job


def test_nothing_is_lost(tmp_path: Path) -> None:
    job = started(tmp_path)
    assert take_up(str(job.home.root), job.run_id) == job


def test_paths_that_are_not_utf8(tmp_path: Path) -> None:
    settings = load(tmp_path, environment={}, flags={"sources": ["/in/b\udcffi"]})
    assert settings_text(settings).isascii()
    assert settings_of(settings_text(settings), Home(tmp_path)) == settings


def test_secrets_are_not_handed_over_but_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINSACH_MESSAGES_ADDRESSES", "json://u:mat-khau@host/moc")
    home = Home(tmp_path / "home")
    settings = load(home.root, environment=os.environ)
    assert "mat-khau" not in settings_text(settings)
    assert settings_of(settings_text(settings), home) == settings
    job = new_job(home, settings)
    job.write_manifest()
    hand_over(job)
    assert not any(b"mat-khau" in file.read_bytes() for file in home.staging.rglob("*") if file.is_file())
    assert take_up(str(home.root), job.run_id).settings.messages.addresses == settings.messages.addresses


def test_rules_that_changed_meanwhile_are_refused(tmp_path: Path) -> None:
    job = started(tmp_path)
    (job.home.rules / "mine.toml").write_text("[missing_title]\nactive = false\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="run again"):
        take_up(str(job.home.root), job.run_id)
