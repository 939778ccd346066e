"""Every setting as data: group, name, default, meaning, what it takes. File, environment and docs derive from it."""

from __future__ import annotations

from dataclasses import Field, dataclass, fields, is_dataclass
from typing import Any

from flows.settings_dashboard import Dashboard
from flows.settings_gate import Gate
from flows.settings_messages import Messages
from flows.settings_values import (
    CRON,
    SHARE,
    SIZE,
    TEXT,
    TEXTS,
    Spec,
    choice,
    or_off,
    required_setting,
    seconds,
    setting,
    whole,
)
from transforms.errors import ConfigurationError


@dataclass(frozen=True)
class Source:
    """A place where files arrive. `path` is absolute once loaded; in tinsach.toml it starts from the home folder."""

    path: str = required_setting(
        "a folder (searched with all its subfolders), a file, or a glob such as `drop/2025-*/**/*.txt`; "
        "a relative one starts from the folder of this file",
        TEXT,
        example="inbox",
    )
    include: tuple[str, ...] = setting(
        ("*.txt",), "patterns of the names to load; one with a slash is matched with the path inside the source", TEXTS
    )
    exclude: tuple[str, ...] = setting((), "patterns of the names to leave out, stronger than `include`", TEXTS)
    outlet: str | None = setting(
        None, "the outlet of articles that do not name theirs", TEXT, example="VnExpress", changes_results=True
    )
    settle_seconds: float | None = setting(
        None, "its own settle time, where it differs from [reading]", seconds(0, 3600), example=30.0
    )
    sidecar: str = setting(
        "none", "with `json`, `bài.json` beside `bài.txt` may say url, outlet and crawl_time: recorded as given",
        choice("none", "json"),
    )  # fmt: skip
    crawled_on: str | None = setting(
        None, "when its files were crawled, where no sidecar says it: recorded as given", TEXT, example="2026-11-20"
    )
    archive: str | None = setting(
        None, "a folder outside of the source, to which the next run moves files that were taken in", TEXT,
        example="/srv/archive",
    )  # fmt: skip
    name: str | None = setting(None, "what messages call it", TEXT, example="crawler")


@dataclass(frozen=True)
class Reading:
    """How files are found and read."""

    settle_seconds: float = setting(2.0, "a file is read once it has not changed for so long", seconds(0, 3600))
    max_file_bytes: int = setting(32 * 1024**2, "larger files are skipped as too_large", SIZE)
    max_lines: int = setting(
        50_000, "a text with more lines is quarantined as oversized_text", whole(1, 10_000_000), changes_results=True
    )
    max_line_chars: int = setting(20_000_000, "so is one with a longer line", whole(1, 10**9), changes_results=True)
    batch_files: int = setting(10_000, "files staged together: more need more memory", whole(1, 1_000_000))
    batch_bytes: int = setting(24 * 1024**2, "bytes of files staged together, at most", SIZE)
    max_files_per_run: int = setting(
        100_000, "a run takes at most so many new files; the next run takes the rest", whole(1, 10_000_000)
    )


@dataclass(frozen=True)
class Language:
    """Which articles count as Vietnamese."""

    min_vietnamese_share: float = setting(
        0.5, "an article is Vietnamese from this share of possible Vietnamese syllables", SHARE, changes_results=True
    )
    not_vietnamese: str = setting(
        "quarantine", "what to do with articles in other languages", choice("quarantine", "load"), changes_results=True
    )


@dataclass(frozen=True)
class Duplicates:
    """When two articles are the same text. Similarity is the Jaccard similarity of their sets of word 5-grams."""

    near: float = setting(0.8, "from this similarity a pair is `near`", SHARE, changes_results=True)
    edited: float = setting(0.5, "from this similarity up to `near` a pair is `edited`", SHARE, changes_results=True)
    contained: float = setting(
        0.9,
        "an article of whose word 5-grams a longer one holds this share is `contained` in it",
        SHARE,
        changes_results=True,
    )
    same_title: float = setting(
        0.6,
        "from this Jaccard similarity of their titles' words on, a changed text of the same outlet is a version",
        SHARE,
        changes_results=True,
    )
    bands: int = setting(
        48, "bands of the MinHash signature: more find more pairs", whole(1, 512), changes_results=True
    )
    rows: int = setting(3, "rows of a band: more compare fewer pairs", whole(1, 64), changes_results=True)
    min_shingles: int = setting(
        20, "articles with fewer word 5-grams are only compared for equality", whole(1, 10_000), changes_results=True
    )

    def __post_init__(self) -> None:
        if not 0 < self.edited <= self.near:
            raise ConfigurationError(
                f"duplicates.edited ({self.edited:g}) must be above 0 and at most duplicates.near ({self.near:g}): "
                "change one of the two"
            )
        for name in ("contained", "same_title"):
            if not getattr(self, name):
                raise ConfigurationError(f"duplicates.{name} (0) must be above 0")


@dataclass(frozen=True)
class History:
    """What the rules about outlets compare a run with."""

    runs: int = setting(30, "a run is compared with the last so many runs of an outlet", whole(1, 1000))
    min_runs: int = setting(5, "an outlet is compared once so many runs had articles of it", whole(1, 1000))
    min_articles: int = setting(
        20, "lengths and shares are compared from so many articles of a run on", whole(1, 10_000)
    )
    min_silence_hours: int = setting(
        24, "an outlet counts as silent after so many hours at the earliest", whole(1, 8760)
    )


@dataclass(frozen=True)
class Profiles:
    """Groups of measures and rules that cost more than all others together."""

    corpus: str = setting(
        "off", "the published heuristics for language models' corpora: Gopher, C4, FineWeb (docs/rules.md)",
        choice("off", "on"), changes_results=True,
    )  # fmt: skip


@dataclass(frozen=True)
class Store:
    """What is kept."""

    keep_snapshots: int = setting(3, "published snapshots that are kept, the current one too", whole(1, 10_000))


@dataclass(frozen=True)
class Furniture:
    """When a line that stands in many different articles is learned to be page furniture."""

    min_articles: int = setting(20, "in at least so many different articles, of an outlet or anywhere", whole(2, 10**9))
    min_share: float = setting(0.02, "and in this share of them", SHARE)
    text_factor: int = setting(3, "running text must stand in so many times as many", whole(1, 1000))


@dataclass(frozen=True)
class Maintain:
    """The nightly upkeep."""

    cron: str = setting("30 3 * * *", "when `up` and `serve` run it", CRON)
    staging_days: int = setting(7, "unfinished runs that nobody took up for so long are removed", whole(1, 3650))
    originals_days: int | None = setting(
        None, "kept bytes of loaded files are removed after so long; without it they stay", whole(1, 36500), example=365
    )
    min_free_share: float = setting(0.25, "the warehouse is rebuilt when this share of its file is empty", SHARE)
    data_docs_runs: int = setting(10, "audited runs that the Data Docs have a page of", whole(1, 1000))
    prefect_days: int = setting(30, "Prefect's records of our runs are removed after so long", whole(1, 3650))


@dataclass(frozen=True)
class Search:
    """How the articles are searched (dashboard, and `search` in SQL)."""

    index_from: int = setting(
        100_000,
        "from so many articles on `maintain` keeps an index of their words, an eighth of the warehouse's size",
        or_off(whole(1, 10**9)),
    )


@dataclass(frozen=True)
class Backup:
    """Where `maintain`, and `backup` without a file, put backups."""

    folder: str | None = setting(
        None, "a folder for backups, best on another disk; a relative one starts from the home", TEXT, example="backups"
    )
    keep: int = setting(7, "backups that are kept there", whole(1, 10_000))


@dataclass(frozen=True)
class Sql:
    """What a query of `tinsach sql`, or of the page SQL of the dashboard, may cost."""

    max_seconds: float = setting(600.0, "a query that takes longer is broken off", seconds(1, 7 * 86400))
    max_temporary_bytes: int = setting(
        10 * 1024**3, "what does not fit into memory may take so much room on the disk", SIZE
    )
    page_max_seconds: float = setting(30.0, "the same for the page of the dashboard", seconds(1, 86400))
    page_max_rows: int = setting(10_000, "rows that the page shows and downloads at most", whole(1, 1_000_000))
    page_max_bytes: int = setting(50 * 1024**2, "size of the rows that the page holds at most, in memory", SIZE)


@dataclass(frozen=True)
class Schedule:
    """When `up` and `serve` look for new files: `every_seconds` or `cron`, not both."""

    every_seconds: float | None = setting(900.0, "time between two runs", seconds(1, 366 * 86400))
    cron: str | None = setting(None, "times of the runs, instead of `every_seconds`", CRON, example="*/15 6-22 * * *")


_GATE = Gate()
_MESSAGES = Messages()
_DASHBOARD = Dashboard()


@dataclass(frozen=True)
class Settings:
    """All settings. `sources` are searched; `configured` are those of tinsach.toml, whose outlet and settle time hold
    for the files in them whatever source found them."""

    sources: tuple[Source, ...] = ()
    configured: tuple[Source, ...] = ()
    reading: Reading = Reading()
    language: Language = Language()
    duplicates: Duplicates = Duplicates()
    gate: Gate = _GATE
    history: History = History()
    profiles: Profiles = Profiles()
    store: Store = Store()
    furniture: Furniture = Furniture()
    maintain: Maintain = Maintain()
    backup: Backup = Backup()
    search: Search = Search()
    sql: Sql = Sql()
    schedule: Schedule = Schedule()
    messages: Messages = _MESSAGES
    dashboard: Dashboard = _DASHBOARD


GROUPS: dict[str, type] = {item.name: type(item.default) for item in fields(Settings) if is_dataclass(item.default)}


def setting_fields(group: type) -> dict[str, tuple[Field[Any], Spec]]:
    """The settings of a group by name."""
    return {item.name: (item, item.metadata["spec"]) for item in fields(group)}


SPECS: dict[str, Spec] = {
    f"{group}.{name}": spec for group, kind in GROUPS.items() for name, (_, spec) in setting_fields(kind).items()
}


def variable(key: str) -> str:
    """The environment variable of a setting: `gate.min_files` is TINSACH_GATE_MIN_FILES."""
    return "TINSACH_" + key.replace(".", "_").upper()


def value_of(settings: Settings, key: str) -> Any:
    """The value of `group.name`."""
    group, name = key.split(".")
    return getattr(getattr(settings, group), name)


def written_default(item: Field[Any], spec: Spec) -> str:
    """The default as TOML, empty where there is none."""
    return spec.kind.write(item.default) if isinstance(item.default, (str, int, float, tuple)) else ""
