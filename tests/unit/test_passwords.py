"""Passwords: what fits, what does not, and what a kept hash looks like."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from flows.passwords import fits, hashed, is_hash
from flows.settings import load
from transforms.errors import ConfigurationError

PASSWORD = "Chợ phiên"


@pytest.mark.parametrize("kept", [hashed(PASSWORD), PASSWORD], ids=("hash", "plain"))
def test_only_the_password_fits(kept: str) -> None:
    assert fits(PASSWORD, kept)
    assert fits(unicodedata.normalize("NFD", PASSWORD), kept)  # as some keyboards write it
    for wrong in ("", "chợ phiên", "Cho phien", f"{PASSWORD} ", hashed(PASSWORD)):
        assert not fits(wrong, kept)


def test_a_hash_is_no_password_and_other_each_time() -> None:
    first, second = hashed(PASSWORD), hashed(PASSWORD)
    assert first != second
    assert is_hash(first)
    assert PASSWORD not in first
    assert not fits(first, first)


@pytest.mark.parametrize(
    "cut_off",
    ["scrypt:", "scrypt:AAAA", hashed(PASSWORD)[:-3], hashed(PASSWORD)[:20], " "],
    ids=("mark only", "short", "three fewer", "twenty", "blank"),  # else the salt is in the name of the test
)
def test_a_hash_that_was_cut_off_is_refused_without_being_shown(cut_off: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(Path("/nowhere"), environment={"TINSACH_DASHBOARD_PASSWORD": cut_off})
    assert cut_off.strip() not in str(caught.value) or not cut_off.strip()
    assert "--hash-password" in str(caught.value)
