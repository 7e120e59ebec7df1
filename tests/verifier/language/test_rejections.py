"""Denials and doubts that point back to what stands before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import article
from verifier.language.attribution import Attitude
from verifier.language.reading import read

SIGNED = "President Hradin signed an order to open the dam, the portal Free Vessna reported on Monday."


def _rejected(text: str) -> list[tuple[str, str, Attitude]]:
    made = article(text)
    return [(made.text[one.start : one.end], one.rejected.text, one.attitude) for one in read(made).rejections]


@pytest.mark.parametrize(
    ("denial", "attitude"),
    [
        ("The presidential office denied this a day later.", Attitude.DENIES),
        ("The presidential office rejected the report.", Attitude.DENIES),
        ("Spokesman Gleb Sorokan called it a lie.", Attitude.DENIES),
        ("The report is nonsense, spokesman Gleb Sorokan said.", Attitude.DENIES),
        ("No such order exists, spokesman Gleb Sorokan said.", Attitude.DENIES),
        ("Diplomats from Nordhalm doubt that such an order exists.", Attitude.DOUBTS),
        ("Diplomats from Nordhalm questioned the report.", Attitude.DOUBTS),
    ],
)
def test_what_is_rejected_stands_before(denial: str, attitude: Attitude) -> None:
    [(quote, rejected, found)] = _rejected(f"{SIGNED} {denial}")
    assert quote in denial
    assert "signed an order" in rejected
    assert found is attitude


@pytest.mark.parametrize(
    "after",
    [
        "The presidential office denied entry to journalists.",
        "The mayor rejected the bill on Tuesday.",
        "The court dismissed the case in March.",
        "Nobody doubts the strength of the army, General Tarrik said.",
        "The presidential office declined to comment.",
    ],
)
def test_rejecting_something_else_points_nowhere(after: str) -> None:
    assert _rejected(f"{SIGNED} {after}") == []


def test_the_noun_reaches_over_other_sentences() -> None:
    between = " ".join(f"The level of lake {name} rose by 3 metres in May." for name in ("Arn", "Bel", "Cor", "Dun"))
    [(_, rejected, _)] = _rejected(f"{SIGNED} {between} There is no such order, said spokesman Gleb Sorokan.")
    assert "signed an order" in rejected


def test_nobody_rejects_his_own_words_or_those_of_long_ago() -> None:
    assert _rejected("Nothing is left of it. The ministry denied this.") == []
    between = " ".join(f"Was the level of lake {name} known?" for name in ("Arn", "Bel", "Cor", "Dun", "Eff"))
    assert _rejected(f"{SIGNED} {between} The presidential office denied this.") == []


@given(
    st.lists(st.sampled_from([SIGNED, "He denied it.", "No such order exists.", "That was wrong.", "We doubt this."]))
)
def test_a_rejection_always_points_back(sentences: list[str]) -> None:
    for one in read(article(" ".join(sentences))).rejections:
        assert one.rejected.start < one.start
        assert one.rejected.attitude is Attitude.ASSERTS
