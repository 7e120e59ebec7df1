"""Passages, their word index, and vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlalchemy import text

from verifier.domain import Article, Passage
from verifier.errors import StoreError
from verifier.store import Store
from verifier.store.database import CHUNK


def add(store: Store, name: str, *texts: str, key: str = "k") -> list[Passage]:
    """An article of one passage per text, one after the other."""
    whole = " ".join(texts)
    store.add_article(Article(id=name, path=f"{name[0]}.txt", sha256=name, text=whole, blocks=()))
    starts = [len(" ".join(texts[:number])) for number in range(len(texts))]
    passages = [
        Passage(f"passage-{name}-{number}", name, start, start + len(each), each)
        for number, (start, each) in enumerate(zip(starts, texts, strict=True))
    ]
    store.put_passages(name, key, passages)
    return passages


def test_passages_come_back_in_text_order(store: Store) -> None:
    passages = add(store, "a", "It rained.", "Then it “stopped”.", "Дождь.")
    store.put_passages("a", "k", passages[::-1])

    assert list(store.each_passage()) == passages


def test_putting_replaces_passages_and_words(store: Store) -> None:
    add(store, "a", "It rained.", "It poured.")
    (only,) = add(store, "a", "It snowed.")

    assert list(store.each_passage()) == [only]
    assert store.search(["rained", "snowed"]) == {only.id: {"snowed"}}


def test_passages_of_an_unknown_article_or_of_another_are_refused(store: Store) -> None:
    passage = Passage("p", "ghost", 0, 1, "x")

    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.put_passages("ghost", "k", [passage])
    with pytest.raises(ValueError, match="'ghost', not to 'a'"):
        store.put_passages("a", "k", [passage])


def test_a_step_is_due_until_it_ran_with_the_key(store: Store) -> None:
    for name in ("a", "b", "c"):
        store.add_article(Article(id=name, path=name, sha256=name, text="", blocks=()))
    store.put_passages("a", "one", [])
    store.put_passages("b", "two", [])

    assert store.passages_due("one") == ["b", "c"]
    assert store.passages_due("two") == ["a", "c"]
    assert store.mentions_due("one") == ["a", "b", "c"]

    store.add_article(Article(id="b2", path="b", sha256="b2", text="", blocks=()))
    assert store.passages_due("one") == ["b2", "c"]


def test_passages_of_replaced_articles_are_found_no_more(store: Store) -> None:
    add(store, "a1", "It rained.")
    (new,) = add(store, "a2", "It rained again.")

    assert list(store.each_passage()) == [new]
    assert store.search(["rained"]) == {new.id: {"rained"}}


def test_every_passage_is_read_once_across_pages(store: Store) -> None:
    expected = add(store, "a", *(f"Sentence {number}." for number in range(CHUNK + 3)))
    expected += add(store, "b", "One more.")

    assert list(store.each_passage()) == expected


def test_search_says_which_terms_were_found(store: Store) -> None:
    first, second, _ = add(store, "a", "General Staff says 1,400 soldiers", "The général left", "Nothing")

    assert store.search(["general", "general staff", "soldiers", "tank", "general"]) == {
        first.id: {"general", "general staff", "soldiers"},
        second.id: {"general"},
    }
    assert store.search([]) == {}


@pytest.mark.parametrize(
    "term", ["МОБИЛИЗАЦИЯ", "мобилизация", "GÉNÉRAL", "general", "1,400", "1 400", "can't", "^says"]
)
def test_search_minds_neither_case_nor_accents(store: Store, term: str) -> None:
    (passage,) = add(store, "a", "мобилизация: Général says 1,400 can't go")

    assert store.search([term]) == {passage.id: {term}}


@pytest.mark.parametrize(
    "term",
    [
        "",
        " ",
        "-",
        '"',
        '""',
        "*",
        "x OR rained",
        "rained NOT x",
        "text:rained",
        "{text}:rained",
        "NEAR(it rained)",
        "^rained it",
        "rai*",
        'rained" OR "it',
        "rained') OR 1 --",
        "'; DROP TABLE passage; --",
        ":query",
        "nul\0",
        "half \ud800",
        "(" * 2000,
        "it AND rained",
    ],
)
def test_a_term_is_never_a_query_language(store: Store, term: str) -> None:
    add(store, "a", "It rained.")

    assert store.search([term]) == {}
    assert len(store.search(["rained"])) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters() | st.sampled_from('"*()^:-+{}')))
def test_no_term_is_an_error(store: Store, term: str) -> None:
    store.search([term])


def test_the_word_index_agrees_with_the_texts(store: Store, path: Any) -> None:
    add(store, "a", "It rained.", "It poured.")
    add(store, "a", "It snowed.")
    with store._writing() as connection:  # FTS5's own comparison, which raises when they differ
        connection.execute(text("INSERT INTO passage_words(passage_words, rank) VALUES('integrity-check', 1)"))


def vector(*numbers: float) -> NDArray[np.float32]:
    return np.array(numbers, dtype=np.float32)


def test_vectors_come_back_by_text_and_model(store: Store) -> None:
    store.put_vectors("m1", {"It rained.": vector(0.5, -1.25), "Дождь.": vector(2, 3)})

    found = store.vectors("m1", ["Дождь.", "It rained.", "unknown", "Дождь."])

    assert {text: list(numbers) for text, numbers in found.items()} == {"It rained.": [0.5, -1.25], "Дождь.": [2, 3]}
    assert all(numbers.dtype == np.float32 for numbers in found.values())
    assert store.vectors("m2", ["It rained."]) == {}


def test_what_is_returned_on_putting_is_what_every_later_run_reads(store: Store) -> None:
    third = vector(1 / 3, 1e-9)

    put = store.put_vectors("m", {"x": third})

    assert np.array_equal(put["x"], store.vectors("m", ["x"])["x"])
    assert np.array_equal(put["x"], third.astype(np.float16).astype(np.float32))
    assert not np.array_equal(put["x"], third)


def test_the_first_vector_of_a_text_stays(store: Store) -> None:
    store.put_vectors("m", {"x": vector(1)})

    assert list(store.put_vectors("m", {"x": vector(2)})["x"]) == [1]


def test_many_vectors_at_once(store: Store) -> None:
    many = {f"text {number}": vector(number) for number in range(2 * CHUNK + 1)}
    store.put_vectors("m", many)

    found = store.vectors("m", many)

    assert {text: numbers[0] for text, numbers in found.items()} == {t: n[0] for t, n in many.items()}
    assert store.put_vectors("m", {}) == {}


@pytest.mark.parametrize(
    "numbers", [vector(), vector(np.nan), vector(np.inf), vector(70000), np.zeros((1, 2), np.float32)]
)
def test_what_is_no_vector_is_refused(store: Store, numbers: NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match="a vector"):
        store.put_vectors("m", {"x": numbers})


def test_a_damaged_vector_is_an_error(store: Store) -> None:
    store.put_vectors("m", {"x": vector(1)})
    with store._writing() as connection:
        connection.execute(text("UPDATE vector SET halves = x'000102'"))

    with pytest.raises(StoreError, match="3 bytes"):
        store.vectors("m", ["x"])
