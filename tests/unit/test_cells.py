"""Values as text: nothing of the data steers a terminal, nothing gets lost in JSON."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cells import cell, counted, json_value, revealed, shown, to_json
from flows.differences import Passage, passages
from flows.preview import hex_lines, text_lines

_CONTROL = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))}
_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.text())
def test_nothing_shown_steers_a_terminal(text: str) -> None:
    for written in (shown(text), revealed(text)):
        assert not set(written) & (_CONTROL | _BIDI)
        written.encode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_gives_the_text_back(text: str) -> None:
    written = to_json({"text": text})
    assert json.loads(written) == {"text": text}
    assert not set(written) & (_CONTROL | _BIDI)
    assert len(written.splitlines()) == 1


def test_vietnamese_text_stays_as_it_is() -> None:
    text = "Đặng Thị Hoài: “thủy lợi” – 20%…"
    assert shown(text) == revealed(text) == text
    assert text in to_json({"a": text}).replace("\\u", "")


def test_signs_stand_for_what_is_not_shown() -> None:
    assert shown("a\tb\nc\x1b[0m\x7f\x9b") == "a b↵c␛[0m␡\ufffd"
    assert revealed("năm\u00a01994\u200b") == "năm⟨U+00A0⟩1994⟨U+200B⟩"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (math.nan, None),
        (-math.inf, None),
        (0.1, 0.1),
        (Decimal("1.50"), 1.5),
        (Decimal("12345678901234567890.12"), "12345678901234567890.12"),
        (Decimal("NaN"), "NaN"),
        (2**100, 2**100),
        (datetime(2026, 1, 2, 3, tzinfo=UTC), "2026-01-02T03:00:00+00:00"),
        (date(2026, 1, 2), "2026-01-02"),
        (time(3, 4), "03:04:00"),
        (b"\x00\xff", "00ff"),
        ([math.nan, {"a": date(2026, 1, 2)}], [None, {"a": "2026-01-02"}]),
        ({1: (True, None)}, {"1": [True, None]}),
    ],
)
def test_values_that_json_knows(value: object, plain: object) -> None:
    assert json_value(value) == plain
    json.loads(to_json(value))


def test_cells_of_csv() -> None:
    assert [cell(value) for value in (None, "", True, 1.5, ["a"], math.nan)] == ["", "", "true", "1.5", '["a"]', ""]


def test_counted() -> None:
    assert [counted(number, "flag") for number in (0, 1, 1234)] == ["0 flags", "1 flag", "1,234 flags"]


def test_passages_are_the_sentences_that_differ() -> None:
    before = ["Câu một. Câu hai!", "Câu ba."]
    after = ["Câu một.  Câu khác!", "Câu ba.", "Câu bốn."]
    assert passages(before, after) == [Passage(("Câu hai!",), ("Câu khác!",)), Passage((), ("Câu bốn.",))]
    assert passages(before, before) == []


def test_bytes_are_previewed_without_control_characters() -> None:
    assert hex_lines(b"\x1b[31mAB" + b"\x00" * 12, 16) == [
        "00000000  1b 5b 33 31 6d 41 42 00 00 00 00 00 00 00 00 00   ·[31mAB·········"
    ]
    assert text_lines("\ufeffChào\r\n\r\nbạn\x1b".encode(), 5) == ["Chào", "bạn␛"]
    assert text_lines(bytes(range(256)), 5) == []
    assert text_lines("Chào".encode("utf-16"), 5) == ["Chào"]
    assert text_lines(b"", 5) == []
