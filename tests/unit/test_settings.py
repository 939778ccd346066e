"""Settings: layers, refusals with their place, the annotated file, the fingerprint."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import tomllib
import traceback
from pathlib import Path

import pytest

from flows.settings import Settings, Source, annotated_toml, fingerprint, load, resolve_home, settings_rows
from flows.settings_given import Given, read_given
from flows.settings_groups import GROUPS, SPECS, setting_fields, variable
from flows.settings_values import Spec, whole
from transforms.errors import ConfigurationError

ROOT = Path(__file__).parents[2]


def home_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "tinsach.toml").write_text(text, encoding="utf-8")
    return tmp_path


def loaded(tmp_path: Path, text: str = "", env: dict[str, str] | None = None, **flags: object) -> Settings:
    return load(home_with(tmp_path, text), environment=env or {}, flags=flags)


def test_defaults_hold_without_a_file(tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere", environment={}) == Settings()


def test_each_layer_is_stronger_than_the_one_before(tmp_path: Path) -> None:
    home = home_with(tmp_path, "[gate]\nmin_files = 1\nmax_quarantined_share = 0.1\n[store]\nkeep_snapshots = 7")
    env = {"TINSACH_GATE_MIN_FILES": "2", "TINSACH_GATE_MAX_QUARANTINED_SHARE": "0.2", "HOME": "/root"}
    settings = load(home, environment=env, flags={"gate.min_files": 3, "store.keep_snapshots": None})
    assert (settings.gate.min_files, settings.gate.max_quarantined_share, settings.store.keep_snapshots) == (3, 0.2, 7)


def test_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    assert loaded(tmp_path, env={"TINSACH_GATE_MIN_FILES": "", "TINSACH_SOURCES": ""}) == Settings()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("3", 3), ("0.5", 0.5), ('"500ms"', 0.5), ('"15m"', 900), ('"1h"', 3600), ('"1m 30s"', 90), ('"2"', 2)],
)
def test_durations(tmp_path: Path, text: str, seconds: float) -> None:
    assert loaded(tmp_path, f"[reading]\nsettle_seconds = {text}").reading.settle_seconds == seconds


@pytest.mark.parametrize(("text", "n_bytes"), [("10", 10), ('"64MB"', 64_000_000), ('"1.5 MiB"', 1_572_864)])
def test_sizes(tmp_path: Path, text: str, n_bytes: int) -> None:
    assert loaded(tmp_path, f"[reading]\nbatch_bytes = {text}").reading.batch_bytes == n_bytes


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("\n[gate]\n\nmin_fils = 3", 4, "unknown setting 'min_fils' in [gate]: did you mean min_files? Allowed: max_q"),
        ("[gaet]\nmin_files = 3", 1, "did you mean gate? Allowed: sources, reading,"),
        ("reading = 3", 1, "write [reading]"),
        ('sources = ["a"]', 1, "write [[sources]]"),
        ('[[sources]]\npath = "a"\n[[sources]]\npath = "b"\noutlets = "VOV"', 5, "did you mean outlet?"),
        ('[[sources]]\npath = "a"\n[[sources]] # b\nname = "b"', 3, "needs a path"),
        ('[[sources]]\npath = "a"\n[[sources]]\npath = "./a"', 4, "twice"),
        ('[[sources]]\npath = "a"\ninclude = "*.txt"', 3, "a list of texts"),
        ('[[sources]]\npath = " "', 2, "give text"),
        ("[gate]\nmin_files = true", 2, "a whole number from 1"),
        ("[gate]\nmin_files = 1.5", 2, "a whole number from 1"),
        ("[gate]\nmin_files = 0", 2, "a whole number from 1"),
        ("[gate]\nmax_quarantined_share = 1.01", 2, "a number from 0 to 1"),
        ("[gate]\nmax_quarantined_share = nan", 2, "a number from 0 to 1"),
        ("[reading]\nsettle_seconds = inf", 2, "from 0s to 1h"),
        ('[reading]\nsettle_seconds = "2 weeks"', 2, '"500ms"'),
        ("[reading]\nmax_file_bytes = -1", 2, '"64MiB"'),
        ('[reading]\nmax_file_bytes = "3 pounds"', 2, '"64MiB"'),
        ('[schedule]\ncron = "every day"', 2, "five cron fields"),
        ('[schedule]\ncron = "0 * * * *"\nevery_seconds = 9', 3, "exclude each other"),
        ('[language]\nnot_vietnamese = "drop"', 2, '"quarantine" or "load"'),
        ("[gate]\nmin_files = x\n", 2, "not readable as TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        loaded(tmp_path, text)
    message = str(caught.value)
    assert f"{tmp_path / 'tinsach.toml'}" in message
    assert re.search(rf"line {line}\b", message), message
    assert says in message
    assert "\n" not in message


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tinsach.toml").write_bytes(b"[gate]\n# \xff")
    with pytest.raises(ConfigurationError, match=r"tinsach\.toml: not readable"):
        load(tmp_path, environment={})


def test_a_wrong_variable_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"TINSACH_GATE_MINFILES.*did you mean TINSACH_GATE_MIN_FILES"):
        loaded(tmp_path, env={"TINSACH_GATE_MINFILES": "3"})
    with pytest.raises(ConfigurationError, match=r"variable TINSACH_GATE_MIN_FILES: .*'many' does not fit"):
        loaded(tmp_path, env={"TINSACH_GATE_MIN_FILES": "many"})


@pytest.mark.parametrize("flag", ["gate.min_fil", "min_files", "gates.min_files"])
def test_a_wrong_flag_is_refused(tmp_path: Path, flag: str) -> None:
    with pytest.raises(ConfigurationError, match=f"flag {flag}: unknown setting .*min_files"):
        load(tmp_path, environment={}, flags={flag: 3})


def test_similarities_in_the_wrong_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"duplicates\.edited \(0\.9\) must be .* duplicates\.near \(0\.8\)"):
        loaded(tmp_path, "[duplicates]\nedited = 0.9")


def test_the_stronger_layer_says_whether_the_schedule_is_every_or_cron(tmp_path: Path) -> None:
    by_cron = '[schedule]\ncron = "0 5 * * 1-5"'
    assert loaded(tmp_path, by_cron).schedule.every_seconds is None
    by_flag = load(home_with(tmp_path, by_cron), environment={}, flags={"schedule.every_seconds": "15m"})
    assert (by_flag.schedule.every_seconds, by_flag.schedule.cron) == (900, None)


def test_relative_sources_start_from_the_home_in_the_file_and_from_here_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    home_with(home, '[[sources]]\npath = "inbox/../drop"\noutlet = "VOV"\ninclude = ["*.text"]')
    configured = load(home, environment={}).sources
    assert configured == (Source(path=f"{home}/drop", outlet="VOV", include=("*.text",)),)
    by_env = load(home, environment={"TINSACH_SOURCES": f"a:{home}/drop"})
    assert by_env.sources == (Source(path=f"{here}/a"), *configured), "a known source keeps its patterns"
    by_flag = load(home, environment={"TINSACH_SOURCES": "a"}, flags={"sources": ("b", "./b", "//c")})
    assert by_flag.sources == (Source(path=f"{here}/b"), Source(path="/c"))
    assert by_flag.configured == configured
    with pytest.raises(ConfigurationError, match="flag sources"):
        load(home, environment={}, flags={"sources": ("",)})


def test_home_is_flag_then_variable_then_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert resolve_home("h", {"TINSACH_HOME": "/e"}) == tmp_path / "h"
    assert resolve_home(None, {"TINSACH_HOME": "/e"}) == Path("/e")
    assert resolve_home(None, {"TINSACH_HOME": ""}) == tmp_path / "data"


def test_the_annotated_file_says_the_defaults(tmp_path: Path) -> None:
    text = annotated_toml()
    assert loaded(tmp_path, text) == Settings()
    uncommented = re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE)
    assert loaded(tmp_path, uncommented) == Settings(
        sources=(Source(path=f"{tmp_path}/inbox"),), configured=(Source(path=f"{tmp_path}/inbox"),)
    )
    written = tomllib.loads(uncommented)
    examples = set(re.findall(r"^# Example: (\w+) = ", text, flags=re.MULTILINE))
    for group, kind in GROUPS.items():
        assert set(setting_fields(kind)) - written[group].keys() <= examples
    assert max(map(len, text.splitlines())) <= 120


def test_every_example_can_be_used(tmp_path: Path) -> None:
    text = annotated_toml()
    examples = list(re.finditer(r"^# Example: (.*)", text, flags=re.MULTILINE))
    assert len(examples) > 5
    for match in examples:
        groups, example = re.findall(r"^\[(\w+)\]$", text[: match.start()], flags=re.MULTILINE), match[1]
        head = f"[{groups[-1]}]" if groups else "[[sources]]\npath = 'a'"
        assert loaded(tmp_path, f"{head}\n{example}") != loaded(tmp_path, head)


def test_every_setting_has_a_row_and_a_variable_that_works(tmp_path: Path) -> None:
    rows = {row["setting"]: row for row in settings_rows()}
    assert set(rows) == {*SPECS, *(f"sources.{name}" for name in setting_fields(Source))}
    assert all(row["meaning"] and row["allowed"] for row in rows.values())
    assert rows["sources.path"]["variable"] == "TINSACH_SOURCES"
    for key in SPECS:
        default = rows[key]["default"].strip('"')
        assert rows[key]["variable"] == variable(key)
        if default:
            assert loaded(tmp_path, env={variable(key): default}) == Settings()


def test_the_fingerprint_moves_only_with_settings_that_change_results(tmp_path: Path) -> None:
    plain = fingerprint(Settings())
    assert re.fullmatch(r"[0-9a-f]{16}", plain)
    for key, spec in SPECS.items():
        changed = {
            "duplicates.contained": 0.8,
            "duplicates.edited": 0.4,
            "duplicates.same_title": 0.7,
            "language.not_vietnamese": "load",
            "schedule.cron": "1 * * * *",
            "maintain.cron": "1 * * * *",
            "backup.folder": "sao lưu",
            "dashboard.password": "chợ phiên",
            "dashboard.decisions": "off",
            "gate.jumps": "info",
            "gate.max_rule_shares": ["mojibake=0.2"],
            "profiles.corpus": "on",
            "messages.addresses": ["json://localhost"],
            "messages.causes": ["held"],
            "messages.min_severity": "info",
            "messages.language": "en",
            "messages.digest_weekday": "friday",
        }.get(key, 0.6 if "share" in key else 0.9 if key == "duplicates.near" else 11)
        moved = fingerprint(load(tmp_path, environment={}, flags={key: changed})) != plain
        assert moved == spec.changes_results, key
    assert fingerprint(Settings(configured=(Source(path="/a", name="n"),))) == plain
    assert fingerprint(Settings(configured=(Source(path="/a", outlet="VOV"),))) != plain
    assert fingerprint(Settings(configured=(Source(path="/\udcff", outlet="VOV"),))) != plain


SECRET = "mat-khau-bi-mat"


def test_addresses_are_secret(tmp_path: Path) -> None:
    text = f'[messages]\naddresses = ["json://u:{SECRET}@host/a", "mailtos://x?to=b,c"]'
    settings = loaded(tmp_path, text)
    assert [one.reveal() for one in settings.messages.addresses] == [f"json://u:{SECRET}@host/a", "mailtos://x?to=b,c"]
    assert SECRET not in f"{settings!r} {settings} {dataclasses.asdict(settings)}"
    by_env = loaded(tmp_path, env={"TINSACH_MESSAGES_ADDRESSES": " json://a\n slack://b "})
    assert [one.reveal() for one in by_env.messages.addresses] == ["json://a", "slack://b"]
    assert by_env.messages != settings.messages


@pytest.mark.parametrize(
    "value", [f'"{SECRET}"', f'["{SECRET}"]', f'["json://a {SECRET}"]', f"{{ a = '{SECRET}' }}", "3"]
)
def test_a_wrong_address_is_refused_without_repeating_it(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigurationError, match=r"line 2: messages\.addresses does not fit: give a list") as caught:
        loaded(tmp_path, f"[messages]\naddresses = {value}")
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(ConfigurationError) as caught:
        loaded(tmp_path, env={"TINSACH_MESSAGES_ADDRESSES": f'["{SECRET}'})
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_the_error_of_a_secret_has_no_cause_that_quotes_it() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_given(Given("a.b", SECRET, "here"), Spec("a number", whole(1, 2), is_secret=True))
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ('causes = ["held", "holds"]', 'a list of "held", "failed"'),
        ("jump_factor = 0.5", "a number from 1 to 1000"),
        ('digest_weekday = "thứ hai"', '"monday" or "tuesday"'),
    ],
)
def test_words_and_numbers_of_messages(tmp_path: Path, line: str, allowed: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(allowed)):
        loaded(tmp_path, f"[messages]\n{line}")
    assert loaded(tmp_path, '[messages]\ncauses = ["jump", "held", "jump"]').messages.causes == ("jump", "held")


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().gate.min_files = 3  # type: ignore[misc]


def test_settings_are_cheap_to_import() -> None:
    code = "import sys, flows.settings; print(*{name.split('.')[0] for name in sys.modules})"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"polars", "duckdb", "prefect", "great_expectations", "streamlit", "click"} & set(out.stdout.split())
