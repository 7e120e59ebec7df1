"""Embed: texts to unit vectors, each text once, kept in the store under the model's fingerprint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from verifier.models import TextEmbedder
from verifier.store import Store

BATCH = 256
"""Texts embedded between two commits: what a kill can cost is at most this many."""


class Vectors:
    """The vectors of texts, looked up in the store first and computed when missing."""

    def __init__(self, store: Store, embedder: TextEmbedder) -> None:
        self._store = store
        self._embedder = embedder

    @property
    def fingerprint(self) -> str:
        """That of the embedder."""
        return self._embedder.fingerprint

    def of(self, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """{text: float32 [384]}, as stored (rounded to half precision), so that a second call has the same bits."""
        wanted = list(dict.fromkeys(texts))
        known = self._store.vectors(self.fingerprint, wanted)
        missing = [text for text in wanted if text not in known]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            known.update(self._store.put_vectors(self.fingerprint, self._embed(batch)))
        return known

    def _embed(self, texts: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        pieces = [(text, piece) for text in texts for piece in self._pieces(text)]
        rows = self._embedder.embed([piece for _, piece in pieces])
        sums: dict[str, NDArray[np.float32]] = {}
        for (text, piece), row in zip(pieces, rows, strict=True):
            weighted = row * np.float32(len(piece))
            sums[text] = sums[text] + weighted if text in sums else weighted
        return {text: total / np.linalg.norm(total) for text, total in sums.items()}

    def _pieces(self, text: str) -> list[str]:
        """The whole text, or, when it is longer than the model reads, parts that are and together leave nothing out."""
        limit = self._embedder.max_tokens - 2
        if self._embedder.count_tokens(text) <= self._embedder.max_tokens:
            return [text]
        starts = [start for start, _ in self._embedder.token_offsets(text)][::limit]
        return [text[a:b] for a, b in zip([0, *starts[1:]], [*starts[1:], len(text)], strict=True)]
