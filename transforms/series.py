"""Lines that are told by other lines of their shape in the same file: what stands by itself could be several things."""

from __future__ import annotations

import polars as pl

from transforms.neighbours import above, below, count_so_far, last_above
from transforms.strays import GOES_ON

# "Bến Hạ, Sông Trà, ngày 12/8/2017": by itself it closes a letter or dates an article.
_PLACE_AND_DAY = r"^\p{Lu}[^0-9:|]*,\s(?:ngày\s)?[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\W*$"
_DATED_HEADINGS, _HEADING_LEVEL = 3, 3
_RULE, _CELL = r"^-{3,}$", r"^\|?\s*(?:!\[[^\]]*\]\([^)]*\))?\s*\|?$"
_RULES, _RULED_WORDS = 2, 45
_PICTURES_FOLLOW = (
    r"(?i)(?:một số|những|loạt|chùm|các|vài|một vài|thêm)\s(?:hình ảnh|bức ảnh|ảnh|khoảnh khắc)[^,.:!?]*:$"
)
_SHOWN_WORDS = (3, 25)
_TWICE_WORDS, _FEW_TWICE = (4, 30), 2
_GAP, _BARS = r"[\p{L}0-9)”\"][ \u00a0]{3,}\S", 3
_NAME_WORDS, _MENU_WORDS = 6, 1_000  # of a section, and of a row of them
_SECTION_CELL = (
    r"(?:thời sự|chính trị|xã hội|thế giới|quốc tế|kinh tế|pháp luật|thể thao|giáo dục|văn hóa|giải trí|đời sống"
    r"|sức khỏe|công nghệ|du lịch|doanh nghiệp|thị trường)\s*\|"
)
_ENDING_CUES = [
    "related_heading", "tag_heading", "comment_heading", "link", "section", "byline", "navigation", "promo",
]  # fmt: skip


def told_by_others(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (not blank, with `is_free`) with the cues that others of their shape give."""
    return _menus(_announced(_twice(_ruled(_dated_headings(lines)))))


def _dated_headings(lines: pl.DataFrame) -> pl.DataFrame:
    """A place with its day over each of several paragraphs is no dateline but a subheading."""
    dated = pl.when(pl.col("cue") == "dateline").then("core").str.contains(_PLACE_AND_DAY).fill_null(False)
    dated &= below(pl.col("is_text") & pl.col("is_free")).fill_null(False)
    found = lines.select("doc", dated=dated)
    if found["dated"].sum() < _DATED_HEADINGS:
        return lines
    told = found.select(pl.col("dated") & (pl.col("dated").sum().over("doc") >= _DATED_HEADINGS))["dated"]
    free = (pl.when(told).then(None).otherwise(name).alias(name) for name in ("cue", "cue_code"))
    level = pl.when(told).then(_HEADING_LEVEL).otherwise("level")
    return lines.with_columns(*free, level=level, is_free=pl.col("is_free") | told)


def _ruled(lines: pl.DataFrame) -> pl.DataFrame:
    """Right below the rule that the table of a picture left, without a blank line, stands what the picture shows.

    One such rule may part anything; several in a file are of pictures.
    """
    rules = lines.select(rule=pl.col("key").str.contains(_RULE))["rule"]
    if not rules.any():
        return lines
    lines = lines.with_columns(is_rule=rules)
    rule, adjoins = pl.col("is_rule"), pl.col("line_no") - above(pl.col("line_no")) == 1
    caption = (above(rule) & adjoins & pl.col("is_free") & (pl.col("n_words") <= _RULED_WORDS)).fill_null(False)
    caption &= ~pl.when(caption).then("low").str.contains(GOES_ON).fill_null(False)
    # The cell of the picture itself, which is empty now, stands over the rule.
    below_cell = (above(pl.col("key").str.contains(_CELL)) & adjoins & rule).fill_null(False)
    told = (caption.sum().over("doc") >= _RULES) | below_cell | above(below_cell).fill_null(False)
    found = lines.select(caption=caption & told, rule=rule & told & pl.col("cue").is_not_null())
    marked = _cued(lines, pl.lit(found["rule"]), "media", "media:phrase")
    return _captions(marked, pl.lit(found["caption"]), "caption:below_picture").drop("is_rule")


def _twice(lines: pl.DataFrame) -> pl.DataFrame:
    """A short line without a full stop that stands twice in a row among paragraphs: of a picture and below it."""
    again = pl.col("is_free") & ~pl.col("stops") & pl.col("n_words").is_between(*_TWICE_WORDS)
    again &= below(pl.col("is_repeat")).fill_null(False)
    key = pl.when(again | above(again)).then("key")
    found = lines.select(asked=(again & (below(key) == key)).fill_null(False))["asked"]
    if not found.any():
        return lines
    lines, asked = lines.with_columns(is_twice=found), pl.col("is_twice")
    n_text = count_so_far((pl.col("is_text") & pl.col("is_free")).fill_null(False) & ~asked)
    among = (n_text > 0) & above(pl.col("is_text") | ~pl.col("is_free")).fill_null(False)
    # Titles in a list stand twice as well, one after the other.
    over = count_so_far(pl.col("cue").is_in(_ENDING_CUES).fill_null(False) & (n_text >= 2)) == 0
    over &= ~below(pl.col("has_prefix"), 2).fill_null(False)
    over &= pl.col("is_text") | ((asked & ~pl.col("is_text")).sum().over("doc") <= _FEW_TWICE)
    return _captions(lines, asked & among & over, "caption:picture_text").drop("is_twice")


def _announced(lines: pl.DataFrame) -> pl.DataFrame:
    """ "Dưới đây là một số hình ảnh:" and below it a few words for each of them, up to the next paragraph."""
    colon = pl.when(pl.col("is_free") & pl.col("ending").str.ends_with(":")).then("ending")
    announces = lines.select(told=colon.str.contains(_PICTURES_FOLLOW).fill_null(False))["told"]
    if not announces.any():
        return lines
    brief = pl.col("is_free") & pl.col("n_words").is_between(*_SHOWN_WORDS) & ~pl.col("is_bullet") & ~announces
    passes = brief | pl.col("cue").is_in(["caption", "media"]).fill_null(False) | pl.col("is_repeat")
    shown = brief & last_above(pl.when(~passes | announces).then(announces)).fill_null(False)
    return _captions(lines, shown, "caption:below_picture")


def _menus(lines: pl.DataFrame) -> pl.DataFrame:
    """Names of sections with wide gaps or bars between them: a row of a menu that became one line."""
    brief = pl.col("is_free") & (pl.col("n_words") <= _MENU_WORDS)
    spaced = pl.when(brief & pl.col("text").str.contains("   ", literal=True)).then("text")
    gaps = lines.select(gaps=spaced.str.count_matches(_GAP).fill_null(0))["gaps"]
    barred = pl.when(brief & (pl.col("n_bars") >= _BARS)).then("low").str.count_matches(_SECTION_CELL)
    gapped = pl.when((gaps > 0) & (pl.col("n_words") <= _NAME_WORDS * (gaps + 1))).then("core")
    plain = ~gapped.str.contains(r"[.!?:;]\s|[.!?…]$|[0-9]{2}")
    below_text = count_so_far((pl.col("is_text") & pl.col("is_free")).fill_null(False)) > 0
    is_menu = (plain & (below_text | (gaps >= _BARS))).fill_null(False) | (barred >= 2).fill_null(False)
    return _cued(lines, is_menu, "navigation", "menu_row")


def _captions(lines: pl.DataFrame, holds: pl.Expr, code: str) -> pl.DataFrame:
    return _cued(lines, holds, "caption", code)


def _cued(lines: pl.DataFrame, holds: pl.Expr, cue: str, code: str) -> pl.DataFrame:
    found = lines.select(holds=holds)["holds"].fill_null(False)
    if not found.any():
        return lines
    return lines.with_columns(
        cue=pl.when(found).then(pl.lit(cue)).otherwise("cue"),
        cue_code=pl.when(found).then(pl.lit(code)).otherwise("cue_code"),
        is_free=pl.col("is_free") & ~found,
    )
