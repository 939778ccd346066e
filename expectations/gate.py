"""The gate: may what is staged be published, or is the run held?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from expectations.rules import Rule


@dataclass(frozen=True)
class Verdict:
    """What to do with a run, and why: a sentence for each reason to hold it, none when it may be published."""

    action: Literal["publish", "hold"]
    reasons: tuple[str, ...]


def judge(
    results: pl.DataFrame, rules: Sequence[Rule], *,
    n_files_new: int, n_quarantined: int, max_quarantined_share: float, min_files: int,
) -> Verdict:  # fmt: skip
    """The verdict on a staged run, from the suite's `results` and the run's numbers of files.

    A broken critical *table* rule holds the run, as does any rule that could not be computed or was not asked, and a
    share of quarantined files above the threshold once `min_files` are new. Critical file and article rules don't: they
    quarantine their files and the rest goes on.
    """
    of_table = {rule.rule for rule in rules if rule.level == "table"}
    reasons = [*_uncomputed(results, rules), *_broken(results.filter(pl.col("rule").is_in(sorted(of_table))))]
    if n_files_new >= min_files and n_quarantined > max_quarantined_share * n_files_new:
        share = n_quarantined / n_files_new
        reasons.append(
            f"{n_quarantined:,} of {n_files_new:,} new files were quarantined ({share:.0%}), "
            f"more than {max_quarantined_share:.0%}"
        )
    return Verdict("hold" if reasons else "publish", tuple(reasons))


def audit_failures(results: pl.DataFrame, rules: Sequence[Rule]) -> tuple[str, ...]:
    """Why an audit of the whole warehouse fails: every broken critical rule, whatever its level, and every error."""
    return (*_uncomputed(results, rules), *_broken(results))


def _broken(results: pl.DataFrame) -> list[str]:
    broken = results.filter((pl.col("severity") == "critical") & ~pl.col("success") & ~pl.col("errored"))
    columns = broken.select("rule", "unexpected", "checked").iter_rows()
    return [f"{rule}: {unexpected:,} of {checked:,} rows break it" for rule, unexpected, checked in columns]


def _uncomputed(results: pl.DataFrame, rules: Sequence[Rule]) -> list[str]:
    """Rules without an answer: errored ones, and active ones that the results don't mention."""
    answered = set(results["rule"])
    errored = results.filter(pl.col("errored")).select("rule", "detail").iter_rows()
    return [
        *(f"{rule} could not be computed: {detail}" for rule, detail in errored),
        *(f"{rule.rule} was not computed" for rule in rules if rule.active and rule.rule not in answered),
    ]
