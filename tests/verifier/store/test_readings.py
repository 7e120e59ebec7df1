"""Readings kept for good: one for each article, under the key of what made it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from verifier.domain import Article
from verifier.errors import StoreError
from verifier.store import Store

IT = Article("article-1", "a.txt", "a", "It rained.", ())


def test_a_reading_is_kept_under_its_key_and_replaced_by_that_of_another(store: Store) -> None:
    store.add_article(IT)
    assert store.reading(IT.id, "rules 1") is None
    store.put_reading(IT.id, "rules 1", '{"half":"\ud83d"}')
    assert store.reading(IT.id, "rules 1") == '{"half":"\ud83d"}'

    store.put_reading(IT.id, "rules 2", "{}")
    assert store.reading(IT.id, "rules 1") is None
    assert store.reading(IT.id, "rules 2") == "{}"


def test_a_damaged_reading_is_no_reading(store: Store, path: Path) -> None:
    store.add_article(IT)
    store.put_reading(IT.id, "rules", "{}")
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE reading SET packed = x'00'")
    raw.close()

    with pytest.raises(StoreError, match="'article-1' is damaged"):
        store.reading(IT.id, "rules")
