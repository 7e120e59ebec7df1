"""What every TextEmbedder does, real or fake."""

from __future__ import annotations

import random
import string
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from verifier.errors import ModelError
from verifier.models import EMBEDDING_WIDTH, TextEmbedder
from verifier.models.fake import HashingEmbedder
from verifier.models.loader import Embedder

TEXTS = [
    "The ferry sank off the northern cape on Monday.",
    "A ferry went down off the northern cape on Monday.",
    "Bread prices rose by nine per cent in March.",
    "Wörter mit Ümlauten, naïve café, 中文 и кириллица 🙂",
    "14",
]


@pytest.fixture(scope="module", params=[Embedder, HashingEmbedder])
def embedder(request: pytest.FixtureRequest) -> TextEmbedder:
    made: TextEmbedder = request.param()
    return made


def test_rows_are_unit_vectors_in_order(embedder: TextEmbedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), EMBEDDING_WIDTH)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        np.testing.assert_array_equal(embedder.embed([text])[0], vector)


def test_no_text_is_no_row(embedder: TextEmbedder) -> None:
    assert embedder.embed([]).shape == (0, EMBEDDING_WIDTH)


def test_the_neighbours_in_a_call_change_nothing(embedder: TextEmbedder) -> None:
    rng = random.Random(7)
    many = [" ".join(rng.choices(string.ascii_lowercase, k=rng.randint(1, 60))) for _ in range(300)]
    shuffled = rng.sample(range(len(many)), len(many))
    again = embedder.embed([many[index] for index in shuffled])
    np.testing.assert_array_equal(embedder.embed(many)[shuffled], again)


def test_threads_may_share_one(embedder: TextEmbedder) -> None:
    alone = embedder.embed(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: embedder.embed(TEXTS), range(4)):
            np.testing.assert_array_equal(vectors, alone)


def test_like_texts_lie_closer_than_others(embedder: TextEmbedder) -> None:
    ferry, ship, bread = embedder.embed(TEXTS[:3])
    assert ferry @ ship > ferry @ bread + 0.2


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_are_slices_of_the_text(embedder: TextEmbedder, text: str) -> None:
    offsets = embedder.token_offsets(text)
    assert len(offsets) == embedder.count_tokens(text) - 2
    assert all(0 <= start < end <= len(text) for start, end in offsets)
    assert offsets == sorted(offsets)
    uncovered = set(range(len(text))) - {at for start, end in offsets for at in range(start, end)}
    assert "".join(text[at] for at in sorted(uncovered)).strip() == ""


def test_the_longest_text_fits_and_one_more_token_is_refused(embedder: TextEmbedder) -> None:
    longest = "a " * (embedder.max_tokens - 2)
    assert embedder.count_tokens(longest) == embedder.max_tokens
    assert embedder.embed([longest]).shape == (1, EMBEDDING_WIDTH)
    with pytest.raises(ModelError, match=rf"input 1 has {embedder.max_tokens + 1}\b.*split it first"):
        embedder.embed(["short", longest + "a"])


def test_long_texts_are_counted_not_cut(embedder: TextEmbedder) -> None:
    assert embedder.count_tokens("a " * 5000) == 5002
    assert len(embedder.token_offsets("a " * 5000)) == 5000


@pytest.mark.parametrize("blank", ["", "  \n\t"])
def test_a_text_with_nothing_in_it_is_refused(embedder: TextEmbedder, blank: str) -> None:
    with pytest.raises(ModelError, match="input 1 has nothing to read"):
        embedder.embed(["text", blank])


def test_broken_unicode_is_refused(embedder: TextEmbedder) -> None:
    with pytest.raises(ModelError, match="valid Unicode"):
        embedder.embed(["half a pair: \ud800"])


def test_name_and_fingerprint_are_set(embedder: TextEmbedder) -> None:
    assert embedder.name
    assert embedder.fingerprint
