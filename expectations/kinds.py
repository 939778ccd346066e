"""The kinds of rule. Each says itself three ways: as a Polars expression, as a Great Expectations one, in words.

True is good, and null is good too: a measure is null where it does not apply, and "missing" is a rule of its own
(`not_null`). Great Expectations leaves nulls out as well, so both count the same rows (held by `tests/rules`).

Kinds without a Polars expression (`unique`, `references`, `query`) need the whole table, so they only judge tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

Limits = Mapping[str, Any]


@dataclass(frozen=True)
class Expectation:
    """Name of a class of `great_expectations.expectations` and the arguments it takes."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """How a rule judges. `required` and `optional` name its limits; of optional ones at least one must be given."""

    name: str
    meaning: str
    expected: Callable[[Limits], str]
    expectation: Callable[[Sequence[str], Limits, str | None], Expectation]
    is_good: Callable[[pl.Expr, Limits], pl.Expr] | None = None
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    dtypes: tuple[pl.DataType, ...] = field(default=())
    max_columns: int = 1

    @property
    def judges_rows(self) -> bool:
        """Whether one row is enough to judge, so that the rule can make flags."""
        return self.is_good is not None


def _between(value: pl.Expr, limits: Limits) -> pl.Expr:
    low, high = limits.get("min"), limits.get("max")
    good = pl.lit(True) if low is None else value >= low
    return good if high is None else good & (value <= high)


def _between_words(limits: Limits) -> str:
    low, high = limits.get("min"), limits.get("max")
    if high is None:
        return f"at least {low:,}"
    return f"at most {high:,}" if low is None else f"from {low:,} to {high:,}"


def _column(name: str, **constant: Any) -> Callable[[Sequence[str], Limits, str | None], Expectation]:
    """An expectation about one column, with constant arguments."""
    return lambda columns, limits, sql: Expectation(name, {"column": columns[0], **constant})


def _between_expectation(columns: Sequence[str], limits: Limits, sql: str | None) -> Expectation:
    bounds = {"min_value": limits.get("min"), "max_value": limits.get("max")}
    return Expectation("ExpectColumnValuesToBeBetween", {"column": columns[0], **bounds})


def _set_expectation(name: str) -> Callable[[Sequence[str], Limits, str | None], Expectation]:
    return lambda columns, limits, sql: Expectation(name, {"column": columns[0], "value_set": list(limits["values"])})


def _unique_expectation(columns: Sequence[str], limits: Limits, sql: str | None) -> Expectation:
    if len(columns) == 1:
        return Expectation("ExpectColumnValuesToBeUnique", {"column": columns[0]})
    return Expectation("ExpectCompoundColumnsToBeUnique", {"column_list": list(columns)})


def _rows_expectation(columns: Sequence[str], limits: Limits, sql: str | None) -> Expectation:
    return Expectation("UnexpectedRowsExpectation", {"unexpected_rows_query": sql})


def _words(limits: Limits) -> str:
    return ", ".join(str(value) for value in limits["values"])


_BOOLEAN = (pl.Boolean(),)
_NUMBER = (pl.Int64(), pl.Float64())
_LISTED = (pl.String(), pl.Int64())

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "not_null", "the column has a value",
            expected=lambda limits: "a value",
            expectation=_column("ExpectColumnValuesToNotBeNull"),
            is_good=lambda value, limits: value.is_not_null(),
        ),
        Kind(
            "is_true", "the column is true or null",
            expected=lambda limits: "true",
            expectation=_column("ExpectColumnValuesToBeInSet", value_set=[True]),
            is_good=lambda value, limits: value, dtypes=_BOOLEAN,
        ),
        Kind(
            "is_false", "the column is false or null",
            expected=lambda limits: "false",
            expectation=_column("ExpectColumnValuesToBeInSet", value_set=[False]),
            is_good=lambda value, limits: ~value, dtypes=_BOOLEAN,
        ),
        Kind(
            "between", "the column lies within `min` and `max` (both included), or is null",
            expected=_between_words, expectation=_between_expectation,
            is_good=_between, optional=("min", "max"), dtypes=_NUMBER,
        ),
        Kind(
            "in_set", "the column is one of `values`, or null",
            expected=lambda limits: f"one of {_words(limits)}",
            expectation=_set_expectation("ExpectColumnValuesToBeInSet"),
            is_good=lambda value, limits: value.is_in(list(limits["values"])), required=("values",), dtypes=_LISTED,
        ),
        Kind(
            "not_in_set", "the column is none of `values`, or null",
            expected=lambda limits: f"none of {_words(limits)}",
            expectation=_set_expectation("ExpectColumnValuesToNotBeInSet"),
            is_good=lambda value, limits: ~value.is_in(list(limits["values"])), required=("values",), dtypes=_LISTED,
        ),
        Kind(
            "unique", "no two rows have the same value in the column, or the same values in all the columns",
            expected=lambda limits: "unique", expectation=_unique_expectation, max_columns=4,
        ),
        Kind(
            "references", "every value of the column, unless null, is in column `column` of `table`",
            expected=lambda limits: f"in {limits['table']}.{limits['column']}", expectation=_rows_expectation,
            required=("table", "column"),
        ),
        Kind(
            "query", "the SELECT of the file `sql/<query>.sql` beside the rules finds no row",
            expected=lambda limits: f"no row from {limits['query']}.sql", expectation=_rows_expectation,
            required=("query",), max_columns=0,
        ),
    )
}  # fmt: skip


def is_good(kind: str, column: str, limits: Limits) -> pl.Expr:
    """A boolean expression over the rows of a frame with `column`, never null: true where the row is good."""
    judge = KINDS[kind].is_good
    if judge is None:
        raise ValueError(f"kind {kind} cannot judge single rows")
    return judge(pl.col(column), limits).fill_null(True)


def sentence(kind: str, columns: Sequence[str], limits: Limits) -> str:
    """What a rule asks for, in English: "`n_chars` must be at most 2,000"."""
    expected = KINDS[kind].expected(limits)
    if not columns:
        return f"there must be {expected}"
    together = "`" + "`, `".join(columns) + "`" + (" together" if len(columns) > 1 else "")
    verb = "must have" if kind == "not_null" else "must be"
    return f"{together} {verb} {expected}"
