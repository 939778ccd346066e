"""`tinsach doctor`: is everything in its place, and if not, what to do."""

from __future__ import annotations

import click
from rich.text import Text

from flows.cells import counted, shown
from flows.checks import (
    Finding,
    check_backups,
    check_clock,
    check_decisions,
    check_folder,
    check_lock,
    check_settings,
    check_versions,
    guarded,
)
from flows.checks_messages import check_messages
from flows.checks_store import check_balance, check_integrity, check_leftovers, check_originals, check_snapshot
from flows.cli import Context
from flows.repairs import repair
from flows.screen import hanging, say
from warehouse.layout import Home
from warehouse.store import fingerprint

_CHECKS = (
    check_versions,
    check_folder,
    check_settings,
    check_lock,
    check_snapshot,
    check_integrity,
    check_leftovers,
    check_decisions,
    check_balance,
    check_originals,
    check_backups,
    check_clock,
    check_messages,
)
_SIGNS = {"ok": ("✓", "green"), "note": ("·", "cyan"), "problem": ("✗", "bold red")}


@click.command("doctor")
@click.option("--fingerprint", "only_fingerprint", is_flag=True, help="Only print a hash of the content of each table.")
@click.option(
    "--repair", "do_repair", is_flag=True, help="First do what is safe: mend the link, clean up after crashes."
)
@click.pass_obj
def command(context: Context, only_fingerprint: bool, do_repair: bool) -> int:
    """Check the home folder: settings and rules, the snapshot and its link, leftovers, the ledger's balance, the kept
    bytes, backups, the clock, messages, free space. Exits 1 when a problem remains.

    Two warehouses hold the same tables when --fingerprint prints the same lines: run ids, versions and times of
    processing are left out.

    \b
    Example: tinsach doctor --repair
             tinsach doctor --fingerprint > before.txt
    """
    home = Home(context.home_path)
    if only_fingerprint:
        for table, digest in fingerprint(home).items():
            click.echo(f"{table} {digest}")
        return 0
    if do_repair:
        done = list(repair(home))
        for step in done or ["nothing to repair"]:
            say(f"repair: {step}", "cyan")
    findings = [finding for check in _CHECKS for finding in guarded(check, home)]
    for finding in findings:
        _show(finding)
    n_problems = sum(finding.level == "problem" for finding in findings)
    if n_problems:
        say(counted(n_problems, "problem"), "bold red")
    return 1 if n_problems else 0


def _show(finding: Finding) -> None:
    sign, style = _SIGNS[finding.level]
    hanging(Text(f"{sign} ", style), Text(shown(finding.what)))
    if finding.remedy:
        hanging(Text("  → "), Text(shown(finding.remedy)))
