"""Explanations name the rule and what is missing, for whatever the rows are, and never speak of truth."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verifier.steps.test_verdicts import MONDAY, TUESDAY, WEDNESDAY, against, row, rows
from verifier.domain import Gap, How, Label, Link, LinkKind, Row, Stance, Unjudged
from verifier.steps.explanations import explain, origin_names
from verifier.steps.verdicts import decide, weigh

NEWEST = date(2023, 1, 12)
SEARCHED = "23 articles were searched, newest 12 January 2023."
NO_SECOND = "Nothing from a second origin in the 23 articles searched, newest 12 January 2023."
POLICE_LATER = against("B", "police", How.DIFFERENT_VALUE, said_at=WEDNESDAY, quote="14 people were killed.")
POLICE_FIRST = row("A", "police", said_at=MONDAY, quote="Ten people were killed.")


def explained(*given: Row) -> str:
    return explain(decide(given), 23, NEWEST)


def unnamed(article: str, outlet: str, stance: Stance = Stance.SUPPORTS, **cells: object) -> Row:
    return row(article, outlet, stance, weak=True, named=False, outlet=outlet, **cells)


def gap(article: str, sort: Gap, outlet: str, silent: str | None = None) -> Row:
    chain = [Link(outlet, LinkKind.OUTLET, named=True)]
    chain += [Link(silent, LinkKind.SPEAKER, named=True)] if silent else []
    return row(article, silent or outlet, Stance.RELATED, gap=sort, outlet=outlet, chain=tuple(chain))


@pytest.mark.parametrize(
    ("given_rows", "expected"),
    [
        ([row("A", "X")], f"Only X says so; nothing else here speaks of it. {NO_SECOND}"),
        (
            [row("A", "X"), row("B", "Y", Stance.RELATED)],
            f"Only X says so; other passages are related and decide nothing. {NO_SECOND}",
        ),
        ([row("A", "Luvna police")], f"Only Luvna police say so; nothing else here speaks of it. {NO_SECOND}"),
        ([row("A", "authorities")], f"Only authorities say so; nothing else here speaks of it. {NO_SECOND}"),
        ([row("A", "X"), row("B", "X")], f"2 articles carry it, and all lead back to X. {NO_SECOND}"),
        (
            [unnamed("A", "X")],
            f"Only unnamed sources behind X say so; nothing else here speaks of it. {NO_SECOND}",
        ),
        (
            [row("A", "Post", own_voice=True)],
            f"Only Post says so; nothing else here speaks of it. Post names no source for it. {NO_SECOND}",
        ),
        (
            [row("A", "X"), row("A", "Y")],
            "X and Y say so, but all in one document. "
            "Nothing from another document in the 23 articles searched, newest 12 January 2023.",
        ),
        (
            [row("A", "X"), row("B", "Y", document="A")],
            "X and Y say so, but all in one document, which 2 articles carry. "
            "Nothing from another document in the 23 articles searched, newest 12 January 2023.",
        ),
        (
            [row("A", None)],
            "1 article carries it, but who first vouched for it cannot be told. "
            "Nothing from an origin that can be told in the 23 articles searched, newest 12 January 2023.",
        ),
        (
            [row("A", "X"), row("B", None)],
            "X says so; 1 article has it too, from an origin that cannot be told. "
            "Nothing from a second origin that can be told apart in the 23 articles searched, newest 12 January 2023.",
        ),
        (
            [unnamed("A", "X"), unnamed("B", "Y")],
            "2 articles carry it, from unnamed sources behind X and Y; whether their origins differ cannot be told. "
            "Nothing from a second origin that can be told apart in the 23 articles searched, newest 12 January 2023.",
        ),
        (
            [],
            "No origin in this collection says this. "
            "Nothing from any origin in the 23 articles searched, newest 12 January 2023.",
        ),
    ],
)
def test_single_source_says_what_is_missing(given_rows: list[Row], expected: str) -> None:
    assert explained(*given_rows) == expected


@pytest.mark.parametrize(
    ("given_rows", "expected"),
    [
        ([row("A", "X"), row("B", "Y")], f"2 independent origins in this collection: X and Y. {SEARCHED}"),
        (
            [row(one, one) for one in "PQRSTU"],
            f"6 independent origins in this collection: P, Q, R and 3 more. {SEARCHED}",
        ),
        (
            [row("A", "X"), unnamed("B", "Y")],
            "2 independent origins in this collection: X and unnamed sources behind Y. "
            f"One of the two that decide rests on unnamed sources. {SEARCHED}",
        ),
        (
            [row("A", "ministry", allied_with=frozenset({"army"})), row("B", "army")],
            "2 independent origins in this collection: ministry and army. "
            f"Ministry and army are bodies of one government. {SEARCHED}",
        ),
        (
            [row("A", "Post", own_voice=True), row("B", "Herald", own_voice=True)],
            "2 independent origins in this collection: Post and Herald. "
            f"Post and Herald name no source, so a common one is possible. {SEARCHED}",
        ),
        (
            [row("A", "X"), row("B", "Holt", group="g"), row("C", "T. Holt", group="g")],
            "2 independent origins in this collection: X and Holt. "
            f"Holt and T. Holt may be one origin or have one owner, and count once. {SEARCHED}",
        ),
    ],
)
def test_corroborated_names_the_origins_and_what_weakens_them(given_rows: list[Row], expected: str) -> None:
    assert explained(*given_rows) == f"Corroborated by {expected}"


@pytest.mark.parametrize(
    ("given_rows", "expected"),
    [
        ([row("A", "X"), against("B", "Y")], "Stated by X, and rejected by Y."),
        ([row("A", "X"), against("B", "Y", by_party=True)], "Stated by X, and rejected by Y, whom it concerns."),
        (
            [row("A", "X"), against("B", "Y", by_party=True), against("C", "Z")],
            "Stated by X, and rejected by 2 origins (Y and Z), of whom it concerns Y.",
        ),
        (
            [row("A", "X"), against("B", "Y", by_party=True), against("C", "Z", How.DOUBT)],
            "Stated by X, and rejected by Y, whom it concerns, and doubted by Z.",
        ),
        (
            [*(row(one, one) for one in "PQ"), against("B", "Y", How.DOUBT), against("C", "Z")],
            "Stated by 2 origins (P and Q), and rejected by Z and doubted by Y.",
        ),
        (
            [row("A", "X"), against("B", "Y", How.OTHER_ACCOUNT)],
            "Stated by X, and told differently by Y.",
        ),
        (
            [
                row("A", "X", quote="About 5,800 soldiers are there."),
                against("B", "Y", How.DIFFERENT_VALUE, quote="Only 3,000 soldiers were there."),
            ],
            "Stated by X, and given another value by Y (“3,000” against “About 5,800”).",
        ),
        (
            [row("A", "X"), against("B", "Y", allied_with=frozenset("Z")), against("C", "Z")],
            "Stated by X, and rejected by 2 origins (Y and Z). Y and Z are bodies of one government.",
        ),
        ([row("A", None), against("B", "Y")], "Stated by an origin that cannot be told, and rejected by Y."),
        ([against("B", "Y")], "No origin in this collection says this; it is rejected by Y."),
    ],
)
def test_disputed_tells_both_sides_with_their_numbers(given_rows: list[Row], expected: str) -> None:
    assert explained(*given_rows) == f"{expected} {SEARCHED}"


def test_superseded_says_by_whom_when_and_with_what() -> None:
    assert explained(POLICE_FIRST, POLICE_LATER) == (
        f"Only police say so. Superseded: police gave another value (“14” against “Ten”) on 6 March 2024. {NO_SECOND}"
    )
    withdrawn = explained(row("A", "X", said_at=MONDAY), against("B", "X", said_at=WEDNESDAY))
    assert "Superseded: X rejected it on 6 March 2024." in withdrawn


def test_who_changed_sides_is_told_with_the_day() -> None:
    hospital = row("C", "hospital")
    assert "No longer counted: police gave another value" in explained(POLICE_FIRST, hospital, POLICE_LATER)
    recanted = explained(
        against("B", "Y", said_at=MONDAY), row("C", "Y", said_at=WEDNESDAY), row("A", "X", said_at=TUESDAY)
    )
    assert recanted == (
        "Corroborated by 2 independent origins in this collection: X and Y. "
        f"Y said otherwise before 6 March 2024. {SEARCHED}"
    )


def test_an_unnamed_contradiction_is_a_possible_dispute() -> None:
    text = explained(row("A", "X"), unnamed("B", "Post", Stance.CONTRADICTS, how=How.DENIAL))
    assert "An unnamed source in Post contradicts it: a possible dispute that does not count." in text


def test_gaps_say_who_does_not_tell() -> None:
    text = explained(
        row("A", "X"),
        gap("A", Gap.WITHHELD, "Post", "General Staff"),
        gap("B", Gap.WITHHELD, "Herald", "General Staff"),
        gap("C", Gap.WITHHELD, "Ledger"),
        gap("D", Gap.WITHHELD, "Courier"),
        gap("B", Gap.UNVERIFIED, "Herald"),
        gap("B", Gap.UNREPORTED, "Herald"),
    )
    assert (
        "Not known: General Staff and somebody asked by Ledger and Courier gave no comment; "
        "Herald could not verify it; no other report or confirmation, says Herald."
    ) in text


def test_what_is_not_judged_is_told_with_its_reason() -> None:
    language = row("B", None, Stance.UNJUDGED, note=Unjudged.LANGUAGE)
    late = row("C", None, Stance.UNJUDGED, note=Unjudged.TIMED_OUT)
    text = explained(row("A", "X"), language, late, row("D", None, Stance.UNJUDGED, note=Unjudged.TIMED_OUT))
    assert "1 passage was not judged: language." in text
    assert "2 passages were not judged (time-out), so this is provisional." in text
    assert "provisional" not in explained(row("A", "X"), language)
    assert "1 passage was not judged (time-out). " in explained(against("A", "X"), late)


@pytest.mark.parametrize(
    ("n_searched", "newest", "ending"),
    [
        (0, None, "There are no articles to search."),
        (1, NEWEST, "in the one article searched, newest 12 January 2023."),
        (2000, None, "in the 2,000 articles searched, none with a date."),
    ],
)
def test_what_was_searched(n_searched: int, newest: date | None, ending: str) -> None:
    assert explain(decide([row("A", "X")]), n_searched, newest).endswith(ending)


@given(st.lists(rows(), max_size=8), st.one_of(st.none(), st.dates()))
def test_law_every_decision_has_whole_sentences_without_truth(given_rows: list[Row], newest: date | None) -> None:
    decision = decide(given_rows)
    text = explain(decision, 7, newest)
    assert re.fullmatch(r"([A-Z0-9].*?\.\s?)+", text)
    assert not re.search(r"\b(?:true|false|fact|verified|proven)\b", text, re.IGNORECASE)
    assert not re.search(r"\(\)|  | ,|\band\s*[.,;]|by [,.]", text)
    assert ("independent origins in this collection" in text) == (decision.label is Label.CORROBORATED)


@given(st.lists(rows(), max_size=8))
def test_law_as_many_origins_are_named_as_are_counted(given_rows: list[Row]) -> None:
    decision = decide(given_rows)
    base = weigh(decision.supporting, decision.contradicting).base
    assert len(origin_names(base)) == (decision.n_origins if any(r.origin for r in base) else 0)
