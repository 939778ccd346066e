"""Passwords: kept as a hash of scrypt, or as they stand in an environment that is secret; compared in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata

PREFIX = "scrypt:"

_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
_SALT_BYTES = 16
_MEMORY = 64 * 1024**2


def hashed(password: str) -> str:
    """`scrypt:SALT:HASH`, other each time, which tells nobody the password."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"{PREFIX}{_written(salt)}:{_written(_derived(password, salt))}"


def is_hash(kept: str) -> bool:
    """Whether a text is what `hashed` gives; ValueError for one that only begins so."""
    if not kept.startswith(PREFIX):
        return False
    salt, key = _parts(kept)
    if len(salt) != _SALT_BYTES or not key:
        raise ValueError
    return True


def fits(given: str, kept: str) -> bool:
    """Whether `given` is the password that is kept, as a hash or as it stands; takes as long for every answer."""
    if is_hash(kept):
        salt, key = _parts(kept)
        return hmac.compare_digest(_derived(given, salt), key)
    salt = secrets.token_bytes(_SALT_BYTES)
    return hmac.compare_digest(_derived(given, salt), _derived(kept, salt))


def _derived(password: str, salt: bytes) -> bytes:
    # the same letters may be typed composed or decomposed
    typed = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(typed, salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, maxmem=_MEMORY)


def _parts(kept: str) -> tuple[bytes, bytes]:
    salt, _, key = kept.removeprefix(PREFIX).partition(":")
    return base64.b64decode(salt, validate=True), base64.b64decode(key, validate=True)


def _written(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
