"""How much of what an exact search finds the Chroma index finds, and how long both take.

    python -m benchmarks.index_recall TEXTS [--rows N] [--queries N]

TEXTS has one text a line. With --rows above the number of texts, further vectors are made between pairs of texts.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore import Hit, VectorIndex, chroma
from vectorstore.chroma import ChromaIndex, rebuild
from vectorstore.memory import MemoryIndex
from verifier.models import EMBEDDING_WIDTH
from verifier.models.loader import Embedder

Vectors = NDArray[np.float32]

_LEAST_SCORES = (0.4, 0.5, 0.6, 0.7)


def read_vectors(texts: Path) -> Vectors:
    """One unit row per distinct text that the embedder can read whole: float32 [n, 384]."""
    embedder = Embedder()
    lines = dict.fromkeys(texts.read_text("utf-8").splitlines())
    readable = [line for line in lines if 2 < embedder.count_tokens(line) <= embedder.max_tokens]
    return embedder.embed(readable)


def fill_up(vectors: Vectors, rows: int) -> Vectors:
    """`rows` vectors: the given ones, then sums of two of them, one weighing 0.6, so that they crowd as texts do."""
    rng = np.random.default_rng(0)
    missing = max(0, rows - len(vectors))
    first, second = rng.integers(len(vectors), size=(2, missing))
    return np.concatenate([vectors[:rows], vectors[first] + np.float32(0.6) * vectors[second]])


def time_search(index: VectorIndex, queries: Vectors, least: float) -> tuple[list[set[str]], float]:
    """What `within` finds for each query, and milliseconds per query."""
    start = time.perf_counter()
    found: Sequence[list[Hit]] = [index.within(query, least) for query in queries]
    milliseconds = (time.perf_counter() - start) / len(queries) * 1e3
    return [{hit.id for hit in hits} for hits in found], milliseconds


def report(exact: VectorIndex, kept: VectorIndex, queries: Vectors) -> None:
    """Print recall and speed for each least score."""
    for least in _LEAST_SCORES:
        wanted, exact_ms = time_search(exact, queries, least)
        found, kept_ms = time_search(kept, queries, least)
        total = sum(map(len, wanted))
        hit = sum(len(one & other) for one, other in zip(wanted, found, strict=True))
        print(
            f"within {least}: {total / len(queries):.0f} hits a query, recall {hit / max(1, total):.4f}, "
            f"Chroma {kept_ms:.1f} ms, exact {exact_ms:.1f} ms"
        )


def timed(what: str, action: Callable[[], ChromaIndex]) -> ChromaIndex:
    """Do it and print the seconds."""
    start = time.perf_counter()
    index = action()
    print(f"{what}: {time.perf_counter() - start:.2f} s")
    return index


def measure(vectors: Vectors, queries: Vectors, folder: Path) -> None:
    """Build both indexes in turn, then report."""
    ids = [f"v{number}" for number in range(len(vectors))]
    exact = MemoryIndex(EMBEDDING_WIDTH)
    exact.add(ids, vectors)
    kept = timed(f"build {len(ids)} rows", lambda: rebuild(folder, ids, vectors))
    report(exact, kept, queries)
    kept.close()
    timed("open after a clean close", lambda: ChromaIndex(folder, EMBEDDING_WIDTH, len(ids))).close()
    (folder / "seal.json").unlink()
    timed("open after a crash", lambda: ChromaIndex(folder, EMBEDDING_WIDTH, len(ids))).close()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"on disk: {size / 1e6:.0f} MB")


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, help="file with one text a line")
    parser.add_argument("--rows", type=int, default=20_000, help="size of the index (default: %(default)s)")
    parser.add_argument("--queries", type=int, default=300, help="how many searches (default: %(default)s)")
    arguments = parser.parse_args()
    chroma.EXACT_ROWS = 0  # what is measured is the approximate search, which answers only beyond this many
    texts = read_vectors(arguments.texts)
    with tempfile.TemporaryDirectory() as folder:
        measure(fill_up(texts, arguments.rows), texts[: arguments.queries], Path(folder) / "index")


if __name__ == "__main__":
    main()
