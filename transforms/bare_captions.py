"""Captions without any credit: told by what a caption never says, and by the paragraphs around it.

A caption names what a picture shows: one short sentence without tense, speaker or judgement, between paragraphs.
"""

from __future__ import annotations

import polars as pl

from transforms.neighbours import above, below

_MAX_WORDS = 14
_MIN_WORDS = 4
_PARAGRAPH_WORDS = 20  # of the paragraphs around it
# A plain sentence: no other punctuation than its full stop.
_PLAIN = r"^\p{Lu}[^.,;:!?\"“”…]*\.$"
# Words that tell, judge or report; captions do without.
_TELLING = (
    r"(?:^|\s)(?:đã|sẽ|vẫn|cũng|đều|chưa|không|là|nói|hỏi|kể|bảo|cho biết|khẳng định|cần|phải|nên|rất|mới|từng|hiện"
    r"|nay|đang được|được biết|thì|nhưng|tuy|vì|nếu|như vậy|có thể|dự kiến|thế|vậy|rồi|còn|nữa|ấy|đó|này|ai|gì|sao)"
    r"(?:\s|\.|$)"
)
# What opens a sentence that goes on with the story.
_GOES_ON = (
    r"^(?:họ|ông|bà|anh|chị|cô|chú|em|tôi|chúng tôi|chúng ta|nó|hắn|điều|việc|vụ việc|vụ án|đây|theo|sau|trước|khi|lúc"
    r"|đến|từ|do|với|trong|trên|tại|ngoài ra|mỗi|mọi|nhờ|để|cơ quan|công an|số tiền|kết quả|tổng|giá|chi phí|thời gian"
    r"|\d|hai bên|ngày|năm|tháng|sáng|chiều|tối|trưa|đêm)(?:\s|$)"
)
# "Du khách chụp ảnh trên chợ nổi sáng 7.11": the day of the picture, without a full stop.
_DATED = r"\s(?:sáng|trưa|chiều|tối|đêm|ngày)\s+\d{1,2}[./-]\d{1,2}(?:[./-]\d{4})?$"
_INITIALS = r"^\p{Lu}\p{Ll}?(?:\.\s?\p{Lu}\p{Ll}?){1,3}\.?$"


def bare_captions(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (not blank, with `is_free`) with the cue `caption` for captions without the word for a picture."""
    free = pl.col("is_free")
    paragraph = free & pl.col("is_text") & (pl.col("n_words") >= _PARAGRAPH_WORDS)
    between = (above(paragraph) & below(paragraph)).fill_null(False)
    few = pl.col("n_words").is_between(_MIN_WORDS, _MAX_WORDS)
    told = pl.col("low").str.contains(_TELLING) | pl.col("low").str.contains(_GOES_ON)
    sentence = free & few & between & pl.col("core").str.contains(_PLAIN) & ~told
    is_short = free & ~pl.col("is_text") & (pl.col("n_words") >= _MIN_WORDS) & (pl.col("n_words") <= 25)
    dated = is_short & (above(free & pl.col("is_text"))).fill_null(False) & pl.col("core").str.contains(_DATED)
    # The photographer's initials stand alone below the caption, and the article goes on.
    initials = pl.col("core").str.contains(_INITIALS) & below(free & pl.col("is_text")).fill_null(False)
    credited = is_short & below(initials & (pl.col("n_chars") <= 12)).fill_null(False)
    credits = (initials & (pl.col("n_chars") <= 12)) & above(is_short).fill_null(False)
    # "Nguồn: …" below a table or a chart names where its figures come from; below the article, where that comes from.
    sourced = (pl.col("cue") == "byline") & pl.col("low").str.starts_with("nguồn") & (pl.col("n_words") <= 8)
    sourced &= below(free & pl.col("is_text")).fill_null(False) & above(free).fill_null(False)
    is_caption = (sentence | dated | credited | credits | sourced).fill_null(False)
    return lines.with_columns(
        cue=pl.when(is_caption).then(pl.lit("caption")).otherwise("cue"),
        cue_code=pl.when(is_caption).then(pl.lit("caption:bare")).otherwise("cue_code"),
        is_free=free & ~is_caption,
    )
