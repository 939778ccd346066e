"""The settings of the dashboard: who may look, and who may decide."""

from __future__ import annotations

from dataclasses import dataclass

from flows.passwords import is_hash
from flows.settings_values import Kind, Secret, choice, read_text, setting, toml


def _read_password(value: object) -> Secret:
    text = read_text(value.reveal() if isinstance(value, Secret) else value)
    is_hash(text)  # ValueError for a hash that was cut off
    return Secret(text)


PASSWORD = Kind(
    "a password, or what `tinsach dashboard --hash-password` prints", _read_password, lambda kept: toml(str(kept))
)


@dataclass(frozen=True)
class Dashboard:
    """Who may look at the dashboard, and who may decide there."""

    password: Secret | None = setting(  # noqa: RUF009  a field of settings, as all of them
        None,
        "who opens the dashboard is asked for it; a secret, which nothing shows: a hash (`tinsach dashboard "
        "--hash-password` makes one), or as it stands, best in the environment only",
        PASSWORD,
        example="scrypt:AAAAAAAAAAAAAAAAAAAAAA==:AAAA",
        is_secret=True,
    )
    decisions: str = setting(
        "on", "with `off` nobody can decide, correct or answer there: the dashboard is read-only", choice("on", "off")
    )
