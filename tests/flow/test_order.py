"""Real runs over articles, copies, digests and versions: the order of arrival does not matter."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.order import n_different, parts, tables

pytestmark = pytest.mark.slow

ONSETS = ("b", "ch", "đ", "g", "kh", "l", "m", "nh", "ph", "s", "th", "tr")
RIMES = ("an", "ao", "âm", "ênh", "iên", "oa", "ông", "ương", "ưa")
OUTLETS = ("VOV.VN - ", "(Dân trí) - ")


def paragraph(pick: random.Random) -> str:
    words = [pick.choice(ONSETS) + pick.choice(RIMES) for _ in range(pick.randint(25, 50))]
    return " ".join(words).capitalize() + "."


def written(title: str, day: int, body: list[str], outlet: str) -> str:
    return "\n".join((title, f"Thứ hai, {day:02}/03/2025 - 07:30", outlet + body[0], *body[1:])) + "\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Ten articles; of each a copy edited a little, of some a digest or a new version under nearly the same title."""
    folder, pick = tmp_path_factory.mktemp("articles"), random.Random(3)
    texts = []
    for number in range(10):
        title, body = f"Chuyện làng thứ {number} ngày đông xuân", [paragraph(pick) for _ in range(4)]
        changed = [*body[:3], paragraph(pick)]
        outlet = OUTLETS[number % 2]
        texts.append(written(title, 10 + number, body, outlet))
        texts.append(written(f"Tin khác {number}", 9 + number % 3, changed, OUTLETS[1 - number % 2]))
        texts.append(written(f"{title} mới", 12 + number, [*changed, body[3]], outlet))
        texts.append(written(f"Điểm tin {number}", 20, [*body, *(paragraph(pick) for _ in range(8))], outlet))
    for number, text in enumerate(texts):
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def test_one_run_and_shuffled_runs_give_the_same_tables(files: list[Path], tmp_path: Path) -> None:
    expected = tables(tmp_path / "one", [files])
    methods = {row[2] for row in expected["duplicates"]}
    assert methods == {"near", "edited", "contained"}
    assert expected["versions"]
    for seed in range(2):
        order = random.Random(seed).sample(files, len(files))
        found = tables(tmp_path / str(seed), parts(order, 5))
        assert {name: n_different(expected[name], found[name]) for name in expected} == dict.fromkeys(expected, 0)
