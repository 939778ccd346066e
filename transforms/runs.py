"""Below the lead: runs of paragraphs and what opens each of them.

A *run* is what stands between two breakers. A breaker is a short line without cue, a name, a heading of a list, of tags
or of comments; captions, players, promotion and repeats are transparent. Whether a run continues the article, is a
teaser or belongs to another article follows from its length, what opens it, and the runs before and after.
"""

from __future__ import annotations

import polars as pl

from transforms.neighbours import above, below, count_from_here, count_so_far, last_above, last_so_far, next_below
from transforms.outlet_names import name_keys
from transforms.strays import strays

_BREAKING_CUES = ["related_heading", "tag_heading", "comment_heading", "section", "byline"]
_FURNITURE_CUES = ["link", "promo", "navigation"]
# Words that no title ends with: the line is a paragraph, or a teaser, that was cut off.
_ENDS_OPEN = r"\s(?:và|của|là|những|các|với|để|nhưng|mà|vì|rằng|thì|hoặc|bởi|tại|từ|khi|do|bị|được|đã|sẽ|đang|nên|như)$"
# Words that lead on from the sentence before, as no title begins.
_LEADS_ON = (
    r"^(?:tuy nhiên|ngoài ra|bên cạnh đó|trong khi đó|trước đó|sau đó|do đó|do vậy|vì vậy|vì thế|chính vì|theo đó"
    r"|hiện nay|hiện tại|hiện vẫn|được biết|đồng thời|mặt khác|thậm chí|thực tế|trên thực tế|trong đó|trong số|đây là"
    r"|đây cũng|điều này|điều đó|đến nay|cụ thể|như vậy|tại đây|lúc này|lúc đó|khi đó|từ đó"
    r"|cùng ngày|cùng với|nhưng|và|còn)[ ,]"
)
_NAME_WORDS = 7
_BULLET_TITLE_WORDS, _DOTTED_TITLE_WORDS = 10, 7  # lists in the text are set off by dashes rather
# Rows of a table, where another one stands right above or below: "Sút bóng: 14 - 11", "Doanh thu - 1.912 - 1.301".
_ROW_WORDS = 14
_SENTENCE_WORDS = 18
_LETTERS = {"A": 1, "B": 2, "C": 3, "D": 4}
_FIGURES = (
    r"^\S+(?:\s(?:[-–+]?[0-9][0-9.,%/]*|[-–])){2,}$"
    r"|^[^.!?:]+(?::|\s[-–—|])\s?(?:\S+\s){0,3}[0-9]\S*(?:\s\S+){0,2}$|^[^-.!?]+\s-\s[^-]+\s-\s[^-]+$"
)
# The head of a table: "Năm Doanh thu (tỷ đồng)".
_MEASURED = (
    r"^(?:STT|TT|Năm|Tháng|Quý|Kỳ|Ngày|Chỉ tiêu|Mặt hàng|Loại)\s"
    r"|\((?:tỷ|triệu|nghìn|ngàn|%|USD|đồng|kg|tấn|ha|m2|điểm)[^()]*\)"
)
_LABELLED_ROW = r"^\p{Lu}[^\s:.!?]*(?:\s[^\s:.!?]+){0,3}:\s\S"
_DASHED_FIGURES = r"^[-–—•]\s*\S+(?:\s\S+){0,3}\s[0-9][0-9.,]*$"
_TITLED = (
    r"^(?:(?:PGS|GS|TS|ThS|BS|BSCKI|BSCKII|CN|KS|LS|NSND|NSƯT|Luật sư|Bác sĩ|Tiến sĩ|Thạc sĩ)[.,]?\s?){1,3}\s?"
    r"\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}*)+$"
)
# No person is called so: headings of lists in capitals, parts of the page.
_NO_PERSON = (
    r"^(?:chương|điều|mục|phần|khoản|phụ lục|đảo|núi|sông|biển|bãi|vịnh|thác|hang|rạn|rừng|đèo|cầu|chùa|đền|chợ|phố"
    r"|làng|tỉnh|thành phố|quận|huyện|vườn|lâu đài|bảo tàng|nhà thờ|khách sạn|ca sĩ|diễn viên|nghệ sĩ|người mẫu|hoa hậu"
    r"|bị cáo|bị can|nghi phạm)\s"
    r"|(?:^|\s)(?:video|clip|audio|podcast|tin (?:mới|nóng|tức|bài)|mới|nóng|xem|đọc|nghe|nhiều|nhất|bài|báo|chia sẻ"
    r"|gửi|lưu|liên quan|chuyên mục|facebook|zalo|twitter|google|news|youtube|tiktok|trang chủ|quảng cáo|ảnh|thế giới"
    r"|kinh tế|văn hóa|thể thao|giải trí|pháp luật|giáo dục|du lịch|đời sống|công nghệ|bạn đọc|độc giả)(?:\s|$)"
)
_SIGNED_TEXTS, _TEASERS = 4, 3
_FULL_NAME = r"^\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,3}$"
SIGNED_TITLE_WORDS = 7  # fewer words above a name or a date are hardly a title


def mark_runs(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (not blank) with `unit` and, below the lead, `run`.

    `unit` is `text`, a breaker's class, or null for transparent lines.
    """
    repeated_text = pl.col("is_repeat") & pl.col("is_text")
    after_blocks = (above(repeated_text) & above(repeated_text, 2)).fill_null(False)
    figures = lines.with_columns(is_figures=_is_figures())
    beside = [side(pl.col("is_figures")).fill_null(False) for side in (above, below)]
    # The name of a group of rows stands between them.
    in_rows = pl.col("is_free") & pl.col("is_upper") & beside[0] & beside[1]
    brief = pl.col("is_free") & (pl.col("n_words") <= _ROW_WORDS)
    is_head = brief & beside[1] & pl.when(brief).then("core").str.contains(_MEASURED).fill_null(False)
    placed = figures.with_columns(is_in_table=(pl.col("is_figures") & (beside[0] | beside[1])) | in_rows | is_head)
    return (
        _items(placed)
        .with_columns(
            unit=_units(),
            dated_below=below(pl.col("cue") == "dateline").fill_null(False),
            same_below=(below(pl.col("key")) == pl.col("key")).fill_null(False),
        )
        .with_columns(is_over=count_so_far(pl.col("unit").is_in([*_BREAKING_CUES, "menu"]).fill_null(False)) > 0)
        .with_columns(unit=_bullet_titles())  # a column of its own: written out, it would be asked ten times
        .with_columns(unit=_bullets_in_text(), is_person=_is_person(), is_titled=_is_titled())
        .pipe(_outlets)
        .with_columns(closes=_closes())
        .with_columns(unit=_names(), after_blocks=after_blocks)
        .with_columns(unit=_days())
        .pipe(strays)
        .with_columns(is_retitled=(pl.col("unit") == "text").fill_null(False) & _is_retitled() & pl.col("is_over"))
        .with_columns(breaks=_breaks(), is_ended=_is_ended())
        .with_columns(run=pl.when(pl.col("unit").is_not_null()).then(count_so_far(pl.col("breaks"))))
        .with_columns(run=last_so_far(pl.col("run")))
    )


def _units() -> pl.Expr:
    """What a line is by itself, below the head."""
    in_text = pl.col("i") >= pl.col("lead_i").fill_null(1_000_000)
    in_sentence = pl.col("ending").str.contains(_ENDS_OPEN) | pl.col("low").str.contains(_LEADS_ON)
    was_over = count_so_far((pl.col("cue").is_in(_BREAKING_CUES) & in_text).fill_null(False)) > 0
    is_row = pl.col("is_row") | (pl.col("is_in_table") & ~was_over)
    breaks_off = (pl.col("n_words") >= SIGNED_TITLE_WORDS) & in_sentence
    is_text = pl.col("is_free") & (pl.col("is_text") | is_row | breaks_off | pl.col("is_item"))
    is_day = (pl.col("cue_code") == "dateline:part_date") & ~pl.col("low").str.contains(r"trước$|vừa")
    return (
        pl.when(~in_text | pl.col("is_repeat")).then(None)
        .when(pl.col("i") == pl.col("lead_i")).then(pl.lit("text"))
        .when(pl.col("cue").is_in(_BREAKING_CUES)).then(pl.col("cue"))
        .when(pl.col("is_menu_row")).then(pl.lit("menu"))
        .when(is_day).then(pl.lit("day"))
        .when(is_text).then(pl.lit("text"))
        .when(pl.col("is_free") & pl.col("is_bullet") & ~pl.col("is_link")).then(pl.lit("bullet"))
        .when(pl.col("is_free")).then(pl.lit("short"))
    )  # fmt: skip


def _items(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `is_item`: one of numbered lines in a row that a colon announces, or of which one is a whole sentence.

    Below a question they are its answers: "A. …", "B. …".
    """
    core, number, letter = pl.when(pl.col("is_free")).then("core"), pl.col("number"), pl.col("letter")
    letters = core.str.extract(r"^([A-Da-d])\s?[.)]\s").str.to_uppercase().replace_strict(_LETTERS, default=None)
    announced = above(pl.col("is_free") & pl.col("is_text") & pl.col("core").str.ends_with(":")).fill_null(False)
    asked = above(pl.col("is_free") & pl.col("core").str.ends_with("?")).fill_null(False)
    over_answers = pl.col("core").str.ends_with("?") & (below(letter) == 1).fill_null(False)
    opens = (
        (announced & ((number == 1) | (letter == 1))) | (asked & (letter == 1)) | (number.is_not_null() & over_answers)
    )
    place = pl.coalesce(number, letter)
    numbered = lines.with_columns(number=core.str.extract(r"^([0-9]{1,2})\s?[.)]\s").cast(pl.Int64), letter=letters)
    rows = numbered.select(
        "doc", "i", "is_text", "n_words", number=place, is_question=over_answers, opens=opens.fill_null(False)
    )
    rows = rows.filter(pl.col("number").is_not_null())
    in_a_row = ("doc", pl.col("i") - pl.col("number"), "is_question")
    told = pl.col("opens") | (pl.col("is_text") & (pl.col("n_words") >= _SENTENCE_WORDS))
    items = rows.filter(told.any().over(in_a_row) & ((pl.len().over(in_a_row) >= 2) | pl.col("is_question")))
    marked = items.select("doc", "i", is_item=pl.lit(True))
    joined = lines.join(marked, on=["doc", "i"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("is_item").fill_null(False))


def _is_figures() -> pl.Expr:
    """The line may be the row of a table."""
    brief = pl.col("is_free") & (pl.col("n_words") <= _ROW_WORDS)
    core, plain = (pl.when(brief).then(name) for name in ("core", "plain"))
    labelled = core.str.contains(_LABELLED_ROW).fill_null(False)
    in_a_row = labelled & (above(labelled).fill_null(False) | below(labelled).fill_null(False))
    figures = core.str.contains(_FIGURES) | plain.str.contains(_DASHED_FIGURES)
    return figures.fill_null(False) | (in_a_row & core.str.contains(r"[0-9]").fill_null(False))


def _bullet_titles() -> pl.Expr:
    """A list item of a title's length without a mark at its end is a link."""
    unit = pl.col("unit")
    plain, core = (pl.when(unit == "bullet").then(name) for name in ("plain", "core"))
    dotted = pl.when(plain.str.contains(r"^[•●▪■]")).then(_DOTTED_TITLE_WORDS)
    is_title = (unit == "bullet") & (pl.col("n_words") >= dotted.otherwise(_BULLET_TITLE_WORDS)) & ~pl.col("stops")
    is_title &= core.str.contains(r"^[\"“'‘]?\p{Lu}")
    return pl.when(is_title).then(pl.lit("short")).otherwise(unit)


def _bullets_in_text() -> pl.Expr:
    """A list item that follows running text belongs to it; under a heading of links it is a link."""
    unit = pl.col("unit")
    context = last_so_far(pl.when(unit != "bullet").then(unit))
    in_text = (context == "text") | ((context == "short") & ~pl.col("is_over"))
    return (
        pl.when(unit == "bullet").then(pl.when(in_text).then(pl.lit("text")).otherwise(pl.lit("short"))).otherwise(unit)
    )


def _is_person() -> pl.Expr:
    """A name, and not one of sections and lists in capitals."""
    asked = pl.when((pl.col("unit") == "short") & pl.col("is_name")).then("low")
    return ~asked.str.contains(_NO_PERSON).fill_null(True)


def _is_titled() -> pl.Expr:
    """The name of somebody with a degree or an office before it."""
    asked = pl.when((pl.col("unit") == "short") & (pl.col("n_words") <= _NAME_WORDS)).then("core")
    return asked.str.contains(_TITLED).fill_null(False)


def _names() -> pl.Expr:
    """A name alone is a byline where no text follows it, or right under the lead."""
    unit, next_unit, unit_above = pl.col("unit"), next_below(pl.col("unit")), last_above(pl.col("unit"))
    is_end = count_from_here((unit == "text").fill_null(False)) == 0
    # Below the last paragraph also behind a caption or a row of figures, but not in a list of links or tags.
    in_caption = is_end & ~pl.col("is_over") & (unit_above == "short") & (pl.col("n_words") >= 2)
    follows_text = unit_above.is_in(["text", "byline"]).fill_null(False) | in_caption.fill_null(False)
    # The paper that the article was taken from, alone below it, or above its author.
    is_last = next_unit.is_null() | (next_unit == "byline")
    is_last |= (above(unit) == "byline") | (above(pl.col("i")) == pl.col("lead_i"))
    source = pl.col("is_outlet") & (unit == "short") & is_last & (pl.col("n_words") <= _NAME_WORDS)
    is_author = ((_is_named() | source) & follows_text) | _signs() | pl.col("closes")
    return pl.when(is_author).then(pl.lit("byline")).otherwise(unit)


def _is_addressed() -> pl.Expr:
    return pl.col("core").str.contains(r"^(?:Ông|Bà|Anh|Chị|Cô|Chú|Bác|Em|Cụ|Mẹ|Thầy)\s")


def _signs() -> pl.Expr:
    """A name between a title and its text signs another article."""
    unit = pl.col("unit")
    words_above = last_above(pl.when(unit.is_not_null()).then(pl.col("n_words")))
    below_title = (last_above(unit) == "short") & (words_above >= SIGNED_TITLE_WORDS)
    return (unit == "short") & pl.col("is_person") & ~_is_addressed() & below_title & (next_below(unit) == "text")


def _closes() -> pl.Expr:
    """A full name below the article over a few paragraphs that do not speak of that person: teasers without titles."""
    unit, n_texts = pl.col("unit"), (pl.col("unit") == "text").fill_null(False)
    asked = (unit == "short") & pl.col("is_person") & ~_is_addressed() & pl.col("n_words").is_between(2, 4)
    asked &= (above(unit) == "text") & (below(unit) == "text")
    asked &= (count_so_far(n_texts) >= _SIGNED_TEXTS) & count_from_here(n_texts).is_between(1, _TEASERS)
    full = pl.when(asked.fill_null(False)).then("core").str.contains(_FULL_NAME)
    named = pl.when(full).then(below(pl.col("key"))).str.contains(pl.col("core"), literal=True)
    return full.fill_null(False) & ~named.fill_null(True)


def _is_named() -> pl.Expr:
    """A name where no text of its own follows, right under the lead, or a scholar's over notes."""
    unit = pl.col("unit")
    next_unit = next_below(unit)
    last_unit_i = last_above(pl.when(unit.is_not_null()).then(pl.col("i")))
    addressed = _is_addressed()
    under_lead = (last_unit_i == pl.col("lead_i")) & ~addressed
    titled, is_name = pl.col("is_titled"), pl.col("is_person")
    # A word alone is a tag rather than a name, and so is what stands below tags.
    is_name &= (pl.col("n_words") >= 2) | (above(unit) == "text").fill_null(False)
    is_name &= ~above(pl.col("core").str.starts_with("#")).fill_null(False)
    # Buttons, an appeal or a form right below a name say that what follows them is no text of its own.
    at_end = (next_unit.fill_null("end") != "text") | (
        below(pl.col("cue").is_in(_FURNITURE_CUES)).fill_null(False) & (pl.col("n_words") >= 2)
    )
    # Notes below a scholar's name are of the article.
    over_notes = titled & below(pl.col("core").str.slice(0, 2).str.contains(r"^[(\[][0-9]")).fill_null(False)
    return (unit == "short") & ((is_name & (at_end | under_lead)) | (titled & at_end) | over_notes)


def _outlets(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `is_outlet`: the line is nothing but an outlet's name."""
    asked = pl.when((pl.col("unit") == "short") & (pl.col("n_words") <= _NAME_WORDS)).then("core")
    return lines.with_columns(is_outlet=name_keys().knows(lines, asked))


def _days() -> pl.Expr:
    """A day or an hour alone between two paragraphs heads the second one; elsewhere it dates the page."""
    unit = pl.col("unit")
    by_date = (above(pl.col("cue")) == "dateline").fill_null(False)  # of it, the hour
    heads = (unit == "day") & ~by_date & (last_above(unit) == "text") & (next_below(unit) == "text")
    return pl.when(unit == "day").then(pl.when(heads).then(pl.lit("short"))).otherwise(unit)


def _is_ended() -> pl.Expr:
    """A sign stands here or above that the article is over: a name, a heading of a list, buttons, promotion, links."""
    sign = pl.col("unit").is_in([*_BREAKING_CUES, "menu"]) | pl.col("cue").is_in(_FURNITURE_CUES)
    # Buttons right below the lead end nothing.
    sign &= count_so_far((pl.col("unit") == "text").fill_null(False)) >= 2
    return count_so_far((sign & (pl.col("i") > pl.col("lead_i"))).fill_null(False)) > 0


def _breaks() -> pl.Expr:
    """Paragraphs break a run where another article begins: an outlet's prefix again, or after a repeated block."""
    unit = pl.col("unit")
    previous = last_above(unit)
    is_last_text = pl.col("i") == pl.col("i").filter(unit == "text").max().over("doc")
    n_before = count_so_far((unit == "text").fill_null(False)) - 1
    prefixed = (unit == "text") & pl.col("has_prefix") & (previous == "text") & (n_before >= 2)
    # Behind the author and the buttons below him a paragraph or two tease others.
    n_furniture = count_so_far(pl.col("cue").is_in(_FURNITURE_CUES).fill_null(False))
    since_name = n_furniture - last_above(pl.when(unit == "byline").then(n_furniture))
    n_left = count_from_here((unit == "text").fill_null(False))
    teases = (unit == "text") & (previous == "byline") & (since_name > 0) & (n_before >= 3) & (n_left <= 2)
    new_block = (unit == "text") & pl.col("after_blocks") & is_last_text
    new_block |= pl.col("is_retitled") & (n_before >= 2)
    return ((unit.is_not_null() & (unit != "text")) | prefixed | new_block | teases).fill_null(False) | pl.col(
        "is_stray"
    )


def _is_retitled() -> pl.Expr:
    """Another article's title stands above, which stood further up as well: in a list that the page prints again."""
    title_line = pl.when(pl.col("i") == pl.col("title_i")).then("line_no").max().over("doc").fill_null(0)
    again = pl.col("is_repeat") & ~pl.col("is_text") & (pl.col("n_words") >= SIGNED_TITLE_WORDS)
    again &= pl.col("repeats_line_no") > title_line
    between = pl.col("cue").is_in(["dateline", "byline", "caption", "media"]).fill_null(False) & ~pl.col("is_repeat")
    return last_above(pl.when(~between).then(again.fill_null(False))).fill_null(False)
