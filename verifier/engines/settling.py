"""Settle: from wording, numbers and closeness to the stance of one statement towards one claim. Pure.

A contradiction needs a reason that can be named: a denying or doubting speaker, another number for the same thing, a
negation that the other side lacks, or a word that excludes one of the other's. Likeness alone never contradicts.
Thresholds were chosen on the sample situation; `python -m benchmarks.settling` prints precision and recall for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from verifier.domain import How, Stance
from verifier.language.attribution import Attitude
from verifier.language.dates import without_dates
from verifier.language.names import Match, find_names, same_name
from verifier.language.quantities import Agreement, Relation, compare_texts
from verifier.language.words import are_opposed, content_words, is_negated, negated_words

SUPPORTS_FROM = 0.95
"""Likeness from which an agreeing statement supports: 86 % of such pairs do; from 0.80 it is 69 %, from 1.05 93 %."""

AGREES_FROM = 0.70
"""The same where the numbers are equal, which is strong evidence by itself: 96 % of such pairs support."""

STRONG_FROM = 1.10
"""The high threshold: 95 % support."""

CONTRADICTS_FROM = 0.90
"""Another number, a negation or a denying speaker counts from here. On the sample 0.80 would do (all of them right), on
56 real articles of one war most of what lay between 0.80 and 0.90 was of other events."""

OPPOSED_FROM = 0.55
"""The same for words that exclude each other, since it is just these words that are not shared."""

SUPPORTS_NAMES = 0.5
"""Least share of names in common for a support: without it, reports of one kind ("forces attacked near …") support
each other whatever the place."""

CONTRADICTS_NAMES = 0.6
"""The same for a contradiction: half is one nationality and another place."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a claim and a statement.

    `likeness` is the cosine of their vectors (-1 to 1) plus the share of content words they have in common (Dice, 0
    to 1), names and dates left out: all reports of one event share its names, and dates are compared as dates.
    `names_shared`: share of the names of the one with fewer that the other has too, 1 where one has none.
    `negation_differs`: one of the two is negated; `negation_meets`: what it negates, the other speaks of; `opposed`:
    the one holds a word that excludes one of the other's. `own_voice`: the outlet says so itself.
    """

    likeness: float
    numbers: Agreement
    numbers_equal: bool
    negation_differs: bool
    negation_meets: bool
    opposed: bool
    names_shared: float
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
    a, b = _telling_words(claim), _telling_words(statement)
    shared = 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
    numbers = compare_texts(claim, statement)
    return Signals(
        likeness=cosine + shared,
        numbers=numbers.agreement,
        numbers_equal=bool(numbers.pairings) and all(p.relation is Relation.EQUIVALENT for p in numbers.pairings),
        negation_differs=is_negated(claim) != is_negated(statement),
        negation_meets=_meets(claim, statement) or _meets(statement, claim),
        opposed=are_opposed(claim, statement),
        names_shared=_names_shared(_names(claim), _names(statement)),
        attitude=attitude,
        own_voice=own_voice,
    )


@lru_cache(maxsize=65536)
def _names(text: str) -> tuple[str, ...]:
    return tuple(sorted({span.name for span in find_names(text)}))


@lru_cache(maxsize=65536)
def _telling_words(text: str) -> frozenset[str]:
    text = without_dates(text)
    for span in reversed(find_names(text)):
        text = f"{text[: span.start]} {text[span.end :]}"
    return content_words(text)


def _meets(negating: str, other: str) -> bool:
    return bool(negated_words(negating) & content_words(other))


def _names_shared(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """By words, so that a surname meets the full name, else by transliteration."""
    if not a or not b:
        return 1.0
    words_a, words_b = (frozenset().union(*map(content_words, names)) for names in (a, b))
    fewer, more = (a, b) if len(words_a) <= len(words_b) else (b, a)
    met = sum(len(content_words(x)) for x in fewer if any(same_name(x, y) is not Match.DIFFERENT for y in more))
    total = min(len(words_a), len(words_b))
    return min(1.0, max(len(words_a & words_b), met) / total) if total else 1.0


def settle(signals: Signals) -> Finding:
    """The stance of a statement towards a claim."""
    rejects = signals.attitude in {Attitude.DENIES, Attitude.DOUBTS}
    other_value = signals.numbers is Agreement.REFUTES
    opposite = signals.negation_differs != signals.opposed  # "not open" and "closed" say the same
    if not (rejects or other_value or opposite):
        return _finding(signals, Stance.SUPPORTS if _agrees(signals) else Stance.RELATED)
    # Two reasons at once say nothing clear: who denies another number, or the opposite, does not deny the claim.
    alone = rejects + other_value + opposite == 1
    meets = not opposite or signals.opposed or signals.negation_meets
    if alone and meets and _same_event(signals):
        return _finding(signals, Stance.CONTRADICTS, _manner(signals))
    return _finding(signals, Stance.RELATED)


def _agrees(signals: Signals) -> bool:
    if signals.numbers is Agreement.OPEN or signals.names_shared < SUPPORTS_NAMES:
        return False
    return signals.likeness >= (AGREES_FROM if signals.numbers_equal else SUPPORTS_FROM)


def _same_event(signals: Signals) -> bool:
    needed = OPPOSED_FROM if signals.opposed else CONTRADICTS_FROM
    return signals.likeness >= needed and signals.names_shared >= CONTRADICTS_NAMES


def _manner(signals: Signals) -> How:
    if signals.attitude is Attitude.DENIES:
        return How.DENIAL
    if signals.attitude is Attitude.DOUBTS:
        return How.DOUBT
    if signals.numbers is Agreement.REFUTES:
        return How.DIFFERENT_VALUE
    return How.OTHER_ACCOUNT if signals.own_voice else How.DENIAL


def _finding(signals: Signals, stance: Stance, how: How | None = None) -> Finding:
    strong = stance is not Stance.RELATED and signals.likeness >= STRONG_FROM
    return Finding(stance, how, strong, likeness=signals.likeness)
