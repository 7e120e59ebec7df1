"""The embedded models by what they do. Knows nothing of articles, claims or verdicts.

Nothing is read from disk before the first call; each model's files are checked against the manifest then.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from verifier.models import EMBEDDING_WIDTH
from verifier.models.session import OnnxModel

MAX_TOKENS = 256
# [CLS] and [SEP]: a text of up to MAX_TOKENS - TEXT_MARKS word pieces fits.
TEXT_MARKS = 2

_TOKENIZER = "tokenizer.json"


class Embedder:
    """all-MiniLM-L6-v2 in int8: English text of up to 256 tokens to a unit vector of 384 numbers.

    Safe to share between threads. The same text gets the same bits on every call.
    """

    name = "all-MiniLM-L6-v2 (int8)"
    max_tokens = MAX_TOKENS

    def __init__(self, threads: int | None = None) -> None:
        """`threads`: texts computed at once; by default one per core this process may use."""
        self._model = OnnxModel("embedder.int8.onnx", _TOKENIZER, MAX_TOKENS, threads)

    @property
    def fingerprint(self) -> str:
        """First 16 hex digits of the model file's SHA-256."""
        return self._model.fingerprint

    @property
    def threads(self) -> int:
        """How many rows are computed at once."""
        return self._model.threads

    def count_tokens(self, text: str) -> int:
        """Word pieces in `text` plus the two marks; `embed` takes up to `max_tokens`."""
        return len(self._model.encode(text))

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """`[start, end)` of each word piece in `text`, in characters, marks left out."""
        return list(self._model.encode(text).offsets[1:-1])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, one per text and in order: float32 [n, 384]. See `TextEmbedder.embed` for errors."""
        vectors = np.empty((len(texts), EMBEDDING_WIDTH), dtype=np.float32)
        for index, vector in enumerate(self._model.run_each(texts)):
            vectors[index] = vector
        return vectors
