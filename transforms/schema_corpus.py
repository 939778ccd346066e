"""The table of the corpus heuristics' measures, filled only where the profile `corpus` is on."""

from __future__ import annotations

from transforms.schema_types import BOOL, FLOAT, INT, TEXT, Column, Table

_GRAMS = (
    *(Column(f"top_{n}_gram_share", FLOAT, f"characters of the commonest {n} words in a row, as often as they stand there / characters") for n in (2, 3, 4)),
    *(Column(f"duplicated_{n}_gram_share", FLOAT, f"characters of {n} words in a row that stood there before / characters") for n in range(5, 11)),
)  # fmt: skip

CORPUS_MEASURES = Table(
    "news", "corpus_measures", "one row for each article where the profile `corpus` is on: what Gopher, C4 and FineWeb measure of title, lead and body; all null without words",
    (
        Column("article_id", TEXT, "`file_id/part`"),
        Column("file_id", TEXT, "sha256 of the file's bytes, hex"),
        Column("part", INT, "0 the main article, 1… appended ones"),
        Column("n_gopher_words", INT, "pieces between white space that are not only punctuation and symbols"),
        Column("mean_word_chars", FLOAT, "mean characters of these"),
        Column("hash_word_ratio", FLOAT, "signs # / pieces between white space"),
        Column("ellipsis_word_ratio", FLOAT, "ellipses / pieces between white space"),
        Column("bullet_line_share", FLOAT, "share of lines that begin with a bullet or a dash"),
        Column("ellipsis_line_share", FLOAT, "share of lines that end with an ellipsis"),
        Column("alpha_word_share", FLOAT, "share of pieces between white space with a letter"),
        Column("n_stop_words", INT, "different ones of 14 common Vietnamese words"),
        Column("repeated_line_share", FLOAT, "share of lines that stand in the text before"),
        Column("repeated_line_char_share", FLOAT, "characters of these / characters of the text"),
        *_GRAMS,
        Column("has_lorem_ipsum", BOOL, "a line that C4 keeps says lorem ipsum"),
        Column("has_curly_bracket", BOOL, "a line that C4 keeps holds a curly bracket"),
        Column("n_javascript_lines", INT, "lines that C4 would keep but for the word JavaScript"),
        Column("n_policy_lines", INT, "lines that C4 would keep but for words on terms of use and cookies"),
        Column("max_word_chars", INT, "characters of the longest piece between white space"),
        Column("n_c4_sentences", INT, "sentences of the lines that C4 keeps"),
        Column("stopped_line_share", FLOAT, "share of lines that end with a full stop, question or exclamation mark, ellipsis or quote"),
        Column("short_line_share", FLOAT, "share of lines of up to 30 characters"),
        Column("repeated_char_share", FLOAT, "characters of lines that stand in the text before / characters without line ends"),
        Column("newline_word_ratio", FLOAT, "line ends / pieces between white space"),
        Column("run_id", TEXT, "the run that wrote the row", is_processing=True),
    ),
)  # fmt: skip
