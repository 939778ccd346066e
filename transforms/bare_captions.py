"""Captions without any credit: told by what a caption never says, and by the paragraphs around it.

A caption names what a picture shows: one short sentence without tense, speaker or judgement, between paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from transforms.neighbours import above, below
from transforms.outlet_names import name_keys

_MAX_WORDS = 14
_MIN_WORDS = 4
_MAX_CAPTION_WORDS = 25
_INITIALS_CHARS = 12  # the longest agency's name, too
_PARAGRAPH_WORDS = 14  # of the paragraphs around it
_TIMES_LONGER = 1.5  # as the sentence itself
# A plain sentence: no other punctuation than its full stop, save in numbers and initials.
_PLAIN = r"^\p{Lu}(?:[^.,;:!?\"“”…]|[0-9][.,][0-9]|\p{Lu}\.)*\.$"
# Words that tell, judge or report; captions do without.
_TELLING = (
    r"(?:^|\s)(?:đã|sẽ|vẫn|cũng|đều|chưa|không|là|hỏi|kể|bảo|nói (?:rằng|với|thêm|về)|cho biết|khẳng định|cần|phải|nên"
    r"|rất|mới|từng (?:là|có|được|bị|làm|đi|tham|xảy|khiến)|hiện (?:nay|tại|có|đang|vẫn|là|đã|chưa|được)|nay|đang được"
    r"|được biết|thì|nhưng|tuy|vì|nếu|như vậy|có thể|dự kiến|thế|vậy|rồi|còn|nữa|ấy|đó|này|ai|gì|sao)(?:\s|\.|$)"
)
# What opens a sentence that goes on with the story.
_GOES_ON = (
    r"^(?:họ|tôi|chúng tôi|chúng ta|nó|hắn|điều|việc|vụ việc|vụ án|đây|theo|sau|trước|khi|lúc"
    r"|đến|từ|do|với|trong|trên|tại|ngoài ra|mỗi|mọi|nhờ|để|cơ quan|công an|số tiền|kết quả|tổng|giá|chi phí|thời gian"
    r"|[0-9]|hai bên|ngày|năm|tháng|sáng|chiều|tối|trưa|đêm)(?:\s|$)"
)
# "Du khách chụp ảnh trên chợ nổi sáng 7.11": the day of the picture, without a full stop.
# "Ông nhớ lại …" goes on, "Ông Chiu dạy hát …" may stand below a picture.
_PRONOUN = r"^(?:Ông|Bà|Anh|Chị|Cô|Chú|Em|Bác|Cụ)\s\p{Ll}"
# Where somebody was pictured, or what: no subheading reads so, and hardly a paragraph.
_PICTURED = (
    r"\s(?:tại|ở|trong|trước|đến)\s(?:cơ quan (?:công an|điều tra|cảnh sát|chức năng)|phiên (?:tòa|toà|họp|xét xử)"
    r"|hội nghị|hội thảo|buổi \S+|lễ \S+|cuộc họp|họp báo|sự kiện|triển lãm|hiện trường|tòa|toà|điểm \S+|sân bay|quầy)"
    r"|\s(?:khám nghiệm|thực nghiệm|dựng lại|phong tỏa|bảo vệ|lại) hiện trường|\snơi (?:xảy ra|phát hiện|diễn ra)"
    r"|^(?:hình ảnh|bức ảnh|tấm ảnh|chân dung|tang vật|hiện trường|khoảnh khắc|cận cảnh|toàn cảnh|một góc|bị can|bị cáo"
    r"|đối tượng|nghi phạm|nghi can|các bị (?:cáo|can)|các đối tượng|vị trí|khu vực|các đại biểu|đại biểu|du khách"
    r"|học viên|chiếc|bên trong|phía (?:trước|sau))\s"
)
# Who somebody is, and nothing that he does: "Ông Lê Hạ, Chủ tịch Hội Làm vườn Bến Hạ."
_PRESENTED = (
    r"^(?:ông|bà|anh|chị|em|pgs|gs|ts|ths|bs|bác sĩ|luật sư|tiến sĩ|thạc sĩ|thiếu tướng|trung tướng|đại tá|thượng tá"
    r"|nghệ sĩ|nhà (?:báo|văn|thơ))[.\s][^,.]{3,40}(?:,|\s[–-])\s(?:phó |nguyên |cựu |quyền )?"
    r"(?:chủ tịch|giám đốc|trưởng|tổng|bí thư"
    r"|viện|hiệu trưởng|hiệu phó|cục trưởng|vụ trưởng|chủ nhiệm|chánh|thứ trưởng|bộ trưởng|đại biểu"
    r"|chuyên gia|phó|thành viên|đại diện)\s.*\p{L}\.?$"
)
_SAYS = r"\s(?:cho rằng|nhấn mạnh|nhận định|thông tin|đề nghị|yêu cầu|đánh giá|chia sẻ|nói|kể|từng|là)\s"
# "Đồng chí Lê Hạ, Phó Chủ tịch tỉnh, phát biểu khai mạc hội thảo."
_SPEAKING = (
    r"^(?:đồng chí|ông|bà|pgs|gs|ts|ths|thiếu tướng|trung tướng|đại tá|thượng tá|đại biểu|chủ tịch|phó chủ tịch"
    r"|bí thư|phó bí thư|bộ trưởng|thứ trưởng|giám đốc|thủ tướng|phó thủ tướng)[.\s][^:;“\"]*"
    r"\s(?:phát biểu|trao đổi|báo cáo|trình bày|kết luận|tham luận|chia sẻ)\s"
    r"(?:(?:khai mạc|bế mạc|chỉ đạo|kết luận|chào mừng|tham luận|ý kiến|thông tin|giải pháp|phương án)\s?)?"
    r"(?:tại|ở|trong|trước|với|về)?\s?[^:;“\"]*\p{L}\.?$"
)
_MAX_SPEAKING_WORDS = 30
_PARTED, _PARTED_SHARE = 3, 0.5
_IN_BRACKETS = r"^\([^()]{15,}\)\.?$"
_NOTE = r"^\((?:điều|khoản|theo|xem|trích|tên|còn|nguồn|đơn vị|lưu ý|\*)"
_PLAIN_LINE = r"^\p{Lu}(?:[^.,;:!?\"“”…]|[0-9][.,][0-9]|\p{Lu}\.)*\.?$"
_MAX_PICTURED_WORDS = 16
_ITALIC = r"^\*[^*\s].*[^*\s]\*$|^_[^_\s].*[^_\s]_$|^<(?:em|i)>.*</(?:em|i)>$"
_MAX_ITALIC_WORDS = 60
_DATED = r"\s(?:sáng|trưa|chiều|tối|đêm|ngày)\s+[0-9]{1,2}[./-][0-9]{1,2}(?:[./-][0-9]{4})?$"
_INITIALS = (
    r"^\p{Lu}\p{Ll}?(?:\.\s?\p{Lu}\p{Ll}?){1,3}\.?$"
    r"|^(?:AFP|AP|EPA|TASS|THX|TTXVN|REUTERS|Reuters|Xinhua|Kyodo|Yonhap|Sputnik|Getty Images|Shutterstock)$"
)


def bare_captions(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (not blank, with `is_free`) with the cue `caption` for captions without the word for a picture."""
    below_text = above(pl.col("is_free") & pl.col("is_text")).fill_null(False)
    brief = (pl.col("n_words") <= _MAX_CAPTION_WORDS) & below_text
    # Patterns see few lines only: paragraphs and titles are most of the text.
    brief |= (pl.col("n_words") <= 8) & (pl.col("cue") == "navigation").fill_null(False)
    brief |= (pl.col("n_chars") <= _INITIALS_CHARS) | (pl.col("cue") == "byline").fill_null(False)
    brief |= below_text & pl.col("key").str.contains(_ITALIC)
    asked = lines.with_columns(brief_low=pl.when(brief).then("low"), brief_core=pl.when(brief).then("core"))
    source = pl.when(pl.col("brief_low").str.starts_with("nguồn")).then("brief_core").str.replace(r"^[^:]*:\s*", "")
    asked = asked.with_columns(is_outlet=name_keys().knows(asked, source))
    is_bare = _is_shown() | _is_credited() | _is_source() | _is_owned() | _is_italic()
    judged = asked.with_columns(is_bare=is_bare.fill_null(False))
    return judged.with_columns(
        cue=pl.when("is_bare").then(pl.lit("caption")).otherwise("cue"),
        cue_code=pl.when("is_bare").then(pl.lit("caption:bare")).otherwise("cue_code"),
        is_free=pl.col("is_free") & ~pl.col("is_bare"),
    ).drop("brief_low", "brief_core", "is_bare", "is_outlet")


def _is_shown() -> pl.Expr:
    """A plain sentence between paragraphs, a line that says where somebody was pictured, or one with its day."""
    free, words = pl.col("is_free") & ~pl.col("is_bullet"), pl.col("n_words")
    low, core = pl.col("brief_low"), pl.col("brief_core")
    told = low.str.contains(_TELLING) | low.str.contains(_GOES_ON) | core.str.contains(_PRONOUN)
    between = (_is_paragraph(above) & _is_paragraph(below)).fill_null(False)
    sentence = between & words.is_between(_MIN_WORDS, _MAX_WORDS) & core.str.contains(_PLAIN) & ~told
    below_text = above(free & pl.col("is_text") & (words >= _PARAGRAPH_WORDS)).fill_null(False)
    pictured = below_text & words.is_between(_MIN_WORDS, _MAX_PICTURED_WORDS)
    pictured &= ~told | low.str.starts_with("công an")
    pictured &= core.str.contains(_PLAIN_LINE) & low.str.contains(_PICTURED)
    presented = below_text & words.is_between(_MIN_WORDS, _MAX_CAPTION_WORDS) & low.str.contains(_PRESENTED)
    presented |= words.is_between(_MIN_WORDS, _MAX_SPEAKING_WORDS) & low.str.contains(_SPEAKING)
    presented &= ~low.str.contains(_TELLING) & ~low.str.contains(_SAYS)
    presented |= (
        between
        & words.is_between(_MIN_WORDS, _MAX_PICTURED_WORDS)
        & core.str.contains(_IN_BRACKETS)
        & ~low.str.contains(_NOTE)
    )
    presented |= _is_glued()
    dated = _is_short() & above(free & pl.col("is_text")).fill_null(False) & core.str.contains(_DATED)
    return free & (sentence | pictured | presented | dated)


def _is_glued() -> pl.Expr:
    """Where blank lines part the paragraphs, a short line right below one, without a blank line, is of its picture."""
    n_above, n_below = pl.col("line_no") - above(pl.col("line_no")), below(pl.col("line_no")) - pl.col("line_no")
    long = pl.col("is_text") & (pl.col("n_words") >= _MAX_CAPTION_WORDS)
    parted = (long & (n_below > 1)).fill_null(False).sum().over("doc")
    is_parted = (parted >= _PARTED) & (parted >= _PARTED_SHARE * long.sum().over("doc"))
    brief = pl.col("n_words").is_between(_MIN_WORDS, _MAX_CAPTION_WORDS) & (n_above == 1) & (n_below > 1)
    return (is_parted & brief & above(long)).fill_null(False)


def _is_italic() -> pl.Expr:
    """One line in italics, as some editors write below pictures."""
    below_text = above(pl.col("is_free") & pl.col("is_text")).fill_null(False)
    wordy = pl.col("n_words").is_between(_MIN_WORDS, _MAX_ITALIC_WORDS)
    return pl.col("is_free") & below_text & wordy & pl.col("key").str.contains(_ITALIC)


def _is_short() -> pl.Expr:
    free, words = pl.col("is_free"), pl.col("n_words")
    return free & ~pl.col("is_text") & words.is_between(_MIN_WORDS, _MAX_CAPTION_WORDS)


def _is_credited() -> pl.Expr:
    """The photographer's initials stand alone below the caption, and the article goes on: both lines are captions."""
    goes_on = below(pl.col("is_free") & pl.col("is_text")).fill_null(False)
    initials = pl.col("brief_core").str.contains(_INITIALS) & goes_on & (pl.col("n_chars") <= _INITIALS_CHARS)
    return (_is_short() & below(initials)).fill_null(False) | (initials & above(_is_short())).fill_null(False)


def _is_source() -> pl.Expr:
    """A "Nguồn: …" below a table or chart names where its figures come from; below the article, where that is from.

    The name of an outlet credits the text.
    """
    sourced = (pl.col("cue") == "byline") & pl.col("brief_low").str.starts_with("nguồn") & (pl.col("n_words") <= 8)
    return (
        sourced
        & ~pl.col("is_outlet")
        & below(pl.col("is_free") & pl.col("is_text")).fill_null(False)
        & above(pl.col("is_free"))
    )


def _is_owned() -> pl.Expr:
    """A "© …" between two paragraphs says whose the picture is."""
    is_text = pl.col("is_free") & pl.col("is_text")
    return pl.col("brief_low").str.starts_with("©") & (pl.col("n_words") <= 8) & above(is_text) & below(is_text)


def _is_paragraph(beside: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """The line beside is a paragraph, and longer than this one."""
    words = pl.col("n_words")
    long = beside(words) >= pl.max_horizontal(pl.lit(_PARAGRAPH_WORDS), words * _TIMES_LONGER)
    return beside(pl.col("is_free") & pl.col("is_text")) & long
