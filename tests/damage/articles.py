"""Clean articles to damage: invented ones by the thousand, or those of a folder."""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\.\.\.)[\"”’]?\s+(?=[\"“\dA-ZÀ-ỸĐ])")
_WHOLE = re.compile(r"[.!?…][\"”’)]*$")
_MIN_BODY_WORDS = 60


@dataclass(frozen=True)
class Article:
    """Title, lead and further paragraphs; headings among the paragraphs begin with "# "."""

    title: str
    lead: str
    paragraphs: tuple[str, ...]


@cache
def vocabulary() -> dict[str, Any]:
    """`articles.toml`."""
    return tomllib.loads((_HERE / "articles.toml").read_text(encoding="utf-8"))


def name(chance: random.Random) -> str:
    """A person."""
    words = vocabulary()
    middle = [chance.choice(words["middles"])] * chance.choice((1, 1, 1, 0))
    return " ".join((chance.choice(words["surnames"]), *middle, chance.choice(words["given"])))


def invented(chance: random.Random) -> Article:
    """An article put together from the sentences of one topic."""
    words = vocabulary()
    topic = words[chance.choice([key for key, value in words.items() if isinstance(value, dict) and key != "_any"])]
    facts = {"who": name(chance)} | {
        key: chance.choice(words[f"{key}s"]) for key in ("job", "place", "district", "org")
    }
    sentences = _shuffled(topic["sentences"], chance) + _shuffled(words["_any"]["sentences"], chance)[:7]
    sentences = [_filled(text, facts, chance) for text in _shuffled(sentences, chance)]
    quotes = [_filled(text, facts, chance) for text in _shuffled(words["_any"]["quotes"], chance)[:2]]
    paragraphs = _paragraphs(sentences, chance, mean=2)
    for quote in quotes:
        paragraphs.insert(chance.randrange(1, len(paragraphs)), quote)
    paragraphs = paragraphs[: chance.randrange(4, 14)]
    title, lead = (_filled(chance.choice(topic[key]), facts, chance) for key in ("titles", "leads"))
    return Article(title[0].upper() + title[1:], lead, tuple(_structured(paragraphs, chance)))


def from_file(path: Path, chance: random.Random) -> Article | None:
    """The article of a file with title, lead and body in its first three lines; None where the body is not whole."""
    lines = unicodedata.normalize("NFC", path.read_text(encoding="utf-8", errors="replace")).split("\n")
    if len(lines) < 3:
        return None
    title, lead, body = (" ".join(line.split()) for line in lines[:3])
    sentences = _SENTENCE_END.split(body)
    while sentences and (not _WHOLE.search(sentences[-1]) or len(sentences[-1].split()) < 6):
        sentences.pop()
    if sum(len(sentence.split()) for sentence in sentences) < _MIN_BODY_WORDS or not title or len(lead.split()) < 10:
        return None
    return Article(title, lead, tuple(_with_headings(_paragraphs(sentences, chance, mean=3), chance)))


def _with_headings(paragraphs: list[str], chance: random.Random) -> list[str]:
    """In some articles, subheadings: the beginning of a clause of the paragraph below."""
    if chance.random() > 0.3 or len(paragraphs) < 6:
        return paragraphs
    headed: list[str] = []
    for index, text in enumerate(paragraphs):
        words = re.split(r"[,.:;!?()\"”“]", text)[chance.choice((0, 0, 1)) if "," in text else 0].split()
        if index % 3 == 2 and 4 <= len(words) <= 9:
            headed.append("# " + " ".join(words)[0].upper() + " ".join(words)[1:])
        headed.append(text)
    return headed


def _shuffled(texts: list[str], chance: random.Random) -> list[str]:
    return chance.sample(texts, len(texts))


def _paragraphs(sentences: list[str], chance: random.Random, *, mean: int) -> list[str]:
    paragraphs, rest = [], list(sentences)
    while rest:
        size = chance.randrange(1, 2 * mean)
        while size < len(rest) and sum(len(text.split()) for text in rest[:size]) < 12:
            size += 1
        paragraphs.append(" ".join(rest[:size]))
        rest = rest[size:]
    return paragraphs


def _structured(paragraphs: list[str], chance: random.Random) -> list[str]:
    """With subheadings, a list or questions of an interview, in some articles."""
    form = chance.random()
    if form < 0.3 and len(paragraphs) >= 5:
        headings = chance.sample(vocabulary()["subheads"], 2)
        paragraphs.insert(2, f"# {headings[0]}")
        paragraphs.insert(chance.randrange(5, len(paragraphs) + 1), f"# {headings[1]}")
        if paragraphs[-1].startswith("# "):
            paragraphs.pop()
    elif form < 0.38:
        items = [text.rstrip(".") + ";" for text in paragraphs[1:4]]
        paragraphs[1:4] = [f"- {item}" for item in items]
        paragraphs.insert(1, "Những việc cần làm ngay gồm:")
        paragraphs[-1] = paragraphs[-1].rstrip(";").rstrip(".") + "."
    elif form < 0.44:
        asked = chance.sample(vocabulary()["questions"], 2)
        paragraphs.insert(2, f"PV: {asked[0]}")
        paragraphs.insert(1, asked[1])
    return paragraphs


def _filled(text: str, facts: Mapping[str, str], chance: random.Random) -> str:
    day, month = chance.randrange(1, 29), chance.randrange(1, 13)
    drawn = {
        "other": name(chance),
        "n": str(chance.randrange(11, 480)),
        "small": str(chance.randrange(2, 10)),
        "money": f"{chance.randrange(2, 900)} {chance.choice(('triệu', 'tỷ'))} đồng",
        "day": chance.choice((f"{day}/{month}", f"ngày {day}/{month}", f"ngày {day} tháng {month}")),
        "year": f"năm {chance.randrange(2009, 2025)}",
    }
    filled = text
    for key, value in {**drawn, **facts}.items():
        filled = filled.replace(f"{{{key}}}", value)
    return filled
