"""Quotes are shown verbatim, where they stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.situation import ARTICLES, HOSTILE_QUOTE, row
from tests.ui.test_markup import read
from ui.quotes import FOCUS, quote_in_context, whole_article
from verifier.domain import How, Stance

PIER = row("coast-daily", "The storm tore away the north pier", "harbour master Ida Renn")
DENIAL = row("bay-radio", "The north pier stands", "Ministry of Ports", stance=Stance.CONTRADICTS, how=How.DENIAL)


def test_one_sentence_before_and_after_stand_in_grey() -> None:
    shown = quote_in_context(PIER, ARTICLES["coast-daily"])
    assert '<span class="v-near">A storm crossed the bay in the night to Saturday. </span>' in shown
    assert '<mark class="v-mark v-supports">The storm tore away the north pier</mark>' in shown
    assert ", harbour master Ida Renn told Coast Daily." in shown
    assert '<span class="v-near"> Nobody was on the pier at the time.</span>' in shown
    assert 'lang="en"' in shown


def test_a_contradicting_quote_has_a_sign() -> None:
    shown = quote_in_context(DENIAL, ARTICLES["bay-radio"])
    assert "⇄" in shown
    assert 'v-contradicts">The north pier stands</mark>' in shown


@pytest.mark.parametrize(
    "lost", [replace(PIER, start=PIER.start + 1, end=PIER.end + 1), replace(PIER, quote="Never said.")]
)
def test_a_quote_that_is_not_at_its_offsets_is_not_marked_anywhere(lost: object) -> None:
    shown = quote_in_context(lost, ARTICLES["coast-daily"])  # type: ignore[arg-type]
    assert "Not located in the stored text." in shown
    assert "<mark" not in shown


def test_a_quote_without_its_article_is_shown_alone() -> None:
    assert "The storm tore away the north pier" in quote_in_context(PIER, None)


def test_a_quote_in_a_heading_has_no_neighbours() -> None:
    title = row("coast-daily", "Ansholm counts its damage")
    assert read(quote_in_context(title, ARTICLES["coast-daily"])).text == "Ansholm counts its damage"


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_an_opened_article_is_the_stored_text_to_the_character(name: str) -> None:
    one = ARTICLES[name]
    focus = row(name, one.text.split("\n\n")[1][:20])
    assert read(whole_article(one, focus)).text == one.text


def test_hostile_text_in_an_article_is_text() -> None:
    one = ARTICLES["bold-gazette"]
    found = read(whole_article(one, row("bold-gazette", HOSTILE_QUOTE)))
    assert {tag for tag, _ in found.tags} == {"div", "span", "mark"}
    assert HOSTILE_QUOTE in found.text


ECHO = ARTICLES["echo"]
CUT = st.integers(0, len(ECHO.text))
SPANS = st.tuples(CUT, CUT).filter(lambda span: span[0] < span[1])


@given(st.lists(SPANS, min_size=1, max_size=5))
def test_marks_never_change_the_text_and_the_id_stands_once(spans: list[tuple[int, int]]) -> None:
    rows = [replace(PIER, article_id=ECHO.id, quote=ECHO.text[low:high], start=low, end=high) for low, high in spans]
    found = read(whole_article(ECHO, rows[0], rows[1:]))
    assert found.text == ECHO.text
    assert [attributes.get("id") for _, attributes in found.tags].count(FOCUS) == 1
