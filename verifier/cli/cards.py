"""A verdict for people: the label with its counts, who says it, in which words, and why this label."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from verifier.cli.output import Page
from verifier.cli.provenance import branches, grouped, provenance, where
from verifier.domain import Label, LinkKind, Row, State, Verdict
from verifier.wording import badge_text, chain_text, count, day, manner

STYLES = {Label.CORROBORATED: "bold blue", Label.DISPUTED: "bold dark_orange3", Label.SINGLE_SOURCE: "bold"}

SHOWN = 3
"""Rows for and against that a card of a list shows; it says how many more there are."""


def print_card(page: Page, verdict: Verdict) -> None:
    """One verdict of a list."""
    decision = verdict.decision
    _print_head(page, verdict)
    for title, rows in (("against", decision.contradicting), ("for", decision.supporting)):
        for row in islice(rows, SHOWN):
            how = f", {manner(row)}" if row.how else ""
            page.line(f"{title}{how}: {page.open}{row.quote}{page.close}", indent=2)
            page.line(f"{_who(page, row)} ({row.path}, {day(row.published)})", indent=6)
        if len(rows) > SHOWN:
            page.line(
                f"{title}: {count(len(rows) - SHOWN, 'more passage')}, see verifier show {verdict.claim.id}", indent=2
            )
    page.line(verdict.explanation, indent=2)
    page.line()


def print_verdict(page: Page, verdict: Verdict) -> None:
    """One verdict with every row it has."""
    decision = verdict.decision
    _print_head(page, verdict)
    page.line(verdict.explanation, indent=2)
    for title, rows in (("Against", decision.contradicting), ("For", decision.supporting)):
        _print_title(page, title, rows)
        for first, rest, text in branches(page, provenance(page, rows), "  "):
            page.hang(first, rest, text)
    for title, rows in (("Related, decides nothing", decision.related), ("Not judged", decision.unjudged)):
        _print_title(page, title, rows)
        for same in grouped(rows, lambda row: (" ".join(row.quote.split()), row.note)):
            _print_same(page, same)
    page.line()
    page.line(f"Reason: {decision.reason.value} ({decision.reason.definition})", indent=2)
    page.line(f"Confidence: {decision.confidence.value} ({decision.confidence.definition})", indent=2)
    page.line(f"Engine: {verdict.engine}; fingerprint {verdict.fingerprint}", indent=2)


def _print_head(page: Page, verdict: Verdict) -> None:
    claim, decision = verdict.claim, verdict.decision
    page.line(badge_text(decision, page.dot), style=STYLES[decision.label])
    page.line(claim.text, style="bold", indent=2)
    notes = [claim.kind.value, f"{decision.confidence.value} confidence"]
    if claim.hedge:
        notes.append(f"hedged: {claim.hedge}")
    if decision.provisional:
        notes.append("provisional")
    page.line(f"{', '.join(notes)} {page.dot} {claim.id}", indent=2)
    if claim.mentions and claim.mentions[0].text != claim.text:
        page.line(f"reworded by a person; the article says: {page.open}{claim.mentions[0].text}{page.close}", indent=2)
    if decision.state is State.SUPERSEDED:
        page.line(f"superseded{f' by {verdict.superseded_by}' if verdict.superseded_by else ''}", indent=2)
    for warning in verdict.warnings:
        page.line(f"note: {warning}", indent=2)


def _print_title(page: Page, title: str, rows: tuple[Row, ...]) -> None:
    if rows:
        page.line()
        page.line(f"{title} ({len(rows):,})", style="bold", indent=2)


def _print_same(page: Page, rows: Sequence[Row]) -> None:
    """Rows with the same words and the same note: these once, and each article below."""
    page.line(f"{page.open}{rows[0].quote}{page.close}", indent=4)
    if rows[0].note:
        page.line(rows[0].note, indent=6)
    for row in rows:
        page.line(_who(page, row), indent=6)
        for line in where(row):
            page.line(line, indent=8)


def _who(page: Page, row: Row) -> str:
    """The chain, and its origin where that goes by another name than the chain's last link."""
    chain = chain_text(row.chain, page.arrow)
    if row.origin is None:
        return f"{chain} {page.dot} origin unclear"
    last = row.chain[-1] if row.chain else None
    same = last is not None and last.kind is not LinkKind.UNNAMED and last.name == row.origin.name
    weak = ", unnamed source behind" if row.weak else ""
    return chain + weak if same else f"{chain} {page.dot} origin: {row.origin.name}{weak}"
