"""The one place that sends: through Apprise, which is imported only here. Nothing it says of an address gets out."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flows.messages.outbox import Message
from flows.settings_values import Secret

if TYPE_CHECKING:
    from apprise import Apprise

_TYPES = {"critical": "failure", "warning": "warning", "info": "info"}
_UNKNOWN = "Apprise does not understand it; correct messages.addresses"
# Loggers that may name hosts, paths and tokens of an address.
_TALKATIVE = ("apprise", "requests", "urllib3", "requests_oauthlib", "oauthlib")
_STATUS = re.compile(r"error=(\d{3})\b")


def send(address: Secret, message: Message) -> str | None:
    """Send one message to one address, waiting for the answer: None when it went out, else why not, in a few words."""
    with _overheard() as said:
        try:
            service = _service(address)
            if service is None:
                return _UNKNOWN
            is_sent = service.notify(
                body=message.body, title=message.title, notify_type=_TYPES[message.severity], body_format="text"
            )
        # Of whatever a plugin of Apprise may raise: a message must not fail a run, and an error may quote the address.
        except Exception as error:  # noqa: BLE001
            return f"not sent ({type(error).__name__})"
    return None if is_sent else _why(said)


def is_understood(address: Secret) -> bool:
    """Whether Apprise knows what to do with the address."""
    with _overheard():
        return _service(address) is not None


def _service(address: Secret) -> Apprise | None:
    from apprise import Apprise, AppriseAsset, NotifyFormat

    asset = AppriseAsset(
        app_id="tinsach", app_desc="tinsach", app_url="", async_mode=False, storage_mode="memory",
        image_url_mask="", image_url_logo="", image_path_mask="", pgp_autogen=False, pem_autogen=False,
    )  # fmt: skip
    service = Apprise(asset=asset)
    if not service.add(address.reveal()):
        return None
    for server in service:
        # A mail: as HTML its blanks would be such that a command copied from it fails.
        if type(server).__name__ == "NotifyEmail":
            server.notify_format = NotifyFormat.TEXT
    return service


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """What the libraries log meanwhile: for us alone, so that nothing of an address reaches a log or a terminal."""
    said: list[str] = []
    ear = _Ear(said)
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    before = [(logger.propagate, logger.handlers[:]) for logger in loggers]
    for logger in loggers:
        logger.propagate, logger.handlers = False, [ear]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of modules that plugins import
            yield said
    finally:
        for logger, (propagate, handlers) in zip(loggers, before, strict=True):
            logger.propagate, logger.handlers = propagate, handlers


class _Ear(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage())


def _why(said: list[str]) -> str:
    """In our own words: those of Apprise may hold a host or a token."""
    text = " ".join(said)
    if status := _STATUS.search(text):
        return f"refused with status {status[1]}"
    return "no connection" if "onnection" in text or "SMTP" in text else "not sent"
