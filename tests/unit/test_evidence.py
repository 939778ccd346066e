"""Every code that a line can get has words for people."""

from __future__ import annotations

import re
from pathlib import Path

from tests.damage.judging import pages
from transforms.evidence import EVIDENCE, meaning
from transforms.pipeline import transform
from transforms.settings import TransformSettings

ROOT = Path(__file__).resolve().parents[2]


def test_codes_of_real_lines_have_words() -> None:
    paths = [path for folder in ("examples", "tests/layouts") for path in sorted((ROOT / folder).rglob("*.txt"))]
    contents = [path.read_bytes() for path in paths] + [page.content for page in pages(40, 5)]
    lines = transform(contents, [str(number) for number in range(len(contents))], TransformSettings())["lines"]
    assert [code for code in lines["evidence"].unique() if not meaning(code)] == []


def test_codes_in_the_source_have_words_and_none_is_left_over() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "transforms").glob("*.py"))
    in_verdicts = set(re.findall(r'"[a-z_]+\|([a-z_:]+[a-z])"', source))
    assert {code for code in in_verdicts if not meaning(code)} == set()
    named = {code for code in EVIDENCE if code.split(":")[-1] in source}
    assert named == set(EVIDENCE)


def test_an_unknown_code_has_none() -> None:
    assert meaning("head:of_an_older_version") == ""
