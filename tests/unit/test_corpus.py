"""The corpus heuristics against their definitions, written down a second time in plain Python."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.corpus import corpus_measures
from transforms.pipeline import transform
from transforms.schema import TABLES
from transforms.settings import TransformSettings

WORDS = st.sampled_from(["cầu", "và", "là", "sông", "Bến", "đò.", "…", "-", "ba", "#", "mưa...", "12"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=14).map(" ".join), min_size=1, max_size=5).map("\n".join)


def measured(*texts: str | None) -> list[dict[str, Any]]:
    rows = [{"doc": doc, "part": 0, "text": text} for doc, text in enumerate(texts)]
    frame = pl.DataFrame(rows, schema={"doc": pl.UInt32, "part": pl.Int64, "text": pl.String})
    return list(corpus_measures(frame).iter_rows(named=True))


def top_share(text: str, n: int) -> float:
    words = text.split()
    grams = [" ".join(words[i : i + n]) for i in range(len(words) - n + 1)]
    if not grams:
        return 0.0
    (gram, times), *_ = Counter(grams).most_common(1)
    return len(gram) * times / len(text)


def duplicated_share(text: str, n: int) -> float:
    words, seen, chars, place = text.split(), set(), 0, 0
    while place <= len(words) - n:
        gram = tuple(words[place : place + n])
        if gram in seen:
            chars += sum(map(len, gram))
            place += n
        else:
            seen.add(gram)
            place += 1
    return chars / len(text)


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_repetition_is_what_gopher_defines(texts: list[str]) -> None:
    for text, found in zip(texts, measured(*texts), strict=True):
        expected = {f"top_{n}_gram_share": top_share(text, n) for n in (2, 3, 4)}
        expected |= {f"duplicated_{n}_gram_share": duplicated_share(text, n) for n in range(5, 11)}
        assert {name: found[name] for name in expected} == pytest.approx(expected)
        lines = text.split("\n")
        assert found["repeated_line_share"] == pytest.approx(1 - len(set(lines)) / len(lines))


def test_words_lines_and_signs_are_counted() -> None:
    (found,) = measured("• Bến đò là của làng…\n- # và 12\nĐò.")
    assert found["n_gopher_words"] == 8
    assert found["alpha_word_share"] == pytest.approx(7 / 11)
    assert (found["n_stop_words"], found["hash_word_ratio"]) == (3, pytest.approx(1 / 11))
    assert (found["bullet_line_share"], found["ellipsis_line_share"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert (found["stopped_line_share"], found["short_line_share"]) == (pytest.approx(2 / 3), 1.0)
    assert found["newline_word_ratio"] == pytest.approx(2 / 11)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Bến đò đã mở. Khách đi đông.\nTrang tin", "n_c4_sentences", 2),
        ("Bến đò đã mở…", "n_c4_sentences", 0),
        ("“Bến đò đã mở.”", "n_c4_sentences", 1),
        ("Đò mở.", "n_c4_sentences", 0),
        ("Hãy bật JavaScript để xem.", "n_javascript_lines", 1),
        ("Xem chính sách bảo mật của báo.", "n_policy_lines", 1),
        ("Lorem ipsum dolor sit amet.", "has_lorem_ipsum", True),
        ("Giá của {tên} là bao nhiêu?", "has_curly_bracket", True),
        ("Giá của {tên} là bao nhiêu", "has_curly_bracket", False),
        # a line on JavaScript is gone before C4 looks for brackets and policies
        ("Hãy bật JavaScript {ở đây} để xem.", "has_curly_bracket", False),
        ("Hãy bật JavaScript, xem chính sách bảo mật.", "n_policy_lines", 0),
        ("a" * 1001 + " là chuỗi dài.", "n_c4_sentences", 0),
    ],
)
def test_c4_asks_its_lines(text: str, name: str, value: object) -> None:
    assert measured(text)[0][name] == value


def test_without_words_all_is_null() -> None:
    empty, blank, full = measured(None, " \n", "Bến đò là của làng")
    assert {empty["n_gopher_words"], blank["n_gopher_words"], empty["newline_word_ratio"]} == {None}
    assert full["n_gopher_words"] == 5


@pytest.mark.parametrize("is_on", [True, False])
def test_they_are_measured_only_on_demand(is_on: bool) -> None:
    content = "Bến đò đóng cửa\n\nBến đò làng Hạ đã đóng cửa từ sáng nay vì nước lớn.\n\nNgười dân đi vòng qua cầu."
    frames = transform([content.encode()], ["a"], TransformSettings(has_corpus_measures=is_on))
    columns = set(TABLES["news.corpus_measures"].column_names) - {"run_id"}
    assert columns <= set(frames["corpus_measures"].columns)
    assert frames["corpus_measures"].height == is_on
