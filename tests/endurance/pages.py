"""Generated article files: clean ones, copies, near copies, damaged ones. The same seed gives the same files."""

from __future__ import annotations

import random
from pathlib import Path

_WHO = ("Ông Bảy", "Bà Tư", "Chị Lan", "Anh Hòa", "Cô giáo Mận", "Bác sĩ Sơn", "Thầy Khoa", "Em Thảo")
_DID = ("kể về", "nhớ lại", "giới thiệu", "đi tìm", "dựng lại", "trông coi", "vẽ lại", "nói nhiều về")
_WHAT = (
    "bến đò cũ",
    "chợ phiên cuối năm",
    "cây cầu gỗ",
    "con đường lát gạch",
    "giếng làng",
    "nghề đan nón",
    "mùa nước nổi",
)
_WHERE = ("làng Hạ", "xã Đông", "huyện Bến Tre", "ven sông Hậu", "chân núi Chùa", "thị trấn Mới", "phường Vĩnh")
_WHEN = ("sáng nay", "chiều qua", "từ đầu năm", "trong mùa mưa", "mấy hôm trước Tết", "vào cuối tuần")


def sentence(chance: random.Random) -> str:
    """A sentence of invented news."""
    parts = (chance.choice(words) for words in (_WHO, _DID, _WHAT, _WHERE, _WHEN))
    who, did, what, where, when = parts
    number = chance.randrange(2, 900)
    return f"{who} {did} {what} ở {where} {when}, nơi có {number} hộ dân đang sống và làm việc mỗi ngày."


def article(chance: random.Random) -> str:
    """A whole page."""
    title = sentence(chance).split(",")[0]
    day = f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/2025"
    lead = f"(Báo Bến Hạ) - {sentence(chance)}"
    return "\n\n".join([title, day, lead, *(sentence(chance) for _ in range(chance.randrange(4, 9)))]) + "\n"


def write_files(folder: Path, n_files: int, seed: int) -> None:
    """`n_files` files: most clean, some copies, near copies, empty, binary or of another encoding."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    texts: list[str] = []
    for number in range(n_files):
        text = article(chance)
        kind = chance.random()
        if texts and kind < 0.1:
            text = chance.choice(texts)
        elif texts and kind < 0.2:
            text = chance.choice(texts) + sentence(chance) + "\n"
        content = text.encode()
        if 0.2 <= kind < 0.25:
            content = b""
        elif 0.25 <= kind < 0.3:
            content = b"\x89PNG\r\n\x1a\n" + chance.randbytes(400)
        elif 0.3 <= kind < 0.35:
            content = text.encode("utf-16")
        texts.append(text)
        (folder / f"bài {seed}-{number:05}.txt").write_bytes(content)
