"""The documentation is true: derived pages are current, what is promised is there, examples give what they show."""

from __future__ import annotations

import importlib.util
import os
import re
import tomllib
from pathlib import Path
from types import ModuleType

import click
import pytest

from expectations.rules import load_rules
from flows.cli import VERBS, run_cli, tinsach
from flows.settings import settings_rows
from tests.flow.runs import EXAMPLES, run
from transforms.schema import KINDS, TABLES
from warehouse import tables
from warehouse.layout import Home
from warehouse.store import open_reader, safe_reader

ROOT = Path(__file__).resolve().parents[1]
DERIVED = ("tables.md", "rules.md", "commands.md", "settings.md")
WRITTEN = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/queries.md", "docs/runbook.md",
    "docs/day_in_the_life.md", "docs/security.md", "docs/dependencies.md", "docs/performance.md",
    "docs/dashboard.md", "docs/screenshots.md",
)  # fmt: skip
PAGES = (*WRITTEN, *(f"docs/{name}" for name in DERIVED))


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The code blocks of a page in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text(page), re.DOTALL | re.MULTILINE)


def examples(page: str) -> list[tuple[str, str]]:
    """Each query of a page with the result that stands below it."""
    return re.findall(r"^```sql\n(.*?)^```\n\n```text\n(.*?)^```$", text(page), re.DOTALL | re.MULTILINE)


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))


def commands(line: str) -> list[list[str]]:
    """The words of each `tinsach …` in a piece of shell, after its global options."""
    return [re.sub(r"--home \S+", "", called).split() for called in re.findall(r"\btinsach ([^`|;&#\n]*)", line)]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The warehouse of the sample articles."""
    home = Home(tmp_path_factory.mktemp("samples"))
    run(home, EXAMPLES)
    return home


def test_derived_pages_are_current(generate: ModuleType) -> None:
    assert set(generate.pages()) == set(DERIVED)
    for name, page in generate.pages().items():
        assert page == text(f"docs/{name}"), f"docs/{name}: run `make docs`"


def test_a_page_that_was_edited_by_hand_is_noticed(generate: ModuleType, tmp_path: Path) -> None:
    for name, page in generate.pages().items():
        (tmp_path / name).write_text(page, encoding="utf-8")
    (tmp_path / "rules.md").write_text("mine\n", encoding="utf-8")
    (tmp_path / "tables.md").unlink()
    assert generate.stale(tmp_path) == ["tables.md", "rules.md"]


def test_every_rule_is_in_the_rule_book() -> None:
    headings = set(re.findall(r"^### `(\w+)`$", text("docs/rules.md"), re.MULTILINE))
    assert headings == {rule.rule for rule in load_rules()}


def test_every_table_and_column_of_a_snapshot_is_documented(samples: Home) -> None:
    page = text("docs/tables.md")
    with open_reader(samples) as con:
        shown = con.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'main' and not internal"
            " and database_name = current_database()"
        ).fetchall()
    sections = dict(re.findall(r"^### \w+\.(\w+)(?: \(view\))?\n(.*?)(?=^##)", page, re.DOTALL | re.MULTILINE))
    assert set(sections) == {table for table, _ in shown} == set(tables.mirrors())
    missing = [f"{table}.{column}" for table, column in shown if f"| `{column}`" not in sections[table]]
    assert not missing
    assert not [line for line in page.splitlines() if line.endswith("|  |")], "a column without a meaning"


def test_every_kind_of_line_is_documented() -> None:
    assert [kind.kind for kind in KINDS if f"| `{kind.kind}` | {kind.meaning} |" not in text("docs/tables.md")] == []
    assert len(TABLES) > len(DERIVED)


def test_every_setting_is_documented() -> None:
    page = text("docs/settings.md")
    assert [row["setting"] for row in settings_rows() if f"| `{row['setting']}` |" not in page] == []


def test_every_verb_is_documented() -> None:
    headings = set(re.findall(r"^## tinsach (\w+)$", text("docs/commands.md"), re.MULTILINE))
    listed = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| `.*?\|", _section("All verbs"), re.MULTILINE))))
    assert headings == listed == set(VERBS)


def _section(title: str) -> str:
    return text("README.md").split(f"## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("page", WRITTEN)
def test_what_a_page_tells_to_make_is_in_the_makefile(page: str) -> None:
    """In shell blocks and in `code`; variables before the targets are left out."""
    shell = "\n".join([*blocks(page, "sh"), *re.findall(r"`([^`\n]+)`", text(page))])
    told = {
        word
        for line in re.findall(r"^make ([^#\n]*)", shell, re.MULTILINE)
        for word in line.split()
        if "=" not in word and not word.startswith("-")
    }
    assert told <= make_targets()


def test_the_quick_start_is_two_commands() -> None:
    assert {"run", "test", "test-all", "setup", "lint", "types", "bench", "dashboard"} <= make_targets()
    assert [line.split("#")[0].strip() for line in blocks("README.md", "sh")[0].splitlines()] == [
        "make run",
        "make test",
    ]


def test_every_target_says_what_it_does() -> None:
    phony = re.findall(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)[0].split()
    assert set(phony) == make_targets()
    assert set(re.findall(r"^([a-z][a-z-]*):.*## \S", text("Makefile"), re.MULTILINE)) == make_targets()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "CHANGELOG.md"])
def test_commands_that_a_page_names_exist(page: str) -> None:
    """Verbs, their subcommands and their options."""
    called = commands("\n".join([*blocks(page, "sh"), *re.findall(r"`([^`\n]+)`", text(page))]))
    for words in called:
        if words and words[0] in VERBS:
            _accepts(words)
        else:
            assert not words or words[0].startswith(("-", "…")), f"tinsach {' '.join(words)}: no such verb"


def _accepts(words: list[str]) -> None:
    command = tinsach.get_command(click.Context(tinsach), words[0])
    if isinstance(command, click.Group) and len(words) > 1 and words[1] in command.commands:
        command = command.commands[words[1]]
    assert command is not None
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    unknown = [word for word in words[1:] if word.startswith("--") and word not in known]
    assert not unknown, f"tinsach {' '.join(words)}"


@pytest.mark.parametrize("page", PAGES)
def test_links_and_named_files_exist(page: str) -> None:
    here = (ROOT / page).parent
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text(page)) if "://" not in link]
    assert [link for link in links if link and not (here / link).exists()] == []
    folders = r"transforms|expectations|warehouse|flows|dashboard|deploy|docs|tests|examples|\.ci"
    named = re.findall(rf"`((?:{folders})/[\w./-]*)`", text(page))
    # What a page says one is about to write is no file yet: it has <…> or * in it, which the pattern leaves out.
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_picture_of_the_dashboard_stands_on_a_page() -> None:
    pages = text("README.md") + "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md"))
    assert [file.name for file in (ROOT / "docs" / "images").glob("*.png") if f"images/{file.name})" not in pages] == []


@pytest.mark.parametrize("page", WRITTEN)
def test_no_page_leans_on_another_place(page: str) -> None:
    """Pictures are our own, and the only addresses are of this machine and of the versioning rule."""
    addresses = re.findall(r"https?://([^/\s):`]+)", text(page))
    assert set(addresses) <= {"127.0.0.1", "semver.org"}


@pytest.mark.parametrize("number", range(len(examples("README.md"))))
def test_queries_of_the_readme_give_what_it_shows(
    samples: Home, number: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    query, shown = examples("README.md")[number]
    monkeypatch.delenv("COLUMNS", raising=False)
    assert run_cli(["--home", str(samples.root), "sql", "--format", "table", query]) == 0
    found = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert found == [line.rstrip() for line in shown.splitlines()]


def test_the_readme_has_five_queries() -> None:
    assert len(examples("README.md")) == len(blocks("README.md", "sql")) == 5


def test_python_of_the_readme_works(samples: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").symlink_to(samples.root)
    monkeypatch.chdir(tmp_path)
    (script,) = blocks("README.md", "python")
    names: dict[str, object] = {}
    exec(script.replace("con.sql", "frame = con.sql"), names)
    assert len(names["frame"]) > 20  # type: ignore[arg-type]


def test_the_version_has_a_place_in_the_changelog() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert f"## {version}" in text("CHANGELOG.md")


def test_locks_carry_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-build.lock"):
        lock = text(f"deploy/{name}")
        assert not re.search(r"://|^\s*-[-fi]", re.sub(r"^\s+--hash=\S+", "", lock, flags=re.MULTILINE), re.MULTILINE)
        entries = re.findall(r"^([\w.\[\]-]+)==.*?((?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+)", lock, re.MULTILINE)
        assert len(entries) == len(re.findall(r"^\S+==", lock, re.MULTILINE)) > 0


def test_ci_runs_what_the_readme_and_pre_commit_say() -> None:
    ci = text(".ci/run")
    assert {"run", "test", "test-all", "lint", "types"} <= set(re.findall(r"^run ([a-z-]+)$", ci, re.MULTILINE))
    assert "docs/generate.py --check" in ci
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    hooks = text(".pre-commit-config.yaml")
    assert all(check in hooks for check in ("lint", "types", "docs/generate.py --check", "test"))
    assert "repo: local" in hooks
    assert "http" not in hooks


QUERIES = blocks("docs/queries.md", "sql")


@pytest.mark.parametrize("query", QUERIES, ids=range(1, len(QUERIES) + 1))
def test_a_worked_query_runs(query: str, samples: Home) -> None:
    with safe_reader(samples) as con:
        assert con.execute(query).description


def test_the_worked_queries_are_25_and_most_find_something(samples: Home) -> None:
    headings = re.findall(r"^### (\d+)\. ", text("docs/queries.md"), re.MULTILINE)
    assert headings == [str(number) for number in range(1, 26)]
    with safe_reader(samples) as con:
        found = sum(bool(con.execute(query).fetchall()) for query in QUERIES)
    assert len(QUERIES) == 25
    assert found >= 20
