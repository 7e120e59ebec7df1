"""Vectors in under an id, nearest ids out. Knows nothing of what the ids stand for.

    VectorIndexError              every error raised on purpose; its text names the thing and the next step
    ├── VectorInputError          ids, vectors or numbers that make no sense: change them
    ├── IndexBusyError            another owner holds the folder: wait, or close it there
    └── IndexDamagedError         unusable as it is: rebuild it from your own vectors

An index is never the record: whoever fills it keeps the vectors, and can rebuild it at any time.
`memory` is the exact reference, `chroma` keeps the vectors in a folder. Importing this package loads neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class VectorIndexError(Exception):
    """Base of every error raised on purpose."""


class VectorInputError(VectorIndexError, ValueError):
    """Ids, vectors or numbers that make no sense."""


class IndexBusyError(VectorIndexError):
    """Another owner, in this process or another, holds the folder."""


class IndexDamagedError(VectorIndexError):
    """The index cannot be used as it is."""


class Hit(NamedTuple):
    """One id found. `score` is the cosine to the vector asked for, -1 to 1, rounded to 4 places."""

    id: str
    score: float


class VectorIndex(Protocol):
    """Ids, each with one vector, found by cosine. The length of a vector has no meaning, only its direction.

    Every index may be shared between threads.
    """

    @property
    def width(self) -> int:
        """How many numbers each vector has."""

    def add(self, ids: Sequence[str], vectors: NDArray[np.floating]) -> None:
        """Store one row of `vectors` [n, width] under each id; a known id gets the new vector.

        Raises VectorInputError, and stores nothing, for a repeated or empty id, a wrong shape, and a row that is
        zero or not finite.
        """

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these ids. An unknown id is as forgotten as can be: no error."""

    def count(self) -> int:
        """How many ids there are."""

    def ids(self) -> set[str]:
        """All of them."""

    def within(self, vector: NDArray[np.floating], min_score: float) -> list[Hit]:
        """Every id whose cosine to `vector` is `min_score` (-1 to 1) or more; best first, ties by id."""

    def nearest(self, vector: NDArray[np.floating], k: int) -> list[Hit]:
        """The `k` (1 or more) best ids, or all when there are fewer; best first, ties by id."""

    def close(self) -> None:
        """Give the index up; any other call raises VectorIndexError from then on. Closing twice is fine."""
