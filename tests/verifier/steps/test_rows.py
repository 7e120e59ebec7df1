"""Rows: cells come from the stored text and its chains, never from what a judgement says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.making import article, claim, mention
from verifier.domain import Article, Claim, Judgement, Kind, Mention, Stance
from verifier.language.reading import read
from verifier.steps.origins import OriginBook
from verifier.steps.reading import Reader
from verifier.steps.rows import Collection, fill_rows

SAID = article("The Lomwick harbour was closed on Monday, the port authority said.")
OWN = article("The harbour of Lomwick has been shut since Monday morning.", outlet="Quill Gazette")
DENIED = article("Mayor Iva Dorn denied that the harbour of Lomwick was closed.", outlet="Dorn Herald")
FACT = claim("The Lomwick harbour was closed.")


def _collection(*articles: Article, mentions: tuple[Mention, ...] = ()) -> Collection:
    by_article = {a.id: [m for m in mentions if m.article_id == a.id] for a in articles}
    chains = [s.chain for a in articles for s in read(a).statements] + [m.chain for m in mentions]
    return Collection(
        articles={a.id: a for a in articles},
        documents={a.id: a.id for a in articles},
        mentions=by_article,
        origins=OriginBook(chains, [(a.id, a.text) for a in articles]),
        reader=Reader(),
    )


def _judged(where: Article, stance: Stance = Stance.SUPPORTS, start: int = 0) -> Judgement:
    return Judgement(FACT.id, where.id, stance, start, len(where.text), where.text[start:])


def test_the_origin_is_that_of_the_statement_quoted() -> None:
    (row,) = fill_rows(FACT, [_judged(SAID)], _collection(SAID))
    assert row.origin is not None
    assert "port authority" in row.origin.name
    assert (row.named, row.own_voice, row.outlet) == (True, False, "Harbour Post")


def test_own_voice_is_the_outlet() -> None:
    (row,) = fill_rows(FACT, [_judged(OWN)], _collection(OWN))
    assert (row.origin.name if row.origin else None, row.own_voice) == ("Quill Gazette", True)


def test_a_stored_mention_goes_before_the_rules() -> None:
    stored = mention(SAID, "The Lomwick harbour was closed", speaker="Harbour master Bo Lind")
    (row,) = fill_rows(FACT, [_judged(SAID)], _collection(SAID, mentions=(stored,)))
    assert [link.name for link in row.chain] == ["Harbour Post", "Harbour master Bo Lind"]


def test_mentions_are_supporting_rows_and_their_articles_add_only_contradictions() -> None:
    home = mention(SAID, "The Lomwick harbour was closed", speaker="port authority")
    found = Claim(FACT.id, FACT.text, Kind.FACT, mentions=(home,))
    judged = [
        _judged(SAID, Stance.SUPPORTS, 4),
        _judged(SAID, Stance.RELATED, 4),
        _judged(SAID, Stance.CONTRADICTS, 4),
        _judged(OWN),
    ]
    rows = fill_rows(found, judged, _collection(SAID, OWN, mentions=(home,)))
    assert sorted((row.outlet or "", str(row.stance)) for row in rows) == [
        ("Harbour Post", "contradicts"),
        ("Harbour Post", "supports"),
        ("Quill Gazette", "supports"),
    ]


def test_one_row_per_article_origin_and_stance() -> None:
    twice = [_judged(OWN), replace(_judged(OWN), strong=True)]
    (row,) = fill_rows(FACT, twice, _collection(OWN))
    assert row.strong


def test_articles_outside_the_collection_give_no_rows() -> None:
    home = mention(SAID, "The Lomwick harbour was closed")
    found = Claim(FACT.id, FACT.text, Kind.FACT, mentions=(home,))
    assert fill_rows(found, [_judged(DENIED)], _collection(OWN)) == []


def test_an_article_older_than_the_event_is_not_comparable() -> None:
    dated = claim("The Lomwick harbour was closed on 20 March 2024.", event_at=date(2024, 3, 20))
    (row,) = fill_rows(dated, [replace(_judged(OWN), claim_id=dated.id)], _collection(OWN))
    assert not row.comparable


def test_unjudged_rows_keep_their_reason() -> None:
    unread = replace(_judged(OWN, Stance.UNJUDGED), note="language")
    (row,) = fill_rows(FACT, [unread], _collection(OWN))
    assert (row.stance, row.note) == (Stance.UNJUDGED, "language")
