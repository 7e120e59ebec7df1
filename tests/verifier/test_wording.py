"""Counts, days, badges and chains in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

import pytest

from verifier.domain import How, Label, Link, LinkKind, Row, Stance
from verifier.wording import badge_text, chain_text, count, day, manner, place, times

LEDGER = Link("Border Ledger", LinkKind.OUTLET, named=True)
OFFICIALS = Link("officials", LinkKind.UNNAMED, named=False)


@dataclass(frozen=True)
class Counts:
    label: Label
    n_origins: int
    n_articles: int = 1
    n_contradicting_origins: int = 0


def test_counts_agree_with_their_nouns() -> None:
    assert [count(n, "article") for n in (0, 1, 1200)] == ["0 articles", "1 article", "1,200 articles"]


def test_a_day_has_no_zero_before_it() -> None:
    assert [day(date(2024, 3, 8)), day(date(2024, 3, 18)), day(None)] == ["8 March 2024", "18 March 2024", "no date"]


@pytest.mark.parametrize(
    ("decided", "text"),
    [
        (Counts(Label.CORROBORATED, 2), "Corroborated · 2 origins"),
        (Counts(Label.DISPUTED, 2, n_contradicting_origins=1), "Disputed · 2 for / 1 against"),
        (Counts(Label.SINGLE_SOURCE, 1, n_articles=9), "Single-source · 9 articles, 1 origin"),
    ],
)
def test_a_badge_has_the_counts_that_belong_to_its_label(decided: Counts, text: str) -> None:
    assert badge_text(decided) == text


def test_a_chain_runs_from_the_outlet_outwards() -> None:
    assert chain_text((LEDGER, OFFICIALS)) == 'Border Ledger ← "officials" (unnamed)'
    assert chain_text((LEDGER, OFFICIALS), "<-") == 'Border Ledger <- "officials" (unnamed)'
    assert chain_text(()) == "nobody named"


def test_a_place_has_the_times_that_are_known() -> None:
    published = Row("a", "a", Stance.SUPPORTS, path="a.txt", published=date(2024, 3, 8), said_at=date(2024, 3, 8))
    assert place(published) == "a.txt, 8 March 2024, characters 0-0"
    collected = datetime(2024, 3, 9, 1, tzinfo=timezone(timedelta(hours=2)))
    told = replace(published, said_at=date(2024, 3, 7), event_at=date(2024, 3, 6), collected_at=collected)
    assert times(told) == ["said 7 March 2024", "of 6 March 2024", "collected 2024-03-08 23:00 UTC"]


def test_a_manner_says_whom_it_concerns() -> None:
    denied = Row("a", "a", Stance.CONTRADICTS, How.DENIAL)
    assert manner(denied) == "rejects the statement"
    assert manner(replace(denied, by_party=True)) == "rejects the statement, by the party concerned"
    assert manner(replace(denied, how=None)) == ""
