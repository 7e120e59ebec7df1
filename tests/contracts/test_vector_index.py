"""What every VectorIndex does, in memory or in Chroma, and that both find the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vectorstore import Hit, VectorIndex, VectorIndexError, VectorInputError
from vectorstore.chroma import ChromaIndex
from vectorstore.memory import MemoryIndex

WIDTH = 8

Vectors = NDArray[np.float32]


@pytest.fixture(params=["memory", "chroma"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], VectorIndex]:
    if request.param == "memory":
        return lambda: MemoryIndex(WIDTH)
    return lambda: ChromaIndex(tmp_path / "index", WIDTH)


@pytest.fixture
def index(make: Callable[[], VectorIndex]) -> Iterator[VectorIndex]:
    made = make()
    yield made
    made.close()


def axis(number: int) -> Vectors:
    vector = np.zeros(WIDTH, np.float32)
    vector[number] = 1
    return vector


def some_vectors(count: int, seed: int = 0, width: int = WIDTH) -> Vectors:
    return np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)


def names(count: int) -> list[str]:
    return [f"p{number:04}" for number in range(count)]


def test_an_empty_index_finds_nothing(index: VectorIndex) -> None:
    assert index.width == WIDTH
    assert index.count() == 0
    assert index.ids() == set()
    assert index.within(axis(0), -1) == []
    assert index.nearest(axis(0), 3) == []


def test_adding_nothing_and_deleting_nothing_is_fine(index: VectorIndex) -> None:
    index.add([], np.empty((0, WIDTH), np.float32))
    index.delete([])
    assert index.count() == 0


def test_hits_are_cosines_best_first(index: VectorIndex) -> None:
    index.add(["same", "half", "right", "opposite"], np.stack([axis(0), axis(0) + axis(1), axis(1), -axis(0)]))
    expected = [Hit("same", 1.0), Hit("half", 0.7071), Hit("right", 0.0), Hit("opposite", -1.0)]
    assert index.within(axis(0), -1) == expected
    assert index.within(axis(0), 0.5) == expected[:2]
    assert index.nearest(axis(0), 3) == expected[:3]
    assert index.nearest(axis(0), 9) == expected


def test_a_score_equal_to_the_least_one_counts(index: VectorIndex) -> None:
    index.add(["half"], np.stack([axis(0) + axis(1)]))
    assert index.within(axis(0), 0.7071) == [Hit("half", 0.7071)]
    assert index.within(axis(0), 0.7072) == []


def test_length_means_nothing(index: VectorIndex) -> None:
    index.add(["tiny", "huge"], np.stack([axis(0) * 1e-20, axis(0) * 1e20]))
    assert index.within(axis(0) * 1e-20, 1) == [Hit("huge", 1.0), Hit("tiny", 1.0)]


@pytest.mark.parametrize("kind", [np.float16, np.float64])
def test_any_float_will_do(index: VectorIndex, kind: type[np.floating]) -> None:
    index.add(["a"], axis(3).astype(kind)[np.newaxis])
    assert index.nearest(axis(3).astype(kind), 1) == [Hit("a", 1.0)]


def test_ties_go_by_id_also_at_the_cut(index: VectorIndex) -> None:
    ids = names(600)
    shuffled = [ids[place] for place in np.random.default_rng(1).permutation(len(ids))]
    index.add(shuffled, np.tile(axis(2), (len(ids), 1)))
    index.add(["other"], axis(4)[np.newaxis])
    assert [hit.id for hit in index.nearest(axis(2), 7)] == ids[:7]
    assert [hit.id for hit in index.within(axis(2), 0.9)] == ids


def test_a_known_id_gets_the_new_vector(index: VectorIndex) -> None:
    index.add(["a", "b"], np.stack([axis(0), axis(0)]))
    index.add(["a"], axis(1)[np.newaxis])
    assert index.count() == 2
    assert index.within(axis(0), 0.5) == [Hit("b", 1.0)]
    assert index.within(axis(1), 0.5) == [Hit("a", 1.0)]


def test_a_deleted_id_is_gone_and_may_come_back(index: VectorIndex) -> None:
    index.add(["a", "b", "c"], np.stack([axis(0), axis(0), axis(1)]))
    index.delete(["a", "c", "never there"])
    assert index.ids() == {"b"}
    assert index.within(axis(0), -1) == [Hit("b", 1.0)]
    index.add(["c"], axis(1)[np.newaxis])
    assert index.within(axis(1), 0.5) == [Hit("c", 1.0)]


@pytest.mark.parametrize("bad", ["", "half \ud800", "nul \0"])
def test_an_id_that_cannot_be_kept_is_refused(index: VectorIndex, bad: str) -> None:
    with pytest.raises(VectorInputError, match="an id must be"):
        index.add(["fine", bad], some_vectors(2))
    assert index.count() == 0


def test_strange_ids_are_kept_as_they_are(index: VectorIndex) -> None:
    strange = ["'); DROP TABLE members; --", "中文 🙂", "a\nb", " ", "x" * 5000]
    index.add(strange, some_vectors(len(strange)))
    assert index.ids() == set(strange)
    assert {hit.id for hit in index.within(axis(0), -1)} == set(strange)


def test_an_id_twice_in_one_call_is_refused(index: VectorIndex) -> None:
    with pytest.raises(VectorInputError, match="'a' stands twice"):
        index.add(["a", "b", "a"], some_vectors(3))
    assert index.count() == 0


@pytest.mark.parametrize("value", [0, np.nan, np.inf])
def test_a_vector_without_direction_is_refused(index: VectorIndex, value: float) -> None:
    vectors = some_vectors(2)
    vectors[1] = value
    with pytest.raises(VectorInputError, match="'b' has no direction"):
        index.add(["a", "b"], vectors)
    assert index.count() == 0
    with pytest.raises(VectorInputError, match="has no direction"):
        index.nearest(vectors[1], 1)


def test_a_wrong_shape_is_refused(index: VectorIndex) -> None:
    with pytest.raises(VectorInputError, match=r"2 ids need vectors of shape \(2, 8\), not \(1, 8\)"):
        index.add(["a", "b"], some_vectors(1))
    with pytest.raises(VectorInputError, match=r"not \(1, 9\)"):
        index.add(["a"], some_vectors(1, width=9))
    with pytest.raises(VectorInputError, match=r"shape \(8,\), not \(1, 8\)"):
        index.within(some_vectors(1), 0)


@pytest.mark.parametrize("score", [1.1, -1.1, float("nan")])
def test_a_least_score_no_cosine_has_is_refused(index: VectorIndex, score: float) -> None:
    with pytest.raises(VectorInputError, match="between -1 and 1"):
        index.within(axis(0), score)


def test_fewer_than_one_nearest_is_refused(index: VectorIndex) -> None:
    with pytest.raises(VectorInputError, match="at least one"):
        index.nearest(axis(0), 0)


def test_a_closed_index_says_so(index: VectorIndex) -> None:
    index.close()
    index.close()
    for use in (
        lambda: index.add(["a"], some_vectors(1)),
        lambda: index.delete(["a"]),
        lambda: index.count(),
        lambda: index.ids(),
        lambda: index.within(axis(0), 0),
        lambda: index.nearest(axis(0), 1),
    ):
        with pytest.raises(VectorIndexError, match="closed"):
            use()


Step = tuple[str, list[tuple[str, list[int]]]]
ids_and_vectors = st.lists(
    st.tuples(st.sampled_from(names(12)), st.lists(st.integers(-2, 2), min_size=WIDTH, max_size=WIDTH).filter(any)),
    max_size=8,
    unique_by=lambda pair: pair[0],
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[VectorIndex, VectorIndex]]:
    exact, kept = MemoryIndex(WIDTH), ChromaIndex(tmp_path_factory.mktemp("both") / "index", WIDTH)
    yield exact, kept
    kept.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["add", "delete"]), ids_and_vectors), min_size=1, max_size=5))
def test_after_any_steps_both_find_the_same(both: tuple[VectorIndex, VectorIndex], steps: list[Step]) -> None:
    for index in both:
        index.delete(sorted(index.ids()))
        for action, pairs in steps:
            ids = [name for name, _ in pairs]
            if action == "delete":
                index.delete(ids)
            else:
                index.add(ids, np.array([vector for _, vector in pairs], np.float32).reshape(-1, WIDTH))
    assert_same(*both, query=some_vectors(1, seed=len(steps))[0])


@pytest.mark.parametrize("copies", [1, 30])
def test_both_find_the_same_among_many(tmp_path: Path, copies: int) -> None:
    width, count = 64, 1500
    distinct = some_vectors(count // copies, seed=copies, width=width) + 1.5 * some_vectors(1, seed=9, width=width)
    vectors = np.repeat(distinct, copies, axis=0)
    exact, kept = MemoryIndex(width), ChromaIndex(tmp_path / "index", width)
    for index in (exact, kept):
        index.add(names(len(vectors)), vectors)
        index.delete(names(200)[::3])
    for query in distinct[:: max(1, len(distinct) // 15)]:
        assert_same(exact, kept, query)
    kept.close()


def assert_same(exact: VectorIndex, kept: VectorIndex, query: Vectors) -> None:
    assert kept.ids() == exact.ids()
    assert kept.count() == exact.count()
    # One unit in the fourth place: the two add up in another order.
    for least in (-1.0, 0.2, 0.6):
        expected, found = exact.within(query, least), kept.within(query, least)
        sure = {hit.id for hit in expected if hit.score > least + 1e-4}
        possible = {hit.id for hit in exact.within(query, max(-1, least - 1e-4))}
        assert sure <= {hit.id for hit in found} <= possible
        scores = dict(expected)
        assert all(abs(scores[hit.id] - hit.score) <= 1.01e-4 for hit in found if hit.id in scores)
    expected, found = exact.nearest(query, 5), kept.nearest(query, 5)
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1.01e-4)
