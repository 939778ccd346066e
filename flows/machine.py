"""Troubles of the machine, as errors that say what to do: a full disk, a file system gone read-only, a permission."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transforms.errors import TinsachError, UnreachableError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_BROKEN_FILE = ("IOException", "SerializationException", "FatalException", "InternalException")
_SIGNS = (
    "No space left on device",
    "os error 28",
    "os error 27",
    "File too large",
    "Disk quota exceeded",
    "thrift: transport error",
)


def of_the_store(error: Exception) -> UnreachableError | None:
    """DuckDB's error on a file that cannot be read, as one line; None for other errors. Without importing DuckDB."""
    if not any(kind.__module__ == "_duckdb" and kind.__name__ in _BROKEN_FILE for kind in type(error).__mro__):
        return None
    said = " ".join(str(error).split())[:300]
    return UnreachableError(f"the warehouse cannot be read: {said}; run `tinsach doctor --repair`")


def of_the_machine(error: Exception, place: Path | None = None) -> UnreachableError:
    """An error of the system as one line: what, where, what to do."""
    number = error.errno if isinstance(error, OSError) else None
    named = error.filename if isinstance(error, OSError) and error.filename else place
    where = f" {named}" if named else ""
    if number in _NO_ROOM or any(sign in str(error) for sign in _SIGNS):
        return UnreachableError(f"no room left on the disk{where}: free some space and run again; nothing is lost")
    problem = error.strerror if isinstance(error, OSError) and error.strerror else " ".join(str(error).split())
    return UnreachableError(f"cannot use{where or ' a file'}: {problem}; mend that and run again")


@contextmanager
def disk_trouble(place: Path) -> Iterator[None]:
    """Errors of the system, and of libraries that say the disk is full, become UnreachableError."""
    try:
        yield
    except TinsachError:
        raise
    except OSError as error:
        raise of_the_machine(error, place) from error
    except Exception as error:  # libraries have types of their own for a full disk; all others are raised again
        if any(sign in str(error) for sign in _SIGNS):
            raise of_the_machine(error, place) from error
        raise
