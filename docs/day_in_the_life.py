"""Write docs/day_in_the_life.md: a steward's day, every command run for real in a folder of its own.

    python docs/day_in_the_life.py

The articles are generated here; the same ones each time. What differs from run to run (ids and times of runs, seconds,
rows, memory) is left as it came; `stable` blots it out, for the test that the page is current.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER / "day_in_the_life.md"
N_MORNINGS = 4
N_ARTICLES = 6

OUTLETS = {"ben-ha": "Báo Bến Hạ", "song-trang": "Tin Sông Trăng"}
SETTINGS = """\
[[sources]]
path = "../inbox/ben-ha"
outlet = "Báo Bến Hạ"

[[sources]]
path = "../inbox/song-trang"
outlet = "Tin Sông Trăng"

[reading]
settle_seconds = 0

[history]          # small numbers, for a small example
min_runs = 3
min_articles = 5
"""
RULES = """\
[very_short_article]
limits = { min = 12 }

[brief]
level = "article"
dimension = "completeness"
severity = "info"
kind = "between"
column = "n_words"
limits = { min = 60 }
line_column = "first_line"
description = "The article is a brief of a few lines."
"""

WHO = ("Ông Bảy", "Bà Tư", "Chị Lan", "Anh Hòa", "Cô Mận", "Bác Sơn", "Thầy Khoa", "Em Thảo", "Chú Nghĩa", "Dì Út")
WHAT = ("bến đò", "chợ phiên", "cầu gỗ", "đường làng", "giếng cổ", "nghề đan nón", "ruộng lúa", "vườn bưởi",
        "lớp học đêm", "đội bóng", "gánh hát", "lò gốm")  # fmt: skip
WHERE = ("làng Hạ", "xã Đông", "ven sông Trăng", "chân núi Chùa", "thị trấn Mới", "ấp Giữa", "cồn Ông", "phường Vĩnh")
SENTENCES = (
    "{who} dậy từ bốn giờ sáng để kịp mở cửa {what} trước khi người đầu tiên ở {where} ghé qua.",
    "Theo {who}, năm nay {what} ở {where} đón thêm {n} lượt khách so với mùa trước.",
    "Cả tuần qua, {n} hộ ở {where} góp công sửa lại {what} sau trận mưa lớn.",
    "{who} kể rằng {what} này có từ thời ông nội, khi {where} mới chỉ có {n} nóc nhà.",
    "Chính quyền {where} hứa cấp {n} triệu đồng để giữ {what} cho lớp trẻ.",
    "Nhiều người từ {where} đi xa vẫn nhắc {what} mỗi lần gọi điện về cho {who}.",
    "Đến chiều, {who} đếm được {n} chuyến xe dừng lại hỏi đường tới {what} ở {where}.",
    "Không ai ở {where} nghĩ {what} lại đông đến vậy, {who} vừa nói vừa chỉ vào cuốn sổ ghi {n} cái tên.",
)


def article(chance: random.Random, outlet: str, day: int) -> str:
    """A page as both outlets used to print it."""
    title = (
        f"{chance.choice(WHO)} và {chance.choice(WHAT)} ở {chance.choice(WHERE)}, chuyện thứ {chance.randrange(900)}"
    )
    body = [sentence(chance, text) for text in chance.sample(SENTENCES, 6)]
    return "\n\n".join([title, f"{day:02}/11/2025", f"({outlet}) - {body[0]}", *body[1:]]) + "\n"


def brief(chance: random.Random, day: int) -> str:
    """A page of the new layout: a title, a date and a sentence or two."""
    title = f"{chance.choice(WHAT).capitalize()} ở {chance.choice(WHERE)} đón khách, số {chance.randrange(900)}"
    return f"{title}\n\n{day:02}/11/2025\n\n{sentence(chance, chance.choice(SENTENCES[:3]))}\n"


def sentence(chance: random.Random, text: str) -> str:
    """A sentence with names and numbers put in."""
    found = text.format(
        who=chance.choice(WHO), what=chance.choice(WHAT), where=chance.choice(WHERE), n=chance.randrange(20, 900)
    )
    return found[0].upper() + found[1:]


def arrive(root: Path, day: int, *, has_new_layout: bool) -> None:
    """The files of a morning."""
    chance = random.Random(day)  # noqa: S311  the same articles each time
    for folder, outlet in OUTLETS.items():
        (root / "inbox" / folder).mkdir(parents=True, exist_ok=True)
        for number in range(N_ARTICLES):
            is_new = has_new_layout and folder == "song-trang"
            text = brief(chance, day) if is_new else article(chance, outlet, day)
            (root / "inbox" / folder / f"{folder}-{day:02}-{number}.txt").write_text(text, encoding="utf-8")


def page() -> str:
    """The whole page: runs every command."""
    root = Path(tempfile.mkdtemp(prefix="day-"))
    try:
        return "\n".join(_parts(root)) + "\n"
    finally:
        shutil.rmtree(root)


def stable(text: str) -> str:
    """The page without what differs from run to run."""
    text = re.sub(r"\d{8}T\d{6}-[0-9a-f]{4}", "RUN", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "TIME", text)
    text = re.sub(r"^(  (?:seconds|rows|memory) ).*$", r"\1…", text, flags=re.MULTILINE)
    return re.sub(r" in \d+\.\d s$", " in … s", text, flags=re.MULTILINE)


def _parts(root: Path) -> Iterator[str]:
    yield "# A day in the life\n"
    yield "Made by `docs/day_in_the_life.py`, which runs every command below; don't edit it by hand.\n"
    yield "Two outlets send six articles each a morning to `inbox`; the home is `data`, with these settings:\n"
    _run(root, "tinsach init")
    (root / "data" / "tinsach.toml").write_text(SETTINGS, encoding="utf-8")
    yield _block("toml", SETTINGS)
    yield "## Four ordinary mornings\n"
    for day in range(1, N_MORNINGS + 1):
        arrive(root, day, has_new_layout=False)
        shown = _shell(root, "tinsach run")
        if day == 1:
            yield shown
    yield f"The other {N_MORNINGS - 1} go by in the same way: {N_ARTICLES * len(OUTLETS)} articles each.\n"
    yield from _fifth_morning(root)
    yield from _new_rule(root)
    yield from _next_morning(root)


def _fifth_morning(root: Path) -> Iterator[str]:
    yield "## The fifth morning\n"
    yield "One outlet has a new layout: its pages are a title, a date and one sentence. Nobody told us.\n"
    arrive(root, N_MORNINGS + 1, has_new_layout=True)
    yield _shell(root, "tinsach run")
    yield "No file was refused, but the rules that compare an outlet with its own last runs tell the steward:\n"
    yield _shell(root, "tinsach flags --open --rule flagged_share_jump")
    yield _shell(root, "tinsach flags --open --rule text_shrinks")
    yield "Which articles, and which lines?\n"
    yield _shell(root, "tinsach flags --open --rule very_short_article")
    yield _shell(root, f"tinsach show song-trang-{N_MORNINGS + 1:02}-1.txt --why")


def _new_rule(root: Path) -> Iterator[str]:
    yield "## A rule is tried, then added\n"
    yield "Nothing is lost: these are briefs, whole as they are. They should not pass for broken, but be told apart."
    yield "So the limit is lowered, and a rule of our own marks them; `briefs.toml` is:\n"
    (root / "briefs.toml").write_text(RULES, encoding="utf-8")
    yield _block("toml", RULES)
    yield "What would that do to what is stored? Nothing is changed by asking:\n"
    yield _shell(root, "tinsach rules try briefs.toml --examples 3")
    yield "As it should. From now on it holds, and the stored files are judged again:\n"
    yield _shell(root, "cp briefs.toml data/rules/", "tinsach replay")
    yield _shell(root, 'tinsach flags ack --rule text_shrinks --note "briefs since 05/11, asked the outlet"')


def _next_morning(root: Path) -> Iterator[str]:
    yield "## The sixth morning\n"
    yield "Briefs again. None of them counts as flawed any more, so the flag on the outlet is resolved by itself:\n"
    arrive(root, N_MORNINGS + 2, has_new_layout=True)
    yield _shell(root, "tinsach run")
    query = "select rule, status, note, count(*) as n from flags group by all order by all"
    yield _shell(root, f'tinsach sql --format table "{query}"')


def _shell(root: Path, *commands: str) -> str:
    """Commands as one block, and below it what they print."""
    said = [_run(root, command) for command in commands]
    printed = "\n".join(text for text in said if text)
    return _block("sh", "\n".join(commands)) + (f"\n{_block('text', printed)}" if printed else "")


def _run(root: Path, command: str) -> str:
    """What a command prints; it must end well."""
    program, *words = shlex.split(command)
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("TINSACH_", "PREFECT_"))}
    beside = Path(sys.executable).parent / program
    called = [str(beside if beside.exists() else program), *words]
    done = subprocess.run(
        called, cwd=root, env=environment | {"USER": "mai"}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{command}: exit code {done.returncode}: {done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.replace(str(root), "/srv/news").splitlines())


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
