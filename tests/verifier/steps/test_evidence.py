"""Retrieval: a pair follows from the claim and the article alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.making import article, claim, passage
from vectorstore.memory import MemoryIndex
from verifier.domain import Pair, Passage
from verifier.models.fake import HashingEmbedder
from verifier.steps.evidence import PASSAGES_PER_ARTICLE, key_terms, retrieve

EMBEDDER = HashingEmbedder()
CLAIM = claim("The Lomwick harbour was closed to 40 ships.")


def _search(passages: Sequence[Passage]) -> Mapping[str, frozenset[str]]:
    def search(terms: Sequence[str]) -> dict[str, frozenset[str]]:
        found = {p.id: frozenset(t for t in terms if t.lower() in p.text.lower()) for p in passages}
        return {one: terms for one, terms in found.items() if terms}

    return search  # type: ignore[return-value]


def _retrieve(passages: Sequence[Passage], vector: NDArray[np.float32] | None = None) -> list[Pair]:
    index = MemoryIndex(384)
    index.add([p.id for p in passages], EMBEDDER.embed([p.text for p in passages]))
    vector = EMBEDDER.embed([CLAIM.text])[0] if vector is None else vector
    return retrieve(CLAIM, vector, index, _search(passages), {p.id: p for p in passages})  # type: ignore[arg-type]


NEAR = [passage(article(f"The Lomwick harbour was closed to 40 ships on day {n}.")) for n in range(40)]
DENIAL = passage(article("The mayor said the Lomwick harbour was never closed to ships.", outlet="Quill Gazette"))
FAR = passage(article("Bakers in Brimsey voted for longer holidays.", outlet="Baker"))


def test_forty_copies_do_not_crowd_out_the_one_denial() -> None:
    found = {pair.article_id for pair in _retrieve([*NEAR, DENIAL, FAR])}
    assert DENIAL.article_id in found
    assert len(found) == 41
    assert FAR.article_id not in found


def test_adding_articles_changes_no_other_pair() -> None:
    before = {p.article_id: p.passages for p in _retrieve([DENIAL, NEAR[0]])}
    after = {p.article_id: p.passages for p in _retrieve([*NEAR, DENIAL, FAR])}
    assert before.items() <= after.items()


def test_names_and_numbers_find_what_the_vector_misses() -> None:
    far_away = np.zeros(384, dtype=np.float32)
    far_away[-1] = 1
    assert [pair.article_id for pair in _retrieve([NEAR[0], FAR], far_away)] == [NEAR[0].article_id]


def test_passages_outside_the_collection_are_not_used() -> None:
    index = MemoryIndex(384)
    index.add([NEAR[0].id], EMBEDDER.embed([NEAR[0].text]))
    assert retrieve(CLAIM, EMBEDDER.embed([CLAIM.text])[0], index, _search(NEAR), {}) == []  # type: ignore[arg-type]


def test_an_article_gives_its_closest_passages_in_text_order() -> None:
    whole = article("\n".join(f"The Lomwick harbour was closed to 40 ships, report {n}." for n in range(9)))
    parts = [
        Passage(f"p{n}", whole.id, b.start, b.end, whole.text[b.start : b.end]) for n, b in enumerate(whole.blocks)
    ]
    (only,) = _retrieve(parts)
    assert len(only.passages) == PASSAGES_PER_ARTICLE
    assert [p.start for p in only.passages] == sorted(p.start for p in only.passages)


@pytest.mark.parametrize(
    ("text", "terms"), [("It rained.", ()), ("Mayor Iva Dorn counted 40 ships.", ("40", "Dorn", "Iva"))]
)
def test_key_terms(text: str, terms: tuple[str, ...]) -> None:
    assert key_terms(text) == terms
