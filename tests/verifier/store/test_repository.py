"""Runs, small values, and the store as a whole."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from verifier.domain import Article
from verifier.errors import UsageError
from verifier.store import RunStatus, Store
from verifier.store.tables import run


def test_a_run_is_noted_from_start_to_end(store: Store) -> None:
    first = store.start_run({"engine": "embedded", "limit": None})
    second = store.start_run({})
    store.finish_run(first, RunStatus.INCOMPLETE, {"articles": 3, "failed": 1})

    with store._reading() as connection:
        earlier, later = connection.execute(select(run).order_by(run.c.n))

    assert (later.id, later.status, later.finished_at) == (second, "running", None)
    assert (earlier.id, earlier.status, earlier.counts) == (first, "incomplete", '{"articles": 3, "failed": 1}')
    assert earlier.settings == '{"engine": "embedded", "limit": null}'
    assert earlier.finished_at >= earlier.started_at


def test_an_unknown_run_cannot_end(store: Store) -> None:
    with pytest.raises(UsageError, match="'run-1'"):
        store.finish_run("run-1", RunStatus.DONE, {})


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
