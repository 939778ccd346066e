"""The settings of the gate: when a run is held instead of published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.settings_values import SHARE, Kind, choice, number, read_list, setting, toml, whole


def _read_rule_shares(value: object) -> tuple[str, ...]:
    texts = read_list(value)
    for text in texts:
        rule, _, share = text.partition("=")
        if not rule.strip():
            raise ValueError
        SHARE.read(share)
    return texts


RULE_SHARES = Kind('a list of rules with shares from 0 to 1, such as "mojibake=0.2"', _read_rule_shares, toml)


@dataclass(frozen=True)
class Gate:
    """When a run is held, besides a broken critical table rule; usual is the median of runs before, as in [history]."""

    max_quarantined_share: float = setting(0.5, "a run with a larger share of quarantined files is held", SHARE)
    quarantined_factor: float | None = setting(
        None, "so is one whose share is so many times what is usual; without it none", number(1, 1000), example=5.0
    )
    min_files: int = setting(20, "both are judged from so many new files on", whole(1, 1_000_000))
    max_rule_shares: tuple[str, ...] = setting(
        (), "a run in which a larger share of rows breaks the rule is held, whatever its severity", RULE_SHARES
    )
    jumps: str = setting(
        "off",
        "a run is held in which a rule of this severity, or a graver one, jumps above what is usual",
        choice("off", "critical", "warning", "info"),
    )
    jump_share: float = setting(0.2, "a jump is at least so much above the usual share", SHARE)
    jump_line_share: float = setting(0.02, "the same for rules on lines, of which a page has many", SHARE)
    jump_factor: float = setting(3.0, "and at least so many times the usual share", number(1, 1000))
    jump_rows: int = setting(50, "judged from so many rows of a run on", whole(1, 10**9))

    @property
    def rule_shares(self) -> Mapping[str, float]:
        """`max_rule_shares` by rule."""
        pairs = (text.partition("=") for text in self.max_rule_shares)
        return {rule.strip(): float(share) for rule, _, share in pairs}
