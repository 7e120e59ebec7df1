"""Content words and negation."""

from __future__ import annotations

import pytest

from verifier.language.words import are_opposed, content_words, is_negated, negated_words, stem


@pytest.mark.parametrize(
    ("a", "b"), [("soldiers", "soldier"), ("evacuated", "evacuation"), ("closing", "closed"), ("Minsk's", "minsk")]
)
def test_forms_of_one_word_meet(a: str, b: str) -> None:
    assert stem(a) == stem(b)


@pytest.mark.parametrize(("a", "b"), [("gate", "gas"), ("north", "south"), ("general", "generator")])
def test_different_words_do_not(a: str, b: str) -> None:
    assert stem(a) != stem(b)


def test_content_words_keep_names_and_numbers_and_drop_the_rest() -> None:
    assert content_words("According to the police, 14 people were in Brennik.") == {"polic", "14", "peopl", "brennik"}


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The gates were opened.", False),
        ("The gates were not opened.", True),
        ("Nobody opened the gates.", True),
        ("It isn't open.", True),
        ("Nobody said the gates were not open.", False),
        ("Norway noted the notice.", False),
        ("There were no more than 3,000 soldiers.", False),
        ("The bridge, which nobody crosses now, was closed.", False),
        ("The bridge, which many crossed, was not closed.", True),
    ],
)
def test_negation_is_counted(text: str, negated: bool) -> None:
    assert is_negated(text) is negated


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The hospital was not evacuated.", {"evacu"}),
        ("There was no explosion, and nobody ran.", {"explos", "ran"}),
        ("The bridge, which nobody crosses, is open.", set()),
        ("They have yet to agree.", {"agre"}),
        ("He did not.", set()),
    ],
)
def test_what_is_negated(text: str, words: set[str]) -> None:
    assert negated_words(text) == words


@pytest.mark.parametrize(
    ("a", "b", "opposed"),
    [
        ("The gates were intact.", "The gates were destroyed.", True),
        ("The border is closed.", "The border was reopened.", True),
        ("The river rose.", "The river rose and fell.", False),
        ("The gates were intact.", "The gates were inspected.", False),
    ],
)
def test_opposites(a: str, b: str, opposed: bool) -> None:
    assert are_opposed(a, b) is opposed
    assert are_opposed(b, a) is opposed
