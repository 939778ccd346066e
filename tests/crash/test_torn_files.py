"""Files that a power cut left torn: whatever they are, the next run or the doctor copes, and nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.test_run_crash import tinsach
from tests.endurance.pages import write_files
from tests.flow.conftest import Call
from tests.flow.runs import rows, run
from warehouse import decisions, snapshots, store
from warehouse.files import is_whole_parquet
from warehouse.layout import Home, batches


def tear(file: Path, share: float) -> None:
    """Leave only the beginning of a file."""
    file.chmod(0o644)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])


def zero(file: Path) -> None:
    """The length is there, the content is not: what some file systems leave."""
    file.chmod(0o644)
    file.write_bytes(bytes(file.stat().st_size))


TEARS: dict[str, Callable[[Path], None]] = {
    "empty": lambda file: tear(file, 0),
    "half": lambda file: tear(file, 0.5),
    "nearly whole": lambda file: tear(file, 0.99),
    "zeros": zero,
}


def tables(home: Home) -> dict[str, str]:
    return {
        name: one
        for name, one in store.fingerprint(home).items()
        if name not in ("ops.runs", "quality.results", "quality.outlet_runs")
    }


@pytest.mark.parametrize("name", TEARS)
def test_torn_parquet_is_noticed(name: str, own_home: Home) -> None:
    for pack in own_home.originals.glob("*.parquet"):
        assert is_whole_parquet(pack)
        TEARS[name](pack)
        assert not is_whole_parquet(pack)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEARS)
def test_torn_batches_are_staged_again(name: str, tmp_path: Path) -> None:
    whole, home = Home(tmp_path / "whole"), Home(tmp_path / "home")
    assert tinsach(whole.root).returncode == 0
    assert tinsach(home.root, "run:matched").returncode != 0
    (run_dir,) = home.staging.iterdir()
    staged = [folder for number, folder in batches(run_dir) if number != "00000"]
    assert len(staged) >= 2
    TEARS[name](staged[0] / "lines.parquet")
    TEARS[name](staged[1] / "originals.parquet")
    TEARS[name](run_dir / "run" / "duplicates.parquet")
    (run_dir / "manifest.json").touch()
    assert tinsach(home.root).returncode == 0
    assert tables(home) == tables(whole)


@pytest.mark.parametrize("name", TEARS)
def test_a_torn_snapshot_is_gone_back_on(name: str, own_home: Home, call: Call) -> None:
    current = snapshots.current(own_home)
    assert current is not None
    TEARS[name](snapshots.path(own_home, current))
    done = call(own_home, "run", "--no-prefect", str(own_home.root / "originals"))
    assert (done.code, done.err.count("\n")) == (3, 1)
    assert call(own_home, "doctor").code == 1
    assert call(own_home, "doctor", "--repair").code in (0, 1)
    assert snapshots.current(own_home) == current - 1
    assert call(own_home, "sql", "select count(*) from articles").code == 0


def test_a_flipped_bit_is_found(own_home: Home, call: Call) -> None:
    file = own_home.link.resolve()
    content = bytearray(file.read_bytes())
    file.chmod(0o644)
    for place in range(len(content) // 4, len(content), len(content) // 64):
        content[place] ^= 0xFF
    file.write_bytes(content)
    file.chmod(0o444)
    called = call(own_home, "doctor")
    assert called.code == 1
    assert "✗" in called.out


def test_a_link_that_is_gone_wrong_is_mended(own_home: Home, call: Call) -> None:
    before = tables(own_home)
    for spoil in (
        lambda: own_home.link.unlink(),
        lambda: (own_home.link.unlink(), own_home.link.symlink_to("99999999.duckdb")),
        lambda: (own_home.link.unlink(), own_home.link.write_bytes(b"")),
        lambda: (own_home.link.unlink(), own_home.link.symlink_to("/etc/passwd")),
    ):
        spoil()
        call(own_home, "doctor", "--repair")
        assert tables(own_home) == before


def test_a_torn_log_of_decisions_loses_the_torn_line_only(own_home: Home, call: Call) -> None:
    assert call(own_home, "flags", "dismiss", "--rule", "repeated_paragraphs", "--note", "một").code == 0
    n_whole = len(decisions.read(own_home))
    assert call(own_home, "flags", "ack", "--rule", "related_links_residue", "--note", "hai").code == 0
    tear(own_home.decisions, 0.8)
    assert len(decisions.read(own_home)) == n_whole
    assert call(own_home, "flags", "ack", "--rule", "related_links_residue", "--note", "ba").code == 0
    assert decisions.read(own_home)[-1].note == "ba"
    called = call(own_home, "doctor")
    assert "unreadable: line" in called.out


@pytest.mark.slow
@pytest.mark.parametrize("name", TEARS)
def test_torn_originals_are_named_and_the_rest_is_read(name: str, own_home: Home, call: Call) -> None:
    pack = next(iter(sorted(own_home.originals.glob("*.parquet"))))
    TEARS[name](pack)
    called = call(own_home, "doctor")
    assert called.code == 1
    assert f"{pack.name} is torn" in called.out.replace("\n", "")
    before = rows(own_home, "select count(*) from lines")
    assert call(own_home, "replay", "--all").code == 0
    assert rows(own_home, "select count(*) from lines") == before
    assert rows(own_home, "select distinct reason from skipped") == [("original_missing",)]


@pytest.mark.slow
def test_results_of_a_torn_audit_are_left_out(own_home: Home, call: Call, tmp_path: Path) -> None:
    assert call(own_home, "audit").code in (0, 1)
    (results,) = (own_home.state / "audits").glob("*/results.parquet")
    tear(results, 0.5)
    write_files(tmp_path / "in", 3, seed=5)
    assert run(own_home, tmp_path / "in").status == "published"


@pytest.mark.slow
def test_a_torn_held_run_stops_nobody(own_home: Home, tmp_path: Path, call: Call) -> None:
    (held,) = own_home.held.iterdir()
    assert call(own_home, "held", "accept", held.name, "--note", "được").code == 0
    tear(held / "batch-00001" / "lines.parquet", 0.5)
    write_files(tmp_path / "in", 3, seed=5)
    assert run(own_home, tmp_path / "in").status == "published"
    assert run(own_home, tmp_path / "in").status in ("nothing_new", "published")


def test_a_snapshot_removed_under_a_reader_stays_readable(own_home: Home) -> None:
    """A reader that keeps an old snapshot open for days sees it whole."""
    code = (
        "import sys, duckdb; con = duckdb.connect(sys.argv[1], read_only=True);"
        "before = con.execute('from ops.files order by all').fetchall(); print('open', flush=True); sys.stdin.read();"
        "print(con.execute('from ops.files order by all').fetchall() == before)"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", code, str(own_home.link.resolve())],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    file = own_home.link.resolve()
    shutil.copyfile(file, file.with_name("00000099.duckdb"))
    snapshots.switch(own_home, 99)
    store.gc(own_home, 1)
    assert not file.exists()
    assert reader.communicate("")[0] == "True\n"
