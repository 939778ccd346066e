"""One file that holds a whole home: a tar archive whose last member, `manifest.json`, lists the others with hashes.

An archive without its manifest was cut off. Nothing is believed of one that is read: names, sizes and hashes are
checked before a file goes where it belongs.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from transforms.errors import ConfigurationError, UnreachableError
from warehouse import files, freezing, snapshots
from warehouse.faults import fault
from warehouse.layout import Home
from warehouse.lock import hold

MANIFEST = "manifest.json"
FORMAT = 1
NAME = re.compile(r"tinsach-\d{8}T\d{6}Z\.tar")  # of those that rotate

_CHUNK = 1024**2
_MAX_MANIFEST_BYTES = 256 * 1024**2
_MEMBER = re.compile(
    r"published/\d{8,}\.duckdb|originals/[\w.-]+\.parquet|held/[\w-]+(?:/[\w.-]+){1,2}|rules/[^/\0]+\.toml"
    r"|state/notes\.jsonl|state/audits/[\w-]+/results\.parquet|decisions/log\.jsonl|tinsach\.toml"
)
_UNFINISHED = "restoring.tmp"


@dataclass(frozen=True)
class Backup:
    """What an archive says of itself."""

    file: Path
    snapshot: int
    made_at: datetime
    n_files: int
    n_bytes: int


def backup(home: Home, target: Path) -> Backup:
    """Write `target`, also while runs are at work, and read it back. It is there whole or not at all.

    A folder gets a file named after the time. UnreachableError when it can't be written or does not read back.
    """
    now = datetime.now(UTC)
    file = target / f"tinsach-{now:%Y%m%dT%H%M%S}Z.tar" if target.is_dir() else target
    draft = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        with freezing.frozen(home) as (folder, number):
            _write(folder, draft, number, now)
        fault("backup:written")
        made = check(draft)
        files.sync(draft)
        os.replace(draft, file)
        files.sync(file.absolute().parent)
    except OSError as error:
        raise UnreachableError(f"cannot write the backup {file}: {error.strerror}; choose another place") from error
    finally:
        draft.unlink(missing_ok=True)
    return Backup(file, made.snapshot, made.made_at, made.n_files, made.n_bytes)


def rotate(folder: Path, keep: int, *, newest: Path | None = None) -> list[Path]:
    """Remove all but the newest `keep` backups of a folder; other files are left alone. Returns what was removed.

    `newest` was made last, whatever the time in its name says: the clock may have been set back.
    """
    ours = [file for file in folder.iterdir() if NAME.fullmatch(file.name) and file.is_file()]
    removed = sorted(ours, key=lambda file: (file == newest, file.name))[:-keep]
    for file in removed:
        file.unlink()
    return removed


def check(file: Path) -> Backup:
    """Read an archive from end to end. UnreachableError when a file of it is missing, cut off or changed."""
    return _read(file, lambda name, reader: _swallow(reader))


def restore(home: Home, file: Path) -> Backup:
    """Make a home of an archive. A folder that holds a warehouse already is refused; an interrupted restore is not."""
    draft = home.root / _UNFINISHED
    if home.published.exists() and not draft.exists():
        raise ConfigurationError(
            f"{home.root} holds a warehouse already; move it away first, or name another folder with --home"
        )
    with hold(home, "restore"):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        try:
            made = _read(file, lambda name, reader: _extract(draft / name, reader))
            fault("restore:extracted")
            _move_in(home, draft, made.snapshot)
        except OSError as error:
            raise UnreachableError(f"cannot restore to {home.root}: {error}; mend that and try again") from error
    return made


def _write(folder: Path, draft: Path, number: int, now: datetime) -> None:
    listed = []
    with tarfile.open(draft, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                listed.append(_add(archive, file, str(file.relative_to(folder))))
        content = {"format": FORMAT, "snapshot": number, "made_at": now.isoformat(), "files": listed}
        text = json.dumps(content, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mtime = len(text), int(now.timestamp())
        archive.addfile(entry, io.BytesIO(text))


def _add(archive: tarfile.TarFile, file: Path, name: str) -> dict[str, Any]:
    entry = tarfile.TarInfo(name)
    with file.open("rb") as reader:
        status = os.fstat(reader.fileno())
        entry.size, entry.mtime = status.st_size, int(status.st_mtime)
        hashed = _Hashing(reader)
        archive.addfile(entry, hashed)
    return {"name": name, "size": entry.size, "sha256": hashed.digest.hexdigest()}


class _Hashing:
    """A reader that hashes what goes through it."""

    def __init__(self, reader: IO[bytes]) -> None:
        self._reader = reader
        self.digest = hashlib.sha256()

    def read(self, n_bytes: int = -1) -> bytes:
        content = self._reader.read(n_bytes)
        self.digest.update(content)
        return content


def _read(file: Path, take: Callable[[str, Any], None]) -> Backup:
    """Every member goes to `take`; then all of them are compared with the manifest."""
    found: dict[str, tuple[int, str]] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(file, "r:") as archive:
            for entry, reader in _members(archive):
                if entry.name == MANIFEST:
                    manifest = json.loads(reader.read(_MAX_MANIFEST_BYTES))
                else:
                    take(entry.name, reader)
                    found[entry.name] = entry.size, reader.digest.hexdigest()
        return _compared(file, manifest, found)
    except (tarfile.TarError, ValueError, KeyError, TypeError, EOFError) as error:
        raise UnreachableError(f"{file} is no whole backup of tinsach ({error}); take another") from error


def _members(archive: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, _Hashing]]:
    for entry in archive:
        if not entry.isreg() or not (entry.name == MANIFEST or _MEMBER.fullmatch(entry.name)) or ".." in entry.name:
            raise ValueError(f"a member is called {entry.name!r}")
        reader = archive.extractfile(entry)
        assert reader is not None  # a regular file
        yield entry, _Hashing(reader)


def _compared(file: Path, manifest: dict[str, Any] | None, found: dict[str, tuple[int, str]]) -> Backup:
    if manifest is None:
        raise ValueError("its end is missing")
    if manifest["format"] != FORMAT:
        raise ConfigurationError(f"{file} has format {manifest['format']}; a newer tinsach made it: update tinsach")
    listed = {item["name"]: (item["size"], item["sha256"]) for item in manifest["files"]}
    wrong = sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))
    if wrong:
        raise ValueError(f"{wrong[0]} is missing or changed")
    snapshot = int(manifest["snapshot"])
    if f"published/{snapshot:08d}.duckdb" not in listed:
        raise ValueError("it holds no snapshot")
    n_bytes = sum(size for size, _ in listed.values())
    return Backup(file, snapshot, datetime.fromisoformat(manifest["made_at"]), len(listed), n_bytes)


def _swallow(reader: _Hashing) -> None:
    while reader.read(_CHUNK):
        pass


def _extract(target: Path, reader: _Hashing) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as writer:
        while content := reader.read(_CHUNK):
            writer.write(content)
        os.fsync(writer.fileno())


def _move_in(home: Home, draft: Path, snapshot: int) -> None:
    """Everything to its place, the link last: without it nobody takes the folder for a warehouse."""
    for file in sorted(draft.rglob("*")):
        if file.is_file():
            target = home.root / file.relative_to(draft)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(file, target)
    os.chmod(snapshots.path(home, snapshot), 0o444)
    snapshots.switch(home, snapshot)
    shutil.rmtree(draft)
