"""Explanations name the rule and what is missing, for whatever the rows are, and never speak of truth."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.verifier.steps.test_verdicts import against, row, rows
from verifier.domain import Label, Row
from verifier.steps.explanations import explain
from verifier.steps.verdicts import decide

NEWEST = date(2023, 1, 12)


def test_single_source_says_what_is_missing() -> None:
    text = explain(decide([row("A", "X"), row("B", "X")]), 23, NEWEST)
    assert text == (
        "2 articles carry it, and all lead back to X. "
        "Nothing from a second origin in the 23 articles searched, newest 12 January 2023."
    )


def test_disputed_names_both_sides() -> None:
    text = explain(decide([row("A", "X"), against("B", "Y")]), 2, None)
    assert text == "Stated by X, and rejected by Y. Found in the 2 articles searched."


def test_nobody_says_it() -> None:
    assert explain(decide([]), 1, None).startswith("No origin in this collection says this.")
    assert explain(decide([against("B", "Y")]), 1, None).startswith(
        "No origin in this collection says this; it is rejected"
    )


@given(st.lists(rows(), max_size=8), st.one_of(st.none(), st.dates()))
def test_law_every_decision_has_whole_sentences_without_truth(given_rows: list[Row], newest: date | None) -> None:
    decision = decide(given_rows)
    text = explain(decision, 7, newest)
    assert re.fullmatch(r"([A-Z0-9].*?\.\s?)+", text)
    assert not re.search(r"\b(?:true|false|fact|verified|proven)\b", text, re.IGNORECASE)
    assert ("independent origins in this collection" in text) == (decision.label is Label.CORROBORATED)
