"""What a short line says by itself: its cue, from general shapes and the phrases of `markers.toml`.

A cue is strong evidence for one kind. Lines without a cue are judged by position and neighbours (`segment`).
"""

from __future__ import annotations

import polars as pl

from transforms.dates import dateline_residue, has_clock_time, has_full_date, has_partial_date
from transforms.markers import marker_pattern

MAX_CUE_CHARS = 450  # a longer line is running text, whatever phrase it holds
_MAX_FURNITURE_WORDS = 60
_MAX_BUTTON_CHARS = 240
_BYLINE_HINTS = [
    "theo", "(", "@", "/", "|", "-", "–", ":", "pv", "p.v", "ctv", "bbt", "nhóm", "ban ", "tổng hợp", "t.h", "th", "thực hiện", "vai trò", "tác giả",
    "dịch", "ghi", "biên soạn", "t/h", "by ", "posted",
]  # fmt: skip
_CREDIT_HINTS = [
    "ảnh", "Ảnh", "ẢNH", "guồn", "NGUỒN", "Hình", "HÌNH", "Đồ họa", "Đồ hoạ", "hoto", "PHOTO", "Minh họa", "Tranh",
    "AFP", "AP", "REUTERS", "Reuters", "TTXVN", "EPA", "EFE", "TASS", "Xinhua", "THX", "Getty", "Shutterstock", "Courtesy",
    "- ", "trái", "phải", "thứ ", "giữa", "cảnh", "Một góc", "Hiện trường", "Sơ đồ", "áo ", "hàng", "bìa", "ngồi", "đứng",
    "iểu đồ", "ản đồ", "nfographic", "Video", "Chụp lại", "Chú thích", "figcaption",
]  # fmt: skip

_PLAYER_TIME = (
    r"^-?\d{1,2}:\d{2}(?::\d{2})?(?:[\s/|]+-?\d{1,2}:\d{2}(?::\d{2})?)+$|^0{1,2}:00(?::00)?$|^\d(?:[.,]\d+)?x$"
    r"|^(?:Nghe|Listen|Audio|Podcast)\W{1,4}\d{1,2}:\d{2}(?::\d{2})?$"
)
_ONLY_MARKS = r"^[!\[\](){}<>|\s/*_#=~.,•·:;-]+$"
_CREDIT_WORD = r"(?:Ảnh|ẢNH|Hình|HÌNH|Hình ảnh|Đồ họa|Đồ hoạ|Ảnh và video|Photo|PHOTO|Nguồn ảnh|Minh họa|Tranh|Biểu đồ|Bản đồ|Infographic|Ảnh cắt từ (?:clip|video)|Ảnh chụp(?: từ)?(?: màn hình| clip| video)?)"
_VIEW = r"^(?:Phối cảnh|Toàn cảnh|Quang cảnh|Một góc|Hiện trường|Khung cảnh)\s[^.!?,]{8,110}\.?$"
_DOTTED = r"(?:\.[\p{Lu}\d][^\s.!?]*)*"  # initials: "N.B.A"
_CAPTION = "|".join(
    (
        rf"(?:^|[.,;(\[|–—\-/\"”]\s?|\s){_CREDIT_WORD}\s*[:：]\s*\S[^\s.!?]*{_DOTTED}(?:\s+[^\s.!?]+{_DOTTED}){{0,7}}[\s.)|\]]*$",
        r"[(.,;–—\-]\s?ảnh\s*[:：]\s*\S[^.!?]{0,60}[\s.)|]*$",
        rf"\(\s*(?:{_CREDIT_WORD}|ảnh|Nguồn|NGUỒN|nguồn|Video)\s*[:：\-–][^()]*\)[\s.|]*$",
        r"[-–—.|(]\s*(?:Ảnh|ẢNH)\s+(?:\p{Lu}|\d|internet|minh|tư|cắt|chụp|do |của |sưu|gia đình|nhân vật|bạn đọc|CTV)[^.]{0,60}\)?[\s.|]*$",
        r"(?:\(|[-–.,]\s?)(?:[Áá]nh|[Ảả]nh)\s+(?:minh họa|minh hoạ|tư liệu|chụp màn hình|internet|cắt từ clip|nhân vật cung cấp|do nhân vật cung cấp|gia đình cung cấp)[^.]{0,40}\)?[\s.|]*$",
        r"^(?:[Ảả]nh minh họa|[Ảả]nh minh hoạ|[Ảả]nh tư liệu|[Ảả]nh chụp màn hình|[Ảả]nh cắt từ (?:clip|video))(?:[\s(.,:].{0,60})?$",
        r"^(?:Chụp lại hình ảnh|Nguồn hình ảnh|Chụp lại video|Chú thích ảnh|Hình ảnh,)",
        r"^\(?(?:Ảnh|Hình|ẢNH|HÌNH)\s+\d{1,2}\s*[:.)]\s*\p{L}",
        r"<figcaption",
        # The agency or giver of the picture after the last full stop: "… ngày 12/5. AFP".
        r"[.!?”\"]\s+(?:AFP|AP|REUTERS|Reuters|TTXVN|EPA|EFE|TASS|Xinhua|Tân Hoa Xã|THX|Getty Images|Shutterstock|Courtesy)(?:[\s/,–-].{0,60})?$",
        r"^(?:Ảnh|Hình)(?: ảnh)? (?:minh họa|minh hoạ|tư liệu)\s*:",
        r"\s-\s(?:Ảnh|Hình)\s+\d{1,2}\.?$",
        r"\((?:trái|phải|giữa|ngoài cùng|bìa (?:trái|phải)|thứ \p{L}+ (?:từ|bên)|áo \p{L}+|đứng|ngồi|hàng)[^()]{0,40}\)[^.!?]{0,120}[.]?$",
    )
)
_NAMES = r"\p{Lu}[\p{L}.'’]*(?:[ ,&]+\p{Lu}[\p{L}.'’]*){0,5}"
_BYLINE_WHOLE = "|".join(
    (
        r"^(?:Tác giả|Vai trò|Bài viết của)\s*[,:]\s*\p{Lu}.{1,80}$",
        rf"^{_NAMES}\s*[-–,]\s*(?:[Pp]hóng viên|[Nn]hà báo|[Bb]iên tập viên|[Cc]ộng tác viên|[Tt]hạc sĩ|[Tt]iến sĩ|PGS|GS|TS|ThS|[Ll]uật sư|[Bb]ác sĩ)(?:[\s.,].{{0,60}})?$",
        r"^\(?(?:Theo|THEO)\s+[\p{Lu}\d\"“(][^.!?]{1,70}\)?\.?$",
        r"^\(\s*(?:Theo |Nguồn:? ?|Tổng hợp|T/h|Dịch|Lược dịch)[^()]{0,60}\)\.?$",
        r"^\((?:[\p{Lu}][\p{L}+.]*)(?:\s*[/,\-–]\s*|\s)?(?:[\p{Lu}][\p{L}+./]*\s?){0,5}\)\.?$",
        r"^[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+$",
        rf"^{_NAMES}\s*(?:/|\||–|-)\s*(?:Báo |báo |Tạp chí )?\p{{Lu}}[\p{{L}}.+\- ]{{1,30}}(?:\([^)]{{1,30}}\))?$",
        r"^\p{Lu}[\p{L}.'’ ,\-–&]{1,50}\s*\((?:[Tt]heo|[Bb]áo|[Tt]ổng hợp|[Tt]/h|[Dd]ịch|[Ll]ược dịch|[Gg]hi|[Tt]hực hiện|\p{Lu}{2,10}|\p{Lu}[\p{L}+.]+)[^()]{0,40}\)$",
        r"^(?:PV|P\.V|CTV|BBT|Nhóm PV|Nhóm phóng viên|Ban [Bb]iên tập|Ban [Tt]hời sự|Tổng hợp|TỔNG HỢP|Theo báo chí|T\.H|TH)(?:\s*[(/,–-].{0,40})?$",
        r"^\p{Lu}[\p{L}.'’ ,\-–&]{1,50}\s*\(?(?:thực hiện|tổng hợp|lược dịch|ghi|biên dịch|dịch|biên soạn|\(ghi\)|t/h)\)?\.?$",
    )
)
_FOLLOW = r"^(?:Theo dõi|Follow|THEO DÕI)\s+\p{Lu}[\p{L}.+]*(?:\s\p{Lu}[\p{L}.+]*){0,4}$"
_NAVIGATION_SHAPE = r"^#[^\s#]\S*(?:\s\S+){0,5}$|^[\d\s.…|<>«»]+$|^[^.!?]{2,40}\s[>›»]\s[^.!?]{2,60}$"  # tags, pages, breadcrumbs
# Words that a title of ten words can hardly do without; a row of section names has none.
_FUNCTION_WORDS = (
    r"(?:^|\s)(?:và|của|với|tại|cho|trong|để|về|là|không|được|bị|từ|đến|khi|sau|trước|ra|vào|lên|có|những|các|một|này|đã|sẽ|đang|vì|do|trên|dưới|như|ở|nào|gì|sao|hơn|phải|nhờ|bằng|giữa|theo|cùng|đi|làm|nói|nhưng|mà|thì|cả|đầu|gần|mới|vẫn|lại|qua)(?:\s|[,:?!.]|$)"
)


def cues(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `cue` (null where a line has none) and `cue_code`.

    Cues: media, promo, caption, byline, dateline, link, related_heading, tag_heading, comment_heading, section,
    navigation.
    """
    short = lines.filter(~pl.col("is_blank") & (pl.col("n_chars") <= MAX_CUE_CHARS))
    judged = _matched(short).select("doc", "line_no", *_first_match())
    return (
        lines.join(judged, on=["doc", "line_no"], how="left", maintain_order="left")
        .with_columns(
            is_tag_heading=(pl.col("cue") == "tag_heading").fill_null(False),
            is_comment_heading=(pl.col("cue") == "comment_heading").fill_null(False),
        )
        .pipe(_menu_rows)
    )


def _matched(short: pl.DataFrame) -> pl.DataFrame:
    """`short` with one flag `m_*` for each test. A costly test only sees the lines that a cheap one leaves over."""
    rows = short.with_row_index("row")
    furniture = pl.col("n_words") <= _MAX_FURNITURE_WORDS
    brief = furniture & (pl.col("n_chars") <= _MAX_BUTTON_CHARS)
    tests = [
        (furniture, {"m_media": _is_media(), "m_promo": (_has("promo") | pl.col("core").str.contains(_FOLLOW)) & (pl.col("n_words") <= 45)}),
        (pl.col("plain").str.contains_any(_CREDIT_HINTS), {"m_caption": pl.col("plain").str.contains(_CAPTION), "m_view": pl.col("plain").str.contains(_VIEW)}),
        (brief & pl.col("low").str.contains(r"\d|hôm|vừa xong"), _date_tests()),
        (
            pl.col("m_full") | pl.col("m_partial"),
            {
                "residue": dateline_residue(pl.col("core")),
                "small_residue": dateline_residue(pl.col("core"), pattern=r"(?:^|[\s,;:(])\p{Ll}[\p{L}]*"),
            },
        ),
        (
            (pl.col("n_words") <= 16) & (pl.col("n_chars") <= 120) & pl.col("low").str.contains_any(_BYLINE_HINTS),
            {"m_byline": _is_byline()},
        ),
        (brief, _button_tests()),
    ]
    for where, flags in tests:
        judged = rows.filter(where).select("row", **flags)
        rows = rows.join(judged, on="row", how="left", maintain_order="left")
        rows = rows.with_columns(pl.col(name).fill_null(False) for name in flags if name.startswith("m_"))
    short = pl.col("n_chars") <= 60
    return rows.with_columns(
        m_dateline=pl.col("m_full") & (pl.col("residue") <= 2),
        m_part_date=pl.col("m_partial") & short & (pl.col("residue") <= 1),
        m_dateline_words=pl.col("m_full") & (pl.col("residue") <= 7) & (pl.col("small_residue") <= pl.when("m_clock").then(3).otherwise(1)),
    ).with_columns(pl.col("m_dateline", "m_part_date", "m_dateline_words").fill_null(False))


def _has(group: str) -> pl.Expr:
    return pl.col("low").str.contains(marker_pattern(group))


def _is_media() -> pl.Expr:
    core = pl.col("core")
    return core.str.contains(_PLAYER_TIME) | _has("media") | core.str.contains(_ONLY_MARKS) | (core == "")


def _is_byline() -> pl.Expr:
    labelled = _has("byline") & (pl.col("n_words") <= 12) & ~pl.col("is_text") & ~pl.col("stops")
    return pl.col("core").str.contains(_BYLINE_WHOLE) | labelled


def _date_tests() -> dict[str, pl.Expr]:
    core, brief = pl.col("core"), pl.col("n_chars") <= 120
    return {
        "m_full": has_full_date(core) & brief,
        "m_clock": has_clock_time(core) & brief,
        "m_partial": (has_partial_date(core) | has_clock_time(core)) & brief,
    }


def _button_tests() -> dict[str, pl.Expr]:
    clip = pl.col("low").str.contains(r"^(?:video|clip|audio|podcast)\s*[:–-]\s*\S")
    sentence = pl.col("is_text") & pl.col("stops") & (pl.col("n_words") >= 18)
    link = (pl.col("is_link") | _has("link")) & (pl.col("n_words") >= 3)
    return {
        "m_clip": clip & (pl.col("n_words") <= 30),
        "m_link": link,
        "m_tag": _has("tag_heading"),
        "m_comment": _has("comment_heading"),
        "m_related": _has("related_heading") & (pl.col("n_words") <= 10),
        "m_section": _has("section") & ~pl.col("is_text"),
        "m_navigation": (_has("navigation") & ~sentence) | pl.col("core").str.contains(_NAVIGATION_SHAPE),
    }


def _first_match() -> list[pl.Expr]:
    order = (
        ("m_media", "media", "phrase"),
        ("m_explicit_byline", "byline", "credit"),
        ("m_caption", "caption", "credit"),
        ("m_view", "caption", "view"),
        ("m_clip", "media", "clip"),
        ("m_dateline", "dateline", "date"),
        ("m_part_date", "dateline", "part_date"),
        ("m_dateline_words", "dateline", "date_with_words"),
        ("m_promo", "promo", "phrase"),
        ("m_byline", "byline", "credit"),
        ("m_link", "link", "mark"),
        ("m_tag", "tag_heading", "phrase"),
        ("m_comment", "comment_heading", "phrase"),
        ("m_related", "related_heading", "phrase"),
        ("m_section", "section", "phrase"),
        ("m_navigation", "navigation", "phrase"),
    )
    both = pl.col("low").str.contains(r"^(?:tin|bài|bài viết|nội dung|thực hiện|clip|video)?\s*(?:,|và|&|-|–|/)?\s*(?:ảnh|hình ảnh)?\s*(?:,|và|&)?\s*(?:tin|bài|clip|video)?\s*:")  # fmt: skip
    explicit = pl.col("m_byline") & both & ~pl.col("low").str.contains(r"^(?:ảnh|hình|video|clip)\s*:")
    chain_kind = chain_code = pl.lit(None, dtype=pl.String)
    for flag, cue, code in reversed(order):
        test = explicit if flag == "m_explicit_byline" else pl.col(flag)
        chain_kind = pl.when(test).then(pl.lit(cue)).otherwise(chain_kind)
        chain_code = pl.when(test).then(pl.lit(f"{cue}:{code}")).otherwise(chain_code)
    return [chain_kind.alias("cue"), chain_code.alias("cue_code")]


def _menu_rows(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `is_menu_row`: section names glued to one line, below a short line.

    Many capitalised restarts without a function word. A title of proper names can look the same, so the line above must
    be a section's name.
    """
    restarts = pl.col("core").str.count_matches(r"\p{Ll}\s+\p{Lu}")
    plain = ~pl.col("core").str.contains(r"[,.:?!\"”0-9]")
    rows = (
        (pl.col("n_words") >= 8) & (pl.col("n_words") <= 60) & (restarts >= 3) & plain & pl.col("cue").is_null()
        & ~pl.col("is_text") & ~pl.col("low").str.contains(_FUNCTION_WORDS)
    )  # fmt: skip
    below = lines.filter(~pl.col("is_blank")).select(
        "doc", "line_no", below_short=(pl.col("n_words").shift(1) <= 5).over("doc").fill_null(False)
    )
    return (
        lines.join(below, on=["doc", "line_no"], how="left", maintain_order="left")
        .with_columns(is_menu_row=rows & pl.col("below_short").fill_null(False))
        .drop("below_short")
    )
