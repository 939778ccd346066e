"""Tables of a page. Results are counts only, so GX's own renderers are given results rebuilt from `quality.results`."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.registry import get_renderer_impl
from great_expectations.render.components import (
    CollapseContent,
    LegacyRendererType,
    RenderedHeaderContent,
    RenderedSectionContent,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from great_expectations.render.renderer.content_block.validation_results_table_content_block import (
    ValidationResultsTableContentBlockRenderer,
)

from expectations.data_docs.validation import outcome_of
from expectations.rules import Rule
from expectations.suite import expectation_of

_STYLING = {"default": {"classes": ["badge"]}, "params": {"column": {"classes": ["badge", "badge-primary"]}}}
_RESULT_HEADER = ("Status", "Rule", "Severity", "Expectation", "Observed", "Rows checked", "Unexpected")


def escaped(value: object) -> str:
    """A value as the text of an element or an attribute; nothing where there is none."""
    return "" if value is None else html.escape(str(value))


def number(value: int | None) -> str:
    """A count, right in its column."""
    return f'<span class="number">{"–" if value is None else f"{value:,}"}</span>'


def section(name: str, about: str, block: RenderedTableContent) -> RenderedSectionContent:
    """A heading, a sentence and a table; `name` and `about` are plain text."""
    heading = RenderedStringTemplateContent(
        string_template={"template": "$name", "params": {"name": name}, "tag": "h2", "styling": {}}
    )
    header = RenderedHeaderContent(header=heading, subheader=_paragraph(about))
    return RenderedSectionContent(section_name=escaped(name), content_blocks=[header, block])


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> RenderedTableContent:
    """A plain table; its cells are blocks of GX or HTML."""
    return RenderedTableContent(header_row=list(header), table=[list(row) for row in rows], styling=_table_styling())


def results_table(judged: Sequence[tuple[Rule, Mapping[str, Any]]], *, root: str) -> RenderedTableContent:
    """One row for each rule with its row of `quality.results`, as GX renders it, and its name and counts beside it."""
    block = ValidationResultsTableContentBlockRenderer.render(
        [_rebuilt(rule, row) for rule, row in judged], include_column_name=True
    )
    assert isinstance(block, RenderedTableContent)  # there is a rule, so there is a row
    for cells, (rule, row) in zip(block.table, judged, strict=True):
        status, expectation, observed = cells
        about = f'{rule_link(rule, root=root)}<span class="about">{escaped(rule.description)}</span>'
        counts = (number(row["checked"]), number(row["unexpected"]))
        cells[:] = [[status, outcome_of(row)], about, severity(row["severity"]), _short(expectation), observed, *counts]
    block.header_row = list(_RESULT_HEADER)
    block.styling = _table_styling()
    return block


def prescription(rule: Rule) -> Any:
    """What a rule expects, in GX's words."""
    configuration = expectation_of(rule).configuration
    renderer = get_renderer_impl(object_name=configuration.type, renderer_type=LegacyRendererType.PRESCRIPTIVE)
    assert renderer is not None  # every kind of rule is an expectation of GX's own
    styled = {"styling": _STYLING, "include_column_name": True}
    return renderer.renderer(configuration=configuration, runtime_configuration=styled)


def rule_link(rule: Rule, *, root: str) -> str:
    """The code of a rule, leading to the rule unless it is switched off by now."""
    code = escaped(rule.rule)
    if not rule.active:
        return f"<code>{code}</code>"
    return f'<a href="{root}suites.html#rule-{code}"><code>{code}</code></a>'


def severity(name: str | None) -> str:
    """A severity in its colour."""
    return f'<span class="severity severity-{escaped(name)}">{escaped(name)}</span>'


def _rebuilt(rule: Rule, row: Mapping[str, Any]) -> ExpectationValidationResult:
    """The result that GX gave the audit, as far as it is kept: counts, no values, no traceback."""
    errored = bool(row["errored"])
    info = {"raised_exception": errored, "exception_message": row["detail"] or "", "exception_traceback": ""}
    return ExpectationValidationResult(
        success=bool(row["success"]),
        expectation_config=expectation_of(rule).configuration,
        result={} if errored else _counts(rule, row["checked"] or 0, row["unexpected"] or 0),
        exception_info=info,
        meta={},
    )


def _counts(rule: Rule, checked: int, unexpected: int) -> dict[str, Any]:
    if rule.sql is not None:
        return {"observed_value": unexpected}
    share = 100 * unexpected / checked if checked else 0.0
    return {
        "element_count": checked, "missing_count": 0, "missing_percent": 0.0, "unexpected_count": unexpected,
        "unexpected_percent": share, "unexpected_percent_total": share, "unexpected_percent_nonmissing": share,
        "partial_unexpected_list": [],
    }  # fmt: skip


def _short(cell: Any) -> Any:
    """Without GX's link to a traceback, of which nothing is kept."""
    return [part for part in cell if not isinstance(part, CollapseContent)] if isinstance(cell, list) else cell


def _paragraph(about: str) -> RenderedStringTemplateContent:
    return RenderedStringTemplateContent(
        string_template={"template": "$about", "params": {"about": about}, "tag": "p", "styling": {}}
    )


def _table_styling() -> dict[str, Any]:
    return {"classes": ["table-responsive"], "body": {"classes": ["table"]}}
