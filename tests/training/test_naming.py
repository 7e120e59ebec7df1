"""Invented names in both texts of a pair."""

from __future__ import annotations

import re
from random import Random

import pytest

from training.naming import invented, named

PAIRS = [
    ("The bridge has been closed since Friday.", "The bridge is closed."),
    ("She met a mayor in Lomwick.", "She was in Lomwick."),
    ("A young man in a hat sleeps.", "The man sleeps."),
    ("Nobody left the harbour, the old town or the station.", "Somebody left the station."),
]


@pytest.mark.parametrize(("premise", "hypothesis"), PAIRS)
@pytest.mark.parametrize("seed", range(20))
def test_both_texts_get_the_same_names_and_keep_the_rest(premise: str, hypothesis: str, seed: int) -> None:
    pair = named(premise, hypothesis, Random(seed))
    assert pair is not None
    old = {*premise.split(), *hypothesis.split()}
    new = [[word.strip(".,") for word in text.split() if word not in old] for text in pair]
    names = [{word for word in words if word[0].isupper()} for words in new]
    assert names[1]
    assert names[1] <= names[0]
    assert all(re.fullmatch(r"[A-Z][a-z]+", name) for name in names[1])
    assert all(text[0].isupper() for text in pair)
    assert pair == named(premise, hypothesis, Random(seed))


def test_a_pair_that_shares_nothing_to_name_is_left_out() -> None:
    assert named("It rained all day.", "Nobody came to the fair.", Random(0)) is None


def test_names_are_many() -> None:
    chooser = Random(0)
    assert len({invented(chooser) for _ in range(1000)}) > 950
