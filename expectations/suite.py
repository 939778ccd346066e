"""The rules as Great Expectations suites, one for each table, run in place on DuckDB; results as a frame.

Importing this module is cheap; `prepare` and `run_suite` import `great_expectations`, which takes seconds.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import warnings
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.kinds import KINDS, Expectation
from expectations.rules import Rule
from transforms.schema import TABLES, conform

if TYPE_CHECKING:
    import duckdb
    from great_expectations.core import ExpectationSuite, ExpectationValidationResult
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
    from great_expectations.expectations.expectation import Expectation as GXExpectation

_RESULTS = TABLES["quality.results"]
# Counts only: never lists of rows, not even the first twenty.
_RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": 0}
_ROW_COUNT = "rows of the table"
_COUNT_ROWS = Expectation("ExpectTableRowCountToBeBetween", {"min_value": 0})


def prepare() -> None:
    """Import what `run_suite` needs, so that a thread can do it beside other work; `run_suite` does it else."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # GX reads it when imported; nothing is sent anywhere
    # GX uses what Python is about to drop; that is not our user's business, nor our tests'
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="great_expectations")
    for name in _UNUSED:
        _import_when_used(name)
    import expectations.adapter  # noqa: F401


# What GX imports for expectations and charts that no rule uses: a quarter of its import.
_UNUSED = ("altair", "scipy.stats")


def _import_when_used(name: str) -> None:
    """Let `import name` cost nothing until something of the module is asked for."""
    spec = None if name in sys.modules else importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


def run_suite(con: duckdb.DuckDBPyConnection, schema: str, rules: Sequence[Rule]) -> pl.DataFrame:
    """What GX counts for each active rule in the tables of `schema`: `quality.results` without `run_id`.

    `checked` are the rows that the rule applies to (not null there), `unexpected` those that break it. A rule that
    could not be computed is `errored`, with the error in `detail`: neither passed nor failed, and without counts.
    """
    prepare()
    from expectations.adapter import datasource

    active = [rule for rule in rules if rule.active]
    tables = list(dict.fromkeys(rule.table for rule in active))
    rows: dict[str, dict[str, Any]] = {}
    with datasource(con, schema) as source:
        for table in tables:
            of_table = [rule for rule in active if rule.table == table]
            rows.update((row["rule"], row) for row in _judge_table(source, table, of_table))
    frame = pl.DataFrame([rows[rule.rule] for rule in active], schema=_ROW_SCHEMA)
    share = pl.when(pl.col("checked") > 0).then(pl.col("unexpected") / pl.col("checked"))
    return conform(frame.with_columns(unexpected_share=share), _RESULTS).drop("run_id")


_ROW_SCHEMA: dict[str, pl.DataType] = {
    "rule": pl.String(), "checked": pl.Int64(), "unexpected": pl.Int64(), "success": pl.Boolean(),
    "errored": pl.Boolean(), "severity": pl.String(), "detail": pl.String(),
    "finished_at": pl.Datetime("us", "UTC"),
}  # fmt: skip


def expectation_of(rule: Rule) -> GXExpectation:
    """The GX expectation that a rule is, with its severity and, in `meta`, its code. Imports GX."""
    asked = KINDS[rule.kind].expectation(rule.columns, rule.limits, rule.sql)
    mostly = {"mostly": rule.must_hold} if rule.must_hold != 1 else {}
    return _make(Expectation(asked.name, {**asked.arguments, **mostly}), rule.severity, rule.rule)


def _suite_of(table: str, rules: Iterable[Rule]) -> ExpectationSuite:
    """The GX suite for one table; each expectation carries its rule's code in `meta`."""
    import great_expectations as gx

    # As a list: `add_expectation` compares with all that are there, and drops what another rule asks as well.
    counted = _make(_COUNT_ROWS, "info", _ROW_COUNT)
    return gx.ExpectationSuite(name=table, expectations=[counted, *map(expectation_of, rules)])


def _make(asked: Expectation, severity: str, code: str) -> GXExpectation:
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    kind: type[GXExpectation] = getattr(gxe, asked.name)
    return kind(**asked.arguments, severity=FailureSeverity(severity), meta={"rule": code})


def _judge_table(source: SQLDatasource, table: str, rules: list[Rule]) -> list[dict[str, Any]]:
    """One row of results for each rule of one table."""
    from great_expectations.datasource.fluent.interfaces import TestConnectionError

    try:
        batch = source.add_table_asset(table, table_name=table).add_batch_definition_whole_table(table).get_batch()
    except TestConnectionError as error:
        return [_row(rule, None, None, str(error)) for rule in rules]
    validated = batch.validate(_suite_of(table, rules), result_format=_RESULT_FORMAT).results
    results = {_code(result): result for result in validated}
    n_rows = results[_ROW_COUNT].result.get("observed_value")
    return [_row(rule, *_counts(results[rule.rule], n_rows), _error(results[rule.rule])) for rule in rules]


def _code(result: ExpectationValidationResult) -> str:
    """The rule that a result answers; results come in another order than the suite's."""
    configuration = result.expectation_config
    assert configuration is not None
    assert configuration.meta is not None  # set by _suite_of
    return str(configuration.meta["rule"])


def _row(rule: Rule, checked: int | None, unexpected: int | None, error: str | None) -> dict[str, Any]:
    errored = error is not None or unexpected is None or checked is None
    return {
        "rule": rule.rule,
        "checked": checked,
        "unexpected": unexpected,
        "success": not errored and _holds(rule, checked or 0, unexpected or 0),
        "errored": errored,
        "severity": rule.severity,
        "detail": _first_line(error or "Great Expectations counted nothing") if errored else None,
        "finished_at": datetime.now(UTC),
    }


def _holds(rule: Rule, checked: int, unexpected: int) -> bool:
    """Whether enough rows are good; a share is compared as exactly as floating point has it."""
    return unexpected == 0 or (rule.must_hold < 1 and checked - unexpected >= rule.must_hold * checked - 1e-9)


def _counts(result: ExpectationValidationResult, n_rows: int | None) -> tuple[int | None, int | None]:
    """Rows checked and rows unexpected; None where GX gave no number, which is what some of its errors look like."""
    counted = result.result
    if "observed_value" in counted:
        return n_rows, counted["observed_value"]
    if "element_count" not in counted:
        return None, None
    # GX counts nothing, instead of 0, where there is no row at all
    return counted["element_count"] - counted.get("missing_count", 0), counted.get("unexpected_count") or 0


def _error(result: ExpectationValidationResult) -> str | None:
    """The error message; GX gives one record, or one for each metric that failed."""
    info = result.exception_info
    records = [info] if "raised_exception" in info else list(info.values())
    return next((str(record["exception_message"]) for record in records if record["raised_exception"]), None)


def _first_line(text: str) -> str:
    return text.strip().split("\n")[0]
