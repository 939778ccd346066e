"""`tinsach correct`: what was read wrong, put right by hand."""

from __future__ import annotations

import sys
from typing import Any

import click

from flows.cells import counted, shown
from flows.cli import Context
from flows.corrections_screen import FIELD_NAMES
from flows.deciding import decide, decision_options, session_user
from flows.lookup import call, short
from flows.screen import Column, say, table
from transforms.errors import ConfigurationError, UnreachableError
from warehouse import corrections, decisions
from warehouse.layout import Home
from warehouse.runner import fetch, sql
from warehouse.store import open_reader

_COLUMNS = (
    Column("id"),
    Column("status"),
    Column("file", can_shrink=True),
    Column("what"),
    Column("read", "as read", can_shrink=True),
    Column("value", "corrected", can_shrink=True),
    Column("corrected_by", "by"),
    Column("note", can_shrink=True),
)


@click.command("correct")
@click.argument("reference", metavar="[ARTICLE_OR_FILE]", required=False)
@click.option("--title", metavar="TEXT", help="The title of the article.")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--date", "published_on", metavar="YYYY-MM-DD", help="The day of publication.")
@click.option("--line", "lines", type=click.IntRange(1), multiple=True, metavar="N", help="A line; again for more.")
@click.option("--kind", metavar="KIND", help="What these lines are.")
@click.option("--withdraw", metavar="ID", help="Take a correction back: what is read counts again.")
@click.option("--list", "is_list", is_flag=True, help="The corrections, with what is read without them.")
@click.option("--all", "with_withdrawn", is_flag=True, help="With --list: withdrawn ones too.")
@click.option("--format", "form", type=click.Choice(("table", "csv", "json", "jsonl")), help="With --list.")
@decision_options
@click.pass_obj
def command(
    context: Context, /, reference: str | None, lines: tuple[int, ...], kind: str | None, withdraw: str | None,
    is_list: bool, with_withdrawn: bool, form: str | None, note: str | None, by: str | None, **fields: str | None,
) -> None:  # fmt: skip
    """Correct the title, outlet or date of an article, or the kind of lines of a file. The next run processes the file
    again with it, so that text, flags and duplicates follow; the correction is marked, and stays until withdrawn.

    An article is named as in `tinsach show`. A line's number and text never change for a content: a new version of a
    file is another content, and is not corrected. --list (as without arguments) is material for better rules: what was
    read, why, and what it is.

    \b
    Example: tinsach correct 3f2a9c01 --title "Mưa lớn ở miền Trung" --date 2025-01-15 --note "from the page"
             tinsach correct 3f2a9c01 --line 12 --line 13 --kind promo
             tinsach correct --list --format jsonl
             tinsach correct --withdraw 77b0c2d4
    """
    home = Home(context.home_path)
    values = {name: value for name, value in fields.items() if value is not None}
    _need_one_task(reference, values, lines, kind, withdraw, is_list)
    if withdraw is not None:
        _withdraw(home, withdraw, note, by)
    elif reference is not None:
        _correct(home, reference, values, lines, kind or "", note, by)
    else:
        _list(home, form or "table", with_withdrawn)


def _need_one_task(
    reference: str | None, values: dict[str, str], lines: tuple[int, ...], kind: str | None, withdraw: str | None,
    is_list: bool,
) -> None:  # fmt: skip
    is_correction = bool(reference or values or lines or kind)
    if is_correction + (withdraw is not None) + is_list > 1:
        raise ConfigurationError("correct, --withdraw and --list are three things: give one of them")
    if not is_correction:
        return
    if reference is None:
        raise ConfigurationError("name the article or file first; `tinsach correct --help` has examples")
    if bool(lines) != bool(kind):
        raise ConfigurationError("--line N and --kind KIND belong together")
    if not values and not lines:
        raise ConfigurationError("say what is wrong: --title, --outlet, --date, or --line N and --kind KIND")


def _correct(
    home: Home, reference: str, values: dict[str, str], lines: tuple[int, ...], kind: str, note: str | None,
    by: str | None,
) -> None:  # fmt: skip
    from flows.proposals import news_in, propose_fields, propose_kinds, write_down

    with open_reader(home) as con:
        proposed = propose_fields(home, con, reference, values) if values else []
        proposed += propose_kinds(home, con, reference, lines, kind) if lines else []
    new = news_in(home, proposed)
    if not new:
        click.echo("Nothing to do: it is so already.")
        return
    write_down(home, new, (by or "").strip() or session_user(), (note or "").strip() or None)
    for item in new:
        before = "nothing" if item.before is None else f"“{item.before}”"
        say(f"{_what(item.place.field, item.place.line_no)}: {before} → “{item.value}”")
        for remark in item.remarks:
            say(f"  {remark}", "yellow")
    number = counted(len(new), "correction")
    click.echo(f"{number} written down. The next `{call(home, 'run')}` applies {'it' if len(new) == 1 else 'them'}.")


def _withdraw(home: Home, start: str, note: str | None, by: str | None) -> None:
    from flows.proposals import find_correction, need_content

    correction = find_correction(home, start)
    with open_reader(home) as con:
        need_content(home, con, correction.place.file_id)
    decide(home, "correction.withdraw", [correction.place.target], note=note, by=by)
    what = _what(correction.place.field, correction.place.line_no)
    click.echo(f"Withdrawn: {what} “{shown(correction.value)}”. The next `{call(home, 'run')}` reads the file anew.")


def _what(field: str, line_no: int | None) -> str:
    return f"line {line_no}" if line_no else FIELD_NAMES[field]


def _list(home: Home, form: str, with_withdrawn: bool) -> None:
    parameters = {
        "log": corrections.as_parameter(decisions.read(home)),
        "file_id": None,
        "with_withdrawn": with_withdrawn,
    }
    with open_reader(home) as con:
        if not corrections.is_stored(con):
            raise UnreachableError(
                "an older tinsach made this warehouse; the next run that publishes adds the corrections"
            )
        if form == "table":
            _show(home, fetch(con, "queries/corrections_listed", **parameters))
            return
        from flows.row_formats import WRITERS

        WRITERS[form](con.execute(sql("queries/corrections_listed"), parameters), sys.stdout)


def _show(home: Home, rows: list[dict[str, Any]]) -> None:
    if not rows:
        say("No corrections.", "green")
        return
    listed = [
        {
            **row,
            "id": short(row["correction_id"]),
            "status": row["status"].replace("_", " "),
            "file": (row["uri"] or row["file_id"]).rpartition("/")[2] + (f"/{row['part']}" if row["part"] else ""),
            "what": _what(row["field"], row["line_no"]),
            "read": row["value_read"],
        }
        for row in rows
    ]
    table(_COLUMNS, listed)
    say()
    say(f"{counted(len(rows), 'correction')}. Withdraw one: {call(home, 'correct --withdraw ID')}", "dim")
