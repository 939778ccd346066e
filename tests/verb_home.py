"""A small published warehouse with something for every verb: near duplicates, flags, a quarantined file, a held run."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from tests.staged import T0, Rows, article_id, at, document, flag_id, pair, sighting, write_run
from warehouse import store
from warehouse.layout import Home

ESCAPE = "\x1b[31mđỏ\x1b]0;chiếm\x07\x9b5n"  # what a hostile article may hold
ORIGINAL = (
    ("title", "Cầu mới qua sông Hậu thông xe"),
    ("lead", "Sáng nay cầu thông xe. Hàng nghìn người đến xem."),
    ("body", "Cầu dài 1,2 km."),
    ("related_title", "Bài khác"),
)
COPY = (
    ("title", "Thông xe cầu mới"),
    ("lead", "Sáng nay cầu thông xe. Rất nhiều người đến xem."),
    ("body", "Cầu dài 1,2 km."),
    ("duplicate", "Cầu dài 1,2 km."),
    ("appended_title", "Chợ nổi đông khách"),
    ("appended_body", "Khách tăng gấp đôi."),
)
HELD_RUN = "20260103T080000-aaaa"


def published_home(root: Path) -> Home:
    """The warehouse, at `root`: snapshot 2 is a run, snapshot 3 the record of a held one."""
    home = Home(root)
    first = document(
        "first", "/tin/cau-moi.txt", lines=ORIGINAL, line_flags=[("related_links_residue", "warning", 4)],
        flags=[("unknown_author", "info")], outlet="VnExpress", published_on=date(2026, 1, 1), byline="Nguyễn Ánh",
    )  # fmt: skip
    second = document(
        "second", "/tin/thong-xe.txt", lines=COPY, line_flags=[("repeated_paragraphs", "warning", 4)],
        outlet="Lao Động", published_on=date(2026, 1, 4),
    )  # fmt: skip
    stranger = document(
        "stranger", "/tin/la.txt", lines=(("title", ESCAPE), ("lead", f"Mở {ESCAPE} bài.")), outlet="VOV"
    )
    broken = document(
        "broken", "/tin/hong.txt", "quarantined", lines=(), flags=[("binary_data", "critical")],
        reason="binary_data",
    )  # fmt: skip
    documents = (first, second, stranger, _broken(broken))
    copies = (sighting("first", "/tin/sao/cau-moi-2.txt"),)
    run = write_run(
        home,
        "20260102T080000-0001",
        *documents,
        *copies,
        duplicates=[pair("second", "first", "first", similarity=0.87)],
    )
    store.publish(home, run, now=T0)
    held = write_run(
        home, HELD_RUN, document("waiting", "/tin/cho.txt", "quarantined", reason="empty_file", seen=at(24)),
        run={
            "status": "held", "files_new": 1, "files_quarantined": 1, "detail": "too many quarantined files",
            "started_at": at(24),
        },
        results=[_result("orphan_line", "critical", 3), _result("missing_title", "warning", 1)],
    )  # fmt: skip
    store.publish_held(home, held, now=at(24))
    return home


def copied(home: Home, root: Path) -> Home:
    """The same warehouse somewhere else, to be changed."""
    shutil.copytree(home.root, root, symlinks=True)
    return Home(root)


def ids() -> dict[str, str]:
    """Names of the things that tests ask for."""
    return {
        "original": article_id("first"),
        "copy": article_id("second"),
        "flag": flag_id("repeated_paragraphs", "second", 4),
        "other_flag": flag_id("related_links_residue", "first", 4),
        "critical_flag": flag_id("binary_data", "broken"),
    }


def _broken(rows: Rows) -> Rows:
    """Bytes that are no text, and the reason as a sentence."""
    content = b"\x1f\x8b\x08\x00 not text \xff\xfe"
    return {
        **rows,
        "originals": [{**row, "content": content} for row in rows["originals"]],
        "files": [{**row, "detail": "The file is not text."} for row in rows["files"]],
    }


def _result(rule: str, severity: str, unexpected: int) -> dict[str, Any]:
    return {
        "rule": rule, "severity": severity, "checked": 10, "unexpected": unexpected, "success": False, "errored": False,
    }  # fmt: skip
