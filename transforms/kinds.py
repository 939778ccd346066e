"""The kind of each line, from its cue, its place in the head and the state of its run; with the evidence."""

from __future__ import annotations

import polars as pl

from transforms.below import (
    LIST_NUMBER,
    SECTION_WORDS,
    TITLE_WORDS,
    below_text,
    is_no_title,
    is_signature,
    is_sung,
)
from transforms.between import between
from transforms.head import FURNITURE_CUES
from transforms.markdown import LINK_HEADING, LINK_TEXT
from transforms.neighbours import above, below, count_from_here, count_so_far, last_above, next_below
from transforms.shown import shown, shown_below

_RUN_COLUMNS = (
    "doc", "run", "state", "event", "opener", "n_text", "part", "text_before", "own_after",
    "next_opener", "next_words", "opener_twice", "over_other",
    "resumes", "novelty", "is_ended",
)  # fmt: skip
_LINK_WORDS = (11, 22)  # a subheading is hardly ever as long, a title hardly ever longer
_SENTENCE_WORDS = 20  # without full stop: cut off, or carelessly ended
_ASKS_SOMEBODY = r"(?:^|\s)(?:ông|bà|anh|chị|cô|chú|bác|em|bạn)[\s,].*\?[\"”]?$|thưa (?:\S+\s?){1,3}\?[\"”]?$"
_CAPTION_CHARS = 450
# "Trưởng ban: …", addresses and sentences head no list.
_LABELLED = r":\s*\S|^[a-z0-9.-]+$|[.!…]$"
_QUOTED = r"^[\"“].*[\"”]$"


# Between the heading of a list and its first title; and what a heading over no list is.
_BESIDE_LISTS = ["navigation", "caption", "media", "promo", "dateline", "byline"]
_LEADS_ON = r"^(?:xem|đọc|tham khảo) thêm\W*$|^tin khác\W*$"
_BUTTON = (("evidence", "heading_of_nothing"), ("kind", "navigation"))
_OVER_TITLES = (("evidence", "over_titles"), ("kind", "related_heading"))


def judge(lines: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `kind`, `evidence` and `part`: a line is judged by its run's state, an opener by what follows it."""
    full = lines.join(runs.select(_RUN_COLUMNS), on=["doc", "run"], how="left", maintain_order="left")
    full = full.with_columns(is_furnished=_is_furnished())
    pictured = pl.concat([shown(full), shown_below(full)]).unique(["doc", "i"], keep="last")
    for placed in (pictured, between(full)):
        full = full.join(placed, on=["doc", "i"], how="left", maintain_order="left")
    short = pl.col("unit").is_in(["short", "section"])
    full = full.with_columns(
        # Asked in several places below: columns, for each mention of an expression is computed anew.
        is_listed=pl.when(short).then("core").str.contains(LIST_NUMBER).fill_null(False),
        asks=pl.when(short).then("low").str.contains(_ASKS_SOMEBODY).fill_null(False),
        is_pictured=pl.col("is_pictured").fill_null(False),
        nth_text=(pl.col("unit") == "text").cum_sum().over("doc", "run"),
        starts_list=((pl.col("unit") == "section") | (pl.col("n_words") <= SECTION_WORDS) | pl.col("over_other"))
        & ~pl.col("starts_lower")
        & ~pl.col("core").str.contains(_LABELLED),
        is_among_tags=_is_among_tags(),
        is_in_list=_is_in_list(),
        is_sung=is_sung(),
        over_titles=(pl.col("next_opener").is_in(["short", "menu"]) & (pl.col("next_words") >= TITLE_WORDS))
        | (below(pl.col("cue")) == "link").fill_null(False),
    )
    verdict = full.select(_verdict().str.split_exact("|", 1).alias("verdict"))["verdict"].struct
    full = full.with_columns(kind=verdict.field("field_0"), evidence=verdict.field("field_1"))
    return _headings(full).with_columns(part=_part()).pipe(_parts_of_repeats)


def _headings(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with headings of lists that head none as buttons, and names of sections over links as headings."""
    over_nothing = (pl.col("kind") == "related_heading") & (_is_in_menu() | _is_amid_title())
    heads = (pl.col("unit") == "section") & pl.col("low").str.contains(_LEADS_ON) & (below(pl.col("cue")) == "link")
    heads = (heads & (pl.col("kind") != "related_heading")).fill_null(False)
    for holds, told in ((over_nothing, _BUTTON), (heads, _OVER_TITLES)):
        found = lines.select(holds=holds)["holds"]
        lines = lines.with_columns(
            pl.when(found).then(pl.lit(value)).otherwise(name).alias(name) for name, value in told
        )
    return lines


def _is_over_list() -> pl.Expr:
    """Another article stands below, or a repeated line; with nothing but furniture between the two."""
    below_it = next_below(pl.when(~pl.col("kind").is_in(_BESIDE_LISTS)).then("kind"))
    return below_it.is_in(["related_title", "related_text", "related_heading", "duplicate"]).fill_null(False)


def _is_amid_title() -> pl.Expr:
    """A title stands above and again below: between them stands the name of its section."""
    again = below(pl.col("is_repeat")) & (below(pl.col("key")) == above(pl.col("key")))
    return (again & (pl.col("cue").fill_null("") != "related_heading")).fill_null(False)


def _is_in_menu() -> pl.Expr:
    """No other article stands below, but the name of a section or another button."""
    is_button = (pl.col("kind") == "navigation") & (pl.col("cue").is_null() | (pl.col("cue") == "section"))
    return ~_is_over_list() & (below(is_button) | (below(pl.col("kind")) == "body")).fill_null(False)


def _is_furnished() -> pl.Expr:
    """Some line of the page is residue beyond doubt; on other pages a doubtful one hardly is."""
    is_sure = pl.col("cue").is_in(FURNITURE_CUES).fill_null(False)
    return (count_so_far(is_sure) + count_from_here(is_sure)) > 0


def _is_among_tags() -> pl.Expr:
    """A few words below the article beside others in small letters: "Sài Gòn" over "đĩa than"."""
    brief = pl.col("is_free") & ~pl.col("is_text") & (pl.col("n_words") <= SECTION_WORDS)
    small = brief & pl.col("starts_lower")
    over = (pl.col("own_after") + pl.col("n_text") == 0).fill_null(False)
    near = above(small) | below(small) | (above(brief) & above(small, 2)) | (below(brief) & below(small, 2))
    # The author stands right below the text.
    over_promo = (above(pl.col("cue")) == "promo") & (last_above(pl.col("unit")) == "text")
    is_author = ((above(pl.col("unit")) == "text") | over_promo).fill_null(False) & pl.col("is_name")
    return brief & over & near.fill_null(False) & ~is_author & ~pl.col("is_upper")


def _is_in_list() -> pl.Expr:
    """Three lines of a title's length without a cue stand in a row, this one among them."""
    titled = (pl.col("unit") == "short").fill_null(False) & (pl.col("n_words") >= TITLE_WORDS)
    beside = [side(titled, n).fill_null(False) for side in (above, below) for n in (1, 2)]
    up, up_twice, down, down_twice = beside
    return titled & ((up & up_twice) | (up & down) | (down & down_twice))


def _verdict() -> pl.Expr:
    """`kind|evidence`."""
    unit, cue = pl.col("unit"), pl.col("cue")
    in_comments = pl.col("state") == "comments"
    is_apart = (unit.fill_null("") == "related_heading") | (cue.fill_null("") == "promo")
    is_apart |= pl.col("cue_code").is_in(["caption:credit", LINK_HEADING, LINK_TEXT]).fill_null(False)
    commented = in_comments & pl.col("head_kind").is_null() & ~is_apart
    furniture = ["section", "tag_heading", "comment_heading"]
    return (
        pl.when("is_repeat").then(pl.lit("duplicate|repeat"))
        .when(pl.col("head_kind").is_not_null()).then("head_kind")
        .when(commented).then(pl.lit("navigation|comments"))
        .when(unit == "text").then(_text_kind())
        .when("is_among_tags").then(pl.lit("navigation|tag"))
        .when("is_sung").then(pl.lit("body|verse"))
        .when(unit.is_in(["short", "section"])).then(_short_kind())
        .when((unit == "menu") | pl.col("is_menu_row")).then(pl.lit("navigation|menu_row"))
        .when(unit == "byline").then(_byline_kind())
        .when(unit == "related_heading").then(pl.lit("related_heading|phrase"))
        .when(cue == "link").then(pl.lit("related_title|link"))
        .when(cue.is_in(furniture)).then(pl.lit("navigation|phrase"))
        .when(cue.is_not_null()).then(pl.concat_str("cue", pl.lit("|"), "cue_code"))
        .otherwise(pl.lit("navigation|no_text"))
    )  # fmt: skip


def _text_kind() -> pl.Expr:
    state = pl.col("state")
    extra = (
        (pl.col("nth_text") >= 2)
        & (pl.col("n_text") == 2)
        & (pl.col("n_same") == 1)
        & (pl.col("n_chars") <= _CAPTION_CHARS)
    )
    titled = (pl.col("opener") == "related_heading") & (pl.col("n_words") <= 30) & ~pl.col("has_prefix")
    titled |= (pl.col("n_words") <= 25) & pl.col("ending").str.contains(r"\?[\"”']?$")  # no teaser asks
    is_glued = pl.col("is_glued") | pl.col("is_run_on") | (pl.col("has_inner_credit") & pl.col("is_furnished"))
    return (
        pl.when(is_glued).then(pl.lit("related_text|glued"))
        .when("is_stray").then(pl.lit("related_text|list:stray"))
        .when(pl.col("resumes") & (pl.col("nth_text") >= 2)).then(pl.lit("body|run:resumed"))
        .when(state == "appended").then(pl.lit("appended_body|run:appended"))
        .when((state == "list") & titled).then(pl.lit("related_title|list:under_heading"))
        .when((state == "list") & extra).then(pl.lit("caption|list:second_text"))
        .when(state.is_in(["list", "end", "tags"])).then(pl.lit("related_text|list:text"))
        .otherwise(pl.lit("body|run:main"))
    )  # fmt: skip


def _short_kind() -> pl.Expr:
    state, words = pl.col("state"), pl.col("n_words")
    begins = (state == "appended") & (pl.col("event") == "appended")
    is_section = pl.col("unit") == "section"
    return (
        pl.when(begins).then(pl.lit("appended_title|run:appended"))
        .when((state == "appended") & (pl.col("n_text") >= 1)).then(pl.lit("appended_body|run:heading"))
        .when(state == "main").then(_short_in_body())
        .when(pl.col("starts_list") & pl.col("over_titles") & ~pl.col("opener_twice"))
        .then(pl.lit("related_heading|over_titles"))
        .when(is_section | (words <= 3)).then(pl.lit("navigation|short"))
        .when((state == "tags") & (words <= SECTION_WORDS)).then(pl.lit("navigation|tag"))
        .when(is_no_title()).then(pl.lit("navigation|no_title"))
        .otherwise(pl.concat_str(pl.lit("related_title|list:"), pl.coalesce("state", pl.lit("none"))))
    )  # fmt: skip


def _short_in_body() -> pl.Expr:
    """A short line while the article goes on: a heading, a link put in between, a list item, a button."""
    return pl.coalesce(below_text(), _between_text(), _short_elsewhere())


def _is_plain() -> pl.Expr:
    return ~pl.col("is_listed") & (~pl.col("stops") | pl.col("asks")) & ~pl.col("starts_lower")


def _between_text() -> pl.Expr:
    """What `between` and `shown` say, save of whole sentences and questions."""
    role, plain, asks = pl.col("role"), _is_plain(), pl.col("asks")
    return (
        pl.when("is_pictured").then(pl.lit("caption|caption:between_text"))
        .when(_is_headed() & plain).then(pl.lit("related_title|list:under_heading"))
        .when((pl.col("n_words") >= _SENTENCE_WORDS) & plain).then(pl.lit("body|sentence"))
        .when(asks & plain).then(pl.lit("body|question"))
        .when(role == "verse").then(pl.lit("body|verse"))
        .when(role == "contents").then(pl.lit("navigation|contents"))
        .when((role == "caption") & ~pl.col("is_bullet")).then(pl.lit("caption|caption:between_text"))
        .when((role == "related_title") | (role == "caption")).then(pl.lit("related_title|between_text"))
        .when(role == "heading").then(pl.lit("heading|before_text"))
    )  # fmt: skip


def _is_headed() -> pl.Expr:
    """The heading of a list stands right above, and a title's length below it."""
    is_over = (above(pl.col("unit")) == "related_heading").fill_null(False)
    return is_over & (pl.col("n_words") >= TITLE_WORDS)


def _short_elsewhere() -> pl.Expr:
    words, has_text = pl.col("n_words"), pl.col("n_text") >= 1
    core = pl.when(pl.col("unit").is_in(["short", "section"])).then("core")
    # What names only whom the article names, cries out or quotes is rather its own heading.
    own = (pl.col("novelty") < 0).fill_null(False) | pl.col("is_upper") | core.str.contains(_QUOTED)
    is_link = pl.col("is_furnished") & words.is_between(*_LINK_WORDS) & _is_plain() & ~(own & has_text)
    goes_on = pl.col("own_after") + pl.col("n_text") > 0
    return (
        pl.when(is_link).then(pl.lit("related_title|between_text"))
        .when(pl.col("starts_lower") & (words <= SECTION_WORDS) & ~has_text).then(pl.lit("navigation|tag"))
        .when(has_text & (words <= 25)).then(pl.lit("heading|before_text"))
        .when(goes_on & (pl.col("unit") == "section")).then(pl.lit("navigation|section"))
        .when(goes_on).then(pl.lit("body|between_text"))
        .when(words >= TITLE_WORDS).then(pl.lit("related_title|after_text"))
        .when(core.str.count_matches(r"[0-9]+") >= 2).then(pl.lit("body|figures"))
        .when(is_signature()).then(pl.lit("byline|after_text"))
        .otherwise(pl.lit("navigation|after_text"))
    )  # fmt: skip


def _byline_kind() -> pl.Expr:
    tag = (pl.col("state") == "tags") & (pl.col("cue").fill_null("") != "byline")
    return pl.when(tag).then(pl.lit("navigation|tag")).otherwise(pl.lit("byline|name"))


def _part() -> pl.Expr:
    """Title, lead, body and headings are of part 0; of what stands between them, what the run's state says."""
    own = pl.col("kind").is_in(["title", "lead", "body", "heading"])
    appended = pl.col("kind").is_in(["appended_title", "appended_body"])
    beside = pl.col("kind").is_in(["byline", "dateline", "caption"])
    in_appended = pl.col("state") == "appended"
    in_main = pl.col("state").is_null() | pl.col("state").is_in(["main", "end", "tags"])
    return (
        pl.when(own).then(0)
        .when(appended | (beside & in_appended)).then(pl.col("part"))
        .when(beside & in_main).then(0)
        .cast(pl.Int64)
    )  # fmt: skip


def _parts_of_repeats(lines: pl.DataFrame) -> pl.DataFrame:
    """A repeat stands in the article of the line that it repeats."""
    first = lines.filter(~pl.col("is_repeat")).select("doc", repeats_line_no="line_no", first_part="part")
    joined = lines.join(first, on=["doc", "repeats_line_no"], how="left", maintain_order="left")
    return joined.with_columns(part=pl.when("is_repeat").then("first_part").otherwise("part")).drop("first_part")
