"""Text folded for matching, keys of it, and what folding hides: counts of invisible characters and tone placements.

All take and give Polars expressions over text in NFC; null stays null. Polars compiles regular expressions without
look-around, and those of which every match begins with one of a few literals run ten times faster than others. So the
character classes here are kept under a dozen characters and applied one after the other.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import product

import polars as pl

_NO_BREAK = "[\u00a0\u202f]"
# Zero-width characters, soft hyphen, direction marks, byte order mark.
_INVISIBLE = (
    "[\u00ad\u061c\u180e\ufeff\u2060-\u2064]",
    "[\u200b-\u200f]",
    "[\u202a-\u202e\u2066-\u2069]",
)
_WHITE = "\t\n\v\f\r\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_WHITE_CLASSES = tuple(f"[{_WHITE[start : start + 8]}]" for start in range(0, len(_WHITE), 8))

_TONES = {"oa": ("òóỏõọ", "àáảãạ"), "oe": ("òóỏõọ", "èéẻẽẹ"), "uy": ("ùúủũụ", "ỳýỷỹỵ")}
# `oà` -> `òa`: the tone moves from the second vowel to the first.
_OLD_STYLE = {
    vowels[0] + second: first + vowels[1]
    for vowels, (firsts, seconds) in _TONES.items()
    for first, second in zip(firsts, seconds, strict=True)
}
# After one of these the vowels don't end the syllable, and both styles agree: `toàn`.
_FOLLOWING = "abcdefghijklmnopqrstuvwxyzăâđêôơư0123456789"
_N_KEY_DIGITS = 16

_SYLLABLE_END = r"(?:[^\p{L}\p{M}\p{N}_]|$)"
_OLD_PLACEMENT = f"(?:[òóỏõọÒÓỎÕỌ][aeAE]|[ùúủũụÙÚỦŨỤ][yY]){_SYLLABLE_END}"
_NEW_PLACEMENT = f"(?:[oO][àáảãạÀÁẢÃẠèéẻẽẹÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ]){_SYLLABLE_END}"
_OLD_AFTER_Q = f"[qQ][ùúủũụÙÚỦŨỤ][yY]{_SYLLABLE_END}"
_NEW_AFTER_Q = f"[qQ][uU][ỳýỷỹỵỲÝỶỸỴ]{_SYLLABLE_END}"
# For one beginning alone the engine finds a quick search, for several it looks at each letter.
_NO_LETTER = r"[^\p{L}]"
_NEW_O, _NEW_U = "[oO][àáảãạÀÁẢÃẠèéẻẽẹÈÉẺẼẸ]", "[uU][ỳýỷỹỵỲÝỶỸỴ]"


def _replacements() -> dict[str, str]:
    """What `folded` replaces in one pass: capitals, white space, underscores, new tone style.

    Of several entries that match at the same place the longest must win, so that `toàn` and `quý` keep their form.
    """
    lower = {chr(code): chr(code).lower() for code in range(0x41, 0x2000)}
    table = {capital: small for capital, small in lower.items() if small != capital and len(small) == 1}
    table |= dict.fromkeys(_WHITE + "_", " ")
    endings: dict[str, str] = {}
    for new, old in _OLD_STYLE.items():
        endings[new] = old
        endings |= {new + letter: new + letter for letter in _FOLLOWING}
        if new[0] == "u":
            endings["q" + new] = "q" + new
    for ending, replacement in endings.items():
        cased = product(*({char, char.upper()} for char in ending))
        table |= {"".join(chars): replacement for chars in cased}
    return dict(sorted(table.items(), key=lambda entry: -len(entry[0])))


_REPLACEMENTS = _replacements()


def without_invisible(text: pl.Expr) -> pl.Expr:
    """Without zero-width characters, soft hyphens, direction and byte order marks; no-break spaces stay."""
    for characters in _INVISIBLE:
        text = text.str.replace_all(characters, "")
    return text


def folded(text: pl.Expr) -> pl.Expr:
    """Text for matching: lower case, tones as in `hòa` and `thủy`, underscores as spaces, white space collapsed.

    What `equality_key` removes is removed, too. Folding twice changes nothing more.
    """
    replaced = without_invisible(text).str.replace_many(_REPLACEMENTS, leftmost=True)
    return _with_single_spaces(replaced)


def equality_key(text: pl.Expr) -> pl.Expr:
    """What two lines must have in common for one to repeat the other; "" for a blank line.

    Zero-width characters are removed, runs of white space (no-break spaces too) made one space, with none at the ends.
    Case and punctuation stay.
    """
    text = without_invisible(text)
    for characters in _WHITE_CLASSES:
        text = text.str.replace_all(characters, " ")
    return _with_single_spaces(text)


def _with_single_spaces(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(" {2,}", " ").str.strip_chars(" ")


def key_hash(text: pl.Expr) -> pl.Expr:
    """The first 16 hexadecimal digits (64 bits) of the sha256 of the text in UTF-8; null for null.

    Keys are stored, so they must be the same in each version of Polars and on each machine, which `Expr.hash` doesn't
    promise. Python's hashlib takes about half a microsecond a key.
    """
    return text.map_batches(_digests, return_dtype=pl.String(), is_elementwise=True)


def _digests(keys: pl.Series) -> pl.Series:
    contents = keys.cast(pl.Binary).to_list()
    digests = [None if key is None else sha256(key).hexdigest()[:_N_KEY_DIGITS] for key in contents]
    return pl.Series(keys.name, digests, dtype=pl.String)


def word_count(text: pl.Expr) -> pl.Expr:
    """Words (UInt32): the pieces between the spaces, but not lone marks like a dash.

    The text must have its white space collapsed (`equality_key`, `folded`): counting single spaces is four times as
    fast as matching words.
    """
    n_marks = text.str.count_matches(" [-–—•*|&+/…] ") + text.str.contains("^[-–—•*|&+/…](?: |$)").cast(pl.UInt32)
    n_pieces = text.str.count_matches(" ") + (text != "").cast(pl.UInt32)
    return n_pieces - n_marks


def tone_counts(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Words of each text that place the tone of final oa, oe, uy in the old style (`hòa`) and in the new (`hoà`).

    `quý` has one spelling and counts for neither. Both are UInt32.
    """
    n_old = text.str.count_matches(_OLD_PLACEMENT) - text.str.count_matches(_OLD_AFTER_Q)
    n_new = text.str.count_matches(_NEW_PLACEMENT) - text.str.count_matches(_NEW_AFTER_Q)
    return n_old, n_new


def may_have_new_tones(text: pl.Expr) -> pl.Expr:
    """Whether `tone_counts` may find words in the new style: never wrong about no, and ten times as fast."""
    hints = (_NEW_O + _NO_LETTER, _NEW_U + _NO_LETTER, f"(?:{_NEW_O}|{_NEW_U})$")
    return pl.any_horizontal(text.str.contains(hint) for hint in hints)


def invisible_count(text: pl.Expr) -> pl.Expr:
    """No-break spaces, zero-width characters, soft hyphens, direction and byte order marks of each text (UInt32)."""
    counts = (text.str.count_matches(characters) for characters in (_NO_BREAK, *_INVISIBLE))
    return pl.sum_horizontal(counts, ignore_nulls=False)
