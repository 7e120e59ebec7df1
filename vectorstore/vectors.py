"""What every index accepts and how it counts: checks, unit length, rounding and order of hits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore import Hit, VectorInputError

# Exact search and Chroma differ by 1e-6. Rounding far above that makes both agree on ties and thresholds.
SCORE_DIGITS = 4

_ROWS_AT_ONCE = 4096


def check_width(width: int) -> int:
    """`width` as it is. Raises VectorInputError below 1."""
    if width < 1:
        raise VectorInputError(f"a vector needs at least one number, not {width!r}")
    return width


def unit_rows(ids: Sequence[str], vectors: NDArray[np.floating], width: int) -> NDArray[np.float32]:
    """`vectors` as float32 [len(ids), width] with rows of length 1. Raises VectorInputError as `add` says."""
    _check_ids(ids)
    if vectors.shape != (len(ids), width):
        raise VectorInputError(f"{len(ids)} ids need vectors of shape {(len(ids), width)}, not {vectors.shape}")
    units = np.empty((len(ids), width), np.float32)
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        units[part] = _normalise(vectors[part], ids[part])
    return units


def unit_query(vector: NDArray[np.floating], width: int) -> NDArray[np.float32]:
    """`vector` as float32 [width] of length 1. Raises VectorInputError for a wrong shape, zero or not finite."""
    if vector.shape != (width,):
        raise VectorInputError(f"this index is asked with a vector of shape {(width,)}, not {vector.shape}")
    row: NDArray[np.float32] = _normalise(vector[np.newaxis], ["asked for"])[0]
    return row


def check_min_score(min_score: float) -> float:
    """`min_score` as it is. Raises VectorInputError outside -1 to 1."""
    if not -1 <= min_score <= 1:
        raise VectorInputError(f"a cosine lies between -1 and 1, so no score can be held against {min_score!r}")
    return min_score


def check_k(k: int) -> int:
    """`k` as it is. Raises VectorInputError below 1."""
    if k < 1:
        raise VectorInputError(f"ask for at least one nearest vector, not {k!r}")
    return k


def round_scores(cosines: NDArray[np.floating]) -> NDArray[np.float64]:
    """Cosines as hits show them: 4 places, never outside -1 to 1, never -0."""
    return np.round(np.clip(cosines.astype(np.float64), -1.0, 1.0), SCORE_DIGITS).astype(np.float64) + 0.0


def ranked(names: Iterable[str], scores: Iterable[float]) -> list[Hit]:
    """Hits, best first, ties by id."""
    hits = (Hit(name, score) for name, score in zip(names, scores, strict=True))
    return sorted(hits, key=lambda hit: (-hit.score, hit.id))


def _check_ids(ids: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if not isinstance(name, str) or not name or not _is_unicode(name):
            raise VectorInputError(f"an id must be a text with something in it, not {name!r}")
        if name in seen:
            raise VectorInputError(f"id {name!r} stands twice in one call; pass it once")
        seen.add(name)


def _is_unicode(name: str) -> bool:
    # Half a surrogate pair cannot be stored, and a NUL would end the text early.
    return "\0" not in name and not any("\ud800" <= character <= "\udfff" for character in name)


def _normalise(vectors: NDArray[np.floating], names: Sequence[str]) -> NDArray[np.float32]:
    # In float64, so that neither tiny nor huge numbers are lost when squared.
    wide = vectors.astype(np.float64)
    lengths = np.linalg.norm(wide, axis=1)
    bad = np.flatnonzero(~np.isfinite(lengths) | (lengths == 0))
    if bad.size:
        raise VectorInputError(f"the vector {names[bad[0]]!r} has no direction: its length is {lengths[bad[0]]}")
    units: NDArray[np.float32] = (wide / lengths[:, np.newaxis]).astype(np.float32)
    return units
