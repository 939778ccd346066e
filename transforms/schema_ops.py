"""The tables of `quality` and `ops`: what was judged, and what was done."""

from __future__ import annotations

from transforms.schema_types import BOOL, FLOAT, INT, TEXT, TIME, Column, Table

_RUN_ID = Column("run_id", TEXT, "the run that wrote the row", is_processing=True)

RULES = Table(
    "quality", "rules", "one row for each rule of the catalogue",
    (
        Column("rule", TEXT, "code: what is wrong"),
        Column("level", TEXT, "grain of its flags: `file`, `line`, `article`, `outlet`, `table`"),
        Column("dimension", TEXT, "`completeness`, `validity`, `uniqueness`, `consistency`, `timeliness`"),
        Column("severity", TEXT, "`critical`, `warning`, `info`"),
        Column("kind", TEXT, "how it judges"),
        Column("column_name", TEXT, "the measure it judges"),
        Column("limits", TEXT, "its limits as JSON"),
        Column("must_hold", FLOAT, "share of rows that must be good for the rule to hold"),
        Column("profile", TEXT, "the profile that must be on for it to judge, or null"),
        Column("description", TEXT, "in English"),
        Column("description_vi", TEXT, "in Vietnamese"),
        Column("rule_version", TEXT, "hash of the record"),
        Column("active", BOOL, "judged in runs"),
    ),
)  # fmt: skip

RESULTS = Table(
    "quality", "results", "one row for each rule and run: what Great Expectations counted",
    (
        _RUN_ID,
        Column("rule", TEXT, "code of the rule"),
        Column("checked", INT, "rows judged"),
        Column("unexpected", INT, "rows that break the rule"),
        Column("unexpected_share", FLOAT, "unexpected / checked, null when nothing was checked"),
        Column("success", BOOL, "the share that must hold did"),
        Column("errored", BOOL, "the expectation could not be computed"),
        Column("severity", TEXT, "`critical`, `warning`, `info`"),
        Column("finished_at", TIME, "when it was counted", is_processing=True),
        Column("detail", TEXT, "the error, where it errored"),
    ),
)  # fmt: skip

FLAGS = Table(
    "quality", "flags", "one row for each record that breaks a rule",
    (
        Column("flag_id", TEXT, "hash of rule, file_id, part, folded line text and occurrence"),
        Column("rule", TEXT, "code of the rule"),
        Column("severity", TEXT, "`critical`, `warning`, `info`"),
        Column("file_id", TEXT, "never null at file, line and article level"),
        Column("outlet", TEXT, "the outlet, where the flag is about one as a whole; null else"),
        Column("article_id", TEXT, "the article, where the flag is about one"),
        Column("line_no", INT, "the line, where the flag is about one"),
        Column("value", TEXT, "the measured value"),
        Column("detail", TEXT, "the finding as a sentence"),
        _RUN_ID,
        Column("opened_at", TIME, "when it was first seen", is_processing=True),
        Column("status", TEXT, "`open`, `acknowledged`, `dismissed`, `resolved`"),
        Column("resolved_at", TIME, "when its cause was gone", is_processing=True),
        Column("decided_by", TEXT, "who acknowledged or dismissed it"),
        Column("decided_at", TIME, "when", is_processing=True),
        Column("note", TEXT, "why"),
    ),
)  # fmt: skip

REVIEWS = Table(
    "quality", "reviews", "one row for each article without flags that somebody looked through: what the rules missed",
    (
        Column("review_id", TEXT, "id of the answer", is_processing=True),
        Column("article_id", TEXT, "the article, drawn at random"),
        Column("verdict", TEXT, "`clean`: nothing was missed; `missed`: something was"),
        Column("population", TEXT, "what it was drawn from: `unflagged` (no open flag), `clean` (none of severity warning or worse)"),
        Column("rule", TEXT, "the rule that should have found it, or null"),
        Column("note", TEXT, "what was missed"),
        Column("reviewed_by", TEXT, "who"),
        Column("reviewed_at", TIME, "when", is_processing=True),
    ),
)  # fmt: skip

FILES = Table(
    "ops", "files", "the ledger: one row for each distinct (content, uri)",
    (
        Column("file_id", TEXT, "sha256 of the bytes, hex"),
        Column("uri", TEXT, "absolute path, undecodable bytes percent-encoded"),
        Column("size_bytes", INT, "size"),
        Column("modified_at", TIME, "modification time of the file when last read"),
        Column("format", TEXT, "`text`"),
        Column("encoding", TEXT, "`utf-8`, `utf-16`, `utf-32`, `windows-1258`, `tcvn3`, `vni`; null where there is no text"),
        Column("repairs", TEXT, "what was repaired while decoding, joined by commas (`mojibake`, `tcvn3`, `vni`, `replaced_bytes`, `nul_bytes`, `eth`), or null"),
        Column("status", TEXT, "`loaded`, `duplicate`, `quarantined`, `discarded`, `held`"),
        Column("reason", TEXT, "reason code, where the file was not loaded"),
        Column("detail", TEXT, "the reason as a sentence"),
        Column("given_url", TEXT, "address of the page, as a sidecar gave it"),
        Column("given_outlet", TEXT, "outlet, as a sidecar gave it"),
        Column("given_crawled_at", TEXT, "time of crawling, as a sidecar or the source's settings gave it"),
        Column("first_seen_at", TIME, "when this content was first seen at this uri", is_processing=True),
        Column("last_seen_at", TIME, "when it was last read there", is_processing=True),
        _RUN_ID,
    ),
)  # fmt: skip

SKIPPED = Table(
    "ops", "skipped", "one row for each file or folder without bytes to hash, by run",
    (
        Column("uri", TEXT, "absolute path"),
        Column("reason", TEXT, "`unreadable`, `too_large`, `still_growing`, …"),
        Column("detail", TEXT, "the reason as a sentence"),
        _RUN_ID,
    ),
)  # fmt: skip

VANISHED = Table(
    "ops", "vanished", "one row for each file that was loaded from a source and is there no more",
    (
        Column("uri", TEXT, "where it was"),
        Column("file_id", TEXT, "the content that was seen there last"),
        Column("noticed_at", TIME, "when a run first missed it", is_processing=True),
    ),
)  # fmt: skip

RUNS = Table(
    "ops", "runs", "one row for each run",
    (
        _RUN_ID,
        Column("flow", TEXT, "`ingest`, `audit`, …"),
        Column("started_at", TIME, "start", is_processing=True),
        Column("finished_at", TIME, "end", is_processing=True),
        Column("status", TEXT, "`published`, `held`, `failed`, `nothing_new`"),
        Column("files_seen", INT, "files found"),
        Column("files_new", INT, "files that had to be read"),
        Column("files_loaded", INT, "files loaded"),
        Column("files_duplicate", INT, "copies of known content"),
        Column("files_quarantined", INT, "files quarantined"),
        Column("files_skipped", INT, "files skipped"),
        Column("files_left_out", INT, "files that the include patterns leave out"),
        Column("files_vanished", INT, "files that were there before and are gone"),
        Column("articles_loaded", INT, "articles loaded"),
        Column("flags_opened", INT, "flags opened"),
        Column("seconds", FLOAT, "duration", is_processing=True),
        Column("seconds_by_stage", TEXT, "JSON: stage to seconds", is_processing=True),
        Column("rows_by_stage", TEXT, "JSON: stage to what was counted there, and how many"),
        Column("peak_memory_bytes", INT, "most memory that its process ever had", is_processing=True),
        Column("versions", TEXT, "JSON: versions of tinsach, transforms, rules, libraries", is_processing=True),
        Column("detail", TEXT, "why it was held or failed", is_processing=True),
    ),
)  # fmt: skip

_ARTICLES = "articles of the run"

OUTLET_RUNS = Table(
    "quality", "outlet_runs", "one row for each run and outlet that it or the last 30 runs loaded: its profile, and how that compares",
    (
        _RUN_ID,
        Column("outlet", TEXT, "name on the masthead"),
        Column("started_at", TIME, "start of the run", is_processing=True),
        Column("n_articles", INT, "main articles of the outlet that the run loaded"),
        Column("n_words_median", FLOAT, f"median words of these {_ARTICLES}; null without any"),
        Column("flagged_share", FLOAT, f"share of {_ARTICLES} with a flag of severity warning"),
        Column("no_title_share", FLOAT, f"share of {_ARTICLES} without a title"),
        Column("no_date_share", FLOAT, f"share of {_ARTICLES} without a date of publication"),
        Column("no_byline_share", FLOAT, f"share of {_ARTICLES} without a byline"),
        Column("n_runs_before", INT, "earlier runs with articles of the outlet, of the last 30, that it is compared with"),
        Column("volume_ratio", FLOAT, "n_articles / median of the earlier runs; null for too few runs or no articles"),
        Column("length_ratio", FLOAT, "n_words_median / median of the earlier runs; null for too few runs or articles"),
        Column("flagged_share_rise", FLOAT, "flagged_share minus its mean in the earlier runs; null for too few"),
        Column("no_title_rise", FLOAT, "no_title_share minus its mean in the earlier runs; null for too few"),
        Column("no_date_rise", FLOAT, "no_date_share minus its mean in the earlier runs; null for too few"),
        Column("no_byline_rise", FLOAT, "no_byline_share minus its mean in the earlier runs; null for too few"),
        Column("silence_ratio", FLOAT, "time since its last articles / its longest pause; null for too few runs or a short time", is_processing=True),
    ),
)  # fmt: skip

OPS = (RULES, RESULTS, FLAGS, REVIEWS, OUTLET_RUNS, FILES, SKIPPED, VANISHED, RUNS)
