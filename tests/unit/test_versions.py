"""Which pairs are versions of one article."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.versions import mark_versions

Heading = tuple[str | None, str | None]


def is_version(one: Heading, other: Heading, method: str = "near") -> bool:
    rows = pl.DataFrame({"article_id": ["b"], "duplicate_of": ["a"], "method": [method]})
    schema = {"article_id": pl.String, "outlet": pl.String, "title": pl.String}
    headings = pl.DataFrame([("a", *one), ("b", *other)], schema=schema, orient="row")
    marked = mark_versions(rows, headings, same_title=0.6)
    assert marked.columns == ["article_id", "duplicate_of", "method", "is_version"]
    return bool(marked["is_version"][0])


FIRE = "Cháy xưởng gỗ, 3 người bị thương"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (FIRE, True),
        ("CHÁY XƯỞNG GỖ: 5 người bị thương", True),
        ("Cháy xưởng gỗ", False),
        ("Giá lúa hè thu tăng nhẹ", False),
        ("", False),
        (None, False),
    ],
)
def test_nearly_the_same_title(other: str | None, expected: bool) -> None:
    assert is_version(("Báo Bến Hạ", FIRE), ("Báo Bến Hạ", other)) is expected


def test_another_or_unknown_outlet_copies() -> None:
    assert not is_version(("Báo Bến Hạ", FIRE), ("Báo Làng Chài", FIRE))
    assert not is_version((None, FIRE), (None, FIRE))


def test_the_same_text_is_no_version() -> None:
    assert not is_version(("Báo Bến Hạ", FIRE), ("Báo Bến Hạ", FIRE), "exact")
    assert is_version(("Báo Bến Hạ", FIRE), ("Báo Bến Hạ", FIRE), "contained")
