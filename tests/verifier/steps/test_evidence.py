"""Retrieval: a pair follows from the claim and the article alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.making import article, claim, passage
from vectorstore.memory import MemoryIndex
from verifier.domain import Pair, Passage
from verifier.models.fake import HashingEmbedder
from verifier.steps.evidence import (
    COUNTRY_WEIGHT,
    MIN_COSINE,
    MIN_SCORE,
    PASSAGES_PER_ARTICLE,
    WORDS_WEIGHT,
    Finder,
    word_weights,
)

EMBEDDER = HashingEmbedder()
CLAIM = claim("The Lomwick harbour was closed to 40 ships.")


def _finder(passages: Sequence[Passage], cosines: Sequence[float] | None = None) -> Finder:
    """Vectors of the embedder, or ones with these cosines to `_direction()`."""
    index = MemoryIndex(384)
    vectors = EMBEDDER.embed([p.text for p in passages]) if cosines is None else np.stack(list(map(_at, cosines)))
    index.add([p.id for p in passages], vectors)
    return Finder(index, passages)


def _at(cosine: float) -> NDArray[np.float32]:
    vector = np.zeros(384, dtype=np.float32)
    vector[:2] = cosine, np.sqrt(1 - cosine**2)
    return vector


def _pairs(passages: Sequence[Passage], cosines: Sequence[float] | None = None) -> list[Pair]:
    vector = EMBEDDER.embed([CLAIM.text])[0] if cosines is None else _at(1)
    return _finder(passages, cosines).pairs(CLAIM, vector)


def _in_one_article(texts: Iterable[str]) -> list[Passage]:
    whole = article("\n".join(texts))
    return [Passage(f"p{n}", whole.id, b.start, b.end, whole.text[b.start : b.end]) for n, b in enumerate(whole.blocks)]


NEAR = [passage(article(f"The Lomwick harbour was closed to 40 ships on day {n}.")) for n in range(40)]
DENIAL = passage(article("The mayor said the Lomwick harbour was never closed to ships.", outlet="Quill Gazette"))
FAR = passage(article("Bakers in Brimsey voted for longer holidays.", outlet="Baker"))


def test_forty_copies_do_not_crowd_out_the_one_denial() -> None:
    found = {pair.article_id for pair in _pairs([*NEAR, DENIAL, FAR])}
    assert DENIAL.article_id in found
    assert len(found) == 41
    assert FAR.article_id not in found


@given(st.sets(st.integers(0, 39)), st.booleans())
def test_adding_articles_changes_no_other_pair(added: set[int], far: bool) -> None:
    few = [DENIAL, NEAR[0]]
    more = [*few, *(NEAR[n] for n in sorted(added - {0})), *([FAR] if far else [])]
    before, after = ({p.article_id: p.passages for p in _pairs(some)} for some in (few, more))
    assert before.items() <= after.items()
    (score_before, score_after) = (_scores(some)[DENIAL.id] for some in (few, more))
    assert score_before == score_after


def _scores(passages: Sequence[Passage]) -> dict[str, float]:
    return {p.id: score for p, score in _finder(passages).ranked(CLAIM, EMBEDDER.embed([CLAIM.text])[0])}


def test_words_of_the_claim_find_what_the_vector_alone_would_miss() -> None:
    found = _pairs([NEAR[0], FAR], [MIN_COSINE, MIN_COSINE])
    assert [pair.article_id for pair in found] == [NEAR[0].article_id]


def test_no_words_make_up_for_a_vector_far_away() -> None:
    assert _pairs([NEAR[0]], [MIN_COSINE - 0.01]) == []


def test_a_close_vector_needs_no_words() -> None:
    assert [pair.article_id for pair in _pairs([FAR], [MIN_SCORE])] == [FAR.article_id]
    assert _pairs([FAR], [MIN_SCORE - 0.001]) == []


def test_words_count_half_where_only_the_passage_before_holds_them() -> None:
    parts = _in_one_article(
        ["The Lomwick harbour was closed to 40 ships.", "That was the mayor's doing.", "It rained."]
    )
    scores = {p.id: score for p, score in _finder(parts, [0.5, 0.5, 0.5]).ranked(CLAIM, _at(1))}
    assert scores == {"p0": 0.5 + WORDS_WEIGHT, "p1": 0.5 + WORDS_WEIGHT / 2, "p2": 0.5}


def test_the_passage_before_is_of_the_same_article() -> None:
    others = [*NEAR[:3], FAR, DENIAL]
    scores = {p.id: score for p, score in _finder(others, [0.5] * 5).ranked(CLAIM, _at(1))}
    assert scores[FAR.id] == 0.5


def test_passages_outside_the_collection_are_not_used() -> None:
    index = MemoryIndex(384)
    index.add([NEAR[0].id], EMBEDDER.embed([NEAR[0].text]))
    assert Finder(index, []).pairs(CLAIM, EMBEDDER.embed([CLAIM.text])[0]) == []
    assert Finder(index, [DENIAL]).pairs(CLAIM, EMBEDDER.embed([CLAIM.text])[0]) == []


def test_an_article_gives_its_best_passages_in_text_order() -> None:
    (only,) = _pairs(_in_one_article(f"The Lomwick harbour was closed to 40 ships, report {n}." for n in range(9)))
    assert len(only.passages) == PASSAGES_PER_ARTICLE
    assert [p.start for p in only.passages] == sorted(p.start for p in only.passages)


def test_a_claim_without_words_is_compared_by_its_vector() -> None:
    finder = _finder([NEAR[0], FAR], [0.9, 0.1])
    assert [pair.article_id for pair in finder.pairs(claim("It is so."), _at(1))] == [NEAR[0].article_id]


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("It was so.", {}),
        ("Mayor Iva Dorn counted 40 ships.", {"40": 1, "count": 1, "dorn": 1, "iva": 1, "mayor": 1, "ship": 1}),
        ("On 14 February 2022 it rained.", {"rain": 1}),
        ("French ships left Kyiv.", {"french": COUNTRY_WEIGHT, "kyiv": COUNTRY_WEIGHT, "left": 1, "ship": 1}),
    ],
)
def test_word_weights(text: str, weights: dict[str, float]) -> None:
    assert word_weights(text) == weights
    assert list(word_weights(text)) == sorted(weights)
