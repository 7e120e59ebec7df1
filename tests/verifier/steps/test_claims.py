"""Merging: equal truth conditions only, by homes, whatever the order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.making import DAY, article, mention
from verifier.domain import Kind, Mention
from verifier.steps.claims import aliases, merge

LATER = date(2024, 3, 9)
HOME = mention(article("The Lomwick harbour was closed.", published=DAY), "The Lomwick harbour was closed.")


def _later(text: str, **changes: object) -> Mention:
    found = mention(article(text, outlet="Quill Gazette", published=LATER), text)
    return replace(found, **changes)  # type: ignore[arg-type]


def _merge(*mentions: Mention, close: bool = True) -> list[set[str]]:
    published = {HOME.article_id: DAY} | {m.article_id: LATER for m in mentions if m.article_id != HOME.article_id}
    return [{m.id for m in c.mentions} for c in merge(mentions, published, _vectors(mentions, close=close))]


def _vectors(mentions: tuple[Mention, ...], *, close: bool) -> dict[str, NDArray[np.float32]]:
    """All wordings at one point, or every wording in a direction of its own."""
    texts = sorted({m.text for m in mentions})
    return {t: np.eye(384, dtype=np.float32)[0 if close else i] for i, t in enumerate(texts)}


def test_equal_wordings_are_one_claim_even_without_the_model() -> None:
    assert len(_merge(HOME, _later("the Lomwick  harbour was closed"), close=False)) == 1


def test_close_wordings_with_shared_words_are_one_claim() -> None:
    assert len(_merge(HOME, _later("The harbour of Lomwick was closed."))) == 1


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("The Lomwick harbour was not closed.", {}),
        ("The Brimsey harbour was closed.", {}),
        ("The Lomwick harbour was closed.", {"kind": Kind.FORECAST}),
        ("The Lomwick harbour was closed.", {"hedge": "reportedly"}),
        ("The Lomwick harbour was closed.", {"event_at": DAY}),
        ("The Lomwick harbour was closed to 40 ships.", {}),
        ("Lomwick's mayor left town in a hurry.", {}),
    ],
)
def test_other_truth_conditions_stay_apart(text: str, changes: dict[str, object]) -> None:
    assert len(_merge(HOME, _later(text, **changes))) == 2


def test_merging_does_not_chain() -> None:
    """The third wording matches the second, not the home: it stays on its own."""
    second = _later("The Lomwick harbour was closed by guards.")
    third = _later("By guards, Lomwick roads were shut.")
    assert len(_merge(HOME, second, third)) == 2


def test_the_order_of_mentions_does_not_matter_and_the_earliest_is_home() -> None:
    mentions = [HOME, *(_later(f"The harbour of Lomwick was closed {word}.") for word in ("again", "today", "fast"))]
    published = {HOME.article_id: DAY} | {m.article_id: LATER for m in mentions[1:]}
    vectors = _vectors(tuple(mentions), close=True)
    expected = merge(mentions, published, vectors)
    for seed in range(5):
        random.Random(seed).shuffle(mentions)
        assert merge(mentions, published, vectors) == expected
    assert expected[0].text == HOME.text


def test_an_earlier_mention_takes_over_and_the_old_id_stays_as_an_alias() -> None:
    later = _later("The Lomwick harbour was closed.")
    alone = merge([later], {later.article_id: LATER}, _vectors((later,), close=True))
    both = merge([later, HOME], {later.article_id: LATER, HOME.article_id: DAY}, _vectors((later, HOME), close=True))
    assert aliases(both) == {alone[0].id: both[0].id}


def test_nothing_in_nothing_out() -> None:
    assert merge([], {}, {}) == []
