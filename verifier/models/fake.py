"""Stand-ins for the models that need no weights: equal words, equal direction. For tests and dry runs."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from verifier.errors import ModelError
from verifier.models import EMBEDDING_WIDTH
from verifier.models.stance import StanceScores

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MARKS = 2


class HashingEmbedder:
    """Counts words in 384 buckets. Texts that share words lie close, synonyms do not; no word is ever unknown."""

    name = "word hashing (fake)"
    fingerprint = "word-hashing-1"
    max_tokens = 256

    def count_tokens(self, text: str) -> int:
        """Words and punctuation marks in `text`, plus two as the real model does."""
        return len(_TOKEN.findall(text)) + _MARKS

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """`[start, end)` of each word or punctuation mark in `text`, in characters."""
        return [match.span() for match in _TOKEN.finditer(text)]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, one per text and in order: float32 [n, 384]. See `TextEmbedder.embed` for errors."""
        vectors = np.zeros((len(texts), EMBEDDING_WIDTH), dtype=np.float32)
        for index, text in enumerate(texts):
            vectors[index] = self._embed_one(index, text)
        return vectors

    def _embed_one(self, index: int, text: str) -> NDArray[np.float32]:
        length = self.count_tokens(text)
        if length == _MARKS:
            raise ModelError(f"input {index} has nothing to read in it: {text[:20]!r}; leave it out")
        if length > self.max_tokens:
            raise ModelError(
                f"{self.name} reads at most {self.max_tokens} tokens, but input {index} has {length}: "
                f"{text[:60]!r}; split it first"
            )
        counts = np.zeros(EMBEDDING_WIDTH, dtype=np.float32)
        for token in _TOKEN.findall(text.lower()):
            counts[_bucket(token)] += 1
        return counts / np.linalg.norm(counts)


class OverlapScorer:
    """A passage supports a claim as far as it holds its words; "not" in one of the two turns that round."""

    name = "word overlap (fake)"
    fingerprint = "word-overlap-1"
    max_tokens = 256

    def count_tokens(self, passage: str, claim: str) -> int:
        """Words and punctuation marks of both, plus three as the real model does."""
        return len(_TOKEN.findall(f"{passage} {claim}")) + _MARKS + 1

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[StanceScores]:
        """The scores of each (passage, claim), in order. See `StanceScorer.score` for errors."""
        return [self._score_one(index, *pair) for index, pair in enumerate(pairs)]

    def _score_one(self, index: int, passage: str, claim: str) -> StanceScores:
        held, asked = (set(_TOKEN.findall(text.lower())) for text in (passage, claim))
        if not held or not asked:
            raise ModelError(f"input {index} has nothing to read in it: {claim[:20]!r}; leave it out")
        if self.count_tokens(passage, claim) > self.max_tokens:
            raise ModelError(f"{self.name} reads at most {self.max_tokens} tokens, not input {index}; split it first")
        share = len(held & asked) / len(asked)
        turned = ("not" in held) != ("not" in asked)
        return StanceScores(0.0 if turned else share, share if turned else 0.0, 1 - share)


def _bucket(token: str) -> int:
    try:
        return zlib.crc32(token.encode("utf-8")) % EMBEDDING_WIDTH
    except UnicodeError as error:
        raise ModelError(f"cannot read {token!r}; pass valid Unicode text") from error
