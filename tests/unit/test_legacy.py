"""TCVN3 and VNI: known byte sequences, in files of their own and pasted into UTF-8."""

from __future__ import annotations

import pytest

from tests.damage.encodings import encoded
from transforms.documents import decode
from transforms.legacy import from_text

TEXT = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam\n"
    "Độc lập - Tự do - Hạnh phúc\n"
    "Báo cáo tài chính quý này được gửi tới các hộ nuôi cá ở bãi bồi: “Chưa bao giờ thấy nước lên nhanh đến vậy”.\n"
    "Ưu tiên những người đã đăng ký trước, ông Trần Quỹ nói – rồi lặng lẽ ra về…\n"
)
# As it is known from old documents, each byte shown in Windows-1252.
TCVN3 = "B¸o c¸o tµi chÝnh. QuyÕt ®Þnh cña Bé tr\xadëng. Céng hßa x· héi chñ nghÜa ViÖt Nam"
VNI = "Ñoäc laäp - Töï do - Haïnh phuùc. Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"


def decode_one(content: bytes) -> dict[str, object]:
    return decode([content], ["a"]).row(0, named=True)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_file_in_a_legacy_encoding_is_read(encoding: str) -> None:
    content = encoded(TEXT, encoding)
    assert content is not None
    row = decode_one(content)
    assert (row["text"], row["encoding"], row["repairs"]) == (TEXT, encoding, None)
    assert (row["is_non_utf8"], row["is_mojibake"], row["is_undecodable"]) == (True, False, False)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_legacy_text_saved_as_utf8_is_repaired_and_told(encoding: str) -> None:
    content = encoded(TEXT, f"{encoding}_as_utf8")
    assert content is not None
    row = decode_one(content)
    assert (row["text"], row["encoding"], row["repairs"]) == (TEXT, "utf-8", encoding)
    assert (row["is_non_utf8"], row["is_mojibake"]) == (False, True)


@pytest.mark.parametrize(
    ("shown", "right", "encoding"),
    [
        (TCVN3, "Báo cáo tài chính. Quyết định của Bộ trưởng. Cộng hòa xã hội chủ nghĩa Việt Nam", "tcvn3"),
        (VNI, "Độc lập - Tự do - Hạnh phúc. Cộng hòa xã hội chủ nghĩa Việt Nam", "vni"),
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "tcvn3"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "vni"),
    ],
)
def test_known_sequences(shown: str, right: str, encoding: str) -> None:
    assert from_text(shown) == (right, encoding)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.upper(),
        "Le café « crème » coûte trop cher à Paris, où l'été est chaud ; les élèves préfèrent le thé.",
        "Die Straßen in München und Köln sind schön, aber für Fußgänger gefährlich; natürlich übt man.",
        "São Paulo e Maranhão são regiões do Brasil, não há dúvida: coração, razão, eleições.",
        "El niño soñó con la montaña. ¿Por qué? Mañana será otro día en España.",
        "Thu tuong den tham ba con vung lu, trao qua cho hoc sinh ngheo.",
        "Café Phố mở cửa © 2020 ® ± 5 µm, 20 m² và 3 m³",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    assert from_text(text) is None
    assert decode_one(text.encode())["text"] == text


def test_only_a_text_that_gains_as_a_whole_is_converted() -> None:
    half = TEXT + TCVN3
    assert from_text(half) is None


@pytest.mark.timeout(60)
def test_a_long_line_of_letters_in_a_legacy_file_is_worked_through() -> None:
    """In linear time: looking for broken capitals from each letter of a word would take hours."""
    content = encoded(TEXT + "a" * 3_000_000 + "\n", "tcvn3")
    assert content is not None
    row = decode_one(content)
    assert (row["encoding"], len(str(row["text"]))) == ("tcvn3", len(TEXT) + 3_000_001)
