"""`tinsach sql`: somebody's query on what is published. Only click, DuckDB and the store are imported for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click
import duckdb

from flows.cells import cell
from flows.cli import Context
from flows.querying import When, limited_reader, run_all, statements
from flows.row_formats import WRITERS, column_names
from flows.settings import load
from flows.settings_groups import Sql
from transforms.errors import ConfigurationError
from warehouse.layout import Home
from warehouse.runner import literal

FORMATS = ("table", "csv", "json", "jsonl", "parquet")
_ENDINGS = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
_TABLE_ROWS = 1000
_HINT = "give it more with --timeout"
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "U")


@click.command("sql")
@click.argument("query", required=False)
@click.option("-f", "--file", "file", type=click.Path(path_type=Path), metavar="FILE", help="Read the query from FILE.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How rows are written; else by the ending of -o, else table on a terminal and csv in a pipe.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE, or leave it be.")
@click.option(
    "--timeout", type=float, metavar="SECONDS", help="Break it off after so long, instead of sql.max_seconds."
)
@click.option("--snapshot", type=click.IntRange(1), metavar="N", help="Ask this earlier snapshot instead.")
@click.option("--before", type=click.IntRange(1), metavar="N", help="Attach this snapshot too, as before.TABLE.")
@click.pass_obj
def command(
    context: Context, query: str | None, file: Path | None, form: str | None, output: Path | None,
    timeout: float | None, snapshot: int | None, before: int | None,
) -> None:  # fmt: skip
    """Query what is published, read-only, also while a run is working. Without QUERY and -f, standard input is read.

    Every table of docs/tables.md is there under its name; `describe articles` says what a table holds, `show tables`
    which there are. csv has a header line, jsonl one object a line; times are ISO 8601 in UTC, lists and structs JSON,
    NaN is null; in csv a text that looks like a formula has an apostrophe in front. A query may take sql.max_seconds
    (--timeout). Several statements (a temp table, then a select) run in order; the rows of the last are written. The
    last snapshots are kept (store.keep_snapshots): --snapshot asks one of them, --before compares with one.

    \b
    Example: tinsach sql "select outlet, count(*) from articles group by all order by 2 desc"
             tinsach sql -f report.sql --format jsonl -o report.jsonl
             tinsach sql --before 7 "select title from articles except select title from before.articles"
    """
    text = _query(query, file)
    chosen = form or _default_format(output)
    home = Home(context.home_path)
    limits, when = _limits(home, timeout), When(snapshot, before)
    if chosen == "parquet":
        _write_parquet(home, text, output, limits, when)
    elif output is None:
        _print(home, text, chosen, limits, when)
    else:
        with _whole(output) as draft, draft.open("w", encoding="utf-8", newline="") as out:
            _write(home, text, chosen, out, limits, when)


def _limits(home: Home, timeout: float | None) -> Sql:
    limits = load(home.root, environment=os.environ).sql
    return limits if timeout is None else replace(limits, max_seconds=timeout)


def _query(query: str | None, file: Path | None) -> str:
    if query is not None and file is not None:
        raise ConfigurationError("a query and -f FILE: give one of them")
    if query is not None:
        return query
    if file is None:
        if sys.stdin.isatty():
            raise ConfigurationError("no query: `tinsach sql 'select …'`, -f FILE, or one on standard input")
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot read the query from {file}: {error}") from error


def _default_format(output: Path | None) -> str:
    if output is not None:
        return _ENDINGS.get(output.suffix.lower(), "csv")
    return "table" if sys.stdout.isatty() else "csv"


def _print(home: Home, text: str, form: str, limits: Sql, when: When) -> None:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # the rows are Vietnamese, whatever the locale says
    _write(home, text, form, sys.stdout, limits, when)


def _write(home: Home, text: str, form: str, out: TextIO, limits: Sql, when: When) -> None:
    with limited_reader(home, limits.max_seconds, limits.max_temporary_bytes, _HINT, when=when) as con:
        result = run_all(con, text)
        if form == "table":
            _write_table(result, out)
        else:
            WRITERS[form](result, out)


def _write_table(result: duckdb.DuckDBPyConnection, out: TextIO) -> None:
    from flows.screen import record_table, say  # late: the other formats do without Rich

    rows = [[cell(value) for value in row] for row in result.fetchmany(_TABLE_ROWS + 1)]
    is_cut = len(rows) > _TABLE_ROWS
    types = [str(column[1]) for column in result.description or ()]
    are_numbers = [written.startswith(_NUMBERS) and "[" not in written for written in types]
    more = f"the first {_TABLE_ROWS:,} rows; --format csv writes all" if is_cut else f"{len(rows):,} rows"
    with redirect_stdout(out):
        record_table(column_names(result), rows[:_TABLE_ROWS], are_numbers)
        say("1 row" if len(rows) == 1 else more, "dim")


def _write_parquet(home: Home, text: str, output: Path | None, limits: Sql, when: When) -> None:
    if output is None:
        raise ConfigurationError("parquet goes to a file: add -o FILE")
    with (
        _whole(output) as draft,
        limited_reader(home, limits.max_seconds, limits.max_temporary_bytes, _HINT, draft, when) as con,
    ):
        *before, last = statements(con, text)
        for statement in before:
            con.execute(statement)
        # the line break keeps a comment at the end of the query from swallowing what follows it
        con.execute(f"copy ({last.query.strip()}\n) to {literal(draft.absolute())} (format parquet, compression zstd)")


@contextmanager
def _whole(output: Path) -> Iterator[Path]:
    """A draft beside `output` that takes its place at the end; what is no ordinary file is written to directly."""
    if not output.absolute().parent.is_dir():
        raise ConfigurationError(f"cannot write to {output}: there is no folder {output.parent}")
    if output.exists() and not output.is_file():
        draft = output
    else:
        draft = output.with_name(f".{output.name}.{os.getpid()}.tmp")
    try:
        yield draft
        if draft != output:
            os.replace(draft, output)
    except OSError as error:
        raise ConfigurationError(f"cannot write to {output} ({error.strerror}); choose another with -o") from error
    finally:
        if draft != output:
            draft.unlink(missing_ok=True)
