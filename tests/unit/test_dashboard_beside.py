"""Two articles side by side as HTML: shared passages marked, nothing of a file taken for markup."""

from __future__ import annotations

import re

from dashboard.beside import side_by_side
from transforms.passages import beside

SHARED = "một hai ba bốn năm sáu"


def test_shared_passages_are_marked_on_both_sides() -> None:
    table = side_by_side(beside(["Mở đầu", f"{SHARED} riêng"], [SHARED]), ["A", "B"])
    assert re.findall("<mark>(.*?)</mark>", table) == [SHARED, SHARED]
    assert table.count('<td class="ts-none">') == 1
    assert table.count("<tr>") == 3


def test_markup_of_a_file_is_shown_and_does_nothing() -> None:
    hostile = "<script>alert(1)</script> </mark></td> một hai ba bốn năm <b>sáu"
    table = side_by_side(beside([hostile], [hostile]), ['"><img src=x onerror=alert(2)>', "B"])
    assert not re.search("<(script|img|b)", table)
    assert table.count("</td>") == 2
    assert 'data-side="&quot;&gt;&lt;img' in table


def test_a_long_paragraph_is_cut_and_says_so() -> None:
    table = side_by_side(beside(["chữ " * 5000], []), ["A", "B"])
    assert len(table) < 12_000
    assert "12" in table[table.index("<em>") :]
