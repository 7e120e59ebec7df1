"""Vectors: every text once, and long ones whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from verifier.models.fake import HashingEmbedder
from verifier.steps.vectors import Vectors
from verifier.store import Store


class Counting(HashingEmbedder):
    """Remembers what it was given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen += texts
        return super().embed(texts)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "s.db", create=True)


def test_a_text_is_embedded_once_and_looks_the_same_ever_after(store: Store) -> None:
    embedder = Counting()
    first = Vectors(store, embedder).of(["one rainy day", "two", "one rainy day"])
    again = Vectors(store, embedder).of(["two", "one rainy day"])
    assert embedder.seen == ["one rainy day", "two"]
    assert all(np.array_equal(first[text], again[text]) for text in again)
    assert np.isclose(np.linalg.norm(again["two"]), 1, atol=1e-3)


def test_a_text_longer_than_the_model_reads_is_cut_and_nothing_is_left_out(store: Store) -> None:
    embedder = Counting()
    text = " ".join(f"word{n}" for n in range(1000))
    vector = Vectors(store, embedder).of([text])[text]
    assert "".join(embedder.seen) == text
    assert max(map(embedder.count_tokens, embedder.seen)) <= embedder.max_tokens
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-3)


def test_nothing_asked_nothing_embedded(store: Store) -> None:
    embedder = Counting()
    assert Vectors(store, embedder).of([]) == {}
    assert embedder.seen == []
