"""The tables of `news`: what the files say."""

from __future__ import annotations

import polars as pl

from transforms.schema_types import BOOL, DATE, FLOAT, INT, TEXT, TIME, Column, Table

FILE_ID = Column("file_id", TEXT, "sha256 of the file's bytes, hex")
ARTICLE_ID = Column("article_id", TEXT, "`file_id/part`")
RUN_ID = Column("run_id", TEXT, "the run that wrote the row", is_processing=True)

_HEAD = (
    ARTICLE_ID,
    FILE_ID,
    Column("part", INT, "0 the main article, 1… articles appended to the file"),
    Column("title", TEXT, "the title as printed; null where the file has none"),
)
_FACTS = (
    Column("outlet", TEXT, "name on the masthead; null where the text gives no sign of it"),
    Column("agency", TEXT, "news agency credited for the text (TTXVN, AFP, …)"),
    Column("byline", TEXT, "author or credited source"),
    Column("language", TEXT, "language of the article, ISO 639-1, or `other`"),
    Column("published_on", DATE, "date of publication that the text proves"),
    Column("published_at", TIME, "time of publication, null unless a time is printed"),
    Column("published_on_precision", TEXT, "`day`, `month` or `year`"),
    Column("published_on_basis", TEXT, "the words that the date rests on"),
    Column("published_on_line", INT, "the line of those words"),
    Column("first_line", INT, "first line of the article in its file"),
    Column("last_line", INT, "last line of the article in its file"),
    Column("word_count", INT, "words of title, lead and body"),
    Column("text_hash", TEXT, "hash of title, lead and body, folded for matching; null without text"),
    Column(
        "corrected",
        TEXT,
        "what people corrected, joined by commas: `title`, `outlet`, `published_on`, `kind` (of lines); null for nothing",
    ),
)
_TAIL = (
    RUN_ID,
    Column("loaded_at", TIME, "when the article was first published by tinsach", is_processing=True),
    Column("transform_version", TEXT, "version of the transforms that made the row"),
)

ARTICLE_RECORDS = Table(
    "news", "article_records", "one row for each loaded article, as it was loaded (append-only base of `articles`)",
    (*_HEAD, *_FACTS, Column("title_key", TEXT, "hash of the folded title, for linking related titles"), *_TAIL),
)  # fmt: skip

ARTICLE_STATE = Table(
    "news", "article_state", "one row for each article: what may change after loading",
    (
        ARTICLE_ID,
        Column("duplicate_of", TEXT, "the original of the article's cluster of duplicates, or null"),
        Column("superseded_by", TEXT, "the article that a newer version of the same file gave, or null"),
        Column("is_clean", BOOL, "no open flag of severity warning or worse"),
        Column("changed_at", TIME, "when one of these last changed", is_processing=True),
    ),
)  # fmt: skip

ARTICLES = Table(
    "news", "articles", "one row for each loaded article",
    (
        *_HEAD,
        Column("lead", TEXT, "first paragraph of the running text"),
        Column("body", TEXT, "the other paragraphs and headings, joined by newlines, without residue and repeats"),
        *_FACTS,
        Column("duplicate_of", TEXT, "the original of the article's cluster of duplicates, or null"),
        Column("superseded_by", TEXT, "the article that a newer version of the same file gave, or null"),
        Column("is_clean", BOOL, "no open flag of severity warning or worse"),
        RUN_ID,
        Column("loaded_at", TIME, "when the article was first published by tinsach", is_processing=True),
        Column("changed_at", TIME, "when duplicate, version or clean state last changed", is_processing=True),
        Column("transform_version", TEXT, "version of the transforms that made the row"),
    ),
    is_base=False,
)  # fmt: skip

CLEAN_ARTICLES = Table(
    "news", "clean_articles", "one row for each article that is loaded, not superseded, no duplicate, without open critical flag",
    ARTICLES.columns, is_base=False,
)  # fmt: skip

LINES = Table(
    "news", "lines", "one row for each line of each distinct content that could be decoded, quarantined text too",
    (
        FILE_ID,
        Column("article_id", TEXT, "the article the line belongs to; null for furniture and related items"),
        Column("line_no", INT, "from 1, as in the file"),
        Column("kind", TEXT, "one of the 17 kinds"),
        Column("text", TEXT, "the line as written, composed to NFC"),
        Column("repeats_line_no", INT, "the earlier line with the same text, for kind `duplicate`"),
        Column("evidence", TEXT, "short code of why the line got its kind"),
        RUN_ID,
    ),
)  # fmt: skip

FILE_MEASURES = Table(
    "news", "file_measures", "one row for each distinct file content: numbers without opinion",
    (
        FILE_ID,
        Column("n_bytes", INT, "size of the content, bytes"),
        Column("n_lines", INT, "lines, blank ones too; null where there is no text"),
        Column("n_text_lines", INT, "lines that are not blank; null where there is no text"),
        Column("n_paragraphs", INT, "lead and body lines of the main article; null without text or in another language"),
        Column("is_binary", BOOL, "the bytes are not text"),
        Column("is_undecodable", BOOL, "text, but no encoding can be established; null for binary data"),
        Column("is_oversized", BOOL, "more lines, or a longer one, than can be worked on; null where there is no text"),
        Column("is_non_utf8", BOOL, "text in another encoding than UTF-8; null where there is no text"),
        Column("is_mojibake", BOOL, "decoded wrongly, or as letters of before Unicode, and saved like that; null where there is no text"),
        Column("is_decomposed", BOOL, "UTF-8 text that was not in composed form; null where there is no text"),
        Column("n_minor_tone_words", INT, "words in the rarer of the two tone placements (hòa, hoà); null where there is no text"),
        Column("n_new_tone_words", INT, "words that place the tone in the new style (hoà); null where there is no text"),
        Column("residue_share", FLOAT, "share of the lines with text that are residue of the page; null without such lines"),
        Column("repeated_share", FLOAT, "share of the lines with text that repeat another; null without such lines"),
        Column("has_replaced_bytes", BOOL, "bytes that fit no encoding were replaced; null where there is no text"),
        Column("language", TEXT, "language of the main article, ISO 639-1, or `other`; null where there is too little text"),
        Column("vietnamese_share", FLOAT, "share of words that can be Vietnamese syllables; null where there are no words"),
        RUN_ID,
    ),
)  # fmt: skip

MEASURES = Table(
    "news", "measures", "one row for each article: numbers without opinion",
    (
        ARTICLE_ID,
        FILE_ID,
        Column("part", INT, "0 the main article, 1… appended ones"),
        Column("n_chars", INT, "characters of title, lead and body"),
        Column("n_words", INT, "words of title, lead and body"),
        Column("n_paragraphs", INT, "lead and body lines"),
        Column("has_title", BOOL, "a line is the title; null for appended articles"),
        Column("is_caption_first", BOOL, "a caption stands in the place of a missing title; null for appended articles"),
        Column("has_outlet", BOOL, "the text names its outlet; null for appended articles"),
        Column("has_published_on", BOOL, "the text proves a date of publication; null for appended articles"),
        Column("is_appended", BOOL, "another article whose text follows the main one"),
        Column("is_cut_off", BOOL, "the text breaks off inside a sentence; null without paragraphs"),
        Column("n_title_chars", INT, "characters of the title; null without one"),
        Column("n_title_words", INT, "words of the title; null without one"),
        Column("is_title_upper", BOOL, "three words or more, and no small letter in the title; null without one"),
        Column("is_title_lower", BOOL, "the title begins with a small letter; null without one"),
        Column("has_title_address", BOOL, "a web address stands in the title; null without one"),
        Column("has_title_outlet", BOOL, "the title ends with a dash or bar and the outlet's name; null without one"),
        Column("is_lead_title", BOOL, "the first paragraph has the same words as the title; null without either"),
        Column("n_lead_words", INT, "words of the first paragraph; null without one"),
        Column("has_signed_end", BOOL, "a name stands behind the last sentence of the last paragraph; null without paragraphs"),
        Column("published_year", INT, "year of the date of publication; null without one"),
        Column("is_date_coarse", BOOL, "only month or year of publication are known; null without a date"),
        Column("n_days_ahead", INT, "days from the run to the date of publication, 0 once it has come; null without a date"),
        Column("top_line", INT, "first line of the file that is not blank; null for appended articles"),
        Column("first_line", INT, "first line of the article"),
        Column("last_line", INT, "last paragraph of the article"),
        RUN_ID,
    ),
)  # fmt: skip

LINE_MEASURES = Table(
    "news", "line_measures", "one row for each line that is not blank or holds invisible characters: numbers without opinion",
    (
        FILE_ID,
        Column("article_id", TEXT, "the article the line belongs to, or null"),
        Column("line_no", INT, "from 1, as in the file"),
        Column("kind", TEXT, "one of the 17 kinds"),
        Column("n_chars", INT, "characters"),
        Column("n_words", INT, "words"),
        Column("n_invisible", INT, "no-break spaces, zero-width characters, soft hyphens, direction and byte order marks"),
        Column("n_markup", INT, "pieces of Markdown, HTML, entities, table bars, template variables, address slugs"),
        Column("n_replaced", INT, "replacement characters (U+FFFD)"),
        Column("has_address", BOOL, "a web address stands in the line; null unless a paragraph"),
        Column("repeats_paragraph", BOOL, "repeats a lead, body, appended_body or related_text; null unless a repeat"),
        Column("repeats_title", BOOL, "repeats a title, appended_title or related_title; null unless a repeat"),
        Column("is_teaser_cut_off", BOOL, "a teaser that breaks off; null unless related_text"),
        Column("line_key", TEXT, "hash of the folded line text, for stable flag ids"),
        RUN_ID,
    ),
)  # fmt: skip

RELATED_ITEMS = Table(
    "news", "related_items", "one row for each other article that a file lists or teases (base of `related`)",
    (
        ARTICLE_ID,
        Column("position", INT, "order in the file, from 1"),
        Column("title", TEXT, "title of the other article, without bullets; null for a teaser without one"),
        Column("summary", TEXT, "teaser of the other article, or null"),
        Column("line_no", INT, "the line of the title, or of the teaser"),
        Column("title_key", TEXT, "hash of the folded title"),
        FILE_ID,
        RUN_ID,
    ),
)  # fmt: skip

RELATED = Table(
    "news", "related", "one row for each other article that a file lists or teases",
    (
        ARTICLE_ID,
        Column("position", INT, "order in the file, from 1"),
        Column("title", TEXT, "title of the other article, without bullets"),
        Column("summary", TEXT, "teaser of the other article, or null"),
        Column("target_article_id", TEXT, "that article, when it is in the warehouse"),
        Column("line_no", INT, "the line of the title, or of the teaser"),
    ),
    is_base=False,
)  # fmt: skip

DATES = Table(
    "news", "dates", "one row for each date, range of days, month or year that an article speaks of",
    (
        ARTICLE_ID,
        FILE_ID,
        Column("line_no", INT, "the line that it stands in"),
        Column("position", INT, "order in the line, from 1"),
        Column("text", TEXT, "the words"),
        Column("start", DATE, "first day; null where the year stays unknown"),
        Column("end", DATE, "last day, the same as the first for a single day (in SQL: \"end\")"),
        Column("precision", TEXT, "`day`, `month` or `year`"),
        Column("year_from", TEXT, "`printed`, `publication` (nearest to that day), `only_year` (that the article prints), or null"),
        RUN_ID,
    ),
)  # fmt: skip

DUPLICATES = Table(
    "news", "duplicates", "one row for each verified pair of articles with the same text",
    (
        Column("article_id", TEXT, "the later article of the pair"),
        Column("duplicate_of", TEXT, "the original: earliest published, else smallest article_id"),
        Column("method", TEXT, "`exact`, `near`, `edited` or `contained`"),
        Column("similarity", FLOAT, "Jaccard similarity of the word 5-gram sets, 1.0 for `exact`; for `contained` the share of the shorter one's 5-grams that the longer one holds"),
        Column("cluster_id", TEXT, "smallest article_id of the connected component"),
        Column("text_id", TEXT, "smallest article_id of those that exact, near and edited pairs connect: articles with one text; null for `contained`"),
        Column("contained_id", TEXT, "for `contained`: which of the two articles is inside the other, else null"),
        Column("is_version", BOOL, "same outlet, the same or nearly the same title, changed text: a version rather than a copy"),
        RUN_ID,
    ),
)  # fmt: skip

VERSIONS = Table(
    "news", "versions", "one row for each version of an article but the first: what it changed",
    (
        ARTICLE_ID,
        Column("previous_id", TEXT, "the version before it"),
        Column("chain_id", TEXT, "the first version"),
        Column("version_no", INT, "place in the chain; the first version is 1 and has no row"),
        Column("reason", TEXT, "`same_uri`: new content at the same address; `same_title`: the outlet changed the text under nearly the same title"),
        Column("similarity", FLOAT, "that of the two versions, where they are a pair of `duplicates`"),
        Column("published_on", DATE, "date of publication of this version"),
        Column("lines_added", INT, "lines of title, lead, body and headings that the version before does not have"),
        Column("lines_removed", INT, "such lines of the version before that are gone"),
        Column("words_added", INT, "words that the version before does not have, each as often as it came"),
        Column("words_removed", INT, "words of the version before that are gone"),
    ),
    is_base=False,
)  # fmt: skip

OUTLETS = Table(
    "news", "outlets", "one row for each outlet of the registry",
    (
        Column("outlet", TEXT, "name on the masthead"),
        Column("name", TEXT, "full official name"),
        Column("domain", TEXT, "main web address"),
    ),
)  # fmt: skip

FURNITURE = Table(
    "news", "furniture", "one row for each line that was learned to be page furniture, current or former",
    (
        Column("line_key", TEXT, "the beginning of the line in lower case, without bullets"),
        Column("text", TEXT, "the line as it is mostly written"),
        Column("outlet", TEXT, "where it was learned; null: anywhere"),
        Column("n_articles", INT, "different articles that had it then"),
        Column("from_version", INT, "the version of the furniture that took it in"),
        Column("to_version", INT, "the version that dropped it; null: current"),
    ),
)  # fmt: skip

SIGNATURES = Table(
    "ops", "signatures", "one row for each loaded article: what near-duplicate search needs of it",
    (
        ARTICLE_ID,
        FILE_ID,
        Column("n_shingles", INT, "distinct word 5-grams"),
        Column("text_hash", TEXT, "hash of the folded article text"),
        Column("bands", pl.List(pl.UInt64()), "MinHash band values, the band's number mixed in"),
        Column("marks", pl.List(pl.UInt64()), "passage marks: the smallest 5-gram hash of each window of consecutive ones"),
        RUN_ID,
    ),
)  # fmt: skip

NEWS = (
    ARTICLE_RECORDS, ARTICLE_STATE, ARTICLES, CLEAN_ARTICLES, LINES, FILE_MEASURES, MEASURES, LINE_MEASURES,
    RELATED_ITEMS, RELATED, DATES, DUPLICATES, VERSIONS, OUTLETS, FURNITURE, SIGNATURES,
)  # fmt: skip
