"""Explain: one plain sentence for a decision, naming the rule that fired and what is missing."""

from __future__ import annotations

from datetime import date

from verifier.domain import Decision, Label, Reason, Row, State
from verifier.wording import count, day


def explain(decision: Decision, n_searched: int, as_of: date | None) -> str:
    """Why this label, in words that speak of sourcing inside this collection and never of truth."""
    sentences = [_rule(decision), _searched(decision, n_searched, as_of)]
    if decision.state is State.SUPERSEDED:
        sentences.append("Its own origin has since stated otherwise.")
    if decision.possible_dispute:
        sentences.append("An unnamed source contradicts it: a possible dispute that does not count.")
    if decision.n_language:
        sentences.append(f"{count(decision.n_language, 'passage')} not judged: language.")
    if decision.n_unjudged > decision.n_language:
        sentences.append(f"{count(decision.n_unjudged - decision.n_language, 'passage')} could not be judged.")
    return " ".join(sentences)


def names(rows: tuple[Row, ...]) -> str:
    """The origins behind rows, each once and in order: "A, B and C"."""
    found = list(dict.fromkeys(row.origin.name if row.origin else "an unclear origin" for row in rows))
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else "nobody"


def _rule(decision: Decision) -> str:
    supporting = decision.supporting
    if decision.label is Label.DISPUTED:
        counted = tuple(row for row in decision.contradicting if row.named)
        verb = {
            Reason.DENIAL: "rejected by",
            Reason.DIFFERENT_VALUE: "given another value by",
            Reason.OTHER_ACCOUNT: "told differently by",
            Reason.DOUBT: "doubted by",
        }[decision.reason]
        said = f"Stated by {names(supporting)}, and" if supporting else "No origin in this collection says this; it is"
        return f"{said} {verb} {names(counted)}."
    if decision.label is Label.CORROBORATED:
        return (
            f"Corroborated by {decision.n_origins} independent origins in this collection: {names(decision.deciding)}."
        )
    if not supporting:
        return "No origin in this collection says this."
    articles = count(decision.n_articles, "article")
    return {
        Reason.ORIGIN_UNCLEAR: f"Carried by {articles}, but who first vouched for it cannot be told.",
        Reason.ONE_ARTICLE: f"{names(supporting)} say so, but all in one document.",
        Reason.ONE_ORIGIN_REPEATED: f"{articles} carry it, and all lead back to {names(decision.deciding)}.",
        Reason.RELATED_ONLY: f"Only {names(supporting)} says so; other passages are related and decide nothing.",
        Reason.NOTHING_RELATED: f"Only {names(supporting)} says so; nothing else here speaks of it.",
    }[decision.reason]


def _searched(decision: Decision, n_searched: int, as_of: date | None) -> str:
    newest = f", newest {day(as_of)}" if as_of else ""
    where = f"the {count(n_searched, 'article')} searched{newest}"
    if decision.label is Label.SINGLE_SOURCE:
        second = "a second origin" if decision.supporting else "any origin"
        return f"Nothing from {second} in {where}."
    return f"Found in {where}."
