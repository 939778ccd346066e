"""A replay gives the tables of the first processing, keeps what people decided, and says what is different."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.replaying import Replay, Wanted, replay
from flows.settings import load
from tests.flow.conftest import Call
from tests.flow.runs import BODY, EXAMPLES, article, ledger, rows, run
from warehouse import decisions
from warehouse.layout import Home
from warehouse.store import fingerprint

_OTHER = ("Le marché du village ouvre à six heures du matin, et les habitants viennent de loin.",) * 4


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def again(home: Home, wanted: Wanted, **flags: object) -> Replay:
    given = {name.replace("__", "."): value for name, value in flags.items()}
    return replay(home, load(home.root, environment={}, flags=given), wanted)


def tables(home: Home) -> dict[str, str]:
    """Fingerprints without those of the runs themselves."""
    return {
        name: digest
        for name, digest in fingerprint(home).items()
        if name not in ("ops.runs", "quality.results", "quality.outlet_runs")
    }


def decide(home: Home, kind: str, target: str) -> None:
    decisions.append(home, [decisions.Decision(kind, target, "lan", datetime.now(UTC), "đã xem")])


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with copies, versions, near duplicates, a discarded file, a decided flag, and outlets by source."""
    root = tmp_path_factory.mktemp("lived")
    home, inbox = Home(root / "home"), root / "tin%41 ăn"
    home.root.mkdir()
    home.settings.write_text(f'[[sources]]\npath = "{inbox}"\noutlet = "Lao Động"\n', encoding="utf-8")
    plain = article().replace("(Báo Bến Hạ) - ", "")
    write(
        inbox, a=plain, b=plain, c=article("Chợ nổi họp muộn vì mưa lớn kéo dài"), empty="", french="\n\n".join(_OTHER)
    )
    shutil.copytree(EXAMPLES, root / "examples")
    run(home, inbox, root / "examples")
    write(inbox, c=article("Chợ nổi họp muộn vì mưa lớn kéo dài suốt đêm qua", BODY[:3]))
    ((flag,),) = rows(home, "select flag_id from quality.flags where severity = 'warning' order by 1 limit 1")
    decide(home, "flag.dismiss", flag)
    ((empty,),) = rows(home, "select file_id from ops.files where reason = 'empty_file' and uri like '%tin%' limit 1")
    decide(home, "quarantine.discard", empty)
    run(home, inbox, root / "examples")
    return home


@pytest.fixture
def own(lived_in: Home, tmp_path: Path) -> Home:
    shutil.copytree(lived_in.root, tmp_path / "home", symlinks=True)
    return Home(tmp_path / "home")


@pytest.mark.slow
def test_a_replay_of_everything_gives_the_same_tables(own: Home) -> None:
    before, packs = tables(own), sorted(own.originals.iterdir())
    done = again(own, Wanted(is_all=True), reading__batch_files=5)
    assert done.outcome.status == "published"
    assert tables(own) == before
    assert list(done.changes) == []
    kept = [pack for pack in own.originals.iterdir() if pack not in packs]
    assert sum(pack.stat().st_size for pack in kept) < 20_000  # no bytes are kept twice


@pytest.mark.slow
def test_a_fresh_home_gets_the_same_tables_and_the_history(own: Home, call: Call, tmp_path: Path) -> None:
    before = fingerprint(own)
    fresh = Home(tmp_path / "fresh")
    called = call(own, "replay", "--all", "--into", str(fresh.root))
    assert called.code == 0, called.err
    assert fingerprint(own) == before
    assert tables(fresh) == tables(own)
    former = rows(own, "select run_id, status, files_loaded from ops.runs order by 1")
    assert rows(fresh, "select run_id, status, files_loaded from ops.runs order by 1")[: len(former)] == former
    assert rows(fresh, "select count(*) from quality.flags where status = 'dismissed' and note = 'đã xem'") == [(1,)]
    assert rows(fresh, "select status from ops.files where reason = 'empty_file' and uri like '%tin%'") == [
        ("discarded",)
    ]
    assert call(fresh, "doctor").code == 0
    assert call(own, "replay", "--all", "--into", str(fresh.root)).code == 2


@pytest.mark.slow
def test_without_a_choice_only_what_other_versions_made_is_taken(own: Home) -> None:
    assert again(own, Wanted()).outcome.status == "nothing_new"
    done = again(own, Wanted(), language__not_vietnamese="load")
    assert done.n_contents > 2
    assert ledger(own)["french.txt"] == "loaded"
    assert ("file", "quarantined → loaded", 2) in [(row["what"], row["change"], row["n"]) for row in done.changes]
    back = again(own, Wanted())
    assert ledger(own)["french.txt"] == "quarantined"
    assert ("article", "gone", 2) in [(row["what"], row["change"], row["n"]) for row in back.changes]
    assert rows(own, "select count(*) from articles join files using (file_id) where uri like '%french%'") == [(0,)]


@pytest.mark.slow
def test_a_condition_chooses_files(own: Home, call: Call) -> None:
    called = call(own, "replay", "--where", "outlet = 'Lao Động' or status = 'quarantined'", "--json")
    assert called.code == 0, called.err
    ((n_files,),) = rows(
        own,
        "select count(distinct file_id) from files left join articles using (file_id)"
        " where (outlet = 'Lao Động' or status = 'quarantined') and status <> 'discarded'",
    )
    assert json.loads(called.out)["contents"] == n_files
    for hostile in ("true); select (1", "outlet = ", "exists (from read_text('/etc/passwd'))"):
        assert call(own, "replay", "--where", hostile).code == 2


@pytest.mark.slow
def test_pairs_that_no_longer_hold_go(own: Home, tmp_path: Path) -> None:
    assert rows(own, "select count(*) > 0 from duplicates where method <> 'exact'") == [(True,)]
    again(own, Wanted(is_all=True), duplicates__near=1.0, duplicates__edited=0.999)
    assert rows(own, "select count(*) from duplicates where method in ('near', 'edited') and similarity < 0.999") == [
        (0,)
    ]
    orphans = "select count(*) from duplicates where cluster_id > least(article_id, duplicate_of)"
    assert rows(own, orphans) == [(0,)]


@pytest.mark.slow
def test_a_held_replay_changes_nothing_and_waits(own: Home, call: Call) -> None:
    before = tables(own)
    done = again(own, Wanted(is_all=True), gate__max_quarantined_share=0.0, gate__min_files=1)
    assert done.outcome.status == "held"
    assert tables(own) == before
    assert call(own, "run", "--no-prefect").code == 0
    assert (own.held / done.outcome.run_id).is_dir()
    assert call(own, "held", "discard", done.outcome.run_id, "--note", "không").code == 0
    assert call(own, "run", "--no-prefect").code == 0
    assert not (own.held / done.outcome.run_id).exists()
    assert tables(own) == before
