"""Rule files: what is refused and how it is told, and what a user's own files change."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from expectations.rules import load_rules, rules_frame, rules_version
from transforms.errors import ConfigurationError
from transforms.schema import TABLES, polars_schema

GOOD = """\
# a user's rule
[short_article]
level = "article"
dimension = "completeness"
severity = "warning"
kind = "between"
column = "n_words"
limits = { min = 30 }
description = "The article has very few words."
good = { n_words = 300 }
bad = { n_words = 12 }
"""


def write(folder: Path, text: str, name: str = "own.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_user_adds_a_rule(tmp_path: Path) -> None:
    rules = {rule.rule: rule for rule in load_rules(write(tmp_path, GOOD))}
    added = rules["short_article"]
    assert (added.table, added.columns, dict(added.limits)) == ("measures", ("n_words",), {"min": 30})
    assert (added.active, added.description_vi, added.column_name) == (True, "", "n_words")
    assert len(rules) == len(load_rules()) + 1


def test_levels_keep_their_order_so_that_reasons_do(tmp_path: Path) -> None:
    levels = [rule.level for rule in load_rules(write(tmp_path, GOOD))]
    assert [level for i, level in enumerate(levels) if i == 0 or levels[i - 1] != level] == [
        "file", "article", "line", "outlet", "table",
    ]  # fmt: skip
    assert next(rule.rule for rule in load_rules()) == "empty_file"


def test_a_user_changes_limit_severity_and_activity(tmp_path: Path) -> None:
    text = """
[very_long_line]
limits = { max = 5000 }
severity = "warning"

[mojibake]
active = false
"""
    rules = {rule.rule: rule for rule in load_rules(write(tmp_path, text))}
    assert (rules["very_long_line"].limits, rules["very_long_line"].severity) == ({"max": 5000}, "warning")
    assert not rules["mojibake"].active
    frame = rules_frame(list(rules.values()))
    changed = frame.join(rules_frame(load_rules()), on="rule", suffix="_was")
    differs = changed.filter(pl.col("rule_version") != pl.col("rule_version_was"))
    assert set(differs["rule"]) == {"very_long_line", "mojibake"}


def test_a_limit_that_the_user_does_not_name_stays(tmp_path: Path) -> None:
    rules = {rule.rule: rule for rule in load_rules(write(tmp_path, "[very_long_line.limits]\nmin = 1\n"))}
    assert rules["very_long_line"].limits == {"min": 1, "max": 2000}


def test_a_missing_folder_of_the_user_is_no_rules(tmp_path: Path) -> None:
    assert load_rules(tmp_path / "rules") == load_rules()


REFUSED = [
    ("[short_article]", "[Short]", 2, "small letters"),
    ('level = "article"', 'level = "page"', 3, "file, article, line, outlet, table"),
    ('level = "article"', "", 2, "level is missing"),
    ('level = "article"', 'level = "table"', 2, "level table needs a table"),
    ('dimension = "completeness"', 'dimension = "beauty"', 4, "completeness, validity"),
    ('severity = "warning"', 'severity = "fatal"', 5, "critical, warning, info"),
    ('kind = "between"', 'kind = "python"', 6, "not_null, is_true"),
    ('kind = "between"', 'kind = "unique"', 6, "whole tables"),
    ('kind = "between"', 'kind = "is_true"', 7, "has_title, is_caption_first"),
    ('column = "n_words"', 'column = "n_pages"', 7, "n_chars, n_words"),
    ('column = "n_words"', 'column = ["n_words", "n_chars"]', 7, "one column"),
    (
        'column = "n_words"',
        'column = "n_words"\ntable = "lines"',
        8,
        "level article judges measures; allowed: corpus_measures",
    ),
    ('column = "n_words"', 'column = "n_words"\nline_column = "middle"', 8, "first_line, last_line"),
    ('column = "n_words"', 'column = "n_words"\nactive = "no"', 8, "true, false"),
    ('column = "n_words"', 'column = "n_words"\nwhen = "now"', 8, "unknown key 'when'"),
    ("limits = { min = 30 }", "", 2, "needs a limit"),
    ("limits = { min = 30 }", "limits = { least = 30 }", 8, "min, max"),
    ("limits = { min = 30 }", 'limits = { min = "30" }', 8, "a number"),
    ("limits = { min = 30 }", "limits = { min = nan }", 8, "a number"),
    ("limits = { min = 30 }", "limits = { min = true }", 8, "a number"),
    ("limits = { min = 30 }", "limits = { min = 9, max = 3 }", 8, "above max"),
    ("limits = { min = 30 }", "limits = 30", 8, "a table of min, max"),
    ("good = { n_words = 300 }", "good = { n_words = 3 }", 10, "not good by the rule's own limits"),
    ("bad = { n_words = 12 }", "bad = { n_words = 300 }", 11, "not bad by the rule's own limits"),
    ("bad = { n_words = 12 }", 'bad = { n_words = "12" }', 11, "a value of type Int64"),
    ("bad = { n_words = 12 }", "bad = { words = 12 }", 11, "no column 'words'"),
    ("bad = { n_words = 12 }", "bad = 12", 11, "a table of column = value"),
    ('description = "The article has very few words."', 'description = " "', 9, "a sentence"),
    ("bad = { n_words = 12 }", "bad = {", 11, "not TOML"),
    ('column = "n_words"', 'column = "n_words"\nmust_hold = 0', 8, "a share above 0 and up to 1"),
    ('column = "n_words"', 'column = "n_words"\nprofile = "own"', 8, "corpus"),
    ("# a user's rule", "short_rule = 3", 1, "headed by the rule's code"),
]


@pytest.mark.parametrize(("old", "new", "line", "told"), REFUSED, ids=[f"{old}->{new}" for old, new, *_ in REFUSED])
def test_a_wrong_file_is_refused_by_file_and_line(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    assert GOOD.count(old) == 1
    write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(ConfigurationError) as refused:
        load_rules(tmp_path)
    message = str(refused.value)
    assert message.startswith(f"{tmp_path / 'own.toml'}:{line}: ")
    assert told in message
    assert "\n" not in message
    assert refused.value.exit_code == 2


REFUSED_CHANGES = [
    ('[mojibake]\ncolumn = "is_binary"', 2, "active, limits, must_hold, severity"),
    ('[mojibake]\nseverity = "loud"', 2, "critical, warning, info"),
    ("[mojibake]\nlimits = { max = 3 }", 2, "no limits"),
    ("[very_long_line]\nlimits = { most = 3 }", 2, "min, max"),
    ("[very_long_line]\nlimits = 3", 2, "a table of min, max"),
    ('[very_long_line]\nseverity = "critical"', 2, "level file, article or table"),
    ("[mojibake]\nmust_hold = 1.5", 2, "a share above 0 and up to 1"),
    ("[duplicate_line]\nmust_hold = 0.5", 2, "no must_hold"),
    ('[orphan_line]\nlimits = { table = "files" }', 2, "active, severity"),
    ("\n[mojibake.limits]\nmax = 3", 2, "no limits"),
]


@pytest.mark.parametrize(("text", "line", "told"), REFUSED_CHANGES, ids=[text for text, *_ in REFUSED_CHANGES])
def test_a_wrong_change_is_refused_by_file_and_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_rules(write(tmp_path, text))
    assert str(refused.value).startswith(f"{tmp_path / 'own.toml'}:{line}: ")
    assert told in str(refused.value)


def test_a_code_in_two_files_is_refused_with_both_places(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "a.toml")
    write(tmp_path, GOOD, "b.toml")
    with pytest.raises(ConfigurationError, match=r"b\.toml:2: rule short_article: .*a\.toml:2"):
        load_rules(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match="UTF-8"):
        load_rules(tmp_path)


QUERY = """\
[odd_lines]
level = "table"
dimension = "validity"
severity = "warning"
kind = "query"
table = "lines"
limits = { query = "NAME" }
description = "Lines that are odd."
"""


def test_a_user_adds_a_query(tmp_path: Path) -> None:
    write(tmp_path, QUERY.replace("NAME", "odd"))
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "odd.sql").write_text("-- One row per odd line.\nselect line_no from {batch};\n")
    rule = next(rule for rule in load_rules(tmp_path) if rule.rule == "odd_lines")
    assert rule.sql == "select line_no from {batch}"


@pytest.mark.parametrize("name", ["../odd", "/etc/odd", "odd.sql", "ODD", "", "nowhere", "linked"])
def test_a_query_stays_within_its_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "rules"
    (folder / "sql").mkdir(parents=True)
    (folder / "odd.sql").write_text("select 1 from {batch}")
    (folder / "sql" / "linked.sql").symlink_to(folder / "odd.sql")
    write(folder, QUERY.replace("NAME", name))
    with pytest.raises(ConfigurationError, match=r"own\.toml:7: "):
        load_rules(folder)


@pytest.mark.parametrize(
    "sql", ["drop table lines", "select 1", "select 1 from {batch}; drop table lines", "-- {batch}\nselect 1", ""]
)
def test_a_query_is_one_select_of_its_table(tmp_path: Path, sql: str) -> None:
    write(tmp_path, QUERY.replace("NAME", "odd"))
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "odd.sql").write_text(sql)
    with pytest.raises(ConfigurationError, match=r"one SELECT that reads its table as \{batch\}"):
        load_rules(tmp_path)


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ('{ table = "nowhere", column = "file_id" }', "there is no table 'nowhere'"),
        ('{ table = "files", column = "nothing" }', "files has no column 'nothing'"),
        ('{ table = "files" }', "needs column"),
    ],
)
def test_a_reference_names_a_table_and_column_that_exist(tmp_path: Path, limits: str, told: str) -> None:
    text = QUERY.replace('kind = "query"', 'kind = "references"\ncolumn = "file_id"')
    write(tmp_path, text.replace('{ query = "NAME" }', limits))
    with pytest.raises(ConfigurationError, match=told):
        load_rules(tmp_path)


def test_the_version_changes_with_judgement_and_not_with_wording(tmp_path: Path) -> None:
    built_in = load_rules()
    assert rules_version(built_in) == rules_version(load_rules())
    assert len(rules_version(built_in)) == 12
    first = rules_version(load_rules(write(tmp_path, GOOD)))
    reworded = rules_version(load_rules(write(tmp_path, GOOD.replace("very few", "too few"))))
    stricter = rules_version(load_rules(write(tmp_path, GOOD.replace("min = 30", "min = 31"))))
    assert first == reworded
    assert len({rules_version(built_in), first, stricter}) == 3


def test_the_catalogue_as_a_table() -> None:
    frame = rules_frame(load_rules())
    assert dict(frame.schema) == polars_schema(TABLES["quality.rules"])
    assert frame["rule"].is_unique().all()
    row = frame.row(by_predicate=pl.col("rule") == "duplicate_line", named=True)
    assert (row["column_name"], row["limits"], row["active"]) == ("file_id, line_no", "{}", True)
