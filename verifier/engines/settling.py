"""Settle: from wording, numbers and closeness to the stance of one statement towards one claim. Pure.

A contradiction needs a reason that can be named: a denying or doubting speaker, another number for the same thing, or a
negation that the other side lacks. Likeness alone never contradicts. The thresholds were chosen on the sample situation
(3,500 claim-statement pairs, 174 of them supporting) and are what the figures in `docs/models/stance.md` were made with.
"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.domain import How, Stance
from verifier.language.attribution import Attitude
from verifier.language.dates import without_dates
from verifier.language.quantities import Agreement, compare_texts
from verifier.language.words import content_words, is_negated

SETTLING_VERSION = 2
"""Raise when anything in this file changes."""

SUPPORTS_FROM = 0.95
"""Likeness from which an agreeing statement supports: precision 0.86, recall 0.56 of pairs; 0.83 gave 0.70 and 0.61."""

STRONG_FROM = 1.15
"""The high threshold: precision 0.95, recall 0.42."""

CONTRADICTS_FROM = 0.90
"""Another number or a negation counts from here: at 0.8 half of the other numbers counted other events."""

REJECTS_FROM = 0.70
"""A denying speaker says what is denied in fewer words, so less likeness is asked for."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a claim and a statement.

    `likeness` is the cosine of their vectors (-1 to 1) plus the share of content words they have in common (Dice, 0 to 1),
    dates left out: dates are compared as dates. `own_voice`: the outlet says so itself.
    """

    likeness: float
    numbers: Agreement
    negation_differs: bool
    attitude: Attitude
    own_voice: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A stance with its manner and strength."""

    stance: Stance
    how: How | None = None
    strong: bool = False
    note: str = ""
    likeness: float = 0.0


def read_signals(claim: str, statement: str, cosine: float, attitude: Attitude, *, own_voice: bool) -> Signals:
    """The signals of two wordings; `cosine` is that of their vectors."""
    a, b = content_words(without_dates(claim)), content_words(without_dates(statement))
    shared = 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
    return Signals(
        likeness=cosine + shared,
        numbers=compare_texts(claim, statement).agreement,
        negation_differs=is_negated(claim) != is_negated(statement),
        attitude=attitude,
        own_voice=own_voice,
    )


def settle(signals: Signals) -> Finding:
    """The stance of a statement towards a claim."""
    if signals.attitude in {Attitude.DENIES, Attitude.DOUBTS}:
        return _settle_rejection(signals)
    if signals.numbers is Agreement.REFUTES or signals.negation_differs:
        return _settle_contradiction(signals)
    if signals.numbers is not Agreement.OPEN and signals.likeness >= SUPPORTS_FROM:
        return _finding(signals, Stance.SUPPORTS)
    return _finding(signals, Stance.RELATED)


def _settle_rejection(signals: Signals) -> Finding:
    """Who rejects the opposite of a claim, or another number, does not reject the claim."""
    if signals.negation_differs or signals.numbers is Agreement.REFUTES or signals.likeness < REJECTS_FROM:
        return _finding(signals, Stance.RELATED)
    return _finding(signals, Stance.CONTRADICTS, How.DENIAL if signals.attitude is Attitude.DENIES else How.DOUBT)


def _settle_contradiction(signals: Signals) -> Finding:
    """Another number or a negation; both at once say nothing clear."""
    if signals.likeness < CONTRADICTS_FROM or (signals.negation_differs and signals.numbers is Agreement.REFUTES):
        return _finding(signals, Stance.RELATED)
    if not signals.negation_differs:
        return _finding(signals, Stance.CONTRADICTS, How.DIFFERENT_VALUE)
    return _finding(signals, Stance.CONTRADICTS, How.OTHER_ACCOUNT if signals.own_voice else How.DENIAL)


def _finding(signals: Signals, stance: Stance, how: How | None = None) -> Finding:
    strong = stance is not Stance.RELATED and signals.likeness >= STRONG_FROM
    return Finding(stance, how, strong, likeness=signals.likeness)
