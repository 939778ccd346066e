"""One damaged page from one clean article, with the exact label of every line and every flag that must be raised."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.damage.articles import Article
from tests.damage.blocks import Site, appended, related, residue
from tests.damage.encodings import ENCODERS, encoded
from tests.damage.lines import Line, flags_of, with_duplicates

_PREFIXES = ("({outlet}) - ", "({outlet}) – ", "{outlet} - ", "{domain} - ", "{upper} - ")
_MARKUP = ("**{}**", "<p>{}</p>", "{}&nbsp;", "| {} |", "{} [tại đây](https://example.org/a)", "<b>{}</b>")


@dataclass(frozen=True)
class Page:
    """A file. `published` is the date that the page proves, or None; `damage` names what was done, for reports."""

    content: bytes
    lines: list[Line]
    flags: frozenset[str]
    title: str | None
    published: datetime.date | None
    damage: tuple[str, ...]


def damaged(article: Article, others: Callable[[], Article], chance: random.Random) -> Page:
    """The article on a page of some invented site. One page in six is clean."""
    return _Builder(article, Site(chance, others)).page()


class _Builder:
    def __init__(self, article: Article, site: Site) -> None:
        self.article, self.site, self.chance = article, site, site.chance
        self.is_clean = self.chance.random() < 1 / 6
        self.flags: set[str] = set()
        self.damage: list[str] = []
        self.published: datetime.date | None = None

    def page(self) -> Page:
        text = self._text()
        lines = [*self._head(), *text, *self._tail()]
        lines = self._with_characters(self._spaced(lines))
        labelled, repeats = with_duplicates(lines)
        content, encoding_flags = self._bytes("\n".join(line.text for line in labelled))
        flags = self.flags | repeats | flags_of(labelled) | encoding_flags
        if self.published is None:
            flags.add("no_publication_date")
        title = next((line.text for line in labelled if line.kind == "title"), None)
        return Page(content, labelled, frozenset(flags), title, self.published, tuple(self.damage))

    def _happens(self, share: float, damage: str | None = None) -> bool:
        """Draws; what counts as damage never happens on a clean page."""
        if self.chance.random() >= share or (damage and self.is_clean):
            return False
        self.damage += [damage] if damage else []
        return True

    def _head(self) -> list[Line]:
        words, site, lines = residue(), self.site, []
        if self._happens(0.25, "top_navigation"):
            lines += site.block("navigation", words["navigation"]["top"])
        lost = self._happens(0.06, "lost_title")
        if not lost:
            lines.append(Line("title", self.article.title))
        elif self.chance.random() < 0.5:
            lines.append(Line("caption", site.pick(words["caption"])))
        under = self._under_title()
        return lines + under

    def _under_title(self) -> list[Line]:
        words, site, blocks = residue(), self.site, []
        if self._happens(0.6):
            blocks.append([self._dateline()])
        if self._happens(0.15):
            blocks.append([Line("byline", site.pick(words["bylines"]["top"]))])
        if self._happens(0.2, "share_bar"):
            blocks.append(site.block("navigation", words["navigation"]["share"]))
        if self._happens(0.2, "player"):
            blocks.append(site.block("media", words["media"]))
        if self._happens(0.1, "title_again"):
            blocks.append([Line("title", self.article.title)])
        self.chance.shuffle(blocks)
        return [line for block in blocks for line in block]

    def _dateline(self) -> Line:
        words = residue()["datelines"]
        if self.chance.random() < 0.1:
            return Line("dateline", self.site.pick(words["partial"]))
        self.published = self.site.published
        return Line("dateline", self.site.pick(words["full"]))

    def _text(self) -> list[Line]:
        lead = self.article.lead
        if self._happens(0.2):
            prefix = self.chance.choice(_PREFIXES).replace("{upper}", self.site.outlet.upper())
            lead = self.site.filled(prefix) + lead
        lines = [Line("lead", lead)]
        for text in self.article.paragraphs:
            heading = text.startswith("# ")
            lines.append(Line("heading", text[2:]) if heading else Line("body", text))
        if self._happens(0.08, "cut_off"):
            lines = self._cut_off(lines)
        lines = self._inserted(lines)
        return self._marked_up(lines)

    def _cut_off(self, lines: list[Line]) -> list[Line]:
        while lines[-1].kind == "heading":
            lines.pop()
        words = lines[-1].text.split()
        kept = words[: max(7, int(len(words) * self.chance.uniform(0.4, 0.8)))]
        while kept and not kept[-1].islower():
            kept.pop()
        if len(kept) < 7 or len(lines) < 3:
            self.damage.remove("cut_off")
            return lines
        self.flags.add("truncated_text")
        return [*lines[:-1], Line(lines[-1].kind, " ".join(kept))]

    def _inserted(self, lines: list[Line]) -> list[Line]:
        words, site = residue(), self.site
        extra: list[list[Line]] = [
            [Line("caption", site.pick(words["caption"]))] for _ in range(self.chance.choice((0, 0, 1, 1, 2, 3)))
        ]
        if self._happens(0.2, "inline_link"):
            extra.append([Line("related_title", site.pick(words["related"]["links"]))])
        if self._happens(0.15, "inline_promo"):
            extra.append([Line("promo", site.pick(words["promo"]))])
        if self._happens(0.1, "inline_media"):
            extra.append(site.block("media", words["media"]))
        if self._happens(0.08, "repeated_paragraph"):
            texts = [line for line in lines if line.kind != "heading"]
            start = self.chance.randrange(len(texts))
            extra.append(texts[start : start + self.chance.randrange(1, 3)])
        for block in extra:
            self._insert(lines, block)
        return lines

    def _insert(self, lines: list[Line], block: list[Line]) -> None:
        """Between two paragraphs, below the lead; what repeats stands below what it repeats."""
        first = max((index for index, line in enumerate(lines) if line in block), default=0)
        is_cut = "truncated_text" in self.flags
        last = len(lines) - 1 if is_cut else len(lines)
        place = self.chance.randrange(min(first + 1, last), last + 1)
        if lines[place - 1].kind != "heading":
            lines[place:place] = block

    def _marked_up(self, lines: list[Line]) -> list[Line]:
        if self._happens(0.06, "markup"):
            places = [index for index, line in enumerate(lines) if line.kind in {"body", "caption"}]
            if places:
                place = self.chance.choice(places)
                form = self.chance.choice(_MARKUP)
                lines[place] = Line(lines[place].kind, form.replace("{}", lines[place].text))
                self.flags.add("markup_residue")
        return lines

    def _tail(self) -> list[Line]:
        words, site, blocks = residue(), self.site, []
        is_cut = "truncated_text" in self.flags
        signed = [Line("byline", site.pick(words["bylines"]["end"]))] if self._happens(0.55) and not is_cut else []
        for share, group in ((0.25, "tags"), (0.15, "share"), (0.12, "comments")):
            if self._happens(share, group):
                blocks.append(site.block("navigation", words["navigation"][group]))
        if self._happens(0.15, "promo"):
            blocks.append([Line("promo", site.pick(words["promo"]))])
        self.chance.shuffle(blocks)
        if self._happens(0.45, "related"):
            lines, flags = related(site)
            self.flags |= flags
            blocks.append(lines)
        if self._happens(0.12, "appended"):
            blocks.append(appended(site))
        if self._happens(0.15, "footer"):
            blocks.append(site.block("navigation", words["navigation"]["footer"]))
        return signed + [line for block in blocks for line in block]

    def _spaced(self, lines: list[Line]) -> list[Line]:
        if self.chance.random() < 0.5:
            return lines
        # The empty piece after a last line end would be no line.
        return [piece for line in lines for piece in (line, Line("blank", ""))][:-1]

    def _with_characters(self, lines: list[Line]) -> list[Line]:
        if any(mark in line.text for line in lines if line.kind == "media" for mark in ("{", "![")):
            self.flags.add("markup_residue")
        if self._happens(0.06, "invisible"):
            mark = self.chance.choice(("\u00a0", "\u200b", "\u00ad"))
            for place in self.chance.sample(range(len(lines)), min(3, len(lines))):
                text = lines[place].text.replace(" ", mark if mark == "\u00a0" else f" {mark}", 2)
                lines[place] = Line(lines[place].kind, text)
        return lines

    def _bytes(self, text: str) -> tuple[bytes, set[str]]:
        if not self._happens(0.14, "encoding"):
            return text.encode(), set()
        encoding = self.chance.choice(list(ENCODERS))
        content = encoded(text, encoding)
        if content is None:
            return text.encode(), set()
        self.damage.append(encoding)
        return content, set(ENCODERS[encoding].flags)
