"""Mutated files through the whole transform: none may raise, every file and every line must be accounted for.

    python -m tests.endurance.fuzz [--files 20000] [--minutes M] [--seed 1] [--save FOLDER] [--json FILE]

Starts from the sample articles and generated ones; flips, cuts, glues and repeats bytes, mixes encodings, and works on
lines: repeats, swaps, drops, joins, stretches, puts in phrases of other lines, control and invisible characters. Works
in batches; a batch that raises is split until the file is found, which --save keeps.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from expectations.rules import load_rules
from expectations.verdicts import critical_reasons, verdicts
from tests.endurance.pages import article
from tests.endurance.telling import Clock, add_common, finish, say, table
from transforms.pipeline import transform
from transforms.schema import KINDS
from transforms.settings import TransformSettings

_EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "articles"
_BATCH = 500
_MAX_BYTES = 200_000
_RULES = load_rules()
_KINDS = {kind.kind for kind in KINDS}
_ODD = (
    "\u200b", "\u00ad", "\ufeff", "\u202e", "\x00", "\x1b[31m",
    "\u2028", "\x85", "\r", "\t", "\ud7ff", "\U0010ffff", "e\u0301",
    "ð", "á»", "Ã©", "�", "|", "<b>", "</p>", "**", ">>", "\u0300" * 40, "12/13/2025", "99/99/9999", "00:00", "1" * 400,
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "cp1258", "latin-1", "utf-7", "cp1252", "utf-8-sig")

Bytes = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def _flip(chance: random.Random, content: bytes, pool: Sequence[bytes]) -> bytes:
    changed = bytearray(content or b"x")
    for _ in range(chance.randrange(1, 30)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, content: bytes, pool: Sequence[bytes]) -> bytes:
    begin, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[begin:end]


def _glue(chance: random.Random, content: bytes, pool: Sequence[bytes]) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + _cut(chance, chance.choice(pool), pool) + content[place:]


def _noise(chance: random.Random, content: bytes, pool: Sequence[bytes]) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.randbytes(chance.randrange(1, 300)) + content[place:]


def _recode(chance: random.Random, content: bytes, pool: Sequence[bytes]) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def _mixed(chance: random.Random, content: bytes, pool: Sequence[bytes]) -> bytes:
    return b"\n".join(_recode(chance, line, pool) if chance.random() < 0.3 else line for line in content.split(b"\n"))


def _lines(work: Callable[[random.Random, list[str], Sequence[bytes]], list[str]]) -> Bytes:
    def mutate(chance: random.Random, content: bytes, pool: Sequence[bytes]) -> bytes:
        lines = content.decode("utf-8", "replace").split("\n")
        return "\n".join(work(chance, lines, pool)).encode("utf-8", "surrogatepass")

    return mutate


def _repeat(chance: random.Random, lines: list[str], pool: Sequence[bytes]) -> list[str]:
    return lines + chance.choices(lines, k=chance.randrange(1, 20))


def _shuffle(chance: random.Random, lines: list[str], pool: Sequence[bytes]) -> list[str]:
    return chance.sample(lines, len(lines))


def _drop(chance: random.Random, lines: list[str], pool: Sequence[bytes]) -> list[str]:
    return [line for line in lines if chance.random() < 0.7]


def _join(chance: random.Random, lines: list[str], pool: Sequence[bytes]) -> list[str]:
    return [chance.choice((" ", "", "|", " - ", "\r")).join(lines)]


def _stretch(chance: random.Random, lines: list[str], pool: Sequence[bytes]) -> list[str]:
    place = chance.randrange(len(lines))
    return [*lines[:place], lines[place] * chance.choice((3, 40, 400)), *lines[place + 1 :]]


def _sprinkle(chance: random.Random, lines: list[str], pool: Sequence[bytes]) -> list[str]:
    found = []
    for line in lines:
        place = chance.randrange(len(line) + 1)
        found.append(line[:place] + chance.choice(_ODD) + line[place:] if chance.random() < 0.5 else line)
    return found


def _borrow(chance: random.Random, lines: list[str], pool: Sequence[bytes]) -> list[str]:
    other = chance.choice(pool).decode("utf-8", "replace").split("\n")
    for line in chance.choices(other, k=chance.randrange(1, 12)):
        lines.insert(chance.randrange(len(lines) + 1), line)
    return lines


def _letters(chance: random.Random, lines: list[str], pool: Sequence[bytes]) -> list[str]:
    change = chance.choice((str.upper, str.lower, str.title, str.swapcase))
    return [change(line) if chance.random() < 0.5 else line for line in lines]


MUTATIONS: dict[str, Bytes] = {
    "flip": _flip, "cut": _cut, "glue": _glue, "noise": _noise, "recode": _recode, "mixed": _mixed,
    "repeat": _lines(_repeat), "shuffle": _lines(_shuffle), "drop": _lines(_drop), "join": _lines(_join),
    "stretch": _lines(_stretch), "sprinkle": _lines(_sprinkle), "borrow": _lines(_borrow), "letters": _lines(_letters),
}  # fmt: skip


def mutated(chance: random.Random, pool: Sequence[bytes]) -> tuple[bytes, tuple[str, ...]]:
    """A file of the pool after one to three mutations, and their names."""
    content = chance.choice(pool)
    names = tuple(chance.choices(list(MUTATIONS), k=chance.randrange(1, 4)))
    for name in names:
        content = MUTATIONS[name](chance, content, pool)[:_MAX_BYTES]
    return content, names


def check(contents: Sequence[bytes]) -> str | None:
    """What is wrong with a batch, None when nothing is."""
    ids = [hashlib.sha256(content).hexdigest() for content in contents]
    frames = transform(contents, ids, TransformSettings())
    flags = verdicts(_RULES, frames)
    documents, lines = frames["documents"], frames["lines"]
    if sorted(documents["file_id"]) != sorted(ids) or sorted(frames["file_measures"]["file_id"]) != sorted(ids):
        return "a file is not accounted for"
    if not set(lines["kind"]) <= _KINDS or lines["evidence"].null_count():
        return "a line without kind or evidence"
    texts = dict(documents.select("file_id", "text").iter_rows())
    for (file_id,), own in lines.sort("file_id", "line_no").group_by("file_id", maintain_order=True):
        if "\n".join(own["text"]) != (texts[str(file_id)] or "").removesuffix("\n"):
            return f"lines were lost of {file_id}"
        if own["line_no"].to_list() != list(range(1, own.height + 1)):
            return f"wrong line numbers in {file_id}"
    stopped = set(critical_reasons(flags)["file_id"])
    loadable = set(frames["article_records"].filter(frames["article_records"]["part"] == 0)["file_id"])
    lost = set(ids) - stopped - loadable
    return f"neither article nor reason: {min(lost)}" if lost else None


def main() -> int:
    """Run it; the exit code is 1 where something was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--save", type=Path)
    add_common(parser)
    chosen = parser.parse_args()
    clock, chance = Clock(chosen.minutes), random.Random(chosen.seed)
    pool = [file.read_bytes() for file in sorted(_EXAMPLES.rglob("*.txt"))]
    pool += [article(chance).encode() for _ in range(100)]
    count: Counter[str] = Counter()
    found: list[tuple[bytes, str]] = []
    n_done = 0
    with suppress(KeyboardInterrupt):  # one that somebody stops says what it found until then
        while n_done < chosen.files and not clock.is_over():
            made: dict[bytes, tuple[str, ...]] = {}
            while len(made) < min(_BATCH, chosen.files - n_done):
                made.update([mutated(chance, pool)])
            found += _search(list(made))
            count.update(name for names in made.values() for name in names)
            n_done += len(made)
    return _report(count, found, n_done, chosen, clock)


def _search(contents: list[bytes]) -> list[tuple[bytes, str]]:
    """The files of a batch that something is wrong with, found by halving."""
    wrong = _wrong(contents)
    if wrong is None:
        return []
    if len(contents) == 1:
        return [(contents[0], wrong)]
    middle = len(contents) // 2
    halves = _search(contents[:middle]) + _search(contents[middle:])
    return halves or [(b"", f"only together: {wrong}")]


def _wrong(contents: list[bytes]) -> str | None:
    try:
        return check(contents)
    except Exception:  # noqa: BLE001  whatever it is, it is what we look for
        return traceback.format_exc(limit=-3)


def _report(
    count: Counter[str], found: list[tuple[bytes, str]], n_done: int, chosen: argparse.Namespace, clock: Clock
) -> int:
    table(("mutation", "files"), sorted(count.items()))
    wrong = []
    for content, what in found:
        name = hashlib.sha256(content).hexdigest()[:12]
        wrong.append({"file": name, "bytes": len(content), "what": what})
        if chosen.save:
            chosen.save.mkdir(parents=True, exist_ok=True)
            (chosen.save / f"{name}.txt").write_bytes(content)
    for one in wrong[:20]:
        say(f"{one['file']} ({one['bytes']:,} bytes): {one['what']}")
    say(f"{len(wrong)} with something wrong")
    figures = {"seed": chosen.seed, "seconds": clock.seconds(), "by_mutation": dict(sorted(count.items()))}
    finish({**figures, "wrong": wrong}, chosen.json, done=n_done, asked=chosen.files, noun="mutated files")
    return 1 if wrong or not n_done else 0


if __name__ == "__main__":
    sys.exit(main())
