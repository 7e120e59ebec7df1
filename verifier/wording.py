"""The few phrases in which verdicts are shown to people: the same on the terminal, on paper and in the browser."""

from __future__ import annotations

from datetime import UTC, date
from typing import Protocol

from verifier.domain import Label, Link, LinkKind, Row

ARROW = "←"
DOT = "·"


class Counted(Protocol):
    """A label with its counts: a decision, or a line of a list."""

    @property
    def label(self) -> Label: ...
    @property
    def n_origins(self) -> int: ...
    @property
    def n_articles(self) -> int: ...
    @property
    def n_contradicting_origins(self) -> int: ...


def count(number: int, noun: str) -> str:
    """ "1 article", "2,000 articles"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def day(when: date | None) -> str:
    """ "8 March 2024", or that there is no date."""
    # Not every platform has a format for a day without its zero.
    return f"{when.day} {when:%B %Y}" if when else "no date"


def title_of(label: Label) -> str:
    """The label's word with a capital."""
    return label.value.capitalize()


def badge_text(decided: Counted, dot: str = DOT) -> str:
    """The label with the counts that belong to it, such as "Disputed · 2 for / 1 against"."""
    origins = count(decided.n_origins, "origin")
    counts = {
        Label.CORROBORATED: origins,
        Label.DISPUTED: f"{decided.n_origins:,} for / {decided.n_contradicting_origins:,} against",
        Label.SINGLE_SOURCE: f"{count(decided.n_articles, 'article')}, {origins}",
    }[decided.label]
    return f"{title_of(decided.label)} {dot} {counts}"


def chain_text(chain: tuple[Link, ...], arrow: str = ARROW) -> str:
    """From the outlet outwards: 'Border Ledger ← Caldry Wire ← "officials" (unnamed)'."""
    return f" {arrow} ".join(map(_link_text, chain)) or "nobody named"


def _link_text(link: Link) -> str:
    if link.named or link.kind is LinkKind.OUTLET:
        return link.name
    return f'"{link.name}" (unnamed)'


def place(row: Row) -> str:
    """Where a row's quote stands: the article's path, its date and the offsets of the quote, and its other times."""
    return ", ".join((f"{row.path}, {day(row.published)}, characters {row.start}-{row.end}", *times(row)))


def times(row: Row) -> list[str]:
    """The times of a row beside the publication date, those that are known and another day."""
    found = []
    if row.said_at and row.said_at != row.published:
        found.append(f"said {day(row.said_at)}")
    if row.event_at:
        found.append(f"of {day(row.event_at)}")
    if row.collected_at:
        found.append(f"collected {row.collected_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
    return found


def manner(row: Row) -> str:
    """How a row contradicts, and that the claim is about whoever does; empty for all other rows."""
    concerned = ", by the party concerned" if row.by_party else ""
    return f"{row.how.definition}{concerned}" if row.how else ""
