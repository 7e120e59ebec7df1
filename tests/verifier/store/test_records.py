"""Records come back from their documents exactly, and nothing else does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.domain import (
    Block,
    Claim,
    Decision,
    Judgement,
    Kind,
    Label,
    Link,
    Mention,
    Origin,
    Row,
    Stance,
    Verdict,
)
from verifier.errors import StoreError
from verifier.store.records import BLOCKS, CLAIM, JUDGEMENTS, MENTION, TEXTS, VERDICT, Codec, read_word

links = st.from_type(Link)
mentions = st.builds(Mention, chain=st.lists(links, max_size=2).map(tuple))
claims = st.builds(Claim, mentions=st.lists(mentions, max_size=2).map(tuple))
rows = st.builds(
    Row,
    origin=st.none() | st.from_type(Origin),
    allied_with=st.frozensets(st.text(max_size=3), max_size=3),
    said_at=st.none() | st.dates(),
    chain=st.lists(links, max_size=2).map(tuple),
    published=st.none() | st.dates(),
)
some_rows = st.lists(rows, max_size=2).map(tuple)
decisions = st.builds(
    Decision, contradicting=some_rows, deciding=some_rows, repeats=some_rows, related=some_rows, unjudged=some_rows
)
verdicts = st.builds(
    Verdict, claim=claims, decision=decisions, warnings=st.lists(st.text(max_size=5), max_size=2).map(tuple)
)

patient = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(verdicts)
def test_verdict_comes_back_exactly(verdict: Verdict) -> None:
    assert VERDICT.load(VERDICT.dump(verdict)) == verdict


@patient
@given(claims)
def test_claim_and_mentions_come_back_exactly(claim: Claim) -> None:
    assert CLAIM.load(CLAIM.dump(claim)) == claim
    for mention in claim.mentions:
        assert MENTION.load(MENTION.dump(mention)) == mention


@patient
@given(st.lists(st.from_type(Judgement), max_size=3).map(tuple), st.lists(st.from_type(Block), max_size=3).map(tuple))
def test_lists_come_back_exactly(judgements: tuple[Judgement, ...], blocks: tuple[Block, ...]) -> None:
    assert JUDGEMENTS.load(JUDGEMENTS.dump(judgements)) == judgements
    assert BLOCKS.load(BLOCKS.dump(blocks)) == blocks


def test_types_survive_not_only_equality() -> None:
    claim = CLAIM.load(CLAIM.dump(Claim("claim-1", "It rained.", Kind.FACT, event_at=date(2023, 1, 8))))

    assert type(claim.kind) is Kind
    assert claim.kind.definition
    assert claim.event_at == date(2023, 1, 8)


def test_the_same_record_has_one_document() -> None:
    row = Row("a", "d", Stance.SUPPORTS, allied_with=frozenset({"g1", "g2", "g3"}))
    other = replace(row, allied_with=frozenset({"g3", "g2", "g1"}))

    codec: Codec[Row] = Codec(Row, "row")

    assert codec.dump(row) == codec.dump(other)


def altered(**changes: Any) -> str:
    document = json.loads(CLAIM.dump(Claim("claim-1", "It rained.", Kind.FACT)))
    document.update(changes)
    return json.dumps({name: value for name, value in document.items() if value != "left out"})


@pytest.mark.parametrize(
    ("document", "named"),
    [
        (altered(kind="rumour"), "'rumour'"),
        (altered(kind=None), "None"),
        (altered(event_at="8 Jan 2023"), "8 Jan 2023"),
        (altered(event_at=20230108), "20230108"),
        (altered(text=5), "5 is not str"),
        (altered(mentions={}), "is not list"),
        (altered(hedge="left out"), "'mentions', 'text'"),
        (altered(weather="wet"), "'weather'"),
        ("[]", "Claim"),
        ("{", "claim"),
        ("", "claim"),
    ],
)
def test_what_is_not_a_record_is_refused_by_name(document: str, named: str) -> None:
    with pytest.raises(StoreError, match="another version") as caught:
        CLAIM.load(document)
    assert named in str(caught.value)


def test_a_truth_value_is_no_number() -> None:
    with pytest.raises(StoreError, match="True is not int"):
        BLOCKS.load('[{"kind":"prose","start":true,"end":2}]')


def test_words_in_columns_are_read_as_strictly() -> None:
    assert read_word(Label, "disputed") is Label.DISPUTED
    with pytest.raises(StoreError, match="'likely'"):
        read_word(Label, "likely")


def test_a_type_without_a_form_is_noticed_at_once() -> None:
    with pytest.raises(TypeError, match="no stored form"):
        Codec(dict[str, str], "mapping")


@given(st.lists(st.text(), max_size=4).map(tuple))
def test_texts_keep_every_character(texts: tuple[str, ...]) -> None:
    assert TEXTS.load(TEXTS.dump(texts)) == texts
