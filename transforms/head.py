"""The head of a page: where the title stands, where the running text begins, what the lines between are."""

from __future__ import annotations

import polars as pl

from transforms.cue_patterns import CAPITAL, PUBLISHED
from transforms.neighbours import above, below
from transforms.outlet_names import prefix_keys

MAX_TITLE_WORDS = 40
MAX_TITLE_CHARS = 260
_SENTENCE_TITLE_WORDS = 20  # a first line of more words that ends like a sentence opens the text
_KICKER_WORDS = 4  # rubrics and section names have at most as many words
_LONG_KICKER_WORDS = 6  # and hardly more, where a line of a title's length follows
_TITLE_WORDS = (7, 14)  # what is longer may be a lead without full stop
_SAPO_WORDS = 7  # a line without full stop under the title that is the lead has at least as many
_SURE_SAPO_WORDS = 12  # and this many also beside a date, where authors' names and sections stand
_HEAD_LINES = 8
# A page with such a line has residue beyond doubt.
FURNITURE_CUES = [
    "navigation", "promo", "media", "link", "related_heading", "tag_heading", "comment_heading", "section",
]  # fmt: skip
_LISTED_LINES = 4
_TERSE_WORDS, _LEAD_WORDS = 10, 15
_TEASER_WORDS = (7, 17)
_NAME_WORDS = 3
_CLOCK = r"(?:^|\s)[0-9]{1,2}[:hg][0-9]{2}"
_TITLES_ABOVE, _OPENING_WORDS = 3, 10
_FULL_DATES = ["dateline:date", "dateline:date_with_words"]
_TITLED_NAME = r"^\p{Lu}\p{Ll}+\s\p{Ll}+(?:\s\p{Lu}[^\s0-9,;:!?()\"“”]*){2,4}$"  # "Phóng viên Hoàng Lâm"
_ALL_CAPITALS = r"^\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)+$"
_FULL_NAME = r"(?:^|\s)\p{Lu}[^\s0-9,;:!?()\"“”]*\s+\p{Lu}[^\s0-9,;:!?()\"“”]*(?:\s|$)"

# A short name set off from the first sentence: "VOV.VN - ", "(Ngày Nay) - ", "TGVN. ".
# Counted repeats of small classes only: each counted `\p{L}` takes a tenth of a millisecond to compile, in every batch.
_CAPITAL = CAPITAL.strip("[]")
DATELINE_PREFIX = (
    rf"^(?:\([{_CAPITAL}0-9][^()\[\]/,:;!?\"“”'’|–—]{{1,24}}\)\s*[-–—:.]*\s*[\"“'(0-9{_CAPITAL}]"
    rf"|[{_CAPITAL}0-9][\p{{L}}0-9]*(?:\.[a-zA-Z]{{2,4}})+\s*[-–—:]\s*\S"
    rf"|[{_CAPITAL}]{{2,12}}[0-9]?\s*[-–—]\s+\S|[{_CAPITAL}]{{3,8}}\.\s+[{_CAPITAL}])"
)


# Family names that begin no place's name: above the title stands a rubric, or the author.
_FAMILY_NAME = (
    r"^(?:nguyễn|trần|lê|phạm|huỳnh|vũ|võ|đặng|bùi|đỗ|ngô|dương|đinh|đoàn|trịnh|trương|đào)\s\S+(?:\s\S+){0,2}$"
)


def head(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each file: `doc`, `title_i` and `lead_i`, indexes of lines that are not blank; null where none is.

    `lines` holds the lines that are not blank with `i`, `is_free` (no cue, no repeat), `is_text`, `has_prefix`.
    """
    free = lines.select(
        "is_free",
        "doc",
        "i",
        "n_words",
        "n_chars",
        "is_text",
        "ends_period",
        "has_prefix",
        "is_name",
        "is_upper",
        "n_same",
        "level",
        "names_pictures",
        is_glued=pl.col("is_glued") & pl.col("is_apart"),
        ends_bare=pl.col("core").str.contains(r"[\p{L}0-9%]$"),
        is_row=(pl.col("n_bars") >= 2) | (pl.col("core").str.count_matches("°C", literal=True) >= 2),
        is_author=pl.col("is_upper") & pl.col("is_name") & pl.col("low").str.contains(_FAMILY_NAME),
        is_exclaimed=(pl.col("n_words") >= 3) & pl.col("core").str.contains(r"[?!][\"”’']?$"),  # no section is named so
        over_date=below(pl.col("cue_code").is_in(_FULL_DATES)).fill_null(False),
    ).filter("is_free")
    order = free.with_columns(nth=pl.int_range(pl.len()).over("doc"))
    titles = _titles(order)
    return titles.join(_leads(order, titles, lines), on="doc", how="left")


def _titles(free: pl.DataFrame) -> pl.DataFrame:
    """`doc` and `title_i`: the best of the lines above the first text, else a first line that is long."""
    above_text = (
        pl.when(pl.col(name) < pl.col("text").fill_null(1_000_000)).then(name)
        for name in ("wordy", "again", "again_long", "longer", "wordier", "exclaimed", "brief", "subtitle", "named")
    )
    found = _title_candidates(free).with_columns(above_text)
    is_kicker = (pl.col("wordy") < pl.col("wordier")) | pl.col("wordier").is_null()
    longest = pl.when(is_kicker).then("longer")
    return found.select(
        "doc",
        title_i=pl.coalesce(
            "named",
            "marked",
            "dated",
            "subtitle",
            "again",
            "exclaimed",
            longest,
            "wordy",
            "brief",
            pl.when(pl.col("n_text") >= 2).then("long_title"),
        ),
    )


def _title_candidates(free: pl.DataFrame) -> pl.DataFrame:
    """One row for each file: the first line of each sort, null where there is none."""
    words, is_text = pl.col("n_words"), pl.col("is_text")
    is_short = ~is_text & ~pl.col("is_row")  # a row: names of sections, the weather of cities
    is_wordy = is_short & (words > _KICKER_WORDS)
    # Below a list of other articles the title has its date right below it.
    is_listed = is_wordy.cast(pl.Int64).cum_sum() > _TITLES_ABOVE
    opened = (is_text & (words >= _OPENING_WORDS)).cast(pl.Int64).cum_sum() > 0
    is_brief = (words <= MAX_TITLE_WORDS) & (pl.col("n_chars") <= MAX_TITLE_CHARS)
    could_be = ~pl.col("has_prefix") & is_brief & (~pl.col("ends_period") | (words <= _SENTENCE_TITLE_WORDS))
    return free.group_by("doc", maintain_order=True).agg(
        text=_first_i(is_text),
        n_text=is_text.sum(),
        named=_first_i(is_wordy & pl.col("names_pictures")),
        marked=_first_i((pl.col("level") == 1) & (words > _KICKER_WORDS)),  # as Markdown marks it
        dated=pl.when(is_wordy & is_listed & pl.col("over_date") & ~opened).then("i").max(),
        subtitle=_first_i((pl.col("level") == 2) & is_wordy),
        wordy=_first_i(is_wordy),
        # A page prints its title again above a player or below a picture, but nothing else so long.
        again=_first_i(is_wordy & (pl.col("n_same") >= 2)),
        again_long=_first_i(is_wordy & (pl.col("n_same") >= 2) & (words >= _TITLE_WORDS[0])),
        longer=_first_i(is_short & words.is_between(*_TITLE_WORDS)),
        wordier=_first_i(is_short & (words > _LONG_KICKER_WORDS)),
        exclaimed=_first_i(is_short & (pl.col("i") == 0) & pl.col("is_exclaimed")),
        brief=_first_i(is_short & (words >= 2) & _may_be_brief()),
        long_title=_first_i((pl.col("nth") == 0) & is_text & could_be),
    )


def _may_be_brief() -> pl.Expr:
    """A title of a few words: no author's name; that of somebody else may open the page."""
    opens = (pl.col("i") == 0) & ((pl.col("n_words") > _NAME_WORDS) | pl.col("is_upper"))
    return (~pl.col("is_name") | opens) & ~pl.col("is_author")


def _first_i(holds: pl.Expr) -> pl.Expr:
    return pl.when(holds).then("i").min()


def _leads(free: pl.DataFrame, titles: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    near_date = lines.select(
        "doc", "i", by_date=(above(pl.col("cue")) == "dateline") | (below(pl.col("cue")) == "dateline")
    )
    lower = free.join(titles, on="doc").join(near_date, on=["doc", "i"], how="left")
    lower = lower.filter(pl.col("i") > pl.col("title_i").fill_null(-1))
    # Another article's box above the first paragraph is no lead.
    own = (pl.col("is_text") & ~pl.col("is_glued")).sum().over("doc")
    lower = lower.filter(~pl.col("is_glued") | (own == 0))
    n_words = pl.col("n_words")
    by_date = pl.col("by_date").fill_null(False) & (n_words < _SURE_SAPO_WORDS)
    is_sapo = (n_words >= _SAPO_WORDS) & ~pl.col("is_name") & ~by_date
    opens = pl.col("has_prefix") & (pl.col("is_text") | (n_words >= _SURE_SAPO_WORDS))
    opening = pl.col("is_text") | (is_sapo & ~pl.col("is_row") & pl.col("title_i").is_not_null())
    # A sentence of a few words is hardly a lead where a paragraph follows: a player's message, a question.
    adjoins = pl.col("i") == pl.col("title_i").fill_null(-1) + 1
    terse = pl.col("is_text") & (n_words < _TERSE_WORDS) & (below(n_words) >= _LEAD_WORDS).fill_null(False) & ~adjoins
    is_sure = adjoins & pl.col("is_text") & pl.col("ends_period") & (n_words >= _SURE_SAPO_WORDS)
    # Where nothing else is residue, a long line there is a lead without its full stop.
    furnished = lines.filter(pl.col("cue").is_in(FURNITURE_CUES))["doc"].unique()
    could_be = pl.col("doc").is_in(furnished.implode()) | (n_words < _SURE_SAPO_WORDS)
    opening &= ~(_is_teaser(adjoins) & could_be)
    # A page of titles and dates alone has no article.
    opening &= pl.col("is_text").any().over("doc") | (pl.len().over("doc") < _LISTED_LINES)
    judged = lower.select("doc", "i", "title_i", opens=opens, opening=opening, terse=terse, is_sure=is_sure)
    found = judged.group_by("doc", maintain_order=True).agg(
        prefixed=_first_i(pl.col("opens")),
        wordy=_first_i(pl.col("opening") & ~pl.col("terse")),
        any=_first_i(pl.col("opening")),
        is_sure=pl.col("is_sure").any(),
        title_i=pl.col("title_i").first().fill_null(0),
    )
    prefixed, plain = pl.col("prefixed"), pl.coalesce("wordy", "any")
    near = ~pl.col("is_sure") & (prefixed <= pl.col("title_i") + _HEAD_LINES) & (prefixed <= plain + 2)
    return found.select("doc", lead_i=pl.when(near).then(prefixed).otherwise(plain))


def _is_teaser(adjoins: pl.Expr) -> pl.Expr:
    """Another article's title right below the title: of its length, without any mark at its end, over a paragraph."""
    is_title = ~pl.col("is_text") & pl.col("n_words").is_between(*_TEASER_WORDS) & pl.col("ends_bare")
    over_text = below(pl.col("is_text") & pl.col("ends_period") & (pl.col("n_words") >= _LEAD_WORDS)).fill_null(False)
    return adjoins & is_title & over_text & ~pl.col("has_prefix")


def head_kinds(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `kind` and `evidence` for the lines down to the lead; null below it.

    Needs `title_i` and `lead_i`.
    """
    i, title, lead = pl.col("i"), pl.col("title_i").fill_null(-1), pl.col("lead_i").fill_null(1_000_000)
    # Where the title has a date below it, or two days stand above the text, the first is today's.
    is_date = (pl.col("cue") == "dateline") & ~pl.col("is_repeat")
    dated_below = (is_date & (i > title) & (i < lead)).any().over("doc")
    timed = (i == title - 1) & pl.when(is_date).then("core").str.contains(_CLOCK).fill_null(False)
    dated_below |= (_last_date(lead) > i) & ~timed
    dated_below &= ~pl.when(is_date).then("low").str.contains(PUBLISHED).fill_null(False)
    over, between = i < title, (i > title) & (i < lead)
    furniture = pl.col("cue").is_in(["section", "tag_heading", "comment_heading", "navigation", "related_heading"])
    person, over_date, author = _people(over)
    lines = lines.with_columns(is_prefix=_is_prefix(lines, between))
    prefix = pl.col("is_prefix")
    chain = (
        pl.when(i == title).then(pl.lit("title|head:title"))
        .when(i == lead).then(pl.lit("lead|head:first_text"))
        .when((over | between) & pl.col("is_glued") & pl.col("is_apart")).then(pl.lit("related_text|glued"))
        .when((over | between) & furniture).then(pl.lit("navigation|head:furniture"))
        .when(over & (pl.col("cue") == "dateline") & dated_below).then(pl.lit("navigation|head:page_date"))
        .when(over & (pl.col("cue") == "link") & (pl.col("n_words") <= _LONG_KICKER_WORDS))
        .then(pl.lit("navigation|head:furniture"))
        .when((over | between) & (pl.col("cue") == "link")).then(pl.lit("related_title|head:link"))
        .when(over & (pl.col("cue") == "media") & pl.col("low").is_in(["live", "trực tiếp"]))
        .then(pl.lit("navigation|head:above_title"))
        .when(between & prefix).then(pl.lit("dateline|head:outlet"))
        .when(over & (i == 0) & (pl.col("cue") == "byline") & ~author).then(pl.lit("navigation|head:above_title"))
        .when((over | between) & pl.col("cue").is_not_null()).then(pl.concat_str("cue", pl.lit("|"), "cue_code"))
        .when(over & pl.col("is_free") & over_date).then(pl.lit("byline|head:name"))
        .when(over & author).then(pl.lit("byline|head:family_name"))
        .when(over).then(pl.lit("navigation|head:above_title"))
        .when(between & person).then(pl.lit("byline|head:name"))
        .when(between & (pl.col("n_words") <= 5)).then(pl.lit("navigation|head:short"))
        .when(between & pl.col("is_free") & pl.col("n_words").is_between(*_TEASER_WORDS) & ~pl.col("is_text"))
        .then(pl.lit("related_title|head:teaser"))
        .when(between).then(pl.lit("heading|head:short"))
    )  # fmt: skip
    return lines.with_columns(head_kind=chain).drop("is_prefix")


def _last_date(lead: pl.Expr) -> pl.Expr:
    """`i` of the last line above the text with a whole date that is not of an update; -1 without any."""
    is_date = pl.col("cue_code").is_in(["dateline:date", "dateline:date_with_words"]) & (pl.col("i") < lead)
    is_date &= ~pl.col("is_repeat") & ~pl.col("low").str.contains(r"cập nhật|chỉnh sửa|updated|modified")
    return pl.when(is_date.fill_null(False)).then("i").max().over("doc").fill_null(-1)


def _people(over: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """A person's name; one between the section's name and the date; one that begins with a family name."""
    by_date = (above(pl.col("cue")) == "dateline") | (below(pl.col("cue")) == "dateline")
    # "Phóng viên Hoàng Lâm", but not "Sao chép liên kết".
    person = pl.col("is_free") & (
        (pl.col("is_name") & (pl.col("n_chars") > 1))
        | pl.col("core").str.contains(_TITLED_NAME)
        | (by_date.fill_null(False) & (pl.col("n_words") <= 6) & pl.col("core").str.contains(_FULL_NAME))
    )
    over_date = pl.col("is_name") & (pl.col("i") > 0) & pl.col("n_words").is_between(2, 4)
    over_date &= (below(pl.col("cue")) == "dateline").fill_null(False)
    over_date &= pl.when(over).then("core").str.contains(_ALL_CAPITALS).fill_null(False)
    author = pl.col("is_free") & pl.col("is_name") & pl.col("low").str.contains(_FAMILY_NAME)
    return person, over_date, author


def _is_prefix(lines: pl.DataFrame, between: pl.Expr) -> pl.Series:
    """The outlet's prefix alone between title and lead: "SGGP"."""
    token = pl.when(between & (pl.col("n_words") <= 2)).then("core")
    token = pl.when(pl.col("is_free") & token.str.contains(r"^[\p{Lu}&.0-9]+(?:\.\p{L}+)?$")).then("core")
    return prefix_keys().knows(lines, token)
