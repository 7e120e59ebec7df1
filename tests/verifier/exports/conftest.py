"""One verdict with every kind of row, and with text that tries to be more than text."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from verifier.domain import Claim, Gap, How, Kind, Link, LinkKind, Origin, Row, Stance, Unjudged, Verdict
from verifier.steps.explanations import explain
from verifier.steps.verdicts import decide

OUTLET = Link("Border Ledger", LinkKind.OUTLET, named=True)
MINISTRY = Link("Interior Ministry", LinkKind.SPEAKER, named=True, start=40, end=57)
OFFICIALS = Link("officials", LinkKind.UNNAMED, named=False, start=60, end=69)

ROWS = (
    Row(
        article_id="article-1",
        document="article-1",
        stance=Stance.SUPPORTS,
        origin=Origin("origin-1", "Interior Ministry"),
        group="group-1",
        named=True,
        strong=True,
        said_at=date(2024, 3, 3),
        quote='=cmd|"/c calc"!A1 says\nthe *ministry*',
        start=10,
        end=47,
        chain=(OUTLET, MINISTRY),
        path="articles/a.txt",
        url="https://x.example/a",
        outlet="Border Ledger",
        published=date(2024, 3, 4),
        collected_at=datetime(2024, 3, 5, 10, tzinfo=UTC),
        event_at=date(2024, 3, 2),
    ),
    Row(
        article_id="article-2",
        document="article-2",
        stance=Stance.CONTRADICTS,
        how=How.DENIAL,
        origin=Origin("origin-2", "Łatuszka"),
        group="group-2",
        named=True,
        weak=True,
        by_party=True,
        quote="Nonsense, said Łatuszka.",
        start=0,
        end=24,
        chain=(OUTLET, OFFICIALS),
        path="articles/b.txt",
        outlet="@Other",
    ),
    Row(
        article_id="article-3",
        document="article-3",
        stance=Stance.RELATED,
        note=f"information gap: {Gap.UNVERIFIED.definition}",
        quote="The Ledger could not confirm this.",
        start=0,
        end=34,
        path="articles/c.txt",
        outlet="Border Ledger",
        gap=Gap.UNVERIFIED,
    ),
    Row("article-4", "article-4", Stance.UNJUDGED, note=Unjudged.LANGUAGE, quote="Nein.", start=0, end=5, path="d.txt"),
)


@pytest.fixture
def verdict() -> Verdict:
    """Disputed, 1 for and 1 against, one related row, one not judged."""
    decision = decide(ROWS)
    claim = Claim("claim-1", "The ministry says <b>so</b>.", Kind.INTENT, hedge="may", event_at=date(2024, 3, 4))
    as_of = date(2024, 3, 9)
    explanation = explain(decision, 4, as_of)
    return Verdict(claim, decision, explanation, as_of, 4, "fake", "verdict-1", "claim-2", ("possible dispute",))
