"""Generated pages: their labels are what they say, and the line under test finds most of them."""

from __future__ import annotations

import unicodedata

import pytest

from tests.damage.encodings import ENCODERS, encoded
from tests.damage.judging import judge, pages
from tests.damage.lines import key
from transforms.schema import KINDS

SEED = 20_251
# What the rules reach today on 60 pages; a change that understands fewer fails here. See docs/segmentation.md.
KIND_FLOOR, MAIN_TEXT_FLOOR, FLAG_FLOOR = 0.91, 0.96, 0.88


def test_the_same_seed_gives_the_same_pages() -> None:
    assert list(pages(5, SEED)) == list(pages(5, SEED))
    assert list(pages(5, SEED)) != list(pages(5, SEED + 1))


def test_labels_are_exact() -> None:
    known = {kind.kind for kind in KINDS}
    for page in pages(60, SEED):
        seen: set[str] = set()
        for line in page.lines:
            text = key(line.text)
            assert line.kind in known
            assert (line.kind == "blank") == (text == "")
            assert (line.kind == "duplicate") == (text in seen)
            seen |= {text} if text else set()
        assert [line.kind for line in page.lines].count("lead") == 1
        assert ("missing_title" in page.flags) == (page.title is None)


def test_what_python_can_decode_is_the_page() -> None:
    text = "Cộng hòa xã hội chủ nghĩa Việt Nam: đường, ưỡn, nghĩa, Ỷ"
    for name, codec in (("utf-16", "utf-16"), ("windows-1258", "cp1258"), ("decomposed", "utf-8")):
        content = encoded(text, name)
        assert content is not None
        assert unicodedata.normalize("NFC", content.decode(codec)) == text
    read_wrongly = encoded("đồng bằng", "mojibake")
    assert read_wrongly is not None
    assert read_wrongly.decode().encode("cp1252").decode() == "đồng bằng"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam"),
        ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"),
    ],
)
def test_legacy_encodings_look_as_they_are_known(encoding: str, shown: str) -> None:
    assert encoded("Cộng hòa xã hội chủ nghĩa Việt Nam", encoding) == shown.encode("cp1252")
    assert set(ENCODERS[encoding].flags) == {"non_utf8_encoding"}


def test_most_of_the_damage_is_understood() -> None:
    tally = judge(list(pages(60, SEED)))
    assert tally.kind_accuracy >= KIND_FLOOR
    assert tally.main_text_f1 >= MAIN_TEXT_FLOOR
    assert tally.flag_f1 >= FLAG_FLOOR
