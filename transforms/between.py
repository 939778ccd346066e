"""A short line between the paragraphs: a subheading, what a picture shows, or the title of another article put in?

Several in a row are told by `blocks`.

Evidence is added up for each of the three, and the largest sum decides. The weights were fitted by multinomial
logistic regression on labelled pages (`tests/layouts`, `tests/more_layouts` and some that are not in the project), then
rounded and moved a little towards the subheading, which is the least harmful mistake.
"""

from __future__ import annotations

import polars as pl

from transforms.blocks import NUMBERED, OF_A_LAW, blocks
from transforms.neighbours import above, below, last_above, next_below

_MIN_WORDS = 4
_LINE_CHARS = 1_500
_PAGE_CHARS = 20_000
_NOT_A_WORD = r"[^\p{L}0-9]+"
_INNER_NAME = r"[\p{Ll},;0-9”\"(]\s(\p{Lu}[\p{L}0-9]+)"
# Words that say nothing about what a line is about.
_SMALL_WORDS = [
    "và", "của", "với", "tại", "cho", "trong", "để", "về", "là", "không", "được", "bị", "từ", "đến", "khi", "sau",
    "trước", "ra", "vào", "lên", "có", "những", "các", "một", "này", "đã", "sẽ", "đang", "vì", "do", "trên", "dưới",
    "như", "ở", "nào", "gì", "sao", "hơn", "phải", "nhờ", "bằng", "giữa", "theo", "cùng", "đi", "làm", "nói",
    "nhưng", "mà", "thì", "cả", "đầu", "gần", "mới", "vẫn", "lại", "qua", "người", "năm", "ngày", "ông", "bà",
    "anh", "chị",
]  # fmt: skip
# Who or what a picture shows.
_SUBJECT = (
    r"^(?:ông|bà|anh|chị|cô|chú|em|bác|cụ|các|những|hai|ba|nhóm|đội|người|học sinh|học viên|sinh viên|công nhân"
    r"|nông dân|du khách|lực lượng|cán bộ|chiến sĩ|bộ đội|đoàn|lãnh đạo|đại diện|bác sĩ|giáo viên|trẻ|chiếc|cây"
    r"|căn|ngôi|con|bức|tấm|khung|cảnh|một|góc|khoảnh khắc|bên trong|nhiều|hàng|bên|toàn cảnh|hình ảnh|nạn nhân"
    r"|bị cáo|bị can|đối tượng|ca sĩ|diễn viên|nghệ sĩ|người mẫu|hoa hậu|á hậu|nhạc sĩ|đạo diễn|cầu thủ"
    r"|huấn luyện viên|hlv)\s"
)
_PLACE = r"\s(?:bên|trên|dưới|trong|giữa|dọc|cạnh|tại|ở|quanh|ngoài|trước|sau|vào|ra|lên|xuống|bằng)\s"
# What a part of an article is about, and no picture shows.
_MATTER = (
    r"(?:^|\s)(?:vì sao|tại sao|thế nào|làm sao|ra sao|bao giờ|bao nhiêu|nỗi|niềm|ước mơ|giải pháp|nguyên nhân|khó khăn"
    r"|thách thức|ý kiến|đề xuất|quan niệm|quy trình|cần|nên|phải|không|chưa|đừng|hãy|sẽ|lịch sử|thông tin|nhận định"
    r"|đội hình|thống kê|dự đoán|kết quả|diễn biến|lưu ý|cách|tăng cường|nâng cao|thúc đẩy|vai trò|ý nghĩa|lợi ích"
    r"|quy định|sửa đổi|bổ sung|trường hợp|hình thức|mức phạt|bị phạt|đối tượng|điều kiện|đổi mới|yêu cầu"
    r"|chính sách|chế độ|thủ tục|hồ sơ|phương án|đề án|dấu ấn|hiệu quả|chủ trương|trách nhiệm|danh sách|hướng dẫn"
    r"|biện pháp|quá trình|ảnh hưởng|lầm tưởng|hiểm họa|biểu tượng|công dụng|tác dụng|xu hướng|áp lực|bí quyết|sự thật"
    r"|hệ lụy|hệ quả|bối cảnh|mục tiêu|chiến lược|định hướng|nguy cơ|tác động|triển vọng"
    r"|cơ hội|bài học|kinh nghiệm|thực trạng|hậu quả|dấu hiệu)(?:\s|$)"
)
_low, _words = pl.col("low"), pl.col("n_words")

# What holds of the line; what it adds for a subheading, a caption, another article's title.
_EVIDENCE: tuple[tuple[str, tuple[float, float, float], pl.Expr], ...] = (
    ("long_line", (-0.75, 0.5, 0.25), _words >= 6),
    ("longer_line", (-1.25, 0.0, 1.0), _words >= 9),
    ("longest_line", (-0.5, 0.0, 0.5), _words >= 12),
    ("sentence_length", (0.25, 0.0, -0.75), _words >= 18),
    ("brief_line", (1.0, -0.75, -0.25), _words <= 5),
    ("question", (0.25, -1.25, 0.75), _low.str.contains(r"\?[\"”']?$")),
    ("quoted", (1.0, -0.5, -0.25), _low.str.contains(r"^[\"“'‘].*[\"”'’]$")),
    ("numbered", (1.75, -1.0, -0.75), _low.str.contains(NUMBERED)),
    ("marked_heading", (4.0, -3.0, -2.0), pl.col("level") >= 2),
    ("of_a_law", (2.0, -2.0, -2.0), _low.str.contains(OF_A_LAW)),
    ("colon", (0.0, -1.0, 1.0), _low.str.contains(":", literal=True)),
    ("comma", (0.25, -0.5, 0.25), _low.str.contains(",", literal=True)),
    ("in_capitals", (1.0, -0.5, -0.5), pl.col("is_upper")),
    ("others_credited", (-0.25, -1.0, 1.25), pl.col("is_credited")),
    ("right_below_lead", (0.25, -0.75, 0.5), pl.col("text_before") == 1),
    ("below_such_a_line", (-0.5, -0.25, 0.75), pl.col("is_below_short")),
    ("over_such_a_line", (-0.25, 0.0, 0.25), pl.col("is_over_short")),
    ("subject", (-0.5, 0.5, 0.0), _low.str.contains(_SUBJECT)),
    ("place", (0.0, 0.25, 0.0), _low.str.contains(_PLACE)),
    ("aged", (-0.25, 0.75, -0.5), _low.str.contains(r"[0-9] tuổi(?:[,.]|$|\s)")),
    ("matter", (1.25, -1.0, -0.25), _low.str.contains(_MATTER)),
    ("new_names", (-0.25, 0.0, 0.25), pl.col("known_names") == 0),
    ("known_names", (0.25, 0.0, -0.25), pl.col("known_names") > 0),
    ("strange", (0.0, -0.5, 0.75), (_words >= 10) & (pl.col("share_above") + pl.col("share_below") <= 0.15)),
    # Nothing else on the page is residue: so this hardly is.
    ("unfurnished", (0.25, 0.25, -2.5), ~pl.col("is_furnished")),
    ("after_links", (-0.25, -0.5, 0.5), pl.col("is_ended")),
    ("over_paragraphs", (0.75, -0.5, -0.25), pl.col("n_text") >= 2),
    ("over_last_paragraph", (0.25, 0.25, -0.5), pl.col("n_below") == 1),
)  # fmt: skip
_OF_ABOVE = (-1.0, 1.25, -0.25)  # times the share of its words that the paragraph above has
_OF_BELOW = (1.0, -0.75, -0.25)
_BIAS = (1.25, 0.5, -2.0)
ROLES = ("heading", "caption", "related_title")


def between(lines: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `role` (of `ROLES`, `verse` or `contents`) of the lines that are asked.

    These are short ones without cue between the paragraphs. `lines` have `unit`, `state`, `n_text` and `text_before` of
    their run.
    """
    is_text = (pl.col("unit") == "text") & (pl.col("state") == "main")
    # A few words are asked where they are marked as what stands over a part.
    is_marked = (
        pl.col("is_upper")
        | (pl.col("level") >= 2)
        | _low.str.contains(f"{NUMBERED}|{OF_A_LAW}")
        | pl.col("core").str.ends_with(":")
    )
    is_asked = (pl.col("unit") == "short") & (pl.col("state") == "main")
    is_asked &= (_words >= _MIN_WORDS) | (is_marked & (_words >= 2)) | pl.col("starts_lower") | (pl.col("n_text") == 0)
    is_asked &= pl.col("head_kind").is_null()
    near = lines.join(lines.filter(is_asked).select("doc").unique(), on="doc", how="semi", maintain_order="left")
    if near.is_empty():
        return near.select("doc", "i", role=pl.lit(None, pl.String))
    page = _with_paragraphs(near.with_columns(is_main_text=is_text))
    asked = page.filter(is_asked & pl.col("above").is_not_null() & pl.col("below").is_not_null())
    if asked.is_empty():
        return asked.select("doc", "i", role=pl.lit(None, pl.String))
    judged = asked.join(_shares(asked), on=["doc", "i"], how="left").join(
        _known_names(asked, page), on=["doc", "i"], how="left"
    )
    judged = judged.join(blocks(page), on=["doc", "i"], how="left")
    sums = [_sum(nth).alias(role) for nth, role in enumerate(ROLES)]
    best = (
        pl.when(pl.col("block_role") == "poem_title").then(pl.lit("heading"))
        .when(pl.col("block_role").is_not_null()).then("block_role")
        .when((_words < _MIN_WORDS) & ~is_marked | pl.col("starts_lower")).then(None)
        .when(_largest("related_title")).then(pl.lit("related_title"))
        .when(_largest("caption")).then(pl.lit("caption"))
        .otherwise(pl.lit("heading"))
    )  # fmt: skip
    return judged.with_columns(sums).select("doc", "i", role=best)


def _largest(role: str) -> pl.Expr:
    return pl.col(role) > pl.max_horizontal(other for other in ROLES if other != role)


def _sum(nth: int) -> pl.Expr:
    weighed = [weights[nth] * holds.fill_null(False).cast(pl.Float64) for _, weights, holds in _EVIDENCE]
    shared = pl.col("share_above") * _OF_ABOVE[nth] + pl.col("share_below") * _OF_BELOW[nth]
    return pl.sum_horizontal(*weighed, shared.fill_null(0.0)) + _BIAS[nth]


def _with_paragraphs(page: pl.DataFrame) -> pl.DataFrame:
    """Adds the paragraphs above and below as words between spaces, and what stands around each line."""
    is_text = pl.col("is_main_text")
    words = pl.col("key").str.slice(0, _LINE_CHARS).str.to_lowercase().str.replace_all(_NOT_A_WORD, " ")
    paragraph = pl.when(is_text).then(pl.concat_str(pl.lit(" "), words, pl.lit(" ")))
    return page.with_columns(paragraph=paragraph).with_columns(
        above=last_above(pl.col("paragraph")),
        below=next_below(pl.col("paragraph")),
        n_below=is_text.cast(pl.Int64).reverse().cum_sum().reverse().over("doc"),
        is_credited=(pl.col("cue_code") == "caption:credit").any().over("doc"),
        is_below_short=(above(pl.col("unit")) == "short").fill_null(False),
        is_over_short=(below(pl.col("unit")) == "short").fill_null(False),
    )


def _shares(asked: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `share_above`, `share_below`: of the words of each line, those in the paragraphs beside it."""
    words = _low.str.replace_all(_NOT_A_WORD, " ").str.strip_chars(" ").str.split(" ")
    single = asked.select("doc", "i", "above", "below", word=words).explode("word")
    single = single.filter(~pl.col("word").is_in(_SMALL_WORDS)).with_columns(
        word=pl.concat_str(pl.lit(" "), "word", pl.lit(" "))
    )
    found = (
        pl.col(beside).str.contains(pl.col("word"), literal=True).mean().alias(f"share_{beside}")
        for beside in ("above", "below")
    )
    return single.group_by("doc", "i").agg(found)


def _known_names(asked: pl.DataFrame, page: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `known_names`: how many names inside of the line title or paragraphs have; null where it has none."""
    names = asked.select("doc", "i", name=pl.col("key").str.extract_all(_INNER_NAME)).explode("name").drop_nulls()
    title = pl.concat_str(pl.lit(" "), _low, pl.lit(" "))
    said = page.filter(pl.col("is_main_text") | (pl.col("i") == pl.col("title_i")))
    whole = said.join(names.select("doc").unique(), on="doc", how="semi").group_by("doc").agg(
        page=pl.coalesce("paragraph", title).str.join(" ").str.slice(0, _PAGE_CHARS)
    )  # fmt: skip
    bare = pl.col("name").str.slice(2).str.to_lowercase()
    found = names.join(whole, on="doc").with_columns(
        known=pl.col("page").str.contains(pl.concat_str(pl.lit(" "), bare), literal=True)
    )
    return found.group_by("doc", "i").agg(known_names=pl.col("known").sum().cast(pl.Int64))
