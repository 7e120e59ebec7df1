"""The embedded models and the protocols they stand behind. Knows nothing of articles, claims or verdicts.

`loader` holds the real models, `fake` a stand-in without weights. Importing this package loads neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from verifier.models.stance import StanceScores

EMBEDDING_WIDTH = 384


class TextEmbedder(Protocol):
    """Turns a text into a point on the unit sphere; texts that say alike things lie close together.

    The vector of a text depends on that text alone, never on its neighbours in the call.
    """

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text may get another vector. Store it with every vector."""

    @property
    def max_tokens(self) -> int:
        """Longest text `embed` takes, in tokens as `count_tokens` counts them."""

    def count_tokens(self, text: str) -> int:
        """Length of `text` in tokens, the model's own begin and end marks included."""

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """`[start, end)` of each token in `text`, in characters and in order, begin and end marks left out."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 per text, in order: float32 [n, 384].

        Raises ModelError for a text with no token in it or with more than `max_tokens`.
        """


class StanceScorer(Protocol):
    """Says how a passage stands towards a claim.

    The scores of a pair depend on that pair alone, never on its neighbours in the call.
    """

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same pair may get other scores."""

    def count_tokens(self, passage: str, claim: str) -> int:
        """Length of a pair in tokens, all marks included."""

    @property
    def max_tokens(self) -> int:
        """Longest pair `score` takes."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[StanceScores]:
        """The scores of each (passage, claim), in order. Raises ModelError for a pair that does not fit."""
