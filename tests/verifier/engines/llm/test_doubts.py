"""What code sees between a claim and a quote that a model calls its support."""

from __future__ import annotations

import pytest

from tests.making import article
from verifier.engines.llm.doubts import OTHER_SENSE, UNCOUNTED, UNHEARD, UNSTATED, doubt

WHERE = article(
    "Mayor Iva Dorn of Lomwick said that about 400 dockers went home on Monday.\n"
    "Ukrainian engineers looked at the crane, and the American ambassador came.\n"
    "Alexander Lukashenko sent a ship."
)
DOCKERS = "about 400 dockers went home on Monday"


@pytest.mark.parametrize(
    "claim",
    [
        "Dockers went home in Lomwick on Monday.",
        "The mayor, Iva Dorn, said that dockers went home.",
        "Dorn's dockers went home.",
        "The Harbour Post said that dockers went home.",
        "Ukraine's dockers went home.",
        "Dockers went home in Kyiv.",
        "Dockers of the United States went home.",
        "Dockers of Aliaksandr Lukashenka went home.",
    ],
)
def test_a_name_of_the_article_raises_no_doubt(claim: str) -> None:
    assert doubt(claim, DOCKERS, WHERE) is None


@pytest.mark.parametrize(
    "claim", ["Dockers went home in Sorn.", "Dockers of Poland went home.", "Lomwick sent Ada Roe home."]
)
def test_a_name_that_the_article_has_no_word_of_does(claim: str) -> None:
    assert doubt(claim, DOCKERS, WHERE) == UNHEARD


@pytest.mark.parametrize(
    "claim",
    [
        "About 400 people went home.",
        "At least 380 dockers went home.",
        "Several dockers went home.",
        "Hundreds of dockers went home on 4 March 2024.",
        "Dockers went home.",
    ],
)
def test_a_number_that_one_of_the_quote_can_stand_for_raises_no_doubt(claim: str) -> None:
    assert doubt(claim, DOCKERS, WHERE) is None


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("About 900 people went home.", DOCKERS),
        ("Some 400 dockers and 12 clerks went home.", DOCKERS),
        ("Twelve dockers went home.", "dockers went home on Monday"),
        ("The repair cost 400 euros.", DOCKERS),
    ],
)
def test_a_number_that_none_can_stand_for_does(claim: str, quote: str) -> None:
    assert doubt(claim, quote, WHERE) == UNCOUNTED


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The dockers did not go home.", "dockers went home on Monday"),
        ("No dockers went home.", "dockers went home on Monday"),
        ("The dockers left the harbour.", "the dockers had not left the harbour"),
    ],
)
def test_a_negation_that_only_one_has_raises_doubt(claim: str, quote: str) -> None:
    assert doubt(claim, quote, WHERE) == OTHER_SENSE


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The dockers did not go home.", "None of the dockers went home"),
        ("The dockers went home.", "the dockers went home, without saying a word"),
        ("The dockers went home.", "not only the dockers went home"),
    ],
)
def test_one_that_both_have_or_that_is_beside_the_matter_raises_none(claim: str, quote: str) -> None:
    assert doubt(claim, quote, WHERE) is None


@pytest.mark.parametrize(
    "claim",
    [
        "The dockers went home on Monday because the mayor had sold the cranes.",
        "The dockers went home on Monday because of a bomb.",
        "The dockers went home on Monday, and the clerks drowned.",
    ],
)
def test_a_part_of_which_the_quote_has_no_word_raises_doubt(claim: str) -> None:
    assert doubt(claim, DOCKERS, WHERE) == UNSTATED


@pytest.mark.parametrize(
    "claim",
    [
        "On Monday dockers and clerks went home.",
        "The mayor spoke and the dockers went home.",
        "People left the harbour because the dockers went home.",
    ],
)
def test_a_part_that_it_has_words_of_raises_none(claim: str) -> None:
    assert doubt(claim, DOCKERS, WHERE) is None
