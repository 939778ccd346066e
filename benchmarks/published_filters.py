"""Our corpus rules against datatrove's filters (Gopher, C4, FineWeb) on the same texts, and every difference.

    python -m benchmarks.published_filters [FOLDER] [--files 5000] [--odd 3000] [--venv build/peers]

The texts are the articles of files drawn from FOLDER (else generated ones), as our rules see them, and `--odd` short
texts put together from what the filters look for. Both get the same words (what stands between white space) and ends
of sentences. datatrove judges twice: as it is published, and with the lists and limits that
`expectations/rules/corpus.toml` says are adapted: to Vietnamese, to typographic quotes, to signs that are no words, and
to lines that end at line feeds only. Exits 1 when a difference has no explanation.
`make peers` makes the environment with datatrove.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from benchmarks.made import contents
from benchmarks.processes import timed
from benchmarks.results import Sink, say
from expectations.kinds import is_good
from expectations.rules import Rule, load_rules
from transforms import corpus
from transforms.pipeline import transform
from transforms.settings import TransformSettings

VENV = Path("build/peers")
FILTERS = {
    "Gopher quality": ("gopher_",),
    "Gopher repetition": ("dup_line_", "top_", "duplicated_"),
    "C4": ("c4_too_few", "c4_lorem", "c4_curly"),  # what drops a text
    "C4, lines": ("c4_javascript", "c4_policy", "c4_too_long"),  # what drops a line
    "FineWeb": ("line_punct", "short_line", "char_dup", "list_"),
}
Found = dict[str, set[int]]  # the numbers of the texts that break a rule
_BATCH = 2000
_SHOWN_CHARS = 300
_ODD = (
    "Bến đò",
    "mở cửa.",
    "và",
    "của",
    "là",
    "có",
    "{",
    "}",
    "javascript",
    "JavaScript.",
    "lorem ipsum",
    "terms of use",
    "chính sách bảo mật",
    "...",
    "…",
    "[1]",
    "[edit].",
    "”",
    '"',
    "'",
    "’",
    "#",
    "-",
    "–",
    "•",
    "12",
    "3,5%",
    "Đò về.",
    "Sao thế?",
    "a\u00a0b",
    "b\u2028c",
    "d\x85e",
    "¹",
    "♥",
    "_",
    "x" * 9,
)
_LONG = "a" * 1001  # fmt: skip


def main() -> int:
    """Judge, compare, print; 1 when a difference stays unexplained."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--odd", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--venv", type=Path, default=VENV)
    parser.add_argument("--results", type=Path)
    given = parser.parse_args()
    if given.folder:
        paths = sorted(given.folder.rglob("*.txt"))
        paths = random.Random(given.seed).sample(paths, min(given.files, len(paths)))
        files = [path.read_bytes() for path in paths]
    else:
        files = contents(given.files, shape="pages", seed=given.seed)
    sink, unexplained = Sink(given.results), 0
    for name, texts in {"articles": articles(files), "odd texts": odd(given.odd, given.seed)}.items():
        say(f"\n{name}: {texts.height:,}")
        unexplained += compare(sink, name, texts, given.venv)
    say(f"\n{unexplained} differences without an explanation")
    return int(unexplained > 0)


def articles(files: list[bytes]) -> pl.DataFrame:
    """`doc`, `part`, `text` of the articles of these files as the rules see them."""
    parts = []
    for start in range(0, len(files), _BATCH):
        batch = files[start : start + _BATCH]
        ids = [str(start + number) for number in range(len(batch))]
        frames = transform(batch, ids, TransformSettings())
        parts.append(frames["article_records"].select("text"))
    return _numbered(pl.concat(parts)["text"].to_list())


def odd(n_texts: int, seed: int) -> pl.DataFrame:
    """Texts in which the filters find something."""
    chance = random.Random(seed)
    return _numbered(["\n".join(_odd_lines(chance)) for _ in range(n_texts)])


def _odd_lines(chance: random.Random) -> list[str]:
    """Few or many lines, some of them again, some with a very long word."""
    lines = [" ".join(chance.choices(_ODD, k=chance.randrange(1, 20))) for _ in range(chance.randrange(1, 9))]
    if chance.random() < 0.3:
        lines += chance.choices(lines, k=chance.randrange(1, 4))
    if chance.random() < 0.05:
        lines[-1] += f" {_LONG}."
    return lines


def _numbered(texts: list[str | None]) -> pl.DataFrame:
    kept = [text for text in texts if text and text.split()]
    rows = {"doc": range(len(kept)), "part": [0] * len(kept), "text": kept}
    return pl.DataFrame(rows, schema={"doc": pl.UInt32, "part": pl.Int64, "text": pl.String})


def compare(sink: Sink, name: str, texts: pl.DataFrame, venv: Path) -> int:
    """Print agreement by filter and rule, and each difference; the number of those that nothing explains."""
    rules = [rule for rule in load_rules() if rule.profile == "corpus"]
    measured = corpus.corpus_measures(texts)
    ours = {rule.rule: set(measured.filter(_broken(rule))["doc"].to_list()) for rule in rules}
    found = theirs(texts, venv)
    published, adapted = found["published"], found["adapted"]
    asked = [rule.rule for rule in rules]
    say(f"{'filter or rule':<32}{'ours':>7}{'published':>11}{'agree':>9}{'adapted':>9}{'agree':>9}")
    for filter_name, begins in FILTERS.items():
        codes = [code for code in asked if code.startswith(begins)]
        whole = [set().union(*(by_code.get(code, set()) for code in codes)) for by_code in (ours, published, adapted)]
        shares = _row(filter_name, whole, texts.height)
        for part, share in zip(("as published", "as adapted"), shares, strict=True):
            sink.add("agreement with datatrove", f"{filter_name} {part}, {texts.height:,} {name}", "%", [share * 100])
        for code in codes:
            _row(f"  {code}", [by_code.get(code, set()) for by_code in (ours, published, adapted)], texts.height)
    few = "c4_too_few_sentences"
    own = 1 - len(ours.get(few, set()) ^ found["own_sentences"].get(few, set())) / texts.height
    say(f"{few} where datatrove splits sentences in its own way: {own:.2%} agree")
    return sum(_differences(rule, ours, published, adapted, measured) for rule in rules)


def _broken(rule: Rule) -> pl.Expr:
    return ~is_good(rule.kind, rule.columns[0], rule.limits)


def _row(name: str, found: list[set[int]], n_texts: int) -> tuple[float, float]:
    ours, published, adapted = found
    as_published, as_adapted = (1 - len(ours ^ other) / n_texts for other in (published, adapted))
    numbers = f"{len(ours):>7}{len(published):>11}{as_published:>9.2%}{len(adapted):>9}{as_adapted:>9.2%}"
    say(f"{name:<32}{numbers}")
    return as_published, as_adapted


def theirs(texts: pl.DataFrame, venv: Path) -> dict[str, Found]:
    """The texts that fail each check of datatrove: `published`, `adapted`, and with its `own_sentences`."""
    python = python_of(venv)
    with tempfile.TemporaryDirectory(prefix="tinsach-filters-") as temporary:
        adapted, given, decided = (Path(temporary, name) for name in ("adapted.json", "texts.jsonl", "found.jsonl"))
        adapted.write_text(json.dumps(adaptations(), ensure_ascii=False), encoding="utf-8")
        rows = ({"id": number, "text": text} for number, text in texts.select("doc", "text").iter_rows())
        given.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
        timed([str(python), "-m", "benchmarks.published_peer", str(adapted), str(given), str(decided)])
        answers = [json.loads(line) for line in decided.read_text(encoding="utf-8").split("\n") if line]
    found: dict[str, Found] = {name: {} for name in ("published", "adapted", "own_sentences")}
    for answer in answers:
        for name, by_code in found.items():
            for code in answer[name]:
                by_code.setdefault(code, set()).add(answer["id"])
    return found


def python_of(venv: Path) -> Path:
    """The interpreter of an environment with the programs of others."""
    python = venv / "bin/python"
    if not python.exists():
        raise SystemExit(f"{python} is not there: `make peers` makes it, or name another environment with --venv")
    return python


def adaptations() -> dict[str, object]:
    """What the descriptions of our rules say is another list or limit than the published one."""
    limits = {rule.rule: rule.limits for rule in load_rules()}
    return {
        "min_mean_word": limits["gopher_below_avg_threshold"]["min"],
        "max_mean_word": limits["gopher_above_avg_threshold"]["max"],
        "stop_words": corpus.STOP_WORDS,
        "c4_policy": corpus.C4_POLICY,
        "c4_ends": corpus.C4_STOPS,
        "fineweb_ends": corpus.LINE_STOPS,
        "line_ends": "\v\f\x1c\x1d\x1e\x85\u2028\u2029",  # of str.splitlines, beside line feeds
        "symbols": "".join(_of_categories("P", "S", "C")),
        "sentence_end": corpus.SENTENCE_END.replace(r"\p{Lu}\p{N}", "".join(_of_categories("Lu", "N"))),
    }


def _of_categories(*beginnings: str) -> Iterator[str]:
    """For Python, whose `re` knows no classes of Unicode: the characters of a class that are in common use."""
    return (
        letter for letter in map(chr, range(0x10000)) if unicodedata.category(letter).startswith(beginnings)
        and not "\ud800" <= letter <= "\udfff"
    )  # fmt: skip


def _differences(rule: Rule, ours: Found, published: Found, adapted: Found, measured: pl.DataFrame) -> int:
    """Print the texts that only one side flags, with our measure and why; how many have no explanation."""
    mine, as_published, as_adapted = (by_code.get(rule.rule, set()) for by_code in (ours, published, adapted))
    by_list, left = (mine ^ as_published) - (mine ^ as_adapted), mine ^ as_adapted
    if by_list:
        say(f"{rule.rule}: {len(by_list):,} by what is adapted: {rule.description}")
    for number in sorted(left):
        row = measured.row(by_predicate=pl.col("doc") == number, named=True)
        side = "only we flag" if number in mine else "only datatrove flags"
        say(f"{rule.rule}: {side} text {number}, {rule.columns[0]} {row[rule.columns[0]]}: NOT EXPLAINED")
        say(f"    {row['text'][:_SHOWN_CHARS]!r}")
    return len(left)


if __name__ == "__main__":
    sys.exit(main())
