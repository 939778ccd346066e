"""The dashboard as people get it: the command line on invented articles, a real server, a real Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.screen import Screen
from tests.staged import Rows, at, document, write_run
from warehouse import store
from warehouse.layout import Home

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ROOT = Path(__file__).parents[2]
HOSTILE = (
    ("title", "<script>alert(1)</script>"),
    ("lead", "<img src=x onerror='alert(2)'> **đậm** [liên kết](https://example.com) $x^2$ :red[đỏ]"),
    ("body", "</td></tr></table><h1>tràn ra ngoài</h1>\u202eđảo ngược\u200b"),
)
HOSTILE_OUTLET = "Báo <b onclick=alert(5)>Hạ</b> & con"
HELD_RUN = "20260103T080000-aaaa"
Visit = Callable[..., Screen]
_START_SECONDS = 60

_PARAGRAPHS = (
    "Sáng nay, bến thuyền làng Hạ đông người từ lúc trời còn tối, ai cũng muốn mua được mẻ cá đầu tiên của mùa nước.",
    "Cụ Tâm, thợ mộc đã dựng ba cây cầu gỗ trong làng, cho biết năm nay lúa chín sớm hơn mọi năm khoảng mười ngày.",
    "Theo ban quản lý chợ phiên, số gian hàng bán đồ đan lát tăng từ mười hai lên hai mươi sau khi đình lợp lại mái.",
    "Người làng dự định mở thêm một chuyến đò ngang vào buổi chiều để học sinh bên kia sông về nhà trước khi trời tối.",
)


def article(title: str, *more: str, day: str = "12/03/2025") -> str:
    """An invented article file: title, date, lead and paragraphs, then what `more` adds."""
    paragraphs = [f"{paragraph} Bài này kể về {title.lower()}." for paragraph in _PARAGRAPHS]
    return "\n\n".join([title, f"Thứ tư, {day}, 08:30 (GMT+7)", *paragraphs, *more]) + "\n"


ARTICLES = {
    "thu-tuong.txt": article("Thủ tướng nước láng giềng thăm làng gốm", "Theo Báo Hạ Giang"),
    "cho-phien.txt": article(
        "Chợ phiên vùng cao họp sớm", "Tin liên quan", "• Đò ngang chạy thêm chuyến", "• Mái đình được lợp lại"
    ),
    "lap-lai.txt": article("Đội thả diều của làng bên đê", _PARAGRAPHS[1], _PARAGRAPHS[1]),
}
BINARY = b"\x00\x01\x02\xff\xfe\xfd" * 40


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The warehouse that `tinsach run` makes of the articles, and a hostile one besides."""
    folder = tmp_path_factory.mktemp("dashboard")
    inbox = folder / "tin"
    inbox.mkdir()
    for name, text in ARTICLES.items():
        (inbox / name).write_text(text, encoding="utf-8")
    (inbox / "nhi-phan.txt").write_bytes(BINARY)
    done = subprocess.run(
        [*_TINSACH, "--home", str(folder / "home"), "run", str(inbox)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    made = Home(folder / "home")
    store.publish(made, write_run(made, "20260102T080000-0001", _hostile()), now=datetime.now(UTC))
    store.publish_held(made, _held(made), now=datetime.now(UTC))
    return made


def _held(home: Home) -> Path:
    """A run that the gate held, of a quarantined file whose text is markup."""
    waiting = document("waiting", "/tin/cho-duyet.txt", "quarantined", reason="mojibake", lines=HOSTILE, seen=at(24))
    record = {"status": "held", "files_new": 1, "started_at": at(24), "finished_at": at(24), "detail": "1 of 1 files"}
    broken = {"rule": "orphan_line", "severity": "critical", "checked": 10, "unexpected": 3, "success": False}
    return write_run(home, HELD_RUN, waiting, run=record, results=[{**broken, "errored": False}])


def _hostile() -> Rows:
    """An article that no file gives like this, for its title is markup alone."""
    uri = "/tin/<b onclick=alert(3)>x.txt"
    flags = [("markup_residue", "warning", 2)]
    rows = document("hostile", uri, lines=HOSTILE, line_flags=flags, outlet=HOSTILE_OUTLET)
    rows["flags"][0] |= {"detail": '"><script>alert(4)</script>', "value": "1"}
    whole = {"flag_id": "silent", "rule": "outlet_silent", "severity": "warning", "status": "open"}
    rows["flags"].append({**whole, "outlet": HOSTILE_OUTLET, "detail": "silent for <i>30</i> days"})
    return rows


@pytest.fixture(scope="session")
def address(home: Home) -> Iterator[str]:
    """Where the dashboard of that home listens."""
    with served(home) as found:
        yield found


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    """One browser, so that Streamlit's scripts are loaded once.

    It ends with these tests: until then an event loop is at work, and Prefect would answer with coroutines.
    """
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        browser.close()


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Visit]:
    """`visit(address)` is a new visitor; at the end nobody may have seen an error or left the machine."""
    screens = []

    def arrive(address: str, width: int = 1280) -> Screen:
        screens.append(Screen(context, address, width))
        return screens[-1]

    yield arrive
    for screen in screens:
        screen.leave()


@contextmanager
def served(home: Home, *options: str, **environment: str) -> Iterator[str]:
    """`tinsach dashboard` on a free port, with `options` and more environment, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [*_TINSACH, "--home", str(home.root), "dashboard", "--port", str(port), *options]
    told = {**os.environ, **environment}
    with subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the dashboard ended"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the dashboard does not answer")


_TINSACH = (sys.executable, "-c", "from flows.cli import main; main()")
