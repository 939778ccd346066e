"""Two articles side by side as HTML, shared passages marked. Everything that came out of a file is escaped here."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import written
from dashboard.texts import say
from transforms.passages import Beside, Paragraph

_MOST_ROWS = 200
_MOST_CHARS = 8000  # of one paragraph


def side_by_side(found: Beside, names: Sequence[str]) -> str:
    """The paragraphs of both, each beside its counterpart; `names` stand above the columns."""
    heads = "".join(f'<th scope="col">{written.escaped(name)}</th>' for name in names)
    rows = "".join(
        f"<tr>{_cell(found.left, left, names[0])}{_cell(found.right, right, names[1])}</tr>"
        for left, right in found.rows[:_MOST_ROWS]
    )
    more = len(found.rows) - _MOST_ROWS
    rest = f"<p>{written.escaped(say('duplicates.more_paragraphs', n=written.number(more)))}</p>" if more > 0 else ""
    return f'<table class="ts-sides"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{rest}'


def _cell(side: Sequence[Paragraph], place: int | None, name: str) -> str:
    if place is None:
        return '<td class="ts-none"></td>'
    return f'<td dir="auto" data-side="{written.attribute(name)}">{_marked(side[place])}</td>'


def _marked(paragraph: Paragraph) -> str:
    written_out, left = [], _MOST_CHARS
    for piece in paragraph:
        text = written.escaped(piece.text[:left])
        written_out.append(f"<mark>{text}</mark>" if piece.is_shared else text)
        left -= len(piece.text)
        if left <= 0:
            break
    n_more = sum(len(piece.text) for piece in paragraph) - _MOST_CHARS
    more = f" <em>{written.escaped(say('article.more_chars', n=written.number(n_more)))}</em>" if n_more > 0 else ""
    return "".join(written_out) + more
