"""The gate: may what is staged be published, or is the run held?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from expectations.rules import Rule


@dataclass(frozen=True)
class Reason:
    """One reason to hold a run or to fail an audit, as data: what is `broken`, `errored`, `missing` (a rule, `code`) or
    `quarantined` (too many files). `unexpected` of `checked` rows or files; `limit` is a share. As text: a sentence."""

    kind: Literal["broken", "errored", "missing", "quarantined"]
    code: str
    unexpected: int = 0
    checked: int = 0
    limit: float = 0.0
    detail: str = ""

    def __str__(self) -> str:
        if self.kind == "errored":
            return f"{self.code} could not be computed: {self.detail}"
        if self.kind == "missing":
            return f"{self.code} was not computed"
        if self.kind == "broken":
            return f"{self.code}: {self.unexpected:,} of {self.checked:,} rows break it"
        return (
            f"{self.unexpected:,} of {self.checked:,} new files were quarantined "
            f"({self.unexpected / self.checked:.0%}), more than {self.limit:.0%}"
        )


@dataclass(frozen=True)
class Verdict:
    """What to do with a run, and why: a sentence for each reason to hold it, none when it may be published; `findings`
    are the same as data."""

    action: Literal["publish", "hold"]
    reasons: tuple[str, ...]
    findings: tuple[Reason, ...] = field(default=(), compare=False)


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
    findings = [*_uncomputed(results, rules), *_broken(results.filter(pl.col("rule").is_in(sorted(of_table))))]
    if n_files_new >= min_files and n_quarantined > max_quarantined_share * n_files_new:
        code = "quarantined_share"
        findings.append(Reason("quarantined", code, n_quarantined, n_files_new, max_quarantined_share))
    return Verdict("hold" if findings else "publish", tuple(map(str, findings)), tuple(findings))


def audit_findings(results: pl.DataFrame, rules: Sequence[Rule]) -> tuple[Reason, ...]:
    """Why an audit of the whole warehouse fails: every broken critical rule, whatever its level, and every error."""
    return (*_uncomputed(results, rules), *_broken(results))


def audit_failures(results: pl.DataFrame, rules: Sequence[Rule]) -> tuple[str, ...]:
    """`audit_findings` as sentences."""
    return tuple(map(str, audit_findings(results, rules)))


def _broken(results: pl.DataFrame) -> list[Reason]:
    broken = results.filter((pl.col("severity") == "critical") & ~pl.col("success") & ~pl.col("errored"))
    columns = broken.select("rule", "unexpected", "checked").iter_rows()
    return [Reason("broken", rule, unexpected, checked) for rule, unexpected, checked in columns]


def _uncomputed(results: pl.DataFrame, rules: Sequence[Rule]) -> list[Reason]:
    """Rules without an answer: errored ones, and active ones that the results don't mention."""
    answered = set(results["rule"])
    errored = results.filter(pl.col("errored")).select("rule", "detail").iter_rows()
    return [
        *(Reason("errored", rule, detail=detail) for rule, detail in errored),
        *(Reason("missing", rule.rule) for rule in rules if rule.active and rule.rule not in answered),
    ]
