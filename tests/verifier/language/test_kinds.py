"""Kinds, hedges, and what can be checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Kind
from verifier.language.kinds import hedge_of, is_checkable, kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("40 men arrived in Roetown.", Kind.FACT),
        ("The army has been told to leave the bridge.", Kind.FACT),
        ("The bridge could not be seen from the road.", Kind.FACT),
        ("The bridge may have been closed on Monday.", Kind.FACT),
        ("The parties thrashed out a peace plan to take the country forward.", Kind.FACT),
        ("The army will mobilise soon.", Kind.FORECAST),
        ("A mobilisation is imminent.", Kind.FORECAST),
        ("The dam is likely to burst.", Kind.FORECAST),
        ("There is a danger of an attack from the north.", Kind.FORECAST),
        ("Merrin wanted to station 9,000 men at the bridge.", Kind.INTENT),
        ("The general plans to close the bridge.", Kind.INTENT),
        ("The general ordered his men to close the bridge.", Kind.INTENT),
        ("The army is preparing to cross the river.", Kind.INTENT),
        ("The exercises should last from 16 January to 1 February.", Kind.INTENT),
        ("The president should at the same time upgrade his army from 650 to 1,000 men.", Kind.INTENT),
        ("The country should take a firmer stance.", Kind.OPINION),
        ("It is time to make a choice.", Kind.OPINION),
        ("The mayor called on the neighbours to help.", Kind.OPINION),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("The army may cross the river.", "may"),
        ("Allegedly 40 men came.", "Allegedly"),
        ("The dam is likely to burst.", "likely"),
        ("The preparations are said to be well advanced.", "are said to be"),
        ("The mayor warned of an alleged offensive.", "alleged"),
        ("40 men came in May.", None),
        ("The army could not cross the river.", None),
        ("40 men came.", None),
    ],
)
def test_hedges_are_verbatim(text: str, hedge: str | None) -> None:
    assert hedge_of(text) == hedge


@pytest.mark.parametrize(
    "text",
    [
        "40 men arrived in Roetown on Monday.",
        "All gates were intact.",
        "There was no explosion at the dam.",
        "Merrin and Drosk want to start joint exercises.",
        "The Brennik dam stands nine kilometres upstream of the village.",
        "We destroyed three bridges in the north.",
        "Its army has 40,000 soldiers at most.",
    ],
)
def test_checkable(text: str) -> None:
    assert is_checkable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Are these signs of another offensive?",
        "As assumed by some observers?",
        "Namely in the Brennik region, not far from the border.",
        "What he takes as a sign of weakness.",
        "That shouldn\u2019t diminish the concerns of the neighbours.",
        "Thank you for coming to Roetown today.",
        "Read more: the ferry disaster of 1954 in pictures.",
        "Subscribe to our newsletter for more news.",
        "I believe that we are strong.",
        "Recognise that the treaty is broken.",
        "Do not wait for the neighbours to act.",
        "When asked whether the bridge was closed.",
        "(pm)",
        "Photo: Roe/Example",
        "He agreed.",
        "THE BRIDGE WAS CLOSED ON MONDAY",
        "[Share](https://example.org/share?text=the%20bridge%20was%20closed)",
        "",
    ],
)
def test_not_checkable(text: str) -> None:
    assert not is_checkable(text)


@given(st.text(max_size=200))
def test_any_text_has_a_kind_and_its_hedge_stands_in_it(text: str) -> None:
    assert isinstance(kind_of(text), Kind)
    hedge = hedge_of(text)
    assert hedge is None or hedge in text
    is_checkable(text)
