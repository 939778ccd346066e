"""The one tree of errors that people can mend, and the exit code of each.

    TinsachError              1  the quality gate held the run, or the audit failed
    ├── GateError             1
    ├── ConfigurationError    2  usage, settings or a rule file
    ├── UnreachableError      3  a source or the store could not be reached or used
    └── LockedError           4  another run holds the warehouse

Bad *data* never raises: it becomes a flag or a quarantine entry. Each message is one line: what, where, what to do.
"""

from __future__ import annotations


class TinsachError(Exception):
    """Something that a user can mend. `exit_code` is what the command line ends with."""

    exit_code = 1


class GateError(TinsachError):
    """The quality gate held the run, or an audit found a critical rule broken."""

    exit_code = 1


class ConfigurationError(TinsachError):
    """A wrong argument, setting or rule file."""

    exit_code = 2


class UnreachableError(TinsachError):
    """A source, the store or a server that could not be reached or used."""

    exit_code = 3


class LockedError(TinsachError):
    """Another run holds the warehouse."""

    exit_code = 4
