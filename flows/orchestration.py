"""Is there a Prefect server to run under? Asked without importing Prefect."""

from __future__ import annotations

import http.client
import os
import urllib.request

from transforms.errors import UnreachableError

_TIMEOUT_SECONDS = 2.0

# Neither the server nor the client of ours tells anybody outside.
NO_TELEMETRY = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


def without_telemetry() -> None:
    """Switch Prefect's telemetry off in this process, unless the environment says otherwise. Before importing it."""
    for name, value in NO_TELEMETRY.items():
        os.environ.setdefault(name, value)


def prefect_api() -> str | None:
    """The address of the configured Prefect server, from PREFECT_API_URL; None where none is configured."""
    return os.environ.get("PREFECT_API_URL") or None


def answers(address: str) -> Exception | None:
    """None when a Prefect server answers at the API address, else why not."""
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/health", timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310
            return None if answer.status == 200 else ValueError(f"status {answer.status}")
    except (OSError, ValueError, http.client.HTTPException) as error:  # OSError: URLError too
        return error


def prefect_answers(*, insist: bool = False) -> bool:
    """Whether the configured server answers. With `insist`, UnreachableError when it does not or none is configured."""
    address = prefect_api()
    if address is None:
        if insist:
            raise UnreachableError("no Prefect server: set PREFECT_API_URL, or start one with `tinsach up`")
        return False
    error = answers(address)
    if error is not None and insist:
        raise UnreachableError(f"the Prefect server {address} does not answer ({error}): start it") from error
    return error is None
