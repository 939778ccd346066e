"""Write the pages of docs/ that are derived from the code: tables, rules, command line, settings.

    python docs/generate.py [--check]

With --check nothing is written; the names of pages that are out of date are printed, and the exit code is 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import duckdb

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from expectations.rulebook import rulebook  # noqa: E402
from expectations.rules import load_rules  # noqa: E402
from flows.cli import VERBS, tinsach  # noqa: E402
from flows.settings import settings_rows  # noqa: E402
from flows.settings_groups import GROUPS  # noqa: E402
from transforms import errors  # noqa: E402
from transforms.schema import KINDS, TABLES  # noqa: E402
from transforms.schema_types import Table  # noqa: E402
from warehouse import tables  # noqa: E402

WIDTH = 100

SCHEMAS = {
    "news": "what the files say",
    "quality": "what was judged, and what people decided",
    "ops": "what was done: the ledger of files, and the runs",
}

TABLES_HEAD = """# Tables

Made from `transforms/schema*.py` and `warehouse/sql/views/`; don't edit it by hand.

Every table can be queried by its short name (`from articles`) or with its schema (`from news.articles`), with
`tinsach sql` and with any DuckDB client that opens `HOME/published/warehouse.duckdb` read-only; `describe articles`
shows its columns there too. A *view* is computed when it is read. Columns marked \\* may differ between two runs over
the same files (run ids, times of processing); all others depend on the files, the rules and the settings.
"""

COMMANDS_HEAD = """# Command line

Made from `flows/cli.py` and `flows/verbs/`; don't edit it by hand.
"""

SETTINGS_HEAD = """# Settings

Made from `flows/settings_groups.py`; don't edit it by hand.

They stand in `HOME/tinsach.toml`, which `tinsach init` writes with every setting explained. An environment variable is
stronger than the file, a flag of the command line stronger than both. `TINSACH_HOME` says where HOME is. Unknown names
and values that do not fit are refused, with file and line.
"""


def pages() -> dict[str, str]:
    """File name to Markdown, of every derived page."""
    return {
        "tables.md": _tables(),
        "rules.md": rulebook(load_rules()).rstrip("\n") + "\n",
        "commands.md": _commands(),
        "settings.md": _settings(),
    }


def stale(folder: Path = FOLDER) -> list[str]:
    """Names of the pages in `folder` that are not what the code says."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Write the pages, or check them. Returns the exit code."""
    names = stale()
    if "--check" in sys.argv[1:]:
        sys.stdout.writelines(f"docs/{name} is out of date: run `make docs`\n" for name in names)
        return 1 if names else 0
    fresh = pages()
    for name in names:
        (FOLDER / name).write_text(fresh[name], encoding="utf-8")
        sys.stdout.write(f"wrote docs/{name}\n")
    return 0


def _tables() -> str:
    parts = [TABLES_HEAD]
    with duckdb.connect() as con:
        tables.define(con)
        for schema, meaning in SCHEMAS.items():
            parts.append(f"## {schema}: {meaning}\n")
            parts.extend(_contract_table(table) for table in TABLES.values() if table.schema == schema)
            parts.extend(_further_view(con, schema, *view) for view in _further_views(con, schema))
    parts.append("## Kinds of lines\n\nEvery line of a file has one of these in `lines.kind`.\n")
    parts.append(_table(("kind", "meaning"), ((f"`{kind.kind}`", kind.meaning) for kind in KINDS)))
    return "\n".join(parts)


def _contract_table(table: Table) -> str:
    star = "\\*"
    rows = [
        (f"`{column.name}`{star if column.is_processing else ''}", column.sql_type, column.meaning)
        for column in table.columns
    ]
    return _section(table.qualified + ("" if table.is_base else " (view)"), table.meaning, rows)


def _further_views(con: duckdb.DuckDBPyConnection, schema: str) -> list[tuple[str, str]]:
    """Views beside the tables of the schema, with their comments: what pages of the dashboard show."""
    query = "select view_name, comment from duckdb_views() where not internal and schema_name = ? order by view_name"
    views = con.execute(query, [schema]).fetchall()
    return [(name, comment or "") for name, comment in views if f"{schema}.{name}" not in TABLES]


def _further_view(con: duckdb.DuckDBPyConnection, schema: str, name: str, comment: str) -> str:
    """A view's columns; one without a comment means the same as the column of that name elsewhere in the schema."""
    columns = con.execute(
        """
        select column_name, data_type, coalesce(comment, arg_min(comment, table_name) over (partition by column_name))
        from duckdb_columns() where schema_name = $schema and not internal
        qualify table_name = $name order by column_index
        """,
        {"schema": schema, "name": name},
    ).fetchall()
    rows = [(f"`{column}`", dtype.replace(" WITH TIME ZONE", "TZ"), words or "") for column, dtype, words in columns]
    return _section(f"{schema}.{name} (view)", comment, rows)


def _section(title: str, meaning: str, columns: Iterable[Iterable[str]]) -> str:
    return f"### {title}\n\n{_sentence(meaning)}\n\n{_table(('column', 'type', 'meaning'), columns)}"


def _commands() -> str:
    codes = [(str(kind.exit_code), _first_line(kind)) for kind in _error_classes() if kind is not errors.TinsachError]
    listed = _table(("verb", "does"), ((f"[`{verb}`](#tinsach-{verb})", text) for verb, text in VERBS.items()))
    ends = _table(("exit code", "when"), [("0", "Done; also when files were quarantined."), *codes])
    root = click.Context(tinsach, info_name="tinsach", terminal_width=WIDTH, **tinsach.context_settings)
    parts = [COMMANDS_HEAD, _help(root), listed, "## Exit codes\n", ends]
    for verb in VERBS:
        command = tinsach.get_command(root, verb)
        if command is None:
            raise LookupError(f"the verb {verb} has no command")
        for context in _walk(command, root):
            path = context.command_path
            parts += [f"{'#' * len(path.split())} {path}\n", _help(context)]
    return "\n".join(parts)


def _walk(command: click.Command, parent: click.Context) -> Iterator[click.Context]:
    """A command and all below it, each in the context that it is called in."""
    context = click.Context(command, info_name=command.name, parent=parent, **command.context_settings)
    yield context
    if isinstance(command, click.Group):
        for one in command.commands.values():
            yield from _walk(one, context)


def _help(context: click.Context) -> str:
    """What `--help` prints, at a fixed width."""
    return f"```\n{context.command.get_help(context)}\n```\n"


def _error_classes() -> Iterable[type[errors.TinsachError]]:
    return [errors.TinsachError, *sorted(errors.TinsachError.__subclasses__(), key=lambda kind: kind.exit_code)]


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]


def _settings() -> str:
    groups = {"sources": None, **GROUPS}
    rows = settings_rows()
    parts = [SETTINGS_HEAD]
    for group, kind in groups.items():
        meaning = _first_line(kind) if kind else "Places where files arrive; one `[[sources]]` table for each."
        parts.append(f"## {group}\n\n{meaning}\n")
        of_group = [row for row in rows if row["setting"].split(".")[0] == group]
        parts.append(_table(("setting", "default", "allowed", "meaning", "environment"), map(_setting_cells, of_group)))
    return "\n".join(parts)


def _setting_cells(row: dict[str, str]) -> tuple[str, ...]:
    return _code(row["setting"]), _code(row["default"]), row["allowed"], row["meaning"], _code(row["variable"])


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:].rstrip(".") + "."


if __name__ == "__main__":
    sys.exit(main())
