"""A stand-in for the embedder that needs no weights: equal words, equal direction. For tests and dry runs."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from verifier.errors import ModelError
from verifier.models import EMBEDDING_WIDTH

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


def _bucket(token: str) -> int:
    try:
        return zlib.crc32(token.encode("utf-8")) % EMBEDDING_WIDTH
    except UnicodeError as error:
        raise ModelError(f"cannot read {token!r}; pass valid Unicode text") from error
