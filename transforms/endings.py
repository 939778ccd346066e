"""Does a text break off? Judged from how its last paragraph ends.

More than half of real articles end without a full stop, because a name or a source stands last, so the missing stop
alone is no sign: the last word must be an ordinary one inside a sentence.
"""

from __future__ import annotations

import polars as pl

_CONNECTIVES = (
    "và|của|là|những|các|với|để|trong|nhưng|mà|thì|do|vì|khi|từ|đến|tại|cho|về|được|bị|như|hoặc|hay|nếu|rằng|theo|bởi"
    "|nên|một|đã|sẽ|đang|vào|ra|trên|dưới|giữa|sau|trước|cùng|cũng|còn|có|không|chưa|rất|thêm|gồm|nhằm|tuy|song"
)
_ENDS_CONNECTIVE = rf"(?:^|\s)(?:{_CONNECTIVES})$"
# Before an ellipsis, which writers also use for effect, only words that nothing can end with.
_ENDS_CONJUNCTION = r"(?:^|\s)(?:và|của|nhưng|mà|vì|để|rằng|thì|hoặc|là|những|các|với)\s*(?:\.\.\.|…)$"
_ENDS_OPEN = r"[,(“]$"
_ELLIPSIS = r"(?:\.\.\.|…)[\"”’'»)]*$"
# "…, phao, chì, dây giềng, kim ống...": the piece after the last comma is short, and another comma stands before it.
_ENUMERATION = (
    r"[,;(:][^,;.!?]{1,45},[^,;.!?]{1,45}(?:\.\.\.|…)[\"”’'»)]*$"
    r"|,[^,;.!?]{1,30},\s*(?:\.\.\.|…)$|(?:v\.v|\svv)\s*(?:\.\.\.|…)$"
)
_ENDS_WORD = r"\p{Ll}$"
_LAST_SENTENCE = r"([^.!?…:;]+)$"
_CREDIT = (
    r"(?i)(?:>>|theo |nguồn|ảnh|video|clip|đồ họa|tổng hợp|lược dịch|biên dịch|thực hiện|ghi\b|t/h|dịch\b|sưu tầm)"
)
_MIN_WORDS, _MIN_BEGUN_WORDS = 6, 3
_BEGUN = r"^[\"“]?\p{Lu}\p{Ll}*(?:\s\p{Ll}+)+$"
# A longer one is many paragraphs that an extractor joined; what stands last in it may be a caption or an appeal.
_MAX_PARAGRAPH_WORDS = 150


def _tail(ending: pl.Expr) -> pl.Expr:
    return ending.str.strip_chars(" |\u00a0■▪♦")


def is_cut_off(ending: pl.Expr, n_words: pl.Expr, is_regular: pl.Expr) -> pl.Expr:
    """Whether a paragraph of an article breaks off inside a sentence. `ending` is its last 120 characters.

    `is_regular`: the paragraphs above end with full stops, so that a missing one means something.
    """
    tail = _tail(ending)
    sentence = tail.str.extract(_LAST_SENTENCE).str.strip_chars()
    words = sentence.str.count_matches(r"\S+")
    # A few words behind the last full stop may be a name or a source, unless they go on in small letters.
    begun = (words >= _MIN_BEGUN_WORDS) & sentence.str.contains(_BEGUN)
    ordinary = (
        tail.str.contains(_ENDS_WORD) & ((words >= _MIN_WORDS) | begun) & ~sentence.str.contains(_CREDIT)
        & ~sentence.str.contains(r"\s\p{Lu}[\p{L}.]*\s+(?:\S+\s+)?\S+$")
    )  # fmt: skip
    open_end = (
        tail.str.contains(_ENDS_CONNECTIVE) | tail.str.contains(_ENDS_CONJUNCTION) | tail.str.contains(_ENDS_OPEN)
    )
    breaks_off = (ordinary & is_regular & (n_words <= _MAX_PARAGRAPH_WORDS)) | open_end
    return (breaks_off & (n_words >= _MIN_WORDS)).fill_null(False)


def is_teaser_cut_off(ending: pl.Expr) -> pl.Expr:
    """Whether a teaser breaks off, with or without an ellipsis; an enumeration's "..." is none."""
    tail = _tail(ending)
    ellipsis = tail.str.contains(_ELLIPSIS)
    stops = tail.str.contains(r"[.!?…:;][\"”’'»)\]]*$")
    credit = tail.str.contains(r"\([^()]{2,40}\)$")
    return ((ellipsis & ~tail.str.contains(_ENUMERATION)) | ~(stops | credit)).fill_null(False)
