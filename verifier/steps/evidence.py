"""Retrieve: which articles a claim is compared with, and by which of their passages.

A pair follows from the claim and the article alone, by fixed scores and thresholds: no global top-k, so forty copies
cannot crowd out the one denial, and no word weighs by how often the collection holds it, so that adding an article
changes no other pair.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vectorstore import VectorIndex
from verifier.domain import Claim, Pair, Passage
from verifier.language.dates import find_dates
from verifier.language.places import CAPITALS, COUNTRIES
from verifier.language.words import content_words, stem

# All figures are of the claims with an odd number of three gold sets: 448 quotes (`python -m benchmarks.retrieval`).
# Nothing was chosen by the figures of the even ones, which are in docs/models/embedder.md.

MIN_COSINE = 0.30
"""Nothing further from the claim than this is read, whatever its words: 0 or 0.20 finds no quote more."""

MIN_SCORE = 0.48
"""Passages that score this much are read: 94 % of the quotes, in 33 articles a claim and 106 passages; 0.52 reads 92 %
in 29 and 84, 0.44 94 % in 38 and 130. The cosine alone, from 0.35 on, read 87 % in 42 and 125."""

WORDS_WEIGHT = 0.70
"""A passage that holds all of the claim's words scores this much more than its cosine. 72 % of the quotes are then
among the claim's first ten passages, by the cosine alone 61 %; 0.4 and 1.0 do as well, within half a point."""

COUNTRY_WEIGHT = 0.2
"""Countries, their adjectives and capitals stand everywhere in the news: weighing as much as other words (1) they find
no quote more, and bring in 14 % more articles."""

PASSAGES_PER_ARTICLE = 6
"""The best passages of one article that are read for one claim; a cap within the pair, not over the collection. Four
lost 3 % of the quotes, in long articles; eight find 0.4 % more in 10 % more passages."""

_COUNTRY_WORDS = frozenset(stem(word) for name in (*COUNTRIES, *CAPITALS) for word in name.split())


class Finder:
    """The passages of a collection with their words, ready for any number of claims.

    100,000 passages: read in 5 s, 0.2 s a claim, and 4 bytes of memory for each different word of each passage.
    """

    def __init__(self, index: VectorIndex, passages: Iterable[Passage]) -> None:
        """`passages`: every one that may be used. Those that are not in `index` are never found, nor the other way."""
        self._index = index
        self._passages = sorted(passages, key=lambda passage: (passage.article_id, passage.start, passage.id))
        self._places = {passage.id: place for place, passage in enumerate(self._passages)}
        self._goes_on = np.array([a.article_id == b.article_id for a, b in pairwise(self._passages)] + [False])
        self._holders: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        for place, passage in enumerate(self._passages):
            # Not through its cache, which would keep the words of 65,536 passages.
            for word in content_words.__wrapped__(passage.text):
                self._holders[word].append(place)

    def pairs(self, claim: Claim, vector: NDArray[np.float32]) -> list[Pair]:
        """The pairs of one claim, ordered by article id, passages in text order; `vector` is its unit vector [384]."""
        by_article: dict[str, list[Passage]] = defaultdict(list)
        for passage, _ in self.ranked(claim, vector, MIN_SCORE):
            if len(by_article[passage.article_id]) < PASSAGES_PER_ARTICLE:
                by_article[passage.article_id].append(passage)
        return [Pair(claim, article_id, _in_text_order(found)) for article_id, found in sorted(by_article.items())]

    def ranked(
        self, claim: Claim, vector: NDArray[np.float32], min_score: float = MIN_COSINE
    ) -> list[tuple[Passage, float]]:
        """The passages with a cosine of `MIN_COSINE` and a score of `min_score` or more, best first, ties by id.

        The score (0.3 to 1.7) is the cosine and `WORDS_WEIGHT` times the share of the claim's words that the passage
        holds, half of it for words in itself and half for words in itself or in the passage before it, where that
        names what this one calls "it" or "the ministry".
        """
        hits = self._index.within(vector, MIN_COSINE)
        cosines = {self._places[hit.id]: hit.score for hit in hits if hit.id in self._places}
        places = np.fromiter(cosines, dtype=np.intp)
        words = WORDS_WEIGHT * self._word_shares(claim.text)[places]
        scores = np.round(np.fromiter(cosines.values(), dtype=np.float64) + words, 4)
        kept = scores >= min_score
        found = zip(places[kept].tolist(), scores[kept].tolist(), strict=True)
        return sorted(((self._passages[place], score) for place, score in found), key=lambda one: (-one[1], one[0].id))

    def _word_shares(self, text: str) -> NDArray[np.float64]:
        """The weighed share (0 to 1) of the words of `text` in each passage; 0 where `text` has no words."""
        weights = word_weights(text)
        held = np.zeros(len(self._passages))
        for word, weight in weights.items():
            if word not in self._holders:
                continue
            holds = np.zeros(len(self._passages), dtype=bool)
            holds[np.frombuffer(self._holders[word], dtype=np.intc)] = True
            held += holds * (weight / 2)
            holds[1:] |= holds[:-1] & self._goes_on[:-1]
            held += holds * (weight / 2)
        return held / (sum(weights.values()) or 1)


def word_weights(text: str) -> dict[str, float]:
    """The stems of a claim's words that other tellings of it keep, sorted, with their weights (0 to 1).

    Dates are left out: one article writes "Monday" where another has the day of the month.
    """
    undated = text
    for span in reversed(find_dates(text, None)):
        undated = f"{undated[: span.start]} ; {undated[span.end :]}"
    return {word: COUNTRY_WEIGHT if word in _COUNTRY_WORDS else 1.0 for word in sorted(content_words(undated))}


def _in_text_order(found: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(found, key=lambda passage: passage.start))
