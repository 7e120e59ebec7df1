"""The stance model: how a passage stands towards a claim, as three calibrated probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verifier.models.session import OnnxModel

MAX_TOKENS = 256


class StanceScores(NamedTuple):
    """Probabilities that a passage supports a claim, contradicts it, or does neither; together 1."""

    supports: float
    contradicts: float
    neither: float


NOTHING = StanceScores(0.0, 0.0, 1.0)
"""The scores of a pair that is not worth asking about."""


class StanceModel:
    """A cross-encoder in int8 over English pairs of up to 256 tokens.

    Safe to share between threads. The same pair gets the same scores on every call, whatever its neighbours.
    """

    name = "stance (MiniLM-L6 cross-encoder, int8)"
    max_tokens = MAX_TOKENS

    def __init__(self, threads: int | None = None) -> None:
        """`threads`: pairs computed at once; by default one per core this process may use."""
        self._model = OnnxModel("stance.int8.onnx", "tokenizer.json", MAX_TOKENS, threads)

    @property
    def fingerprint(self) -> str:
        """First 16 hex digits of the model file's SHA-256."""
        return self._model.fingerprint

    def count_tokens(self, passage: str, claim: str) -> int:
        """Word pieces of both plus the three marks; `score` takes up to `max_tokens`."""
        return len(self._model.encode((passage, claim)))

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[StanceScores]:
        """The scores of (passage, claim), in order.

        Raises ModelError, before anything is computed, for a pair longer than `max_tokens` or without a token.
        """
        return [StanceScores(*map(float, row)) for row in self._model.run_each(pairs)]
