"""Input and queries of somebody who means harm: bounded, broken off, harmless. docs/security.md lists all."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import duckdb
import pytest

from tests.flow.conftest import Call
from tests.flow.runs import article, rows, run
from transforms.pipeline import transform
from transforms.settings import TransformSettings
from warehouse import store
from warehouse.layout import Home

pytestmark = pytest.mark.slow  # many, each with a run or a crash of its own

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MB = 1_000_000
# Lines that make a backtracking matcher despair: long runs of what patterns repeat, and never what they end with.
ADVERSARIAL = {
    "letters": "a" * 10 * _MB,
    "words": "à " * (5 * _MB),
    "capitals": "Nguyễn Văn " * (10 * _MB // 11),
    "digits": "1" * 10 * _MB,
    "dates": "1/1/" * (10 * _MB // 4),
    "brackets": "(" * 5 * _MB + "[" * 5 * _MB,
    "markup": "<a " * (10 * _MB // 3),
    "spaces": " " * 10 * _MB + "x",
    "marks": "a" + "\u0301" * (10 * _MB // 2),
    "mojibake": "Ã" * (10 * _MB // 2),
    "bars": "a | " * (10 * _MB // 4),
    "stops": ". " * (5 * _MB) + "?",
    "quotes": '"' * 10 * _MB,
    "addresses": "www." * (10 * _MB // 4),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ADVERSARIAL)
def test_a_line_of_ten_megabytes_is_worked_through(name: str) -> None:
    """In linear time: a pattern that goes back and forth would not end before the test's time is over."""
    page = f"Tựa đề của bài này\n\n{ADVERSARIAL[name]}\n\n{article()}"
    frames = transform([page.encode()], ["a"], TransformSettings())
    assert frames["file_measures"].height == 1
    assert frames["lines"].height >= 5


@pytest.mark.slow
def test_texts_that_are_too_large_are_quarantined_with_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "lines.txt").write_text("x\n" * 3000, encoding="utf-8")
    (tmp_path / "in" / "line.txt").write_text("Một dòng " + "dài " * 3000, encoding="utf-8")
    (tmp_path / "in" / "good.txt").write_text(article(), encoding="utf-8")
    (tmp_path / "in" / "packed.txt").write_bytes(b"\x1f\x8b\x08\x00" + bytes(range(256)) * 40)
    home = Home(tmp_path / "home")
    outcome = run(home, tmp_path / "in", reading__max_lines=2000, reading__max_line_chars=5000)
    assert (outcome.record["files_loaded"], outcome.record["files_quarantined"]) == (1, 3)
    reasons = dict(rows(home, "select split_part(uri, '/', -1), reason from files where status = 'quarantined'"))
    assert reasons == {"lines.txt": "oversized_text", "line.txt": "oversized_text", "packed.txt": "binary_data"}
    assert rows(home, "select count(*) from lines where length(text) > 5000 or line_no > 2000") == [(0,)]


@pytest.mark.parametrize(
    "query",
    [
        "create table t as select 1",
        "insert into news.lines select * from news.lines",
        "attach '/tmp/x.db' as x",
        "copy (select 1) to '/tmp/tinsach-escape.csv'",
        "from read_text('/etc/passwd')",
        "from '/etc/passwd'",
        "select * from glob('/etc/*')",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set temp_directory = '/tmp'",
        "export database '/tmp/x'",
        "pragma database_list; attach 'x'",
        "import database '/tmp'",
        "call duckdb_secrets(); create secret s (type s3)",
        "select getenv('HOME')",
        "from read_csv('/etc/passwd')",
        "from read_blob('/etc/passwd')",
        "from sniff_csv('/etc/passwd')",
        "pragma memory_limit = '1TB'",
        "reset lock_configuration",
        "prepare p as copy (select 1) to '/tmp/tinsach-escape.csv'; execute p",
        "explain analyze copy (select 1) to '/tmp/tinsach-escape.csv'",
        "create macro m() as table from read_text('/etc/passwd'); from m()",
        "pragma enable_profiling; pragma profile_output = '/tmp/tinsach-escape.csv'; select 1",
    ],
)
def test_a_query_can_only_read(query: str, verb_home: Home, call: Call) -> None:
    before = store.fingerprint(verb_home)
    done = call(verb_home, "sql", query)
    assert (done.code, done.err.count("\n")) == (2, 1), done
    assert "root:" not in done.out + done.err
    assert store.fingerprint(verb_home) == before
    assert not Path("/tmp/tinsach-escape.csv").exists()


def test_a_query_that_does_not_end_is_broken_off(verb_home: Home, call: Call) -> None:
    endless = "select count(*) from range(1000000000) a, range(1000000000) b where a.range * b.range % 7 = 3"
    done = call(verb_home, "sql", "--timeout", "0.5", endless)
    assert done.code == 2
    assert "was broken off" in done.err
    recursive = "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t"
    assert "was broken off" in call(verb_home, "sql", "--timeout", "0.5", recursive).err
    too_large = "select count(*) from (select distinct a.range, b.range from range(100000) a, range(100000) b)"
    done = call(verb_home, "sql", "--timeout", "0.5", too_large)
    assert done.code == 2


def test_no_cell_of_a_csv_is_a_formula(verb_home: Home, call: Call) -> None:
    starts = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "ordinary", "1-2", "")
    listed = ", ".join("('" + text.replace("'", "''") + "')" for text in starts)
    out = call(
        verb_home, "sql", "--format", "csv", f'select text as "=cmd", -5 as n from (values {listed}) as t(text)'
    ).out
    header, *cells = list(csv.reader(io.StringIO(out, newline="")))
    assert header == ["'=cmd", "n"]
    assert [text for text, _ in cells] == [f"'{text}" for text in starts[:7]] + list(starts[7:])
    assert {number for _, number in cells} == {"-5"}  # a number is no formula


@pytest.mark.parametrize(
    "arguments",
    [["flags"], ["quarantine"], ["duplicates"], ["held"], ["rules"], ["doctor"], ["show", "la.txt", "--why"],
     ["sql", "--format", "table", "from lines"], ["sql", "--format", "json", "from lines"],
     ["audit"], ["run", "--no-prefect", "/no/such\x1b[31m/source"], ["show", "\x1b[31m"]],
    ids=" ".join,
)  # fmt: skip
def test_no_verb_prints_a_control_character(arguments: list[str], own_home: Home, call: Call) -> None:
    done = call(own_home, *arguments)
    assert not _CONTROL.search(done.out + done.err), done


def test_rule_files_cannot_run_or_read_anything(own_home: Home, call: Call) -> None:
    own_home.rules.mkdir()
    for text in (
        '[x]\nlevel = "article"\nkind = "__import__(\'os\')"\ncolumn = "n_words"\n',
        '[x]\nlevel = "article"\nkind = "between"\ncolumn = "read_text(\'/etc/passwd\')"\nlimits = { min = 1 }\n',
        '[x]\nlevel = "article"\nkind = "between"\ncolumn = "n_words; drop table lines"\nlimits = { min = 1 }\n',
    ):
        (own_home.rules / "own.toml").write_text(text, encoding="utf-8")
        done = call(own_home, "rules")
        assert done.code == 2, done
        assert "root:" not in done.out + done.err


def test_no_secret_of_the_environment_is_printed(own_home: Home, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "mat-khau-rat-bi-mat"
    monkeypatch.setenv("PREFECT_API_KEY", secret)
    monkeypatch.setenv("PREFECT_API_DATABASE_CONNECTION_URL", f"postgresql://user:{secret}@host/db")
    for arguments in (["doctor"], ["--debug", "doctor"], ["run", "--no-prefect", "/no/such"]):
        done = call(own_home, *arguments)
        assert secret not in done.out + done.err
    assert secret not in json.dumps([str(file.read_bytes()) for file in own_home.root.glob("logs/*")])


def test_a_reader_of_the_snapshot_cannot_write_it(verb_home: Home) -> None:
    with duckdb.connect(str(verb_home.link), read_only=True) as con, pytest.raises(duckdb.Error):
        con.execute("delete from news.lines")
    assert verb_home.link.resolve().stat().st_mode & 0o222 == 0
