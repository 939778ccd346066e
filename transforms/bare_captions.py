"""Captions without any credit: told by what a caption never says, and by the paragraphs around it.

A caption names what a picture shows: one short sentence without tense, speaker or judgement, between paragraphs.
"""

from __future__ import annotations

import polars as pl

from transforms.neighbours import above, below
from transforms.outlet_names import name_keys

_MAX_WORDS, _FEW_WORDS = 14, 8
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
_ONE_SENTENCE = r"^\p{Lu}(?:[^.,;:!?…]|[0-9][.,][0-9]|\p{Lu}\.)*\.$"
_LONG_WORDS = 28  # of both paragraphs around
_JUDGING = (
    r"(?:^|\s)(?:không|sẽ|cũng|còn|nhưng|nếu|thì|này|đó|vậy|nữa|rồi|hỏi|kể|nói|khẳng định|cần|phải|nên|có thể|dự kiến"
    r"|hiện (?:nay|tại)|được biết|theo|gồm|tổng|khoảng|hơn|trong đó|ngoài ra|cho rằng|đồng thời)(?:[\s,.]|$)"
)
_MAX_SPEAKING_WORDS = 30
_PARTED, _PARTED_SHARE = 3, 0.5
_IN_BRACKETS = r"^\([^()]{15,}\)\.?$"
_NOTE = r"^\((?:điều|khoản|theo|xem|trích|tên|còn|nguồn|đơn vị|lưu ý|\*)"
_PLAIN_LINE = r"^\p{Lu}(?:[^.,;:!?\"“”…]|[0-9][.,][0-9]|\p{Lu}\.)*\.?$"
_MAX_PICTURED_WORDS = 16
ITALIC = r"^\*[^*\s].*[^*\s]\*$|^_[^_\s].*[^_\s]_$|^<(?:em|i)>.*</(?:em|i)>$"
_MAX_ITALIC_WORDS = 60
_DATED = r"\s(?:sáng|trưa|chiều|tối|đêm|ngày)\s+[0-9]{1,2}[./-][0-9]{1,2}(?:[./-][0-9]{4})?$"
_INITIALS = (
    r"^\p{Lu}\p{Ll}?(?:\.\s?\p{Lu}\p{Ll}?){1,3}\.?$"
    r"|^(?:AFP|AP|EPA|TASS|THX|TTXVN|REUTERS|Reuters|Xinhua|Kyodo|Yonhap|Sputnik|Getty Images|Shutterstock)$"
)


def bare_captions(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (not blank, with `is_free`) with the cue `caption` for captions without the word for a picture."""
    asked = lines.select(*_facts()).with_row_index("row").filter("is_brief")
    if asked.is_empty():
        return lines
    # Columns of their own: each mention of an expression is computed anew.
    asked = _told(_placed(asked)).with_columns(initials=_initials(), is_sentence=_is_plain_sentence())
    captioned = pl.concat([lines.filter(cue="caption")["doc"], asked.filter("is_sentence")["doc"]])
    asked = asked.with_columns(has_captions=pl.col("doc").is_in(captioned.unique().implode()))
    is_bare = _is_shown() | _is_source() | _is_owned() | (pl.col("is_italic") & pl.col("is_free"))
    bare = asked.filter(is_bare)["row"]
    signed = asked.filter(pl.col("initials") & pl.col("short_above"))["row"]
    rows = pl.concat([bare, signed, signed - 1]).unique()
    found = pl.int_range(lines.height, eager=True).is_in(rows.implode())
    return lines.with_columns(
        cue=pl.when(found).then(pl.lit("caption")).otherwise("cue"),
        cue_code=pl.when(found).then(pl.lit("caption:bare")).otherwise("cue_code"),
        is_free=pl.col("is_free") & ~found,
    )


def _facts() -> list[pl.Expr | str]:
    """What is asked of a line, and of those beside it; `is_brief` are the few that patterns see."""
    is_text = pl.col("is_free") & pl.col("is_text")
    words = pl.col("n_words")
    below_text = above(is_text).fill_null(False)
    is_italic = below_text & words.is_between(_MIN_WORDS, _MAX_ITALIC_WORDS) & pl.col("key").str.contains(ITALIC)
    is_brief = (words <= _MAX_CAPTION_WORDS) & below_text
    is_brief |= (words <= _FEW_WORDS) & (pl.col("cue") == "navigation").fill_null(False)
    is_brief |= (pl.col("n_chars") <= _INITIALS_CHARS) | (pl.col("cue") == "byline").fill_null(False)
    is_brief |= (words <= _MAX_SPEAKING_WORDS) & below_text
    return [
        "doc", "cue", "is_free", "is_bullet", "is_text", "is_row", "level", "n_words", "n_chars", "low", "core",
        below_text.alias("below_text"),
        below(is_text).fill_null(False).alias("over_text"),
        above(words).alias("words_above"),
        below(words).alias("words_below"),
        above(pl.col("is_free")).fill_null(False).alias("free_above"),
        above(_is_short()).fill_null(False).alias("short_above"),
        _is_short().alias("is_short"),
        _is_glued().alias("is_glued"),
        is_italic.alias("is_italic"),
        (is_brief | is_italic).alias("is_brief"),
    ]  # fmt: skip


def _placed(asked: pl.DataFrame) -> pl.DataFrame:
    """Adds `between`: two paragraphs stand around, and are longer than the line."""
    least = pl.max_horizontal(pl.lit(_PARAGRAPH_WORDS), pl.col("n_words") * _TIMES_LONGER)
    long = (pl.col("words_above") >= least) & (pl.col("words_below") >= least)
    source = pl.when(pl.col("low").str.starts_with("nguồn")).then("core").str.replace(r"^[^:]*:\s*", "")
    return asked.with_columns(
        between=(pl.col("below_text") & pl.col("over_text") & long).fill_null(False),
        is_outlet=name_keys().knows(asked, source),
        is_below=pl.col("below_text") & (pl.col("words_above") >= _PARAGRAPH_WORDS).fill_null(False),
    )


def _told(asked: pl.DataFrame) -> pl.DataFrame:
    """Adds what the words say: `tells`, and `goes_on` with the story."""
    low, core = pl.col("low"), pl.col("core")
    return asked.with_columns(
        tells=low.str.contains(_TELLING), goes_on=low.str.contains(_GOES_ON) | core.str.contains(_PRONOUN)
    )


def _is_plain_sentence() -> pl.Expr:
    brief = pl.col("between") & pl.col("n_words").is_between(_MIN_WORDS, _MAX_WORDS)
    return brief & ~pl.col("tells") & ~pl.col("goes_on") & pl.col("core").str.contains(_PLAIN)


def _initials() -> pl.Expr:
    """The photographer's initials alone below a caption, and the article goes on."""
    return (pl.col("n_chars") <= _INITIALS_CHARS) & pl.col("over_text") & pl.col("core").str.contains(_INITIALS)


def _is_shown() -> pl.Expr:
    """A plain sentence between paragraphs, a line that says where somebody was pictured, or one with its day."""
    words, low, core = pl.col("n_words"), pl.col("low"), pl.col("core")
    told = pl.col("tells") | pl.col("goes_on")
    pictured = pl.col("is_below") & words.is_between(_MIN_WORDS, _MAX_PICTURED_WORDS)
    pictured &= ~told | low.str.starts_with("công an")
    pictured &= core.str.contains(_PLAIN_LINE) & low.str.contains(_PICTURED)
    presented = pl.col("is_below") & words.is_between(_MIN_WORDS, _MAX_CAPTION_WORDS) & low.str.contains(_PRESENTED)
    presented |= words.is_between(_MIN_WORDS, _MAX_SPEAKING_WORDS) & low.str.contains(_SPEAKING)
    presented &= ~pl.col("tells") & ~low.str.contains(_SAYS)
    noted = pl.col("between") & words.is_between(_MIN_WORDS, _MAX_PICTURED_WORDS)
    noted &= core.str.contains(_IN_BRACKETS) & ~low.str.contains(_NOTE)
    dated = pl.col("is_short") & pl.col("below_text") & core.str.contains(_DATED)
    dated &= ~low.str.contains(r"(?:từ|trước|đến|tới|hết|sau) (?:ngày )?[0-9/.-]+$")
    free = pl.col("is_free") & ~pl.col("is_bullet") & (pl.col("level") == 0) & ~pl.col("is_row")
    shown = pl.col("is_sentence") | _is_among_captions() | pictured | presented | noted | dated | pl.col("is_glued")
    return free & shown


def _is_among_captions() -> pl.Expr:
    """Where the page has captions, one may also say what was done: one sentence among long paragraphs."""
    long = (pl.col("words_above") >= _LONG_WORDS) & (pl.col("words_below") >= _LONG_WORDS) & pl.col("between")
    brief = pl.col("n_words").is_between(_MIN_WORDS, _MAX_PICTURED_WORDS) & ~pl.col("goes_on")
    one = pl.col("core").str.contains(_ONE_SENTENCE)
    return pl.col("has_captions") & long & brief & one & ~pl.col("low").str.contains(_JUDGING)


def _is_glued() -> pl.Expr:
    """Where blank lines part the paragraphs, a short line right below one, without a blank line, is of its picture."""
    n_above, n_below = pl.col("line_no") - above(pl.col("line_no")), below(pl.col("line_no")) - pl.col("line_no")
    long = pl.col("is_text") & (pl.col("n_words") >= _MAX_CAPTION_WORDS)
    parted = (long & (n_below > 1)).fill_null(False).sum().over("doc")
    is_parted = (parted >= _PARTED) & (parted >= _PARTED_SHARE * long.sum().over("doc"))
    brief = pl.col("n_words").is_between(_MIN_WORDS, _MAX_CAPTION_WORDS) & (n_above == 1) & (n_below > 1)
    return (is_parted & brief & above(long)).fill_null(False)


def _is_short() -> pl.Expr:
    words = pl.col("n_words")
    return pl.col("is_free") & ~pl.col("is_text") & words.is_between(_MIN_WORDS, _MAX_CAPTION_WORDS)


def _is_source() -> pl.Expr:
    """A "Nguồn: …" below a table or chart names where its figures come from; below the article, where that is from.

    The name of an outlet credits the text.
    """
    sourced = (pl.col("cue") == "byline").fill_null(False) & pl.col("low").str.starts_with("nguồn")
    return sourced & (pl.col("n_words") <= 8) & ~pl.col("is_outlet") & pl.col("over_text") & pl.col("free_above")


def _is_owned() -> pl.Expr:
    """A "© …" between two paragraphs says whose the picture is."""
    owned = pl.col("low").str.starts_with("©") & (pl.col("n_words") <= 8)
    return owned & pl.col("below_text") & pl.col("over_text")
