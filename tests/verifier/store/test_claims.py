"""Mentions, claims with their former ids, and judgements."""

from __future__ import annotations

from datetime import date

import pytest

from verifier.domain import Article, Claim, How, Judgement, Kind, Link, LinkKind, Mention, Stance
from verifier.errors import StoreError, UsageError
from verifier.store import Store
from verifier.store.claims import resolved
from verifier.store.database import CHUNK
from verifier.store.tables import claim as claims


def article(name: str, published: date | None = None, path: str | None = None) -> Article:
    return Article(id=name, path=path or name, sha256=name, text="It rained.", blocks=(), published=published)


def mention(article_id: str, start: int, name: str | None = None) -> Mention:
    chain = (Link("Outlet", LinkKind.OUTLET, True), Link("a source", LinkKind.UNNAMED, False, 3, 11))
    name = name or f"mention-{article_id}-{start}"
    return Mention(name, article_id, start, start + 10, "It rained.", "It rained in Minsk.", chain, Kind.FACT)


def claim(name: str, *mentions: Mention) -> Claim:
    return Claim(f"claim-{name}", f"It rained in {name}.", Kind.FACT, "may", date(2023, 1, 8), mentions)


def test_mentions_are_listed_by_date_article_and_place(store: Store) -> None:
    for name, day in (("b", date(2023, 1, 9)), ("a", date(2023, 1, 9)), ("c", None), ("d", date(2023, 1, 2))):
        store.add_article(article(name, day))
        store.put_mentions(name, "k", [mention(name, 100), mention(name, 20)])

    listed = [(each.article_id, each.start) for each in store.mentions()]

    assert listed == [("d", 20), ("d", 100), ("a", 20), ("a", 100), ("b", 20), ("b", 100), ("c", 20), ("c", 100)]


def test_mentions_of_replaced_articles_are_not_listed(store: Store) -> None:
    for name in ("a1", "a2"):
        store.add_article(article(name, path="a"))
        store.put_mentions(name, "k", [mention(name, 0)])

    assert store.mentions() == [mention("a2", 0)]


def test_mentions_are_due_by_key_and_replaced(store: Store) -> None:
    store.add_article(article("a"))
    assert store.mentions_due("one") == ["a"]

    store.put_mentions("a", "one", [mention("a", 0), mention("a", 20)])
    store.put_mentions("a", "two", [mention("a", 20)])

    assert (store.mentions_due("one"), store.mentions_due("two")) == (["a"], [])
    assert store.mentions() == [mention("a", 20)]


def test_a_set_of_mentions_that_is_refused_changes_nothing(store: Store) -> None:
    store.add_article(article("a"))
    store.put_mentions("a", "one", [mention("a", 0)])

    with pytest.raises(StoreError, match="UNIQUE"):
        store.put_mentions("a", "two", [mention("a", 5, "same"), mention("a", 9, "same")])
    with pytest.raises(ValueError, match="belongs to 'b'"):
        store.put_mentions("a", "two", [mention("b", 0)])

    assert store.mentions() == [mention("a", 0)]
    assert store.mentions_due("one") == []


def test_claims_keep_their_order_and_content(store: Store) -> None:
    several = [claim("b", mention("a", 0), mention("b", 3)), claim("a")]
    store.put_claims(several, {})
    assert store.claims() == several

    store.put_claims(several[1:], {})
    assert store.claims() == several[1:]


def found(store: Store, reference: str) -> str | None:
    with store._reading() as connection:
        return resolved(connection, claims.c.id, reference)


def test_a_claim_is_found_by_id_former_id_and_only_beginning(store: Store) -> None:
    one, two = claim("abc1"), claim("abd2")
    store.put_claims([one, two, claim("100%"), claim("under_score")], {"claim-old": one.id})

    assert found(store, one.id) == one.id
    assert found(store, "claim-old") == one.id
    assert found(store, "claim-abd") == two.id
    assert found(store, "claim-1") == "claim-100%"
    for unknown in ("", "claim-x", "%", "_", "claim-under%", "claim_abc", "claim-abc1x", "nul\0"):
        assert found(store, unknown) is None
    with pytest.raises(UsageError, match=r"'claim-ab'.*claim-abc1, claim-abd2"):
        found(store, "claim-ab")


def test_an_id_wins_over_longer_ids_and_former_ids(store: Store) -> None:
    short, long = claim("ab"), claim("abc")
    store.put_claims([long, short], {})

    assert found(store, "claim-ab") == short.id


def test_former_ids_lead_to_the_claim_in_the_end(store: Store) -> None:
    store.put_claims([claim("b")], {"claim-a": "claim-b"})
    store.put_claims([claim("c")], {"claim-b": "claim-c"})

    assert found(store, "claim-a") == found(store, "claim-b") == "claim-c"


def test_a_claim_that_returns_is_no_former_id_any_more(store: Store) -> None:
    store.put_claims([claim("a")], {})
    store.put_claims([claim("b")], {"claim-a": "claim-b"})
    store.put_claims([claim("a")], {"claim-b": "claim-a"})

    assert found(store, "claim-a") == found(store, "claim-b") == "claim-a"

    store.put_claims([claim("a"), claim("b")], {})
    assert found(store, "claim-b") == "claim-b"


def test_former_ids_outlive_their_claim_and_return_with_it(store: Store) -> None:
    store.put_claims([claim("b")], {"claim-a": "claim-b"})
    store.put_claims([], {})
    assert found(store, "claim-a") is None

    store.put_claims([claim("b")], {})
    assert found(store, "claim-a") == "claim-b"


def test_a_former_id_leads_to_a_claim_of_the_set(store: Store) -> None:
    store.put_claims([claim("a")], {})

    with pytest.raises(ValueError, match="'claim-z'"):
        store.put_claims([claim("b")], {"claim-a": "claim-z"})
    with pytest.raises(StoreError, match="UNIQUE"):
        store.put_claims([claim("b"), claim("b")], {})

    assert store.claims() == [claim("a")]


def judgement(claim_id: str, note: str = "") -> Judgement:
    return Judgement(claim_id, "a", Stance.CONTRADICTS, 3, 9, "rained", How.DENIAL, True, note)


def test_judgements_are_kept_by_key_and_the_first_stays(store: Store) -> None:
    unjudged = Judgement("claim-2", "a", Stance.UNJUDGED, 0, 0, "", note="language")
    store.put_judgements({"k1": [judgement("claim-1"), unjudged], "k2": []})
    store.put_judgements({"k1": [judgement("claim-1", "later")], "k3": [judgement("claim-3")]})

    assert store.judgements(["k3", "k1", "k2", "k4", "k1"]) == {
        "k1": (judgement("claim-1"), unjudged),
        "k2": (),
        "k3": (judgement("claim-3"),),
    }
    store.put_judgements({})


def test_many_judgements_at_once(store: Store) -> None:
    many = {f"k{number}": [judgement(f"claim-{number}")] for number in range(2 * CHUNK + 1)}
    store.put_judgements(many)

    assert store.judgements(many) == {key: tuple(several) for key, several in many.items()}


def test_half_characters_in_a_judgement_are_an_error_that_says_so(store: Store) -> None:
    with pytest.raises(StoreError, match=r"'\\ud800' is half a character"):
        store.put_judgements({"k1": [judgement("claim-1")], "k2": [judgement("claim-2", "\ud800")]})

    assert store.judgements(["k1", "k2"]) == {}


def test_zero_characters_in_a_note_are_kept(store: Store) -> None:
    store.put_judgements({"k": [judgement("claim-1", "zero \0")]})

    assert store.judgements(["k"])["k"][0].note == "zero \0"


def test_a_claim_is_found_by_its_id_a_former_one_and_a_beginning(store: Store) -> None:
    given = [claim("ab"), claim("ac")]
    store.put_claims(given, {"claim-old": "claim-ac"})

    assert [store.claim(name) for name in ("claim-ab", "claim-old", "claim-ac")] == [given[0], given[1], given[1]]
    assert store.claim("claim-b") is None
    assert store.claim("") is None
    with pytest.raises(UsageError, match="several claims begin with 'claim-a'"):
        store.claim("claim-a")


def test_what_was_a_claim_is_remembered_and_what_never_was_is_not(store: Store) -> None:
    store.put_claims([claim("a"), claim("b")], {"claim-old": "claim-a"})
    assert (store.former_claim("claim-a"), store.former_claim("claim-old")) == (None, "claim-a")

    store.put_claims([claim("b")], {})
    assert [store.former_claim(one) for one in ("claim-a", "claim-old", "claim-z")] == ["claim-a", "claim-a", None]
    assert (found(store, "claim-a"), found(store, "claim-old")) == (None, None)

    store.put_claims([claim("c")], {"claim-a": "claim-c"})
    assert (found(store, "claim-a"), found(store, "claim-old")) == ("claim-c", "claim-c")
    assert store.former_claim("claim-b") == "claim-b"


def test_mentions_of_replaced_articles_come_with_what_took_their_place(store: Store) -> None:
    for name in ("a1", "a2", "b"):
        store.add_article(article(name, path=name[0]))
        store.put_mentions(name, "k", [mention(name, 0)])

    assert store.replaced_mentions() == [(mention("a1", 0), "a2")]
