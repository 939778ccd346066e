"""`tinsach run`: one ingest of everything new."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import click

from flows.cli import Context


@click.command("run")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
@click.option("--dry-run", is_flag=True, help="Only say what would be read.")
@click.option("--profile", type=click.Choice(["corpus"]), help="Also judge by the corpus heuristics, which take long.")
@click.option("--prefect/--no-prefect", default=None, help="Insist on Prefect, or do without it.")
@click.option(
    "--scheduled", is_flag=True, hidden=True, help="As a scheduled tick: growing files are left for the next."
)
@click.pass_obj
def command(
    context: Context, sources: tuple[str, ...], as_json: bool, dry_run: bool, profile: str | None,
    prefect: bool | None, scheduled: bool,
) -> int:  # fmt: skip
    """Ingest everything new in SOURCE (folders, files, globs), else in the sources of tinsach.toml.

    Exits 0 also when files were quarantined, 1 when the quality gate held the run.

    Example: tinsach run examples/articles
    """
    from flows.settings import load
    from transforms.errors import ConfigurationError
    from warehouse.layout import Home

    home = Home(context.home_path)
    flags = {"sources": list(sources) or None, "profiles.corpus": "on" if profile else None}
    settings = load(home.root, environment=os.environ, flags=flags)
    if not settings.sources:
        raise ConfigurationError(
            f"no source: name a folder (`tinsach run FOLDER`) or set one in {home.settings} (`tinsach init` writes it)"
        )
    if dry_run:
        return _dry_run(home, settings, as_json)
    before = _corrections(home)
    done = _run(home, settings, prefect, scheduled, quiet=as_json)
    corrected = len(before - _corrections(home))
    return _report(home, done, corrected, as_json=as_json)


def _corrections(home: Any) -> set[str]:
    """The decisions about corrections that wait for a run."""
    from warehouse.corrections import FAMILY
    from warehouse.store import pending_decisions

    return {decision.decision_id for decision in pending_decisions(home) if decision.family == FAMILY}


def _report(home: Any, done: Any, corrected: int, *, as_json: bool) -> int:
    outcome, planned, seconds = done
    summary = {**_plain(outcome.record), "flags": outcome.flags, "files_waiting": planned.files_waiting}
    summary["corrections_applied"] = corrected
    summary["seconds_by_stage"] = {name: round(value, 3) for name, value in seconds.items()}
    summary["seconds"] = round(sum(seconds.values()), 3)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        from flows.summary import show_summary

        show_summary(outcome, planned, summary, home)
    return 1 if outcome.status == "held" else 0


def _run(home: Any, settings: Any, prefect: bool | None, scheduled: bool, *, quiet: bool) -> Any:
    if prefect is not False:
        from flows.orchestration import prefect_answers, prefect_api, without_telemetry

        if prefect_answers(insist=prefect is True):
            click.echo(f"tinsach: with Prefect at {prefect_api()}", err=True)
            without_telemetry()
            from flows.ingest import ingest_with_prefect

            return ingest_with_prefect(home, settings, is_scheduled=scheduled)
        why = f"{prefect_api()} does not answer" if prefect_api() else "PREFECT_API_URL is not set"
        click.echo(f"tinsach: without Prefect, in this process ({why})", err=True)
    from flows.local import ingest, no_progress
    from flows.summary import progress_bar

    with progress_bar(is_shown=not quiet and sys.stderr.isatty()) as progress:
        return ingest(home, settings, settings.sources, is_scheduled=scheduled, progress=progress or no_progress)


def _dry_run(home: Any, settings: Any, as_json: bool) -> int:
    from flows.sources import find
    from warehouse.store import known_files, open_reader

    found = find(
        settings.sources, max_file_bytes=settings.reading.max_file_bytes, configured=settings.configured, home=home.root
    )
    with open_reader(home) as con:
        new = found.files.join(known_files(con), on=["uri", "size_bytes", "modified_at"], how="anti")
    counts = {
        "files_seen": found.files.height + found.skipped.height,
        "files_new": new.height,
        "files_skipped": found.skipped.height,
        "files_left_out": found.n_left_out,
    }
    if as_json:
        click.echo(json.dumps({**counts, "uris": new["uri"].to_list()}, ensure_ascii=False))
        return 0
    for uri in new["uri"].head(20):
        click.echo(uri)
    more = " (the first 20 above)" if new.height > 20 else ""
    click.echo(f"{counts['files_seen']:,} files found, {new.height:,} would be read{more}; nothing was done")
    return 0


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """The record with times as ISO text and JSON columns as objects."""
    plain = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in record.items()}
    for name in ("versions", "rows_by_stage"):
        plain[name] = json.loads(record[name])
    return plain
