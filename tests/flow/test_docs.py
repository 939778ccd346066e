"""`docs`: pages with the counts of every audit, that load nothing, and in which no text of others becomes markup."""

from __future__ import annotations

import json
import re
import webbrowser
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from expectations.rules import load_rules
from flows.data_docs import build
from flows.maintaining import maintain
from flows.settings import Settings, load
from tests.flow.conftest import Call
from tests.flow.runs import article, rows, run
from tests.staged import at, write_run
from tests.verb_home import HELD_RUN
from transforms.errors import ConfigurationError
from warehouse import audits, store
from warehouse.layout import Home

SCRIPT = "<script>alert('x')</script>"
OWN_RULES = f"""
[strange_language]
level = "file"
dimension = "validity"
severity = "info"
kind = "in_set"
column = "language"
limits = {{ values = ["<img src=x onerror=alert(1)>", "$styling", "{{{{section_id}}}}"] }}
description = "{SCRIPT} & more"
description_vi = "<b onclick=alert(2)>lạ</b>"

[long_title_now_and_then]
level = "article"
dimension = "validity"
severity = "warning"
kind = "between"
column = "n_title_words"
limits = {{ max = 6 }}
must_hold = 0.005
description = "The title has more than six words."
"""


class Page(HTMLParser):
    """Addresses, tags, and the text of each cell of each row of all tables."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self._is_cell = False
        self.source = file.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action", "data")]
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._is_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._is_cell = self._is_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._is_cell:
            self.rows[-1][-1] += f" {data.strip()}" if data.strip() else ""

    @property
    def rules(self) -> dict[str, list[str]]:
        """Rule to its cells: status, rule, severity, expectation, observed, checked, unexpected."""
        return {row[1].split()[0]: [cell.strip() for cell in row] for row in self.rows if len(row) == 7 and row[1]}


def settings_of(home: Home, **flags: object) -> Settings:
    return load(home.root, environment={}, flags={name.replace("__", "."): value for name, value in flags.items()})


def page_of(home: Home, run_id: str) -> Page:
    return Page(home.data_docs / "validations" / f"{run_id}.html")


def every_page(home: Home) -> list[Page]:
    return [Page(file) for file in sorted(home.data_docs.rglob("*.html"))]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A run over a sound and a damaged article, one with hostile name and title; then the site of it."""
    folder = tmp_path_factory.mktemp("docs")
    inbox = folder / "in"
    inbox.mkdir()
    (inbox / "sach.txt").write_text(article(), encoding="utf-8")
    (inbox / "<b onclick=alert(3)>x.txt").write_text(article(f"{SCRIPT} làng Hạ mở chợ"), encoding="utf-8")
    (inbox / "rong.txt").write_text("\n", encoding="utf-8")
    made = Home(folder / "home")
    made.rules.mkdir(parents=True)
    (made.rules / "own.toml").write_text(OWN_RULES, encoding="utf-8")
    run(made, inbox)
    build(made, settings_of(made))
    return made


def test_each_rule_stands_there_with_its_counts(home: Home) -> None:
    ((run_id,),) = rows(home, "select run_id from runs")
    shown = page_of(home, run_id).rules
    counted = rows(home, "select rule, severity, checked, unexpected, success from results")
    assert len(counted) > 80
    for rule, severity, checked, unexpected, success in counted:
        status, _, told, _, _, *counts = shown.pop(rule)
        assert (status, told, *counts) == ("kept" if success else "broken", severity, f"{checked:,}", f"{unexpected:,}")
    assert set(shown) <= {"Rule"}


def test_a_broken_rule_is_said_to_be_broken_in_the_words_of_gx(home: Home) -> None:
    ((run_id,),) = rows(home, "select run_id from runs")
    page = page_of(home, run_id)
    status, _, _, expectation, observed, _, _ = page.rules["empty_file"]
    assert status == "broken"
    assert "values must be greater than or equal to" in expectation
    assert "1 unexpected values found." in expectation
    assert "33.3" in observed
    assert page.source.count("fa-times ") == [row[0] for row in page.rules.values()].count("broken") > 0
    assert page.rules["long_title_now_and_then"][0] == "kept"
    assert page.rules["long_title_now_and_then"][6] != "0"
    (index,) = [row for row in Page(home.data_docs / "index.html").rows if row and row[0].strip() == run_id]
    assert index[3].strip() == "published"


def test_the_suites_name_every_active_rule(home: Home) -> None:
    page = Page(home.data_docs / "suites.html")
    active = {rule.rule for rule in load_rules(home.rules) if rule.active}
    named = set(re.findall(r'<code id="rule-(\w+)">', page.source))
    assert named == {code for (code,) in rows(home, "select rule from results")} <= active
    assert "0.5% of the rows" in page.source
    links = {address for one in every_page(home) for address in one.addresses if "#rule-" in address}
    assert {link.split("#rule-")[1] for link in links} == named


def test_nothing_is_loaded_from_anywhere(home: Home) -> None:
    for page in every_page(home):
        assert not [address for address in page.addresses if re.match(r"(\w+:)?//|[a-z]+:", address)]
        assert not {"script", "link", "img", "iframe", "object", "form"} & page.tags
        assert "url(" not in page.source
        assert "default-src 'none'" in page.source
        assert all(
            (home.data_docs / "validations" / one.split("#")[0]).exists() for one in page.addresses if "../" in one
        )


def test_no_text_of_others_becomes_markup(home: Home, tmp_path: Path) -> None:
    errored = _copied(home, tmp_path, detail=f"Could not convert {SCRIPT} $styling {{{{section_id}}}}")
    build(errored, settings_of(errored))
    sources = "".join(page.source for page in every_page(errored))
    assert "&lt;script&gt;alert" in sources
    assert "&lt;img src=x onerror" in sources
    assert "<b onclick" not in sources
    assert "làng Hạ mở chợ" not in sources, "article text"
    assert not {"script", "img"} & {tag for page in every_page(errored) for tag in page.tags}
    page = page_of(errored, "audit-1")
    status, _, _, expectation, _, *counts = page.rules["empty_file"]
    assert (status, counts) == ("errored", ["–", "–"])
    assert f"Could not convert {SCRIPT} $styling" in expectation
    assert "traceback" not in page.source
    (gone,) = [row for row in page.rows if len(row) == 6 and "rule_of_old" in row[1]]
    assert gone[5].strip().startswith("Could not convert <script>")


def _copied(home: Home, root: Path, *, detail: str) -> Home:
    """The home with an audit that waits for its publish: one rule errored, one that is not in the catalogue."""
    made = Home(root / "home")
    made.rules.mkdir(parents=True)
    (made.rules / "own.toml").write_text(OWN_RULES, encoding="utf-8")
    results = [
        {"run_id": "audit-1", "rule": rule, "severity": "critical", "success": False, "errored": True, "detail": detail,
         "finished_at": at(3)}
        for rule in ("empty_file", "rule_of_old")
    ]  # fmt: skip
    store.publish(made, write_run(made, "run-0"), now=at(0))
    frame = pl.DataFrame(results).with_columns(checked=pl.lit(None, pl.Int64), unexpected=pl.lit(None, pl.Int64))
    file = audits.results_file(made, "audit-1")
    file.parent.mkdir(parents=True)
    frame.write_parquet(file)
    return made


def test_held_runs_are_shown(call: Call, own_home: Home) -> None:
    done = call(own_home, "docs")
    assert (done.code, done.lines) == (0, [str(own_home.data_docs / "index.html")])
    page = page_of(own_home, HELD_RUN)
    assert page.rules["orphan_line"][0] == "broken"
    assert "too many quarantined files" in page.source


@pytest.mark.slow
def test_old_pages_go(own_home: Home) -> None:
    for hour in (1, 2, 3):
        result = {"rule": "missing_title", "severity": "warning", "checked": 9, "unexpected": hour, "success": False}
        counted = [{**result, "errored": False, "finished_at": at(hour)}]
        store.publish(own_home, write_run(own_home, f"run-{hour}", results=counted), now=at(hour))
    build(own_home, settings_of(own_home, maintain__data_docs_runs=3))
    pages = own_home.data_docs / "validations"
    assert {file.stem for file in pages.iterdir()} == {"run-1", "run-2", "run-3"}
    told = {
        step.step: step.said for step in maintain(own_home, settings_of(own_home, maintain__data_docs_runs=1)).steps
    }
    assert told["data docs"] == "1 audited run shown, 2 old pages removed"
    assert {file.stem for file in pages.iterdir()} == {"run-3"}
    assert "run-2" not in (own_home.data_docs / "index.html").read_text(encoding="utf-8")


def test_upkeep_makes_no_site_that_nobody_asked_for(own_home: Home) -> None:
    told = {step.step: step.said for step in maintain(own_home, settings_of(own_home)).steps}
    assert told["data docs"] == "none: `tinsach docs` makes them"
    assert not own_home.data_docs.exists()


def test_counts_of_other_rules_are_marked(own_home: Home) -> None:
    result = {"rule": "missing_title", "severity": "warning", "checked": 9, "unexpected": 1, "success": False}
    record = {"versions": json.dumps({"rules": "ffffffffffff"})}
    counted = [{**result, "errored": False, "finished_at": at(1)}]
    store.publish(own_home, write_run(own_home, "run-1", results=counted, run=record), now=at(1))
    build(own_home, settings_of(own_home))
    said = "The rules have changed since this run"
    assert said in page_of(own_home, "run-1").source
    assert said not in page_of(own_home, HELD_RUN).source


def test_without_an_audit_it_says_what_to_do(call: Call, tmp_path: Path) -> None:
    done = call(Home(tmp_path / "home"), "docs")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "`tinsach run` or `tinsach audit`" in done.err
    with pytest.raises(ConfigurationError):
        build(Home(tmp_path / "home"), settings_of(Home(tmp_path / "home")))
    assert not (tmp_path / "home" / "data_docs").exists()


def test_it_is_opened_in_a_browser_if_there_is_one(call: Call, own_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: bool(opened.append(address)))
    done = call(own_home, "docs", "--open")
    assert opened == [(own_home.data_docs / "index.html").as_uri()]
    assert (done.code, done.err.count("\n")) == (3, 1)
    assert done.lines == [str(own_home.data_docs / "index.html")]
