"""Retrieve: which articles a claim is compared with, and by which of their passages.

A pair follows from the claim and the article alone, by fixed scores and thresholds: no global top-k, so forty copies
cannot crowd out the one denial, and adding an article changes no other pair.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore import VectorIndex
from verifier.domain import Claim, Pair, Passage
from verifier.language.names import find_names
from verifier.language.quantities import find_quantities

MIN_COSINE = 0.35
"""Passages at least this close to the claim are read: 91 % of the gold's quotes, in 13 of 29 articles a claim; 0.42
reads 79 % in 8, 0.30 92 % in 18 (`python -m benchmarks.retrieval`)."""

MIN_TERMS = 0.6
"""Or passages that hold this share of the claim's names and numbers, at least two of them."""

PASSAGES_PER_ARTICLE = 4
"""The closest passages of one article that are read for one claim; a cap within the pair, not over the collection."""

Search = Callable[[Sequence[str]], Mapping[str, Collection[str]]]

_WORD = re.compile(r"\w[\w'-]*")


def key_terms(text: str) -> tuple[str, ...]:
    """The words of a claim that other tellings of it keep: parts of names, and numbers as they are written."""
    names = {word for name in find_names(text) for word in _WORD.findall(name.name) if len(word) > 2}
    numbers = {word for q in find_quantities(text) for word in re.findall(r"\d[\d.,]*\d|\d", text[q.start : q.end])}
    return tuple(sorted(names | numbers))


def retrieve(
    claim: Claim,
    vector: NDArray[np.float32],
    index: VectorIndex,
    search: Search,
    passages: Mapping[str, Passage],
) -> list[Pair]:
    """The pairs of one claim, ordered by article id, passages in text order.

    `vector` is the claim's unit vector [384]; `search` maps terms to {passage id: those of them that stand in it};
    `passages` holds every passage of the collection that may be used, and nothing outside it is.
    """
    scores = {hit.id: hit.score for hit in index.within(vector, MIN_COSINE) if hit.id in passages}
    for passage_id in _by_terms(claim.text, search):
        if passage_id in passages:
            scores.setdefault(passage_id, 0.0)
    by_article: dict[str, list[Passage]] = defaultdict(list)
    for passage_id in sorted(scores, key=lambda one: (-scores[one], one)):
        passage = passages[passage_id]
        if len(by_article[passage.article_id]) < PASSAGES_PER_ARTICLE:
            by_article[passage.article_id].append(passage)
    return [Pair(claim, article_id, _in_text_order(found)) for article_id, found in sorted(by_article.items())]


def _by_terms(text: str, search: Search) -> Iterable[str]:
    terms = key_terms(text)
    if len(terms) < 2:
        return []
    needed = max(2, MIN_TERMS * len(terms))
    return [passage_id for passage_id, found in search(terms).items() if len(found) >= needed]


def _in_text_order(found: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(found, key=lambda passage: passage.start))
