"""Small values, and the store as a whole."""

from __future__ import annotations

import pytest

from verifier.domain import Article
from verifier.store import Store


def test_small_values_are_kept_by_name(store: Store) -> None:
    assert store.value("engine") is None
    store.put_value("engine", "embedded")
    store.put_value("engine", "llm")
    store.put_value("rules", "3")

    assert (store.value("engine"), store.value("rules")) == ("llm", "3")


def test_calls_in_a_transaction_are_stored_together_or_not_at_all(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            store.put_value("a", "1")
            with store.transaction():
                store.add_article(Article("a", "a", "a", "It rained.", ()))
            assert store.count_articles() == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (store.value("a"), store.count_articles()) == (None, 0)

    with store.transaction():
        store.put_value("a", "1")
        store.put_value("b", "2")
    assert (store.value("a"), store.value("b")) == ("1", "2")
