"""The gate: may what is staged be published, or is the run held?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from expectations.record import SEVERITIES
from expectations.rules import Rule

QUARANTINED = "quarantined_share"


@dataclass(frozen=True)
class Reason:
    """One reason to hold a run or to fail an audit, as data: what is `broken`, `errored`, `missing` (a rule, `code`),
    `over` its limit, a `jump` above what is usual, or `quarantined` (too many files; `quarantined_jump`: many more than
    usual). `unexpected` of `checked` rows or files; `limit` and `usual` are shares. As text: a sentence."""

    kind: Literal["broken", "errored", "missing", "quarantined", "over", "jump", "quarantined_jump"]
    code: str
    unexpected: int = 0
    checked: int = 0
    limit: float = 0.0
    detail: str = ""
    usual: float = 0.0

    def __str__(self) -> str:
        if self.kind == "errored":
            return f"{self.code} could not be computed: {self.detail}"
        if self.kind == "missing":
            return f"{self.code} was not computed"
        if self.kind == "broken":
            return f"{self.code}: {self.unexpected:,} of {self.checked:,} rows break it"
        if self.kind in ("over", "jump"):
            found = f"{self.code}: {self.unexpected:,} of {self.checked:,} rows break it"
        else:
            found = f"{self.unexpected:,} of {self.checked:,} new files were quarantined"
        return f"{found} ({_share(self.unexpected / self.checked)}), {self._than()}"

    def _than(self) -> str:
        is_jump = self.kind in ("jump", "quarantined_jump")
        return f"far more than the usual {_share(self.usual)}" if is_jump else f"more than {_share(self.limit)}"


@dataclass(frozen=True)
class Limits:
    """When a run is held besides broken table rules, as shares of its new files or judged rows.

    Absolute: of quarantined files from `min_files` on, of rows for each rule of `max_rule_shares`. Relative to what is
    usual: `quarantined_factor` times it; rules of severity `jumps` or graver so much above (`jump_share`, of lines
    `jump_line_share`) and `jump_factor` times it, from `jump_rows` on. None: never.
    """

    max_quarantined_share: float
    min_files: int
    quarantined_factor: float | None = None
    max_rule_shares: Mapping[str, float] = field(default_factory=dict)
    jumps: str | None = None
    jump_share: float = 0.2
    jump_line_share: float = 0.02
    jump_factor: float = 3.0
    jump_rows: int = 50


@dataclass(frozen=True)
class Verdict:
    """What to do with a run, and why: a sentence for each reason to hold it, none when it may be published; `findings`
    are the same as data."""

    action: Literal["publish", "hold"]
    reasons: tuple[str, ...]
    findings: tuple[Reason, ...] = field(default=(), compare=False)


def judge(
    results: pl.DataFrame, rules: Sequence[Rule], limits: Limits, *,
    n_files_new: int, n_quarantined: int, usual: Mapping[str, float] | None = None,
) -> Verdict:  # fmt: skip
    """The verdict on a staged run, from the suite's `results`, the run's numbers of files, and the `usual` share of
    rows by rule, where there is a history (of quarantined files as `quarantined_share`).

    A broken critical *table* rule holds the run, as does any rule that could not be computed or was not asked, and what
    `limits` say. Critical file and article rules don't by themselves: they quarantine their files and the rest goes on.
    """
    of_table = {rule.rule for rule in rules if rule.level == "table"}
    findings = [
        *_uncomputed(results, rules),
        *_broken(results.filter(pl.col("rule").is_in(sorted(of_table)))),
        *_quarantined(n_quarantined, n_files_new, limits, usual or {}),
        *_shares(results, rules, limits, usual or {}),
    ]
    return Verdict("hold" if findings else "publish", tuple(map(str, findings)), tuple(findings))


def _quarantined(n_files: int, n_new: int, limits: Limits, usual: Mapping[str, float]) -> list[Reason]:
    """Too many quarantined files, by themselves or beside what is usual."""
    if n_new < limits.min_files:
        return []
    if n_files > limits.max_quarantined_share * n_new:
        return [Reason("quarantined", QUARANTINED, n_files, n_new, limits.max_quarantined_share)]
    before = usual.get(QUARANTINED)
    if limits.quarantined_factor is None or before is None or n_files <= limits.quarantined_factor * before * n_new:
        return []
    return [Reason("quarantined_jump", QUARANTINED, n_files, n_new, usual=before)]


def _shares(results: pl.DataFrame, rules: Sequence[Rule], limits: Limits, usual: Mapping[str, float]) -> list[Reason]:
    """Rules that more rows break than may, by themselves or beside what is usual."""
    levels = {rule.rule: rule.level for rule in rules}
    found = []
    for row in results.filter(~pl.col("errored") & (pl.col("unexpected") > 0)).iter_rows(named=True):
        rule, unexpected, checked = row["rule"], row["unexpected"], row["checked"]
        limit = limits.max_rule_shares.get(rule)
        if limit is not None and unexpected > limit * checked:
            found.append(Reason("over", rule, unexpected, checked, limit))
        elif _is_jump(row, levels.get(rule), limits, usual.get(rule)):
            found.append(Reason("jump", rule, unexpected, checked, usual=usual[rule]))
    return found


def _is_jump(row: Mapping[str, Any], level: str | None, limits: Limits, usual: float | None) -> bool:
    if limits.jumps is None or usual is None or row["checked"] < limits.jump_rows:
        return False
    is_grave = SEVERITIES.index(row["severity"]) <= SEVERITIES.index(limits.jumps)
    share = row["unexpected"] / row["checked"]
    least = limits.jump_line_share if level == "line" else limits.jump_share
    return is_grave and share - usual >= least and share >= limits.jump_factor * usual


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


def _share(value: float) -> str:
    """`12%`, of small ones `0.4%`."""
    return f"{value:.0%}" if value >= 0.1 or not value else f"{value:.1%}"
