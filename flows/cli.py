"""The command line: one thin command for each verb, one exit code for each kind of error.

Each verb lives in `flows/verbs/<verb>.py` and is imported when it is called, so `--help` and `sql` start fast.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from flows.cells import shown
from flows.machine import of_the_machine, of_the_store
from transforms.errors import TinsachError

# verb: what it does, as `--help` shows it. The module of a verb has the same name and a command called `command`.
VERBS = {
    "init": "Make a home folder with an annotated tinsach.toml.",
    "run": "Ingest everything new, audit it, publish it.",
    "up": "Everything on this machine: Prefect server, schedule, dashboard.",
    "serve": "Only the scheduled runs, against a Prefect server that exists.",
    "audit": "Judge the whole warehouse by all rules.",
    "sql": "Query what is published, read-only, while jobs run.",
    "show": "An article or file, line by line, with its flags and duplicates.",
    "flags": "The steward's work list; acknowledge, dismiss, reopen.",
    "correct": "What was read wrong, put right by hand: title, outlet, date, kinds of lines.",
    "duplicates": "Clusters of articles with the same text, and who was first.",
    "rules": "The catalogue of rules.",
    "quarantine": "What could not be loaded, and why; release, discard.",
    "held": "Runs that the quality gate held; accept, discard.",
    "takedown": "Remove an article for good, and never load it again.",
    "replay": "The kept originals through today's transforms and rules.",
    "dashboard": "The data-quality dashboard.",
    "docs": "Great Expectations Data Docs: what each audit counted, as pages.",
    "messages": "Who is told what; tell what is due; try it.",
    "export": "The corpus as Parquet or JSON lines, with a datasheet.",
    "maintain": "The nightly upkeep: learn page furniture, prune, compact, back up.",
    "backup": "The whole home as one file, also while runs work.",
    "restore": "A home from a backup.",
    "rollback": "Go back to an earlier snapshot.",
    "doctor": "Check the home folder; say what to do.",
}


# To see whether the first parameter of a query is one of pandas' own values, DuckDB imports all of pandas where it can:
# half of the time of these verbs, none of which has to do with it.
_WITHOUT_PANDAS = {"show", "flags", "correct", "duplicates", "quarantine", "held"}


@dataclass(frozen=True)
class Context:
    """What every verb gets: the home folder, and whether to show tracebacks."""

    home_path: Path
    is_debug: bool


class _Verbs(click.Group):
    is_whole_process = False  # nothing but one verb will run here

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        if self.is_whole_process and cmd_name in _WITHOUT_PANDAS:
            sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]  # as Python marks what cannot be imported
        module = importlib.import_module(f"flows.verbs.{cmd_name}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        # Before click does, which would exit with 1: the reader of our output, such as `head`, has seen enough.
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--home", metavar="DIR", help="Where the data lives (else TINSACH_HOME, else ./data).")
@click.option("--debug", is_flag=True, help="Show a traceback with an error.")
@click.version_option(package_name="tinsach", message="tinsach %(version)s")
@click.pass_context
def tinsach(ctx: click.Context, home: str | None, debug: bool) -> None:
    """Clean news: article files become audited DuckDB tables, and every flaw is traced to its line.

    Exit codes: 0 done; 1 the quality gate held the run or an audit failed; 2 usage or configuration;
    3 a source or the store could not be used; 4 another run holds the warehouse.
    """
    ctx.obj = Context(Path(os.path.abspath(home or os.environ.get("TINSACH_HOME") or "data")), debug)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    _Verbs.is_whole_process = True
    sys.exit(run_cli(sys.argv[1:]))


def run_cli(arguments: list[str]) -> int:
    """Run one command; an error that a user can mend is one line on standard error. Returns the exit code."""
    try:
        result = tinsach.main(arguments, prog_name="tinsach", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (TinsachError, OSError) as error:
        if "--debug" in arguments:
            traceback.print_exc()
        mendable = error if isinstance(error, TinsachError) else of_the_machine(error)
        click.echo(f"tinsach: {shown(mendable)}", err=True)
        return mendable.exit_code
    except Exception as error:  # DuckDB's errors, without importing it to name them; all others are raised again
        broken = of_the_store(error)
        if broken is None or "--debug" in arguments:
            raise
        click.echo(f"tinsach: {shown(broken)}", err=True)
        return broken.exit_code
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    main()
