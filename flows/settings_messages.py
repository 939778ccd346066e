"""The settings of messages: who is told what, and when."""

from __future__ import annotations

from dataclasses import dataclass

from flows.settings_values import ADDRESSES, SHARE, Secret, choice, choices, number, seconds, setting, whole

CAUSES = ("held", "failed", "audit", "jump", "silence", "digest")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Messages:
    """Who is told by e-mail, chat or webhook what went wrong; docs/runbook.md says what each message means."""

    addresses: tuple[Secret, ...] = setting(
        (),
        "where messages go, as addresses of Apprise: mailtos://user:password@host?to=…, slack://…, workflows://… "
        "(Teams), tgram://…, jsons://host/path (webhook); secrets, which nothing shows",
        ADDRESSES,
        is_secret=True,
    )
    causes: tuple[str, ...] = setting(
        CAUSES,
        "what is told: a run that is held or failed, a failed audit, a rule whose share of rows jumps, no run when one "
        "was due, the digest of the week",
        choices(*CAUSES),
    )
    min_severity: str = setting(
        "warning", "jumps of rules below this severity are not told", choice("critical", "warning", "info")
    )
    language: str = setting("vi", "the language of messages", choice("vi", "en"))
    again_days: int = setting(7, "a cause that lasts is told again after so many days", whole(1, 365))
    jump_share: float = setting(
        0.05, "the share of rows that break a rule jumps when it is so much above its median in earlier runs", SHARE
    )
    jump_line_share: float = setting(0.005, "the same for rules on lines, of which a page has many", SHARE)
    jump_factor: float = setting(3.0, "and at least so many times the median", number(1, 1000))
    jump_rows: int = setting(50, "judged from so many rows of a run on", whole(1, 10**9))
    silence_grace: float = setting(
        7200.0, "no run ended well so long after [schedule] wanted one: silence", seconds(1, 31 * 86400)
    )
    digest_weekday: str = setting("monday", "the day of the weekly digest", choice(*WEEKDAYS))
    digest_hour: int = setting(3, "from this hour of that day on, by the clock of this machine", whole(0, 23))
