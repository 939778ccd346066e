"""What datatrove's filters decide, one check at a time: the other half of `published_filters.py`.

    PEER_PYTHON -m benchmarks.published_peer ADAPTED.json TEXTS.jsonl DECISIONS.jsonl

For an interpreter that has datatrove, and nothing of tinsach. Each line of TEXTS has `id` and `text`, each line of
DECISIONS the `id` and lists of checks that the text fails: `published`, with every limit and list as datatrove has it,
and `adapted`, with those of ADAPTED.json; words are what stands between white space and sentences end as ADAPTED.json
says, both times. In `own_sentences`, C4's checks again as adapted, with the sentences of datatrove's plain tokenizer.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.filters import (
    C4QualityFilter,
    FineWebQualityFilter,
    GopherQualityFilter,
    GopherRepetitionFilter,
    c4_filters,
    gopher_quality_filter,
)
from datatrove.utils.word_tokenizers import WhitespaceTokenizer, WordTokenizer

Check = Callable[[str], bool]  # whether a text fails

_TOP = {2: 0.2, 3: 0.18, 4: 0.16}
_AGAIN = {5: 0.15, 6: 0.14, 7: 0.13, 8: 0.12, 9: 0.11, 10: 0.1}


class Plain(WordTokenizer):
    """White space between words; a sentence ends where `pattern` matches."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self.end = re.compile(pattern)

    def word_tokenize(self, text: str) -> list[str]:
        return text.split()

    def span_tokenize(self, text: str) -> list[tuple[int, int]]:
        ends = [match.start() + 1 for match in self.end.finditer(text)]
        return list(zip([0, *ends], [*ends, len(text)], strict=True))

    def sent_tokenize(self, text: str) -> list[str]:
        return [text[start:end] for start, end in self.span_tokenize(text)]


class Watched(C4QualityFilter):  # type: ignore[misc]
    """C4's filter, which says of lines only in its statistics why they are dropped."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.seen: set[str] = set()

    def stat_update(self, *labels: str, value: int = 1, unit: str | None = None) -> None:
        self.seen.update(labels)


def main() -> None:
    """Judge every text, twice."""
    adapted_file, texts, decisions = map(Path, sys.argv[1:])
    adapted = json.loads(adapted_file.read_text(encoding="utf-8"))
    plain = Plain(adapted["sentence_end"])
    published: dict[str, Any] = {
        "c4_policy": c4_filters.POLICY_SUBSTRINGS,
        "c4_ends": c4_filters.END_PUNCTUATION,
        "symbols": gopher_quality_filter.PUNCTUATION_SET,
    }
    every = {
        "published": (checks(plain, {}), published),
        "adapted": (checks(plain, adapted), adapted),
        "own_sentences": (_c4(WhitespaceTokenizer()), adapted),
    }
    with texts.open(encoding="utf-8") as given, decisions.open("w", encoding="utf-8") as found:
        for line in given:
            row = json.loads(line)
            answer = {name: _failed(row["text"], judges, lists) for name, (judges, lists) in every.items()}
            found.write(json.dumps({"id": row["id"], **answer}) + "\n")


def _failed(text: str, judges: Mapping[str, Check], lists: Mapping[str, Any]) -> list[str]:
    """Checks that a text fails, by lists that the filters have as constants of their modules."""
    if "line_ends" in lists:
        text = text.translate(dict.fromkeys(map(ord, lists["line_ends"]), "\u00a0"))
    gopher_quality_filter.PUNCTUATION_SET = set(lists["symbols"])
    c4_filters.POLICY_SUBSTRINGS, c4_filters.END_PUNCTUATION = lists["c4_policy"], tuple(lists["c4_ends"])
    return [name for name, fails in judges.items() if fails(text)]


def checks(plain: Plain, adapted: Mapping[str, Any]) -> dict[str, Check]:
    """Each check by the name of our rule."""
    return {**_quality(plain, adapted), **_repetition(plain), **_c4(plain), **_fineweb(plain, adapted)}


def _quality(plain: Plain, adapted: Mapping[str, Any]) -> dict[str, Check]:
    """Gopher's quality filter with all limits off but one."""
    low, high = adapted.get("min_mean_word", 3), adapted.get("max_mean_word", 10)
    limits: dict[str, dict[str, Any]] = {
        "gopher_short_doc": {"min_doc_words": 50},
        "gopher_long_doc": {"max_doc_words": 100_000},
        "gopher_below_avg_threshold": {"min_avg_word_length": low},
        "gopher_above_avg_threshold": {"max_avg_word_length": high},
        "gopher_too_many_hashes": {"max_symbol_word_ratio": 0.1},
        "gopher_too_many_ellipsis": {"max_symbol_word_ratio": 0.1},
        "gopher_too_many_bullets": {"max_bullet_lines_ratio": 0.9},
        "gopher_too_many_end_ellipsis": {"max_ellipsis_lines_ratio": 0.3},
        "gopher_below_alpha_threshold": {"max_non_alpha_words_ratio": 0.8},
        "gopher_enough_stop_words": {"min_stop_words": 2, "stop_words": adapted.get("stop_words")},
    }
    off = {name: None for limit in limits.values() for name in limit if name != "stop_words"}
    made = {name: GopherQualityFilter(**{**off, **limit}, language=plain) for name, limit in limits.items()}
    return {
        **{name: _drops(one, name) for name, one in made.items()},
        # one limit for two signs, of which it names the first: without the signs # it speaks of the ellipses
        "gopher_too_many_ellipsis": lambda text: _fails(made["gopher_too_many_ellipsis"], text.replace("#", "_")),
    }


def _repetition(plain: Plain) -> dict[str, Check]:
    """Gopher's repetition filter with all limits off but one."""
    limits: dict[str, dict[str, Any]] = {"dup_line_frac": {"dup_line_frac": 0.3}}
    limits["dup_line_char_frac"] = {"dup_line_char_frac": 0.2}
    limits |= {f"top_{n}_gram": {"top_n_grams": ((n, limit),)} for n, limit in _TOP.items()}
    limits |= {f"duplicated_{n}_n_grams": {"dup_n_grams": ((n, limit),)} for n, limit in _AGAIN.items()}
    off = dict.fromkeys(("dup_line_frac", "dup_para_frac", "dup_line_char_frac", "dup_para_char_frac"))
    grams = {"top_n_grams": (), "dup_n_grams": ()}
    return {
        name: _drops(GopherRepetitionFilter(**{**off, **grams, **limit}, language=plain), name)
        for name, limit in limits.items()
    }


def _c4(plain: WordTokenizer) -> dict[str, Check]:
    """C4's filter: what drops a document alone, what drops lines by its statistics."""
    one_by_one = {"filter_lorem_ipsum": False, "filter_curly_bracket": False, "language": plain}
    few = Watched(**one_by_one)
    lorem = Watched(**{**one_by_one, "filter_lorem_ipsum": True, "min_num_sentences": -1})
    curly = Watched(**{**one_by_one, "filter_curly_bracket": True, "min_num_sentences": -1})

    def drops_a_line(reason: str) -> Check:
        def fails(text: str) -> bool:
            few.seen.clear()
            few.filter(Document(text=text, id=""))
            return f"line-filter-{reason}" in few.seen

        return fails

    return {
        "c4_too_few_sentences": _drops(few, "too_few_sentences"),
        "c4_lorem_ipsum": _drops(lorem, "lorem_ipsum"),
        "c4_curly_bracket": _drops(curly, "curly_bracket"),
        **{f"c4_{reason}": drops_a_line(reason) for reason in ("javascript", "policy", "too_long_word")},
    }


def _fineweb(plain: Plain, adapted: Mapping[str, Any]) -> dict[str, Check]:
    """FineWeb's filter with all limits off but one."""
    off = {"line_punct_thr": -1.0, "short_line_thr": 2.0, "char_duplicates_ratio": 2.0, "new_line_ratio": math.inf}
    ends = adapted.get("fineweb_ends")
    limits: dict[str, dict[str, Any]] = {
        "line_punct_ratio": {"line_punct_thr": 0.12, "stop_chars": tuple(ends) if ends else None},
        "short_line_ratio": {"short_line_thr": 0.67},
        "char_dup_ratio": {"char_duplicates_ratio": 0.01},
        "list_ratio": {"new_line_ratio": 0.3},
    }
    return {
        name: _drops(FineWebQualityFilter(**{**off, **limit}, language=plain), name) for name, limit in limits.items()
    }


def _drops(one: Any, reason: str) -> Check:
    return lambda text: _reason(one, text) == reason


def _fails(one: Any, text: str) -> bool:
    return _reason(one, text) is not None


def _reason(one: Any, text: str) -> str | None:
    answer = one.filter(Document(text=text, id=""))
    return str(answer[1]) if isinstance(answer, tuple) and not answer[0] else None


if __name__ == "__main__":
    main()
