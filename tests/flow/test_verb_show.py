"""`tinsach show` and `tinsach quarantine`: a file as people read it, and what they decide about it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.conftest import Call
from tests.staged import at, document, file_id, write_run
from tests.verb_home import ids
from warehouse import decisions, store
from warehouse.layout import Home

FIRST, SECOND, BROKEN = (file_id(name) for name in ("first", "second", "broken"))


def test_a_file_is_shown_with_its_record_lines_flags_and_copies(call: Call, verb_home: Home) -> None:
    lines = call(verb_home, "show", SECOND).lines
    assert lines[0] == "Thông xe cầu mới"
    assert "  file       /tin/thong-xe.txt" in lines
    assert "  outlet     Lao Động" in lines
    assert "  published  2026-01-04" in lines
    assert "3  body             Cầu dài 1,2 km." in lines
    at_flag = lines.index("4  duplicate        Cầu dài 1,2 km.") + 1
    assert lines[at_flag].strip() == f"⚑ repeated_paragraphs  warning, open, flag {ids()['flag'][:10]}"
    assert (
        f"  near, similarity 0.87: copy of Cầu mới qua sông Hậu thông xe (VnExpress, 2026-01-01) {FIRST[:10]}" in lines
    )
    assert "    - Hàng nghìn người đến xem." in lines
    assert "    + Rất nhiều người đến xem." in lines
    assert not any("Sáng nay cầu thông xe." in line for line in lines[lines.index("Duplicates") :])


def test_differences_go_from_the_original_to_the_copy_on_both_sides(call: Call, verb_home: Home) -> None:
    lines = call(verb_home, "show", FIRST).lines
    assert "original of" in next(line for line in lines if line.startswith("  near"))
    assert "    - Hàng nghìn người đến xem." in lines
    assert "  also at    /tin/sao/cau-moi-2.txt" in lines


def test_the_closest_article_stands_beside_it_with_shared_passages_marked(call: Call, verb_home: Home) -> None:
    lines = call(verb_home, "show", SECOND).lines
    start = lines.index("Side by side")
    assert lines[start + 1].strip() == "shared passages: 68% of the words left, 59% right"
    assert lines[start + 2].split() == [
        SECOND[:10],
        "(Lao",
        "Động,",
        "2026-01-04)",
        FIRST[:10],
        "(VnExpress,",
        "2026-01-01)",
    ]
    assert any(line.count("‹Sáng nay cầu thông xe›") == 2 for line in lines[start:])


def test_two_articles_can_be_put_side_by_side(call: Call, verb_home: Home) -> None:
    lines = call(verb_home, "show", FIRST, "la.txt").lines
    assert lines[1:3] == ["Side by side", "  shared passages: 0% of the words left, 0% right"]
    assert not set("".join(lines)) & {"\x1b", "\x07", "\x9b"}
    done = call(verb_home, "show", FIRST, f"{SECOND}/5")
    assert (done.code, "has no article 5" in done.err) == (2, True)


def test_all_of_it_as_json(call: Call, verb_home: Home) -> None:
    told = json.loads(call(verb_home, "show", SECOND, "--json").out)
    assert [article["title"] for article in told["articles"]] == ["Thông xe cầu mới", "Chợ nổi đông khách"]
    assert told["pairs"][0]["differences"][0]["after"]
    assert told["beside"]["right"]["article_id"] == f"{FIRST}/0"
    pieces = told["beside"]["left"]["paragraphs"][1]
    assert pieces[0] == {"text": "Sáng nay cầu thông xe", "is_shared": True}
    alone = json.loads(call(verb_home, "show", "la.txt", "--json").out)
    assert (alone["pairs"], alone["beside"]) == ([], None)
    both = json.loads(call(verb_home, "show", FIRST, SECOND, "--json").out)
    assert both["rows"] == [[None, 0], [0, None], [1, 1], [2, 2]]


def test_versions_are_shown_with_what_changed(call: Call, own_home: Home) -> None:
    newer = document(
        "newer", "/tin/thong-xe.txt", lines=(("title", "Bản mới"), ("lead", "Rất nhiều người đến xem.")), seen=at(72)
    )
    store.publish(own_home, write_run(own_home, "20260105T080000-0002", newer), now=at(72))
    lines = call(own_home, "show", "thong-xe.txt").lines
    start = lines.index("Versions")
    assert lines[start + 1].strip() == (f"newer than Thông xe cầu mới at the same address (2026-01-04) {SECOND[:10]}")
    assert "    + Bản mới" in lines[start:]
    assert "older than Bản mới" in call(own_home, "show", SECOND).out


@pytest.mark.parametrize(
    "reference", [SECOND[:6], SECOND, f"{SECOND}/0", "thong-xe.txt", "/tin/thong-xe.txt", "/tin/nix/../thong-xe.txt"]
)
def test_a_file_has_many_names(call: Call, verb_home: Home, reference: str) -> None:
    assert "/tin/thong-xe.txt" in call(verb_home, "show", reference).out


def test_an_appended_article_can_be_shown_alone(call: Call, own_home: Home) -> None:
    lines = call(own_home, "show", f"{SECOND[:10]}/1").lines
    assert "  Article 1 of the file: Chợ nổi đông khách" in lines
    assert call(own_home, "show", f"{SECOND[:10]}/7").code == 2


@pytest.mark.parametrize(("reference", "words"), [("nix.txt", "no id, path or name"), ("", "no id, path or name")])
def test_what_is_not_there_is_one_line(call: Call, verb_home: Home, reference: str, words: str) -> None:
    done = call(verb_home, "show", reference)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert words in done.err


def test_a_name_that_fits_two_contents_is_refused_with_both(call: Call, own_home: Home) -> None:
    namesake = document("namesake", "/khac/thong-xe.txt")
    store.publish(own_home, write_run(own_home, "20260105T080000-0002", namesake), now=at(72))
    done = call(own_home, "show", "thong-xe.txt")
    assert done.code == 2
    assert SECOND[:10] in done.err
    assert file_id("namesake")[:10] in done.err


def test_an_id_goes_before_a_name(call: Call, own_home: Home) -> None:
    namesake = document("namesake", f"/khac/{SECOND[:6]}")
    store.publish(own_home, write_run(own_home, "20260105T080000-0002", namesake), now=at(72))
    assert "/tin/thong-xe.txt" in call(own_home, "show", SECOND[:6]).out


def test_of_several_versions_at_an_address_the_last_is_meant(call: Call, own_home: Home) -> None:
    newer = document("newer", "/tin/thong-xe.txt", lines=(("title", "Bản mới"), ("lead", "Chữ.")), seen=at(72))
    store.publish(own_home, write_run(own_home, "20260105T080000-0002", newer), now=at(72))
    assert call(own_home, "show", "thong-xe.txt").lines[0] == "Bản mới"
    assert "superseded by" in call(own_home, "show", SECOND).out


def test_the_evidence_is_shown_when_asked_for(call: Call, own_home: Home) -> None:
    reasoned = document("reasoned", "/tin/ly-do.txt", lines=(("title", "Tựa"), ("lead", "Mở bài.")))
    reasoned["lines"][0]["evidence"] = "head:title"
    store.publish(own_home, write_run(own_home, "20260105T080000-0002", reasoned), now=at(72))
    assert "1  title            head:title  Tựa" in call(own_home, "show", "ly-do.txt", "--why").lines
    assert "head:title" not in call(own_home, "show", "ly-do.txt").out


def test_control_characters_are_made_visible_and_invisible_ones_named(call: Call, own_home: Home) -> None:
    done = call(own_home, "show", "la.txt")
    assert not set(done.out) & {"\x1b", "\x07", "\x9b"}
    assert "␛[31mđỏ␛]0;chiếm␇" in done.out
    hidden = document("hidden", "/tin/an.txt", lines=(("title", "Tựa\u200b đề"), ("lead", "Mở\u00a0bài.")))
    store.publish(own_home, write_run(own_home, "20260105T080000-0002", hidden), now=at(72))
    assert "2  lead             Mở⟨U+00A0⟩bài." in call(own_home, "show", "an.txt").lines


def test_a_quarantined_file_is_shown_with_reason_and_bytes(call: Call, verb_home: Home) -> None:
    for verb in (("show",), ("quarantine", "show")):
        lines = call(verb_home, *verb, BROKEN[:8]).lines
        assert "  status     quarantined: binary_data" in lines
        assert "  detail     The file is not text." in lines
        assert "  00000000  1f 8b 08 00 20 6e 6f 74 20 74 65 78 74 20 ff fe   ···· not text ··" in lines
        assert any(line.endswith(f"quarantine release {BROKEN[:10]} --note …") for line in lines)


def test_the_quarantine_lists_reasons_and_pending_decisions(call: Call, own_home: Home) -> None:
    assert call(own_home, "quarantine").lines[1].split()[:3] == [BROKEN[:10], "binary_data", "quarantined"]
    done = call(own_home, "quarantine", "release", BROKEN[:8], "--note", "thơ", "--by", "Hà")
    assert "To be released" in done.out
    assert [(item.kind, item.target) for item in decisions.read(own_home)] == [("quarantine.release", BROKEN)]
    assert "quarantined → to be loaded" in call(own_home, "quarantine").out
    assert "quarantined → to be loaded: binary_data" in call(own_home, "show", BROKEN).out


def test_a_discarded_file_leaves_the_list(call: Call, own_home: Home) -> None:
    call(own_home, "quarantine", "discard", "hong.txt", "--note", "ảnh")
    store.publish(own_home, None, now=at(48))
    assert call(own_home, "quarantine").lines == ["Nothing in quarantine."]
    assert "discarded" in call(own_home, "quarantine", "--all").out
    assert "is discarded" in call(own_home, "quarantine", "discard", BROKEN).err
    assert call(own_home, "quarantine", "release", BROKEN).code == 0


def test_only_a_quarantined_file_can_be_released(call: Call, own_home: Home) -> None:
    done = call(own_home, "quarantine", "release", FIRST)
    assert (done.code, decisions.read(own_home)) == (2, ())
    assert "not in quarantine" in done.err
    assert "name files by ID" in call(own_home, "quarantine", "release").err


def test_a_home_without_anything(call: Call, own_home: Home) -> None:
    new = Home(own_home.root.with_name("new"))
    assert call(new, "quarantine").lines == ["Nothing in quarantine."]
    assert call(new, "duplicates").lines == ["No duplicates."]
    assert call(new, "held").lines == ["No run is held."]
    assert call(new, "flags").lines == ["No flags."]


@pytest.mark.parametrize("verb", [["show", SECOND], ["flags"], ["duplicates"], ["quarantine"]])
def test_no_verb_for_people_waits_for_pandas(verb: list[str], verb_home: Home) -> None:
    """DuckDB would import it for the first parameter; a process of its own, as nothing else may need it later."""
    code = (
        "import atexit, sys; from flows.cli import main;"
        "atexit.register(lambda: print(sys.modules.get('pandas'))); main()"
    )
    arguments = [sys.executable, "-c", code, "--home", str(verb_home.root), *verb]
    root = Path(__file__).parents[2]
    done = subprocess.run(arguments, cwd=root, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) > 3
    assert done.stdout.splitlines()[-1] == "None"
