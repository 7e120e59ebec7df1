"""The chain that one writes at first sight: load, split by length, embed, Chroma, five passages a claim, one call each.

LangChain's splitter and its Chroma store are no dependencies of ours, and do what the few lines here do: a row of JSON
an article, 600 characters a piece with 100 of the piece before, the same embedder, Chroma by cosine. Texts longer than
the embedder reads are cut off, as embedding libraries do unasked. Its model calls are counted and not made: one an
article for its claims, which nobody merges, and one for each claim and passage.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings
from numpy.typing import NDArray

from verifier.models import TextEmbedder

PIECE, OVERLAP = 600, 100
PASSAGES = 5
_BATCH = 256


@dataclass(slots=True)
class Naive:
    """Processor seconds by step, and the calls that it would make."""

    n_calls: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Adds what is done meanwhile to a step."""
        started = time.process_time()
        yield
        self.seconds[step] = self.seconds.get(step, 0.0) + time.process_time() - started


def run_naive(rows: Path, claims: Iterable[str], embedder: TextEmbedder, folder: Path) -> Naive:
    """The chain over a JSONL file of articles and the claims that a model is taken to have found in them."""
    done = Naive()
    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    pieces = client.create_collection("pieces", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    with rows.open(encoding="utf-8") as lines:
        split = (piece for number, line in enumerate(lines) for piece in _split(number, json.loads(line)["text"]))
        while True:
            with done.timed("load and split"):
                batch = list(islice(split, _BATCH))
            if not batch:
                break
            with done.timed("embed"):
                vectors = _embed([text for _, text in batch], embedder)
            with done.timed("index"):
                texts = [text for _, text in batch]
                pieces.add(ids=[one for one, _ in batch], embeddings=vectors, documents=texts)
            done.n_calls += sum(one.endswith("-0") for one, _ in batch)
    waiting = iter(claims)
    while asked := list(islice(waiting, _BATCH)):
        with done.timed("embed"):
            vectors = _embed(asked, embedder)
        with done.timed("search"):
            found = pieces.query(query_embeddings=vectors, n_results=PASSAGES, include=["documents"])
        done.n_calls += sum(map(len, found["ids"]))
    return done


def _split(number: int, text: str) -> Iterator[tuple[str, str]]:
    """(id, piece) of one article; pieces end at a space."""
    start = at = 0
    while start < len(text):
        end = len(text) if start + PIECE >= len(text) else text.rfind(" ", start, start + PIECE) + 1 or start + PIECE
        yield f"{number}-{at}", text[start:end]
        start, at = (end if end == len(text) else end - OVERLAP), at + 1


def _embed(texts: Sequence[str], embedder: TextEmbedder) -> NDArray[np.float32]:
    limit = embedder.max_tokens - 2
    offsets = [embedder.token_offsets(text)[:limit] for text in texts]
    return embedder.embed([text[: spans[-1][1]] for text, spans in zip(texts, offsets, strict=True)])
