"""From bytes to text: each encoding, each kind of damage, and the fast way against the thorough one."""

from __future__ import annotations

import codecs
import re
import unicodedata
import zlib

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.documents import _UNUSUAL, DOCUMENTS, decode
from transforms.encodings import Decoded, DecodeLimits, compose, settle
from transforms.syllables import is_syllable

TEXT = (
    "Xã đảo mở lớp học bơi miễn phí cho trẻ em\n"
    "Sáng nay, hơn bảy mươi em nhỏ ở xã đảo đã dự buổi học đầu tiên tại bãi tắm phía đông.\n"
    "Thầy giáo Đặng Quý Thủy nói: “Các em cần biết bơi trước khi biết chèo thuyền.” Mỗi lớp có hai người dạy…\n"
)
LINES = TEXT.splitlines()
TONES = "\u0300\u0301\u0303\u0309\u0323"


def decode_one(content: bytes) -> dict[str, object]:
    """The only row for one file."""
    return decode([content], ["a"]).row(0, named=True)


def as_windows_1258(text: str) -> bytes:
    """The bytes that a Vietnamese Windows writes: a tone that its code page lacks as a letter follows the vowel."""
    pieces = []
    for char in unicodedata.normalize("NFC", text):
        try:
            pieces.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
            pieces.append((base + "".join(part for part in parts if part in TONES)).encode("cp1258"))
    return b"".join(pieces)


def misread(content: bytes, encoding: str) -> str:
    """Bytes decoded as converters do it: one that the encoding leaves undefined becomes the C1 control."""
    chars = []
    for byte in content:
        try:
            chars.append(bytes([byte]).decode(encoding))
        except UnicodeDecodeError:
            chars.append(chr(byte))
    return "".join(chars)


def test_columns_and_order() -> None:
    frame = decode([b"mot", b"\x89PNG\r\n", b"hai"], ["x", "y", "z"])
    assert frame.schema == DOCUMENTS
    assert frame["doc"].to_list() == [0, 1, 2]
    assert frame["file_id"].to_list() == ["x", "y", "z"]
    assert frame["text"].to_list() == ["mot", None, "hai"]
    assert frame["n_bytes"].to_list() == [3, 6, 3]
    assert decode([], []).schema == DOCUMENTS


def test_empty_file_is_text() -> None:
    row = decode_one(b"")
    assert (row["text"], row["encoding"], row["is_binary"]) == ("", "utf-8", False)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (as_windows_1258(TEXT), "windows-1258"),
    ],
)
def test_encodings(content: bytes, encoding: str) -> None:
    row = decode_one(content)
    assert row["text"] == TEXT
    assert row["encoding"] == encoding
    assert row["is_non_utf8"] is (encoding != "utf-8")
    assert (row["repairs"], row["is_mojibake"], row["is_decomposed"]) == (None, False, False)


def test_typographic_quotes_of_windows_in_unmarked_vietnamese() -> None:
    rest = "roi ra ve. " * 50
    row = decode_one(b"Ong noi: \x93Cac em can biet boi\x94 - " + rest.encode())
    assert (row["text"], row["encoding"]) == (f"Ong noi: “Cac em can biet boi” - {rest}", "windows-1258")


def test_decomposed_only_for_utf8() -> None:
    decomposed = unicodedata.normalize("NFD", TEXT)
    rows = decode([decomposed.encode(), decomposed.encode("utf-16")], ["a", "b"])
    assert rows["text"].to_list() == [TEXT, TEXT]
    assert rows["is_decomposed"].to_list() == [True, False]


def test_line_ends_become_newlines_and_other_breaks_stay() -> None:
    assert decode_one(b"a\r\nb\nc\r\n")["text"] == "a\nb\nc\n"
    assert decode_one("a\x85b\u2028c\x0cd\re\r\nf".encode())["text"] == "a\x85b\u2028c\x0cd\re\nf"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 only letters follow",
        b"PK\x03\x04" + TEXT.encode(),
        b"\x1f\x8b\x08" + b"abc" * 9,
        b"\xff\xd8\xff\xe0" + b"JFIF" * 9,
        zlib.compress(TEXT.encode()),
        bytes(range(256)) * 4,
        b"\0" * 100,
        b"abc\x01\x02\x03" * 30,
    ],
)
def test_binary(content: bytes) -> None:
    row = decode_one(content)
    assert row["is_binary"] is True
    answers = ("text", "encoding", "is_undecodable", "is_non_utf8", "is_mojibake", "is_decomposed")
    assert [row[name] for name in answers] == [None] * len(answers)


@pytest.mark.parametrize(
    "content",
    [
        ("政府周二宣布了一系列旨在支持受干旱影响的农民的措施。" * 5).encode("gbk"),
        ("政府は火曜日、農家を支援する措置を発表した。" * 5).encode("shift_jis"),
        ("Правительство объявило о мерах поддержки. " * 5).encode("koi8-r"),
        ("Le ministre a déclaré que la sécheresse touchera les agriculteurs. " * 5).encode("latin-1"),
        TEXT.encode().replace(b"\xc3", b"\xff"),
    ],
)
def test_undecodable(content: bytes) -> None:
    row = decode_one(content)
    assert (row["is_binary"], row["is_undecodable"], row["text"]) == (False, True, None)
    assert row["is_non_utf8"] is None


def test_file_cut_inside_its_last_character_is_read() -> None:
    cut = TEXT.encode()[: TEXT.encode().rindex("ạ".encode()) + 2]
    row = decode_one(cut)
    assert row["text"] == TEXT[: TEXT.rindex("ạ")] + "\ufffd"
    assert (row["encoding"], row["repairs"]) == ("utf-8", "replaced_bytes")
    assert decode_one(TEXT.encode("utf-16")[:-1])["repairs"] == "replaced_bytes"


def test_few_broken_bytes_are_replaced_and_many_are_not() -> None:
    content = bytearray((TEXT * 5).encode())
    content[40] = 0xFF
    row = decode_one(bytes(content))
    assert row["repairs"] == "replaced_bytes"
    assert str(row["text"]).count("\ufffd") in {1, 2}
    for place in range(0, len(content), 100):
        content[place] = 0xFF
    assert decode_one(bytes(content))["is_undecodable"] is True


def test_stray_bytes_in_ascii_do_not_lose_the_file() -> None:
    row = decode_one(b"Tin ngan " * 50 + b"\x81\xe9t")
    assert (row["text"], row["encoding"], row["repairs"]) == (
        "Tin ngan " * 50 + "\ufffd\ufffdt",
        "utf-8",
        "replaced_bytes",
    )


def test_replacement_characters_of_the_file_itself_are_no_repair() -> None:
    lost = TEXT.replace("em", "e\ufffd").encode()
    assert decode_one(lost)["repairs"] is None
    cut = decode_one(lost + "ạ".encode()[:2])
    assert (cut["text"], cut["repairs"]) == (lost.decode() + "\ufffd", "replaced_bytes")


def test_limits_are_obeyed() -> None:
    content = TEXT.encode() + b"\x01"
    assert decode([content], ["a"])["is_binary"].to_list() == [False]
    assert decode([content], ["a"], limits=DecodeLimits(max_control_share=0.0))["is_binary"].to_list() == [True]


def test_nul_bytes_are_taken_out() -> None:
    padded, inside = TEXT.encode() + b"\0" * 4000, TEXT.replace("\n", "\n\0").encode()
    rows = decode([padded, inside], ["a", "b"])
    assert rows["text"].to_list() == [TEXT, TEXT]
    assert rows["repairs"].to_list() == ["nul_bytes", "nul_bytes"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp1258"])
@pytest.mark.parametrize("times", [1, 2])
def test_mojibake_is_repaired(encoding: str, times: int) -> None:
    wrong = TEXT
    for _ in range(times):
        wrong = misread(wrong.encode(), encoding)
    row = decode_one(wrong.encode())
    assert row["text"] == TEXT
    assert (row["repairs"], row["is_mojibake"], row["encoding"]) == ("mojibake", True, "utf-8")
    assert row["is_decomposed"] is False


def test_mojibake_of_decomposed_text() -> None:
    row = decode_one(misread(unicodedata.normalize("NFD", TEXT).encode(), "cp1252").encode())
    assert (row["text"], row["is_mojibake"], row["is_decomposed"]) == (TEXT, True, True)


def test_windows_1258_misread_is_repaired() -> None:
    row = decode_one(misread(as_windows_1258(TEXT), "cp1252").encode())
    assert (row["text"], row["repairs"], row["is_mojibake"]) == (TEXT, "mojibake", True)


def test_mojibake_in_some_lines_or_words_only() -> None:
    wrong_line = "\n".join([LINES[0], misread(LINES[1].encode(), "cp1252"), LINES[2]])
    assert decode_one(wrong_line.encode())["text"] == TEXT.rstrip("\n")
    wrong_words = LINES[1].replace("hơn bảy mươi", misread("hơn bảy mươi".encode(), "cp1252"))
    assert decode_one(wrong_words.encode())["text"] == LINES[1]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("lÃ má»™t", "là một"), ("lÃ  má»™t", "là một"), ("thÃ nh phá»‘", "thành phố"), ("chÃnh phá»§", "chính phủ")],
)
def test_no_break_spaces_of_mojibake_that_were_tidied_away(wrong: str, right: str) -> None:
    assert decode_one(wrong.encode())["text"] == right


def test_mojibake_beyond_repair_stays_and_is_told() -> None:
    lost = TEXT.encode().decode("ascii", "replace").replace("\ufffd\ufffd\ufffd", "á»\ufffd")
    row = decode_one(lost.encode())
    assert (row["text"], row["repairs"], row["is_mojibake"]) == (lost, None, True)


@pytest.mark.parametrize(
    "text",
    [
        "THỊ XÃ… LÃ… VÀ CÁC XÃ\u00a0ĐẢO “ĐÔNG XÃ” «ĐÃ» MỞ LỚP “NHÃ” – ĐÃ–",
        "Ông nói «khá», rồi lại «khá» và «khá».",
        "Äpfel, Öl und Übung: Die Städte ändern sich. Ä, Ä, Ä.",
        "Guðmundsson, Þórður og Sigurður búa á Íslandi.",
        "São Paulo e Maranhão são regiões do Brasil.",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    row = decode_one(text.encode())
    assert (row["text"], row["repairs"], row["is_mojibake"]) == (text, None, False)


def test_eth_stands_for_stroke_in_vietnamese_only() -> None:
    row = decode_one((TEXT + "Sigurðsson ghi bàn.").replace("đ", "ð").replace("Đ", "Ð").encode())
    assert (row["text"], row["repairs"]) == (TEXT + "Sigurðsson ghi bàn.", "eth")
    assert decode_one("Það er gott veður í dag og við förum út að leika.".encode())["repairs"] is None


def test_plain_characters_are_never_changed_by_nfc() -> None:
    chars = pl.Series([chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000])
    plain = set(chars.filter(~chars.str.contains(_UNUSUAL)))
    seconds = {unicodedata.normalize("NFD", char)[1:2] for char in chars if unicodedata.normalize("NFD", char) != char}
    assert {"ệ", "đ", "“", "中"} <= plain
    assert all(unicodedata.normalize("NFC", char) == char and not unicodedata.combining(char) for char in plain)
    assert not plain & seconds


ODD_TEXT = st.text(st.sampled_from("aạđe\u0323\u0301ðÃ»á\u00a0\x85\r\n\0\ufeff\ufffd xÄ‘â€œ"), max_size=30)


@given(st.lists(st.one_of(ODD_TEXT.map(str.encode), st.text(max_size=20).map(str.encode), st.binary(max_size=40))))
def test_fast_way_agrees_with_thorough_way(contents: list[bytes]) -> None:
    frame = decode(contents, [""] * len(contents))
    assert frame.select(Decoded._fields).rows() == [settle(content, DecodeLimits()) for content in contents]


@given(st.text())
def test_any_utf8_text_without_oddities_comes_back_composed(text: str) -> None:
    readable = "".join(char for char in text if char.isalnum() or char in " \n")
    row = decode_one(("tin\n" + readable).encode())
    assert unicodedata.is_normalized("NFC", str(row["text"]))
    assert row["text"] == unicodedata.normalize("NFC", "tin\n" + readable) or row["repairs"]


def test_hostile_runs_of_marks_are_not_sorted() -> None:
    hostile = "a" + "\u0301\u0323" * 500_000
    assert compose("e\u0301 " + hostile + " e\u0301") == "\u00e9 " + hostile + " \u00e9"
    assert compose("a" + "\u0323\u0301" * 5) == unicodedata.normalize("NFC", "a" + "\u0323\u0301" * 5)


def test_syllables() -> None:
    words = re.findall(r"\w+", "nghiêng khuya quýt Đắk thuở giữ ươm yêu khuỷu xoong huênh loẻo UYÊN gì")
    assert [word for word in words if not is_syllable(word)] == []


@pytest.mark.parametrize("word", ["street", "what", "Brasil", "été", "bk", "việtnam", "", "Ärzte"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)
