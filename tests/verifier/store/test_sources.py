"""Sources: one per outlet, whatever the case of its name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from verifier.domain import Article, Reliability, Source
from verifier.errors import UsageError
from verifier.store import Store
from verifier.store.sources import outlet_key

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)


def test_a_source_is_kept_by_its_outlet(store: Store) -> None:
    assert store.source("Northline") is None
    store.put_source(Source("Northline", "Quill Group", Reliability.B, "Ostland", NOON))
    later = Source("NORTHLINE", None, Reliability.C, None, NOON)
    store.put_source(later)
    other = Source("Border Ledger", set_at=NOON)
    store.put_source(other)

    assert store.source("northline ") == later
    assert store.sources() == [other, later]


@pytest.mark.parametrize(
    ("one", "other"), [("Ostland Post", "OSTLAND\u00a0 post "), ("Straße", "STRASSE"), ("Café", "Cafe\u0301")]
)
def test_one_outlet_in_several_spellings(one: str, other: str) -> None:
    assert outlet_key(one) == outlet_key(other)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (Source("Nor\x1b[31mthline", set_at=NOON), r"outlet .* holds the character U\+001B"),
        (Source("Northline", owner="Quill \u202epuorG", set_at=NOON), r"owner .* holds the character U\+202E"),
        (Source("Northline", country="Ost\x07land", set_at=NOON), r"country .* holds the character U\+0007"),
    ],
)
def test_characters_that_are_not_seen_are_refused(store: Store, given: Source, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        store.put_source(given)
    assert store.sources() == []


def test_outlets_are_counted_under_their_commonest_name(store: Store) -> None:
    for number, outlet in enumerate(("Northline", "NORTHLINE", "Northline", None, "Border Ledger")):
        name = f"a{number}"
        store.add_article(Article(id=name, path=name, sha256=name, text="It rained.", blocks=(), outlet=outlet))
    store.add_article(Article(id="new", path="a4", sha256="new", text="It snowed.", blocks=(), outlet="Quill"))

    assert store.count_outlets() == {"Northline": 3, "Quill": 1}
