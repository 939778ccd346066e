"""`tinsach rules try`: what a rule that is not live yet would flag; and that making it live then does just that."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows.replaying import Wanted, replay
from flows.settings import load
from tests.flow.conftest import Call
from tests.flow.runs import EXAMPLES, article, rows, run
from warehouse.layout import Home
from warehouse.store import fingerprint

DRAFT = """\
[very_long_line]
limits = { max = 100 }
severity = "warning"

[promo_residue]
active = false

[few_words]
level = "article"
dimension = "completeness"
severity = "info"
kind = "between"
column = "n_words"
limits = { min = 100 }
line_column = "first_line"
description = "The article has few words."

[two_articles]
level = "table"
dimension = "validity"
severity = "info"
kind = "between"
table = "article_records"
column = "part"
limits = { max = 0 }
description = "A file has more than one article."
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    root = tmp_path_factory.mktemp("try")
    inbox = root / "inbox"
    shutil.copytree(EXAMPLES, inbox)
    for number in range(3):
        title = f"Bến đò số {number} đóng cửa vì nước lớn"
        (inbox / f"short-{number}.txt").write_text(
            article(title) + f"Mời bạn đọc gửi bài số {number}\n", encoding="utf-8"
        )
    run(Home(root / "home"), inbox)
    return Home(root / "home")


def tried(call: Call, home: Home, file: Path, *more: str) -> dict[str, dict[str, Any]]:
    done = call(home, "rules", "try", str(file), "--json", *more)
    assert (done.code, done.err) == (0, "")
    return {trial["rule"]: trial for trial in json.loads(done.out)["rules"]}


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "draft.toml"
    file.write_text(DRAFT, encoding="utf-8")
    return file


@pytest.mark.slow
def test_counts_are_those_of_the_flags_after_a_replay(call: Call, home: Home, draft: Path, tmp_path: Path) -> None:
    before = fingerprint(home)
    trials = tried(call, home, draft)
    assert fingerprint(home) == before
    own = Home(tmp_path / "own")
    shutil.copytree(home.root, own.root, symlinks=True)
    own.rules.mkdir()
    shutil.copy(draft, own.rules)
    replay(own, load(own.root, environment={}), Wanted(is_all=True))
    query = """
        select rule, count(*) from quality.flags
        where status = 'open' and file_id in (select file_id from ops.files where status = 'loaded') group by rule
    """
    was, after = dict(rows(home, query)), dict(rows(own, query))
    for code in ("very_long_line", "promo_residue", "few_words"):
        assert trials[code]["flags_today"] == was.get(code, 0)
        assert trials[code]["flags_after"] == after.get(code, 0)
        assert trials[code]["flags_after"] == was.get(code, 0) + trials[code]["new"] - trials[code]["gone"]
    assert trials["very_long_line"]["new"] > 0
    assert trials["few_words"]["is_new"]
    parts = rows(home, "select count(*) from news.article_records where part > 0")
    assert trials["two_articles"]["flags_after"] == parts[0][0]


def test_what_is_switched_off_would_resolve_its_flags(call: Call, home: Home, draft: Path) -> None:
    trial = tried(call, home, draft, "--examples", "1")["promo_residue"]
    assert (trial["is_off"], trial["flags_after"]) == (True, 0)
    assert trial["gone"] == trial["flags_today"] > 0
    assert len(trial["examples_gone"]) == 1
    assert trial["examples_gone"][0]["text"]


def test_people_read_counts_and_examples(call: Call, home: Home, draft: Path) -> None:
    lines = call(home, "rules", "try", str(draft), "--examples", "2").lines
    assert "very_long_line: changed" in lines
    assert "few_words: new" in lines
    assert any("would open, the first 2" in line for line in lines)
    assert any(line.strip().startswith("severity") and line.endswith("warning") for line in lines)
    assert lines[-1].startswith("and the stored ones after tinsach")


def test_a_wrong_file_is_one_line_with_its_place(call: Call, home: Home, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text("[very_long_line]\nlimits = { most = 3 }\n", encoding="utf-8")
    done = call(home, "rules", "try", str(file))
    assert (done.code, done.out) == (2, "")
    assert f"{file}:2: " in done.err
    assert call(home, "rules", "try", str(tmp_path / "none.toml")).code == 2
