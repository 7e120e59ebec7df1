"""How much shared words weigh."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verifier.engines.rarity import weigh
from verifier.language.words import content_words


def _weight(text: str) -> float:
    return weigh(content_words(text))


def test_rare_words_weigh_more_than_common_ones() -> None:
    assert _weight("state") < _weight("minister") < _weight("reservoir") < _weight("spillway")


def test_forms_of_one_word_weigh_the_same() -> None:
    assert _weight("evacuated") == _weight("evacuation") == _weight("Evacuate")


@given(st.sets(st.text(min_size=1, max_size=12), max_size=8), st.sets(st.text(min_size=1, max_size=12), max_size=8))
def test_more_words_never_weigh_less_and_each_weighs_something(some: set[str], others: set[str]) -> None:
    assert weigh(some | others) >= weigh(some) > -1
    assert all(0 < weigh([one]) <= 1.32 for one in some)
