"""Where everything lives in a home folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from transforms.errors import ConfigurationError

_BATCH = re.compile(r"batch-(\d{5,})")


@dataclass(frozen=True)
class Home:
    """The folder that holds all data of one warehouse. `root` becomes absolute; nothing is created here."""

    root: Path

    def __post_init__(self) -> None:
        """Make `root` absolute. ConfigurationError for a path that DuckDB can't open."""
        root = Path(os.path.abspath(self.root))
        try:
            str(root).encode()
        except UnicodeEncodeError as error:
            raise ConfigurationError(f"the home folder {root!r} is not UTF-8; choose another with --home") from error
        if "?" in str(root):  # DuckDB takes what follows for the query part of an address when it names its log
            raise ConfigurationError(f"the home folder {root} has a '?' in its path; choose another with --home")
        object.__setattr__(self, "root", root)

    @property
    def published(self) -> Path:
        """Snapshots `00000001.duckdb` … and the link to the current one."""
        return self.root / "published"

    @property
    def link(self) -> Path:
        """The symbolic link that decides which snapshot is current."""
        return self.published / "warehouse.duckdb"

    @property
    def staging(self) -> Path:
        """One folder for each run that is not published yet."""
        return self.root / "staging"

    @property
    def held(self) -> Path:
        """One folder for each run that the gate held."""
        return self.root / "held"

    @property
    def originals(self) -> Path:
        """The bytes of every distinct content, packed: `<run_id>-<batch>.parquet` with file_id, content."""
        return self.root / "originals"

    @property
    def decisions(self) -> Path:
        """The log of what people decided, one JSON object a line."""
        return self.root / "decisions" / "log.jsonl"

    @property
    def reviews(self) -> Path:
        """The log of what people found in unflagged articles, one JSON object a line."""
        return self.root / "decisions" / "reviews.jsonl"

    @property
    def state(self) -> Path:
        """What runs leave for the next publish."""
        return self.root / "state"

    @property
    def notes(self) -> Path:
        """Run records of runs that published nothing, one JSON object a line."""
        return self.state / "notes.jsonl"

    @property
    def vanished(self) -> Path:
        """The files that are gone from their sources, as the last run found them; every publish takes them in."""
        return self.state / "vanished.parquet"

    @property
    def lock(self) -> Path:
        """The file that the one writer holds by flock."""
        return self.root / "lock"

    @property
    def lock_holder(self) -> Path:
        """Who holds the lock, for people."""
        return self.root / "lock.json"

    @property
    def rules(self) -> Path:
        """The user's own rules and overrides, `*.toml`."""
        return self.root / "rules"

    @property
    def queries(self) -> Path:
        """The user's own saved queries, `*.sql`, which the dashboard offers."""
        return self.root / "queries"

    @property
    def settings(self) -> Path:
        """The user's settings."""
        return self.root / "tinsach.toml"

    @property
    def logs(self) -> Path:
        """Log files."""
        return self.root / "logs"

    @property
    def data_docs(self) -> Path:
        """The site that `tinsach docs` builds; it can be made again at any time."""
        return self.root / "data_docs"

    @property
    def spill(self) -> Path:
        """Where DuckDB puts what does not fit into memory."""
        return self.root / "tmp"

    def original(self, run_id: str, batch: str) -> Path:
        """Where the bytes of a batch ("00001") of a run are kept for good."""
        return self.originals / f"{run_id}-{batch}.parquet"


def batches(run_dir: Path) -> list[tuple[str, Path]]:
    """The finished batches of a staged run as ("00001", folder), in order; unfinished ones (`.tmp`) are left out."""
    if not run_dir.is_dir():
        return []
    found = ((_BATCH.fullmatch(entry.name), entry) for entry in run_dir.iterdir())
    return sorted((match[1], entry) for match, entry in found if match)
