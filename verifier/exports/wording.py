"""The few phrases with which a verdict is shown to people: the same on the terminal and on paper."""

from __future__ import annotations

from datetime import date

from verifier.domain import Decision, Label, Link, LinkKind, Row
from verifier.steps.explanations import count

ARROW = "←"
DOT = "·"


def badge(decision: Decision, dot: str = DOT) -> str:
    """The label with its counts, such as "Disputed · 2 for / 1 against"."""
    name = decision.label.value.capitalize()
    origins = count(decision.n_origins, "origin")
    counts = {
        Label.CORROBORATED: origins,
        Label.DISPUTED: f"{decision.n_origins:,} for / {decision.n_contradicting_origins:,} against",
        Label.SINGLE_SOURCE: f"{count(decision.n_articles, 'article')}, {origins}",
    }[decision.label]
    return f"{name} {dot} {counts}"


def chain_text(chain: tuple[Link, ...], arrow: str = ARROW) -> str:
    """From the outlet outwards: 'Border Ledger ← Caldry Wire ← "officials" (unnamed)'."""
    return f" {arrow} ".join(map(_link_text, chain)) or "nobody named"


def _link_text(link: Link) -> str:
    if link.named or link.kind is LinkKind.OUTLET:
        return link.name
    return f'"{link.name}" (unnamed)'


def day(when: date | None) -> str:
    """ "4 March 2024", or that there is no date."""
    return f"{when.day} {when:%B %Y}" if when else "no date"


def place(row: Row) -> str:
    """Where a row's quote stands: the article's path, its date, and the offsets of the quote."""
    return f"{row.path}, {day(row.published)}, characters {row.start}-{row.end}"
