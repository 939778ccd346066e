"""Unflagged articles: drawn at random, read line by line, to measure what the rules miss."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from dashboard import article, deciding, reading, widgets, written
from dashboard.address import kept
from dashboard.meanings import meanings
from dashboard.reading import Row
from dashboard.texts import name_of, say
from dashboard.widgets import Card, Column, Way
from warehouse import reviews
from warehouse.reviews import Review

_SEED = "review.seed"
_LISTED = 200
_MISSED = (
    Column("title", "column.title", width=300),
    Column("outlet", "column.outlet", width=110),
    Column("rule", "column.rule", width=150),
    Column("note", "deciding.note", width=220),
    Column("reviewed_by", "review.by", width=100),
    Column("reviewed_at", "review.at", "time", 140),
    Column("n_flags_open", "review.flags_now", "number", 90),
)


def page() -> None:
    """The page."""
    widgets.heading("review")
    deciding.report()
    population = st.segmented_control(
        say("review.population"),
        reviews.POPULATIONS,
        required=True,
        format_func=lambda code: name_of("population", code),
        **kept("review", "of", reviews.POPULATIONS[0], reviews.POPULATIONS),
    )
    population = population or reviews.POPULATIONS[0]
    _measured(population)
    pending = _pending()
    if pending:
        st.info(say("review.waiting", n=written.number(len(pending))), icon=":material/hourglass_top:")
    _next(population, pending)
    _missed()


def _measured(population: str) -> None:
    """What the reviews of that population say so far."""
    (totals,) = [row for row in reading.view("quality.review_totals") if row["population"] == population]
    between = say("review.between", low=written.share(totals["missed_low"]), high=written.share(totals["missed_high"]))
    rows = Way("sql", say("review.to_reviews"), {"table": "quality.reviews"})
    candidates = Way("sql", say("review.to_candidates"), {"table": "quality.review_candidates"})
    widgets.cards(
        Card(say("review.missed_share"), written.share(totals["missed_share"]), (rows,)),
        Card(say("review.interval"), between if totals["n_reviews"] else written.NOTHING, ()),
        Card(say("review.n_reviews"), written.number(totals["n_reviews"]), (rows,)),
        Card(say("review.n_missed"), written.number(totals["n_missed"]), (rows,)),
        Card(say("review.n_articles"), written.number(totals["n_articles"]), (candidates,)),
    )


def _pending() -> list[str]:
    """Articles that somebody looked through since the snapshot."""
    known = {row["review_id"] for row in reading.view("quality.reviews")}
    return [review.article_id for review in reviews.read(reading.home()) if review.review_id not in known]


def _next(population: str, pending: Sequence[str]) -> None:
    seed = st.session_state.setdefault(_SEED, secrets.token_hex(8))
    drawn = reading.rows("review_next", population=population, seed=seed, reviewed=json.dumps(pending))
    if not drawn:
        st.info(say("review.none"), icon=":material/task_alt:")
        return
    file_id = drawn[0]["file_id"]
    records = reading.rows("file_articles", file_id=file_id)
    title = records[0]["title"] or say("articles.untitled")
    st.html(f'<h2 class="ts-title">{written.escaped(title)}</h2>')
    facts = (("column.outlet", records[0]["outlet"]), ("column.published_on", written.day(records[0]["published_on"])))
    st.html(written.definitions((say(key), value) for key, value in facts))
    text, answer = st.columns([8, 3], gap="medium")
    with answer:
        widgets.link("article", say("review.open"), file=file_id)
        if deciding.is_allowed():
            _form(drawn[0]["article_id"], population)
        st.button(say("review.skip"), on_click=_draw_again, icon=":material/shuffle:")
    with text:
        article.lines(file_id, reading.rows("file_flags", file_id=file_id))


def _form(article_id: str, population: str) -> None:
    with st.form(f"review-{article_id}", enter_to_submit=False):
        st.markdown(say("review.question"))
        found = meanings()
        rule = st.selectbox(
            say("review.rule"),
            sorted(found),
            index=None,
            format_func=lambda code: f"{code}: {found[code]}",
            placeholder=say("review.any_rule"),
        )
        who, note = deciding.who_and_note()
        is_clean = st.form_submit_button(say("review.clean"), type="primary", width="stretch")
        is_missed = st.form_submit_button(say("review.missed"), width="stretch")
    if is_clean or is_missed:
        _answer(article_id, population, "clean" if is_clean else "missed", who, rule, note)


def _answer(article_id: str, population: str, verdict: str, who: str, rule: str | None, note: str) -> None:
    if not who:
        st.error(say("deciding.needs_who"))
        return
    if verdict == "missed" and not (rule or note):
        st.error(say("review.needs_what"))
        return
    rule = rule if verdict == "missed" else None
    review = Review(article_id, verdict, population, who, datetime.now(UTC), rule, note or None)
    deciding.must_be_allowed()
    reviews.append(reading.home(), review)
    _draw_again()
    deciding.done(say("review.done"))


def _draw_again() -> None:
    st.session_state[_SEED] = secrets.token_hex(8)


def _missed() -> None:
    """The articles in which something was missed."""
    found: list[Row] = reading.rows("reviews_listed", n_rows=_LISTED)
    if not found:
        return
    st.subheader(say("review.list"), anchor=False)
    listed = [{**row, "title": row["title"] or say("articles.untitled")} for row in found]
    if selected := widgets.table(listed, _MISSED, "missed", say("review.list"), "single-row"):
        widgets.go("article", file=selected[0]["file_id"])
    st.caption(say("articles.choose"))
