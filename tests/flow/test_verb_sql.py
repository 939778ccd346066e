"""`tinsach sql`: formats, files, errors, and what a query must not do."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.flow.conftest import Call
from tests.flow.runs import rows
from tests.staged import T0
from tests.verb_home import ESCAPE
from warehouse import decisions, snapshots, store
from warehouse.decisions import Decision
from warehouse.layout import Home

ODD_VALUES = """
select 'Đặng' as name, 1.50::decimal(5, 2) as share, [1, 2] as list, 'nan'::double as number, null as nothing,
    timestamptz '2026-01-02 03:04:05+07' as at, date '2026-01-02' as day, {'a': true} as struct, '\\x01'::blob as bytes
"""


def test_jsonl_is_one_object_a_line_in_utf_8(call: Call, verb_home: Home) -> None:
    done = call(verb_home, "sql", ODD_VALUES, "--format", "jsonl")
    assert done.code == 0
    assert "Đặng" in done.out
    (line,) = done.lines
    assert json.loads(line) == {
        "name": "Đặng", "share": 1.5, "list": [1, 2], "number": None, "nothing": None,
        "at": "2026-01-01T20:04:05+00:00", "day": "2026-01-02", "struct": {"a": True}, "bytes": "01",
    }  # fmt: skip


def test_json_is_a_list(call: Call, verb_home: Home) -> None:
    assert json.loads(call(verb_home, "sql", "from range(3)", "--format", "json").out) == [
        {"range": n} for n in range(3)
    ]
    assert json.loads(call(verb_home, "sql", "from range(0)", "--format", "json").out) == []


def test_a_pipe_gets_csv_with_a_header(call: Call, verb_home: Home) -> None:
    done = call(
        verb_home, "sql", "select title, published_on, is_clean from articles where part = 0 order by 2 nulls last"
    )
    rows = list(csv.reader(io.StringIO(done.out)))
    assert rows[0] == ["title", "published_on", "is_clean"]
    assert rows[1] == ["Cầu mới qua sông Hậu thông xe", "2026-01-01", "false"]
    assert rows[3][0] == ESCAPE


def test_equal_column_names_are_told_apart(call: Call, verb_home: Home) -> None:
    done = call(verb_home, "sql", "select 1 as a, 2 as a, 3 as a", "--format", "jsonl")
    assert json.loads(done.out) == {"a": 1, "a_1": 2, "a_2": 3}


def test_json_holds_no_control_character_and_no_second_line_end(call: Call, verb_home: Home) -> None:
    text = "select chr(27) || chr(155) || chr(8232) || chr(133) || chr(10) as odd"
    done = call(verb_home, "sql", text, "--format", "jsonl")
    assert done.lines == ['{"odd": "\\u001b\\u009b\\u2028\\u0085\\n"}']
    assert json.loads(done.out)["odd"] == "\x1b\x9b\u2028\x85\n"


def test_a_table_is_cut_after_a_thousand_rows_and_says_so(call: Call, verb_home: Home) -> None:
    done = call(verb_home, "sql", "select range as n from range(1001)", "--format", "table")
    assert len(done.lines) == 1 + 1000 + 1
    assert done.lines[-1] == "the first 1,000 rows; --format csv writes all"
    assert call(verb_home, "sql", "select 1 as n", "--format", "table").lines[-1] == "1 row"


def test_a_table_too_wide_for_the_screen_is_shown_record_by_record(call: Call, verb_home: Home) -> None:
    done = call(verb_home, "sql", "from articles where outlet = 'VnExpress'", "--format", "table")
    assert "  title                   Cầu mới qua sông Hậu thông xe" in done.lines
    assert "  agency                  ∅" in done.lines


def test_no_control_character_of_an_article_reaches_a_table(call: Call, verb_home: Home) -> None:
    done = call(
        verb_home, "sql", "select title from articles where title like '%' || chr(27) || '%'", "--format", "table"
    )
    assert "␛[31mđỏ␛]0;chiếm␇\ufffd5n" in done.out
    assert not set(done.out) & {"\x1b", "\x07", "\x9b"}


def test_the_query_may_come_from_a_file_or_from_standard_input(
    call: Call, verb_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "q.sql"
    file.write_text("\ufeffselect 'tệp' as source", encoding="utf-8")
    assert call(verb_home, "sql", "-f", str(file)).lines == ["source", "tệp"]
    monkeypatch.setattr("sys.stdin", io.StringIO("select 'vào' as source"))
    assert call(verb_home, "sql").lines == ["source", "vào"]


def test_several_statements_run_in_order(call: Call, verb_home: Home) -> None:
    done = call(verb_home, "sql", "create temp table t as select 42 as n; select n from t -- done")
    assert done.lines == ["n", "42"]


def test_output_files_are_whole_and_their_ending_names_the_format(call: Call, verb_home: Home, tmp_path: Path) -> None:
    for ending in ("csv", "jsonl", "json", "parquet"):
        done = call(
            verb_home, "sql", "select title from articles where part = 0 -- all", "-o", str(tmp_path / f"o.{ending}")
        )
        assert (done.code, done.out) == (0, "")
    assert (tmp_path / "o.csv").read_text(encoding="utf-8").startswith("title\n")
    assert len((tmp_path / "o.jsonl").read_text(encoding="utf-8").split("\n")) == 3 + 1
    assert len(json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))) == 3
    assert duckdb.sql(f"select count(title) from '{tmp_path}/o.parquet'").fetchall() == [(3,)]
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_query_that_fails_midway_leaves_the_old_file(
    call: Call, verb_home: Home, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"o.{ending}"
    file.write_text("before")
    done = call(verb_home, "sql", "select error('no') from range(5000)", "-o", str(file))
    assert done.code == 2
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("select * from artcles", 'Did you mean "articles"? (line 1 of the query)'),
        ("select\n1,\nnothing from articles", "(line 3 of the query)"),
        ("select cast(title as int) from articles", "Could not convert string"),
        ("delete from news.lines", "read-only"),
        ("create table t as select 1", "read-only"),
        ("select * from read_text('/etc/hostname')", "disabled by configuration"),
        ("copy (select 1) to '/tmp/o.csv'", "disabled by configuration"),
        ("attach '/tmp/o.duckdb'", "disabled by configuration"),
        ("set enable_external_access = true", "enable_external_access"),
        ("  ", "the query is empty"),
        ("select 1 --format", None),
    ],
)
def test_errors_are_one_line_and_exit_2(call: Call, verb_home: Home, query: str, words: str | None) -> None:
    done = call(verb_home, "sql", query)
    if words is None:
        assert done.code == 0
        return
    assert done.code == 2
    assert done.err.startswith("tinsach: ")
    assert done.err.count("\n") == 1
    assert words in done.err


def test_an_error_that_quotes_an_article_is_safe_on_a_terminal(call: Call, verb_home: Home) -> None:
    done = call(verb_home, "sql", "select cast(title as int) from articles where title like '%' || chr(27) || '%'")
    assert "␛[31mđỏ" in done.err
    assert not set(done.err) & {"\x1b", "\x07", "\x9b"}


def test_wrong_files_are_errors_of_use(call: Call, verb_home: Home, tmp_path: Path) -> None:
    assert "cannot read the query" in call(verb_home, "sql", "-f", str(tmp_path / "nix.sql")).err
    for name in ("nix/o.csv", "nix/o.parquet"):
        done = call(verb_home, "sql", "select 1", "-o", str(tmp_path / name))
        assert (done.code, done.err.count("\n")) == (2, 1)
        assert "there is no folder" in done.err
    assert "add -o FILE" in call(verb_home, "sql", "select 1", "--format", "parquet").err
    assert "give one of them" in call(verb_home, "sql", "select 1", "-f", "q.sql").err


def test_a_pipe_as_output_is_written_to_and_not_replaced(call: Call, verb_home: Home, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert call(verb_home, "sql", "select 1 as n", "-o", str(pipe)).code == 0
        assert stat.S_ISFIFO(os.stat(pipe).st_mode)
        assert os.read(reader, 100) == b"n\n1\n"
    finally:
        os.close(reader)


def test_an_empty_home_answers(call: Call, tmp_path: Path) -> None:
    done = call(Home(tmp_path / "new"), "sql", "select count(*) as n from articles")
    assert done.lines == ["n", "0"]


def test_only_what_a_query_needs_is_imported(verb_home: Home) -> None:
    """A fast start: none of the heavy libraries, nor Rich or pandas, is loaded for `sql` and `--help`."""
    heavy = {"rich", "pandas", "pyarrow", "great_expectations", "prefect", "streamlit", "sqlalchemy", "rensa"}
    for arguments in (["--home", str(verb_home.root), "sql", "select 1", "--format", "jsonl"], ["--help"]):
        code = f"from flows.cli import run_cli; run_cli({arguments!r})\nimport sys; print({heavy!r} & set(sys.modules))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_PROJECT)
        assert done.stdout.splitlines()[-1] == "set()"


def test_rows_stream(verb_home: Home) -> None:
    """The first rows of an endless result come at once, and a reader that goes away is no error worth a word."""
    code = "from flows.cli import main; main()"
    arguments = ["--home", str(verb_home.root), "sql", "select * from range(1000000000000)"]
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=_PROJECT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert [process.stdout.readline() for _ in range(3)] == ["range\n", "0\n", "1\n"]
        process.stdout.close()
        assert process.stderr.read() == ""
        process.wait(timeout=60)


_PROJECT = Path(__file__).parents[2]


def test_earlier_snapshots_can_be_asked_and_compared_with(call: Call, own_home: Home) -> None:
    first = snapshots.current(own_home)
    ((flag_id,),) = rows(own_home, "select min(flag_id) from flags where status = 'open' and article_id is not null")
    decisions.append(own_home, [Decision("flag.ack", str(flag_id), "Lan", T0)])
    store.publish(own_home, None, now=T0)

    def answer(query: str, *more: str) -> list[str]:
        return call(own_home, "sql", query, *more).out.splitlines()[1:]

    count = "select count(*) as n from flags where status = 'open'"
    assert int(answer(count, "--snapshot", str(first))[0]) == int(answer(count)[0]) + 1
    still_open = "select flag_id from {}flags where status = 'open'"
    compare = f"{still_open.format('before.')} except {still_open.format('')}"
    assert answer(compare, "--before", str(first)) == [flag_id]
    # a view reads the tables of its own snapshot
    views = "select old.n_flags_open - new.n_flags_open from before.article_totals as old, article_totals as new"
    assert answer(views, "--before", str(first)) == ["1"]


def test_a_snapshot_that_is_gone_is_one_line(call: Call, verb_home: Home) -> None:
    called = call(verb_home, "sql", "select 1", "--snapshot", "99")
    assert called.code == 2
    assert "there is no snapshot 99" in called.err


def test_a_snapshot_to_compare_with_cannot_be_written_to(call: Call, verb_home: Home) -> None:
    number = str(snapshots.current(verb_home))
    assert call(verb_home, "sql", "delete from before.ops.totals", "--before", number).code == 2
