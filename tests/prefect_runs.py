"""Run the command line in processes of its own under a Prefect server, and ask the server what it saw of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from warehouse.layout import Home
from warehouse.store import open_reader

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "articles"
ARTICLE = """Mùa gặt sớm ở đồng bằng

Nông dân huyện bên sông bắt đầu gặt lúa từ sáng nay, sớm hơn mọi năm nửa tháng.

Theo hợp tác xã, cả vùng có hơn hai nghìn hecta lúa đã chín, phần lớn là giống ngắn ngày.
"""
# Files of a test are read at once, and nothing of this machine's own settings counts.
_QUICK = {"TINSACH_READING_SETTLE_SECONDS": "0"}
_PATIENCE_SECONDS = 90.0


def environment(**variables: str) -> dict[str, str]:
    """This process's, without settings of tinsach and Prefect, with `variables`."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith(("TINSACH_", "PREFECT_"))}
    return {
        **ours,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), ours.get("PYTHONPATH")))),
        **_QUICK,
        **variables,
    }


def command(home: Home, *arguments: str) -> list[str]:
    """The command line of a verb."""
    return [sys.executable, "-c", "from flows.cli import main; main()", "--home", str(home.root), *arguments]


def tinsach(home: Home, *arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end."""
    return subprocess.run(command(home, *arguments), env=env, capture_output=True, text=True, check=False, timeout=240)


@contextmanager
def running(home: Home, *arguments: str, env: Mapping[str, str], output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A verb that goes on until it is stopped; killed at the end of the block, should it still be there."""
    with output.open("wb") as sink:
        process = subprocess.Popen(command(home, *arguments), env=env, stdout=sink, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        for pid in [*descendants(process.pid), process.pid]:
            if is_alive(pid):
                os.kill(pid, 9)
        process.wait()


def descendants(pid: int) -> list[int]:
    """The processes that `pid` started, and those that they started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def is_alive(pid: int) -> bool:
    """It runs, and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_for(what: Callable[[], Any], said: Path | None = None) -> Any:
    """The first true answer; AssertionError, with what the program said, when there is none for too long."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not (answer := what()):
        assert time.monotonic() < deadline, said.read_text() if said else "it never came"
        time.sleep(0.1)
    return answer


def loaded_uris(home: Home) -> set[str]:
    """What readers of the warehouse see of the ledger."""
    with open_reader(home) as con:
        return {row[0] for row in con.execute("select uri from files where status = 'loaded'").fetchall()}


def ask(api: str, path: str, **body: Any) -> Any:
    """POST to the Prefect API."""
    request = urllib.request.Request(
        f"{api}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def last_flow_run(api: str, home: Home, flow: str = "ingest") -> dict[str, Any]:
    """The flow run of this home that began last."""
    return started_flow_runs(api, home, flow)[0]


def started_flow_runs(api: str, home: Home, flow: str) -> list[dict[str, Any]]:
    """The flow runs of this home that began, the last first.

    Those that wait for their time are left out by the server: it gives 200 at most, and a schedule of other tests fills
    that.
    """
    began = {"start_time": {"is_null_": False}}
    found = ask(api, "flow_runs/filter", sort="START_TIME_DESC", flows={"name": {"any_": [flow]}}, flow_runs=began)
    return [dict(run) for run in found if run["parameters"].get("home") == str(home.root)]
