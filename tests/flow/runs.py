"""Real runs on real files, for the tests of the flow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flows.finishing import Outcome
from flows.local import ingest
from flows.settings import load
from tests.staged import rows as rows  # for those who run
from warehouse.layout import Home

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "articles"

BODY = (
    "Sáng nay, bến đò làng Hạ đông hơn ngày thường vì phiên chợ cuối năm họp sớm hai hôm so với mọi năm.",
    "Ông Trịnh Văn Bảy, người chèo đò đã ba mươi năm, cho biết mỗi chuyến chở được mười hai người cùng hàng hóa.",
    "Chính quyền xã dự kiến dựng một cây cầu gỗ trước mùa mưa, kinh phí do các hộ dân hai bên bờ cùng đóng góp.",
    "Trong khi chờ đợi, học sinh được đi đò miễn phí vào buổi sáng và được phát áo phao trước khi xuống bến.",
)


def article(title: str = "Bến đò làng Hạ đông khách ngày cuối năm", body: Sequence[str] = BODY) -> str:
    """A clean article file."""
    return "\n".join((title, "Thứ tư, 15/01/2025 - 07:30", "(Báo Bến Hạ) - " + body[0], *body[1:], "Lê Thị Mận")) + "\n"


def run(home: Home, *sources: Path, **flags: object) -> Outcome:
    """One ingest in this process; `flags` are settings, `__` for the dot of their names."""
    given: dict[str, Any] = {name.replace("__", "."): value for name, value in flags.items()}
    given = {"reading.settle_seconds": 0.0, **given, "sources": [str(source) for source in sources]}
    settings = load(home.root, environment={}, flags=given)
    outcome, _, _ = ingest(home, settings, settings.sources)
    return outcome


def ledger(home: Home) -> dict[str, str]:
    """Base name to status."""
    return {uri.rsplit("/", 1)[1]: status for uri, status in rows(home, "select uri, status from ops.files")}
