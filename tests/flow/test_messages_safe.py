"""Messages let no secret out, leave no trace where they only look, and no run fails for them."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.flow.conftest import Call
from tests.flow.message_homes import told
from tests.prefect_runs import environment
from tests.receivers import SECRET, Webhook, webhook
from warehouse.layout import Home


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as made:
        yield made


def test_no_secret_gets_out(own_home: Home, hook: Webhook, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not of an address that works, one that fails, one that is none."""
    wrong = (f"json://u:{SECRET}@127.0.0.1:9/{SECRET}", f"slack://{SECRET}", f"khong://{SECRET}")
    monkeypatch.setenv("TINSACH_MESSAGES_ADDRESSES", " ".join((hook.address, *wrong)))
    said = ""
    for arguments in (
        ["messages"],
        ["messages", "--test"],
        ["messages", "--dry-run"],
        ["doctor"],
        ["--debug", "doctor"],
    ):
        done = call(own_home, *arguments)
        said += done.out + done.err
    assert hook.came
    assert "address 2 (json://…): no connection" in said
    assert "address 4 (khong://…) of messages.addresses is none that Apprise understands" in said
    assert call(own_home, "messages", "--test").code == 3
    monkeypatch.setenv("TINSACH_MESSAGES_ADDRESSES", SECRET)
    done = call(own_home, "--debug", "messages")
    assert done.code == 2
    said += done.out + done.err
    assert SECRET not in said
    kept = [file for file in own_home.root.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()]
    assert kept == []


def test_doctor_says_what_waits_and_who_could_read_the_addresses(own_home: Home, call: Call) -> None:
    own_home.settings.write_text('[messages]\naddresses = ["json://127.0.0.1:9/a"]\n', encoding="utf-8")
    own_home.root.chmod(0o755)
    own_home.settings.chmod(0o644)
    assert call(own_home, "messages").code == 3
    said = " ".join(call(own_home, "doctor").out.split())
    assert "messages go to 1 address: 1 (json://…)" in said
    assert "not sent yet: 2 messages: address 1 (json://…): no connection" in said
    assert "everybody on this machine can read" in said
    own_home.settings.chmod(0o600)
    assert stat.S_IMODE(own_home.settings.stat().st_mode) == 0o600
    assert "everybody on this machine" not in call(own_home, "doctor").out


def test_the_verb_prints_and_leaves_no_trace(own_home: Home, call: Call) -> None:
    own_home.settings.write_text('[messages]\nlanguage = "vi"\n', encoding="utf-8")
    done = call(own_home, "messages", "--digest", "--dry-run")
    assert (done.code, "Tuần qua:" in done.out) == (0, True)
    done = call(own_home, "messages", "--dry-run")
    assert (done.code, "Không có đợt chạy nào xong từ 02/01/2026" in done.out) == (0, True)
    assert not (own_home.state / "messages.json").exists()
    assert call(own_home, "messages", "--test").code == 2
    done = call(own_home, "messages")
    assert (done.code, "silence:ingest" in done.out, "go nowhere" in done.out) == (0, True, True)
    assert call(own_home, "messages", "--quiet").out == ""


def test_whatever_goes_wrong_no_run_fails(own_home: Home, hook: Webhook) -> None:
    own_home.state.mkdir(exist_ok=True)
    (own_home.state / "messages.json").write_text("[", encoding="utf-8")
    (own_home.state / "outbox").mkdir()
    (own_home.state / "outbox" / "0.json").write_text('{"torn', encoding="utf-8")
    (own_home.root.parent / "in").mkdir()
    assert told(own_home, [hook.address]).status == "nothing_new"
    (own_home.state / "messages.lock").unlink()
    (own_home.state / "messages.lock").mkdir()
    assert told(own_home, [hook.address]).status == "nothing_new"
    events = (own_home.logs / "events.jsonl").read_text(encoding="utf-8")
    assert '"message_not_made"' in events


def test_a_run_that_tells_nothing_does_without_apprise(own_home: Home) -> None:
    (own_home.root.parent / "in").mkdir()
    arguments = ["--home", str(own_home.root), "run", "--no-prefect", str(own_home.root.parent / "in")]
    script = f"import sys; from flows.cli import run_cli; run_cli({arguments!r}); print('loaded', *sys.modules)"
    env = environment(TINSACH_MESSAGES_ADDRESSES="json://127.0.0.1:9", TINSACH_MESSAGES_CAUSES="jump")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env)
    assert "nothing new" in done.stdout
    assert not {"apprise", "requests", "prefect", "great_expectations"} & set(
        done.stdout.rpartition("loaded")[2].split()
    )
