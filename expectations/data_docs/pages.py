"""The pages of the site: an index, one page for each audited run, and the suites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from great_expectations.render.components import RenderedSectionContent

from expectations.data_docs.blocks import escaped, number, prescription, results_table, section, severity, table
from expectations.data_docs.validation import Validation, outcome_of
from expectations.data_docs.view import PageView
from expectations.record import SEVERITIES
from expectations.rules import Rule, rules_version

_SUITES = "suites.html"
_ORDER = ("errored", "broken", "kept")
_OTHER_RULES = (
    "The rules have changed since this run: counts are those of the run, expectations and descriptions those of today."
)


def pages(
    validations: Sequence[Validation], rules: Sequence[Rule], *, made_at: datetime, version: str
) -> dict[str, str]:
    """The whole site, file name to HTML; `validations` the latest first, `rules` those of today, inactive ones too."""
    view = PageView(made_at, version)
    active = [rule for rule in rules if rule.active]
    known = {rule.rule: rule for rule in rules}
    made = {
        one.file: view.page(f"Run {one.run_id}", _of_run(one, known, rules_version(rules)), root="../", can_filter=True)
        for one in validations
    }
    made[_SUITES] = view.page("Expectation suites", _suites(active), root="")
    made["index.html"] = view.page("Data Docs", [_runs(validations), _suite_list(active)], root="")
    return made


def _runs(validations: Sequence[Validation]) -> RenderedSectionContent:
    broken = (f"Broken: {name}" for name in SEVERITIES)
    header = ("Run", "Flow", "Judged", "Became", "Rules kept", *broken, "Errored")
    rows = [
        (
            f'<a href="{escaped(_as_link(one.file))}">{escaped(one.run_id)}</a>', escaped(one.flow),
            _moment(one.judged_at), _status(one.status), number(one.count("kept")),
            *(number(_broken(one, name)) for name in SEVERITIES), number(one.count("errored")),
        )
        for one in validations
    ]  # fmt: skip
    return section("Audited runs", "What Great Expectations counted, the latest first.", table(header, rows))


def _suite_list(rules: Sequence[Rule]) -> RenderedSectionContent:
    rows = [
        (f'<a href="{_SUITES}#{escaped(name)}"><code>{escaped(name)}</code></a>', number(len(of_table)))
        for name, of_table in _by_table(rules).items()
    ]
    return section("Expectation suites", "One for each table that rules judge.", table(("Table", "Rules"), rows))


def _of_run(one: Validation, known: Mapping[str, Rule], version: str) -> list[RenderedSectionContent]:
    """An overview, then the tables with their rules, what is not kept first."""
    judged = [(known[row["rule"]], row) for row in sorted(one.results, key=_rank) if row["rule"] in known]
    codes = {rule.rule for rule, _ in judged}
    tables = _by_table(rule for code, rule in known.items() if code in codes)
    sections = [_overview(one, is_of_today=one.rules_version in (None, version))]
    for name in tables:
        rows = [(rule, row) for rule, row in judged if rule.table == name]
        about = ", ".join(_said(rows, outcome) for outcome in _ORDER if _said(rows, outcome))
        sections.append(section(name, about, results_table(rows, root="../")))
    gone = [row for row in one.results if row["rule"] not in known]
    return [*sections, *([_gone(gone)] if gone else [])]


def _overview(one: Validation, *, is_of_today: bool) -> RenderedSectionContent:
    facts = (
        ("Run", escaped(one.run_id)), ("Flow", escaped(one.flow)), ("Judged", _moment(one.judged_at)),
        ("Became", _status(one.status)), ("Because", escaped(one.detail)),
        *((f"Rules {outcome}", str(one.count(outcome))) for outcome in reversed(_ORDER)),
    )  # fmt: skip
    about = (
        "Rows checked are those that a rule applies to. An unexpected row breaks the rule; a rule is kept while enough "
        "rows are good. A rule that errored could not be computed: it neither passed nor failed. "
        "A broken critical rule about files or articles sent them to quarantine; one about a table held the run."
    )
    if not is_of_today:
        about += " " + _OTHER_RULES
    return section("Overview", about, table(("Fact", "Value"), [fact for fact in facts if fact[1]]))


def _gone(rows: Iterable[Mapping[str, Any]]) -> RenderedSectionContent:
    cells = [
        (outcome_of(row), f"<code>{escaped(row['rule'])}</code>", severity(row["severity"]), number(row["checked"]),
         number(row["unexpected"]), escaped(row["detail"]))
        for row in rows
    ]  # fmt: skip
    header = ("Status", "Rule", "Severity", "Rows checked", "Unexpected", "Detail")
    return section("Rules of then", "They are not in the catalogue any more.", table(header, cells))


def _suites(rules: Sequence[Rule]) -> list[RenderedSectionContent]:
    header = ("Rule", "Severity", "Dimension", "Expectation", "Must hold for", "What is wrong")
    sections = []
    for name, of_table in _by_table(rules).items():
        rows = [
            (
                f'<code id="rule-{escaped(rule.rule)}">{escaped(rule.rule)}</code>', severity(rule.severity),
                escaped(rule.dimension), prescription(rule), _share(rule.must_hold),
                f'{escaped(rule.description)}<span class="about" lang="vi">{escaped(rule.description_vi)}</span>',
            )
            for rule in of_table
        ]  # fmt: skip
        sections.append(section(name, "", table(header, rows)))
    return sections


def _by_table(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    tables: dict[str, list[Rule]] = {}
    for rule in rules:
        tables.setdefault(rule.table, []).append(rule)
    return tables


def _rank(row: Mapping[str, Any]) -> tuple[int, int, int]:
    severities = (*SEVERITIES, row["severity"])
    return _ORDER.index(outcome_of(row)), severities.index(row["severity"]), -(row["unexpected"] or 0)


def _said(rows: Sequence[tuple[Rule, Mapping[str, Any]]], outcome: str) -> str:
    count = sum(outcome_of(row) == outcome for _, row in rows)
    return f"{count} {outcome}" if count else ""


def _broken(one: Validation, name: str) -> int:
    return sum(outcome_of(row) == "broken" and row["severity"] == name for row in one.results)


def _status(status: str | None) -> str:
    return f'<span class="status status-{escaped(status)}">{escaped(status)}</span>' if status else ""


def _moment(when: datetime | None) -> str:
    return f'<span class="moment">{when:%Y-%m-%d %H:%M} UTC</span>' if when else ""


def _share(must_hold: float) -> str:
    return "all rows" if must_hold == 1 else f"{100 * must_hold:g}% of the rows"


def _as_link(file: str) -> str:
    """A name that holds escapes itself, as an address."""
    return file.replace("%", "%25")
