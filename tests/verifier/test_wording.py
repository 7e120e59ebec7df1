"""Counts, days, badges and chains in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from verifier.domain import Label, Link, LinkKind
from verifier.wording import badge_text, chain_text, count, day

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
