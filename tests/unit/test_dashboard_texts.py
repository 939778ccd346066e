"""The words of the dashboard: whole in both languages, all used; and what the files say is always written escaped."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import line_table, written
from dashboard.texts import LANGUAGES, texts
from transforms.schema import KINDS, TABLES

FOLDER = Path(__file__).parents[2] / "dashboard"
MODULES = sorted(FOLDER.glob("*.py"))
# Groups whose keys are codes out of the tables, or put together from a name
BY_CODE = (
    "kind",
    "severity",
    "status",
    "stage",
    "audit",
    "method",
    "answer",
    "ago",
    "state",
    "decision",
    "lacks",
    "basis",
    "correction",
    "question",
    "population",
    "since",
    "door",
    "place",
    "level",
    "dimension",
)


def test_every_text_is_there_in_both_languages_with_the_same_places() -> None:
    for key, languages in texts().items():
        assert set(languages) == set(LANGUAGES), key
        assert all(text.strip() for text in languages.values()), key
        assert len({frozenset(re.findall(r"{(\w+)}", text)) for text in languages.values()}) == 1, key


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_every_text_that_a_page_asks_for_is_there(module: Path) -> None:
    asked = set(_keys(module))
    assert asked <= set(texts()), asked - set(texts())


def test_no_text_is_left_over() -> None:
    source = "".join(module.read_text(encoding="utf-8") for module in MODULES)
    assert [
        key for key in texts() if not re.search(rf"""["']{key}["']""", source) and not _is_composed(key, source)
    ] == []


def test_every_kind_has_a_name_and_a_colour() -> None:
    for kind in KINDS:
        assert f"kind.{kind.kind}" in texts()
        assert kind.kind in line_table.GROUP_OF


def test_every_status_of_the_tables_has_a_name() -> None:
    tables = ("quality.flags", "ops.files", "ops.runs")
    meanings = {name: {c.name: c.meaning for c in TABLES[name].columns}["status"] for name in tables}
    codes = {code for meaning in meanings.values() for code in re.findall(r"`(\w+)`", meaning)}
    assert len(codes) > len(tables)
    assert {f"status.{code}" for code in codes} <= set(texts())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\"'&", "&quot;&#x27;&amp;"),
        ("hòa\u200b", 'hòa<span class="ts-hidden" title="ZERO WIDTH SPACE">U+200B</span>'),
        ("\u202ea", '<span class="ts-hidden" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>a'),
        ("\x00", '<span class="ts-hidden" title="">U+0000</span>'),
    ],
)
def test_text_is_shown_letter_by_letter(text: str, html: str) -> None:
    assert written.escaped(text) == html


def test_no_spreadsheet_takes_a_downloaded_title_for_a_formula() -> None:
    rows = [("=cmd|' /C calc'!A0", 1, None), ("Chợ, phiên", 2.5, True)]
    written_out = written.csv_bytes(["Tiêu đề", "số", "+"], rows).decode("utf-8-sig")
    assert written_out.splitlines() == ["Tiêu đề,số,'+", "'=cmd|' /C calc'!A0,1,", '"Chợ, phiên",2.5,true']


def test_no_page_lets_html_through_markdown() -> None:
    for module in MODULES:
        assert "unsafe_allow" not in module.read_text(encoding="utf-8"), module.name


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.5, "50 %"), (0.9692, "96,9 %"), (0.99999, "99,9 %"), (1.0, "100 %"), (0.0, "0 %"), (None, "–")],
)
def test_a_share_is_never_rounded_up_to_all(value: float | None, shown: str) -> None:
    assert written.share(value) == shown


def test_versions_are_no_json() -> None:
    assert written.versions('{"tinsach": "0.1.0", "transforms": "6"}') == "tinsach 0.1.0 · transforms 6"
    assert written.versions(None) == ""


def _keys(module: Path) -> Iterator[str]:
    """Literal keys: first arguments of `say`, and texts like "column.rule"."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"column\.\w+", node.value):
            yield node.value
        is_said = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
        if isinstance(node, ast.Call) and is_said and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


def _is_composed(key: str, source: str) -> bool:
    """Asked for by a code or as f"{page}.about", so its parts stand apart in the source."""
    group, name = key.split(".")
    return group in BY_CODE or name == "about" or f'"{name}"' in source
