"""Blocks of residue, drawn from `residue.toml` and filled with invented facts."""

from __future__ import annotations

import datetime
import random
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.damage.articles import Article, name
from tests.damage.lines import Line

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


@cache
def residue() -> dict[str, Any]:
    """`residue.toml`."""
    return tomllib.loads((Path(__file__).parent / "residue.toml").read_text(encoding="utf-8"))


@dataclass
class Site:
    """One outlet on one day: the same names and dates all over a page. `others` gives other articles."""

    chance: random.Random
    others: Callable[[], Article]
    outlet: str = ""
    domain: str = ""
    published: datetime.date = field(default_factory=lambda: datetime.date(2020, 1, 1))

    def __post_init__(self) -> None:
        self.outlet, self.domain = self.chance.choice(residue()["outlets"])
        self.published = datetime.date(2012, 1, 1) + datetime.timedelta(days=self.chance.randrange(5000))

    def filled(self, text: str) -> str:
        """`text` with its slots filled; names, numbers and topics anew each time."""
        if "{" not in text:
            return text
        for slot, value in self._facts().items():
            text = text.replace(f"{{{slot}}}", value)
        return text.replace("{other_title}", self.others().title)

    def pick(self, texts: Sequence[str]) -> str:
        """One of `texts`, filled."""
        return self.filled(self.chance.choice(texts))

    def block(self, kind: str, choices: Sequence[Sequence[str]]) -> list[Line]:
        """One of the blocks of lines, all of one kind."""
        return [Line(kind, self.filled(text)) for text in self.chance.choice(choices)]

    def _facts(self) -> dict[str, str]:
        chance, words, day = self.chance, residue(), self.published
        sections, topics = chance.sample(words["sections"], 4), chance.sample(words["topics"], 3)
        thing, person = chance.choice(words["things"]), name(chance)
        return {
            "outlet": self.outlet, "domain": self.domain, "name": person, "NAME": person.upper(), "name2": name(chance),
            "n": str(chance.randrange(100, 999)), "small": str(chance.randrange(2, 10)), "year": str(day.year),
            "clock": f"{chance.randrange(5, 23):02}:{chance.randrange(60):02}", "date": f"{day:%d/%m/%Y}",
            "iso": f"{day:%Y-%m-%d}", "day": f"{day.day}/{day.month}", "weekday": _WEEKDAYS[day.weekday()],
            "date_words": f"{day.day} tháng {day.month} năm {day.year}", "photo": chance.choice(words["photographers"]),
            "thing": thing, "thing_low": thing[0].lower() + thing[1:],
            "section": sections[0], "section2": sections[1], "section3": sections[2], "section4": sections[3],
            "topic": topics[0], "topic2": topics[1], "topic3": topics[2],
            "topic_cap": topics[0].capitalize(), "topic2_cap": topics[1].capitalize(),
            "topic_tag": topics[0].replace(" ", ""), "topic2_tag": topics[1].replace(" ", ""),
        }  # fmt: skip


def related(site: Site) -> tuple[list[Line], set[str]]:
    """A list of other articles in one of four forms, and whether a teaser in it breaks off."""
    words, chance = residue()["related"], site.chance
    form, heading = chance.choice(("titles", "teasers", "twice", "pictures")), chance.random() < 0.75
    lines = [Line("related_heading", site.pick(words["headings"]))] if heading or form == "titles" else []
    bullet, cut = chance.choice(words["bullets"]), chance.random() < 0.5
    flags = {"truncated_teaser"} if cut and form != "titles" else set()
    for _ in range(chance.randrange(2, 7)):
        other = site.others()
        title = Line("related_title", (bullet if form == "titles" else "") + other.title)
        lines.append(title)
        if form == "twice":
            lines.append(Line("related_title", title.text))
        if form == "pictures" and chance.random() < 0.5:
            lines.append(Line("caption", site.pick(residue()["caption"])))
        if form != "titles":
            lines.append(Line("related_text", teaser(site, other, cut)))
    return lines, flags


def teaser(site: Site, other: Article, cut: bool) -> str:
    """The lead of another article, whole, or broken off inside a sentence."""
    words = other.lead.rstrip(" .…").split()
    if not cut:
        return " ".join(words) + "."
    kept = words[: max(6, int(len(words) * site.chance.uniform(0.5, 0.8)))]
    return " ".join(kept).rstrip(' .,;:!?…"”)') + str(site.chance.choice(residue()["related"]["cuts"]))


def appended(site: Site) -> list[Line]:
    """Another article, of two paragraphs or more, with what may stand under its title."""
    other, chance = site.others(), site.chance
    lines = [Line("appended_title", other.title)]
    if chance.random() < 0.3:
        lines.append(Line("dateline", site.pick(residue()["datelines"]["full"])))
    paragraphs = [text for text in other.paragraphs if not text.startswith("# ")]
    lines.append(Line("appended_body", other.lead))
    if chance.random() < 0.3:
        lines.append(Line("caption", site.pick(residue()["caption"])))
    return lines + [Line("appended_body", text) for text in paragraphs[: chance.randrange(2, 6)]]
