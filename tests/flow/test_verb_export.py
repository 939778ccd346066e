"""`tinsach export`: what is in the shards, the manifest and the datasheet."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest

from flows.exporting import export
from tests.flow.conftest import Call
from tests.flow.runs import rows
from transforms.errors import ConfigurationError
from warehouse.layout import Home


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("articles-*"))}


def test_clean_articles_as_parquet(call: Call, verb_home: Home, tmp_path: Path) -> None:
    done = call(verb_home, "export", str(tmp_path / "corpus"), "--clean")
    assert done.code == 0
    wanted = rows(verb_home, "select article_id, title, lead, body from clean_articles order by all")
    found = pl.read_parquet(tmp_path / "corpus" / "articles-00000.parquet")
    assert found.select("article_id", "title", "lead", "body").rows() == wanted
    assert found["duplicate_of"].null_count() == found.height
    datasheet = (tmp_path / "corpus" / "README.md").read_text(encoding="utf-8")
    assert f"{len(wanted):,} articles" in datasheet
    left_out = rows(verb_home, "select reason, n_articles from left_out where reason <> 'clean' and n_articles > 0")
    assert all(f"| {reason} | {n:,} |" in datasheet for reason, n in left_out)


def test_all_articles_as_json_lines_with_their_flags(verb_home: Home, tmp_path: Path) -> None:
    export(verb_home, tmp_path / "corpus", only_clean=False, form="jsonl")
    text = (tmp_path / "corpus" / "articles-00000.jsonl").read_text(encoding="utf-8")
    found = {item["article_id"]: item for item in map(json.loads, text.splitlines())}
    assert sorted(found) == [identity for (identity,) in rows(verb_home, "select article_id from articles order by 1")]
    query = """
        select article_id, list(distinct rule order by rule)
        from flags semi join articles using (article_id)
        where status = 'open'
        group by article_id
    """
    flagged = dict(rows(verb_home, query))
    assert flagged
    assert {identity: item["flags"] for identity, item in found.items() if item["flags"]} == flagged


def test_the_same_snapshot_gives_the_same_shards(verb_home: Home, tmp_path: Path) -> None:
    made = export(verb_home, tmp_path / "one", only_clean=False, shard_rows=3)
    export(verb_home, tmp_path / "two", only_clean=False, shard_rows=3)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    manifest = json.loads((tmp_path / "one" / "manifest.json").read_text(encoding="utf-8"))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents(tmp_path / "one").items()}
    assert {item["name"]: item["sha256"] for item in manifest["files"]} == hashes
    parts = [pl.read_parquet(file) for file in sorted((tmp_path / "one").glob("*.parquet"))]
    assert [part.height for part in parts] == [shard.n_articles for shard in made.shards]
    assert pl.concat(parts)["article_id"].is_sorted()


def test_an_empty_warehouse_gives_an_empty_shard(tmp_path: Path) -> None:
    made = export(Home(tmp_path / "home"), tmp_path / "corpus", only_clean=True)
    assert [shard.n_articles for shard in made.shards] == [0]
    assert "article_id" in pl.read_parquet(tmp_path / "corpus" / "articles-00000.parquet").columns


def test_nothing_is_written_over(call: Call, verb_home: Home, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "mine.txt").write_text("x", encoding="utf-8")
    done = call(verb_home, "export", str(tmp_path / "corpus"))
    assert (done.code, [file.name for file in (tmp_path / "corpus").iterdir()]) == (2, ["mine.txt"])
    with pytest.raises(ConfigurationError):
        export(verb_home, tmp_path / "corpus" / "mine.txt", only_clean=True)
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".tmp")] == []


def test_where_nothing_can_be_written(call: Call, verb_home: Home) -> None:
    done = call(verb_home, "export", "/proc/corpus")
    assert done.code == 3
    assert "cannot export to /proc/corpus" in done.err
