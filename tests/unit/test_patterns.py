"""Every pattern of Python's `re` that meets text of articles or names of files is worked through in linear time.

Patterns are found by looking into the modules, so a new one is tried without anybody thinking of it. Those of Polars
run on an engine that is linear by itself. A pattern that goes back and forth would not end before the test's time does.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Only matched from the beginning, against one name or one line of a settings or rule file of the user's own.
_ANCHORED = ("expectations.record", "expectations.source", "flows.settings_file", "flows.settings_values",
             "warehouse.backup", "warehouse.layout", "warehouse.snapshots")  # fmt: skip
_N = 500_000
_PIECES = (
    "a", "A", "à ", "à", "Aà", "1", "1/1/", "1.", "a.", "(", "[", " ", "\t", "\n", "\r", ". ", '"', "www.", "_", "*",
    "#", ":/", "://", "ð", "¨", "- ", "--", "0xf", "f", "%", "=", "a =", "Ã", "Ã a", "áº", "a\u0301", "\u0301", "¸a",
    "|", "ươ",
)  # fmt: skip
_ENDS = ("", "\x00", "a", "1", "?")


def patterns() -> dict[str, re.Pattern[str]]:
    """The compiled patterns of all modules, by their names."""
    found = {}
    for folder in ("transforms", "expectations", "warehouse", "flows", "dashboard"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if not re.search(r"^import re$", file.read_text(encoding="utf-8"), re.MULTILINE):
                continue
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            for own, value in vars(importlib.import_module(name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str) and name not in _ANCHORED:
                    found[f"{name}.{own}"] = value
    return found


PATTERNS = patterns()


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_linear(name: str) -> None:
    pattern = PATTERNS[name]
    for piece in _PIECES:
        for end in _ENDS:
            text = "." + piece * (_N // len(piece)) + end
            assert sum(1 for _ in pattern.finditer(text)) <= len(text) + 1


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 25
    assert {"transforms.legacy._BROKEN_CAPITALS", "flows.cells._UNSAFE"} <= set(PATTERNS)
