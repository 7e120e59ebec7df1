"""Settle: from wording, numbers, closeness and the stance model's scores to the stance of one statement towards one
claim. Pure.

Two questions, each answered by a weighed sum of signals: do both speak of the same thing, and if so, does the one speak
against the other? The weights are fitted on gold pairs by `python -m training.fit_settling`. Code then decides what
numbers and attitudes say: a value that does not fit never supports, who denies the same thing contradicts it, and what
shares no name with the claim takes no side.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from verifier.domain import How, Stance, Unjudged
from verifier.engines.rarity import weigh
from verifier.language.attribution import Attitude
from verifier.language.dates import without_dates
from verifier.language.name_spans import find_names
from verifier.language.names import Match, same_name
from verifier.language.quantities import Agreement, Relation, compare_texts
from verifier.language.words import are_opposed, content_words, is_negated
from verifier.models.manifest import read_verified
from verifier.models.stance import NOTHING, StanceScores

WEIGHTS_FILE = "settling.json"

SCORED_FROM = 0.55
"""Likeness from which the stance model is asked; below it a statement takes no side."""

SUPPORTS_FROM = 0.60
"""Probability from which a statement supports. This and the two below keep wrong votes to about one claim in ten on
each gold set (`python -m benchmarks.gold_sets`); each 0.05 less finds two or three rows more in a hundred, and one
claim more in fifty gets a wrong vote."""

STRONG_FROM = 0.80
"""The high threshold."""

CONTRADICTS_FROM = 0.45
"""Probability from which a statement contradicts."""

DENIED_FROM = 0.50
"""Probability of speaking of the same thing from which a denial, or another value, of it contradicts."""

SUPPORTS_NAMES = 0.5
"""Least share of names in common for a support: without it, reports of one kind ("forces attacked near …") support
each other whatever the place."""

CONTRADICTS_NAMES = 0.6
"""The same for a contradiction: half is one nationality and another place."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What can be read off a claim and a statement without a model.

    `shared` is the Dice of their content words, `covered` the share of the claim's that the sentence of the statement
    holds (0 to 1 both, rare words weighing more), names and dates left out: all reports of one event share its names,
    and dates are compared as dates. `names_shared`: share of the names of the one with fewer that the other has too, 1
    where one has none.
    `negation_differs`: one of the two is negated; `opposed`: the one holds a word that excludes one of the other's.
    """

    shared: float
    covered: float
    names_shared: float
    numbers: Agreement
    numbers_equal: bool
    negation_differs: bool
    opposed: bool


@dataclass(frozen=True, slots=True)
class Signals:
    """All that is known of a claim and a statement.

    `cosine` is that of their vectors (-1 to 1); `scores` are the model's of the sentence that holds the statement,
    `fits` is False where the model could not read it. `own_voice`: the outlet says so itself.
    """

    wording: Wording
    cosine: float
    attitude: Attitude
    own_voice: bool
    scores: StanceScores = NOTHING
    fits: bool = True

    @property
    def likeness(self) -> float:
        """Cosine and shared words, -1 to 2."""
        return self.cosine + self.wording.shared


@dataclass(frozen=True, slots=True)
class Finding:
    """A stance with its manner and strength."""

    stance: Stance
    how: How | None = None
    strong: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """Two logistic regressions over the named signals."""

    same: Mapping[str, float]
    against: Mapping[str, float]


def read_wording(claim: str, statement: str, sentence: str) -> Wording:
    """The signals of wordings; `sentence` is the one that holds the statement."""
    ours, theirs = _telling_words(claim), _telling_words(statement)
    held = theirs | _telling_words(sentence)
    numbers = compare_texts(claim, statement)
    return Wording(
        shared=2 * weigh(ours & theirs) / (weigh(ours) + weigh(theirs)) if ours or theirs else 0.0,
        covered=weigh(ours & held) / weigh(ours) if ours else 0.0,
        names_shared=_names_shared(_names_beside(claim, statement), _names_beside(statement, claim)),
        numbers=numbers.agreement,
        numbers_equal=bool(numbers.pairings) and all(p.relation is Relation.EQUIVALENT for p in numbers.pairings),
        negation_differs=is_negated(claim) != is_negated(statement),
        opposed=are_opposed(claim, statement),
    )


@lru_cache(maxsize=65536)
def _names(text: str) -> tuple[str, ...]:
    return tuple(sorted({span.name for span in find_names(text)}))


def _names_beside(text: str, other: str) -> tuple[str, ...]:
    """The names of `text`, but not a word that opens it and that `other` has in small letters ("Spillway gate 3")."""
    return tuple(
        name
        for name in _names(text)
        if not (text.startswith(name) and re.search(rf"\b{re.escape(name.lower())}", other))
    )


@lru_cache(maxsize=65536)
def _telling_words(text: str) -> frozenset[str]:
    text = without_dates(text)
    for span in reversed(find_names(text)):
        text = f"{text[: span.start]} {text[span.end :]}"
    return content_words(text)


def _names_shared(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """By words, so that a surname meets the full name, else by transliteration."""
    if not a or not b:
        return 1.0
    words_a, words_b = (frozenset().union(*map(content_words, names)) for names in (a, b))
    fewer, more = (a, b) if len(words_a) <= len(words_b) else (b, a)
    met = sum(len(content_words(x)) for x in fewer if any(same_name(x, y) is not Match.DIFFERENT for y in more))
    total = min(len(words_a), len(words_b))
    return min(1.0, max(len(words_a & words_b), met) / total) if total else 1.0


def same_features(signals: Signals) -> dict[str, float]:
    """What tells whether a statement speaks of the same thing as the claim."""
    wording = signals.wording
    return {
        "supports": _logit(signals.scores.supports),
        "contradicts": _logit(signals.scores.contradicts),
        "takes a side": _logit(1 - signals.scores.neither),
        "cosine": signals.cosine,
        "shared": wording.shared,
        "covered": wording.covered,
        "names shared": wording.names_shared,
        "numbers equal": float(wording.numbers_equal),
        "numbers open": float(wording.numbers is Agreement.OPEN),
        "numbers refute": float(wording.numbers is Agreement.REFUTES),
    }


def against_features(signals: Signals) -> dict[str, float]:
    """What tells whether a statement on the same thing speaks against the claim."""
    wording = signals.wording
    return {
        "contradicts": _logit(signals.scores.contradicts) - _logit(signals.scores.supports),
        "numbers equal": float(wording.numbers_equal),
        "numbers refute": float(wording.numbers is Agreement.REFUTES),
        "negation differs": float(wording.negation_differs),
        "opposed": float(wording.opposed),
        "rejects": float(signals.attitude in REJECTING),
    }


REJECTING = frozenset({Attitude.DENIES, Attitude.DOUBTS})


def _logit(share: float) -> float:
    """Kept within ±7: int8 scores come as close to 0 and 1 as that."""
    return math.log((share + 1e-3) / (1 - share + 1e-3))


def settle(signals: Signals) -> Finding:
    """The stance of a statement towards a claim."""
    if signals.likeness < SCORED_FROM:
        return Finding(Stance.RELATED)
    if not signals.fits:
        return Finding(Stance.UNJUDGED, note=Unjudged.TOO_LONG)
    same, against = probabilities(signals)
    if _contradicts(signals, same, against):
        return Finding(Stance.CONTRADICTS, _manner(signals), strong=same * against >= STRONG_FROM)
    supports = same * (1 - against)
    if _may_support(signals) and supports >= SUPPORTS_FROM:
        return Finding(Stance.SUPPORTS, strong=supports >= STRONG_FROM)
    return Finding(Stance.RELATED)


def probabilities(signals: Signals) -> tuple[float, float]:
    """(of speaking of the same thing, of speaking against the claim if so), 0 to 1 both."""
    weights = shipped_weights()
    return (
        _probability(weights.same, same_features(signals)),
        _probability(weights.against, against_features(signals)),
    )


def _may_support(signals: Signals) -> bool:
    numbers = signals.wording.numbers
    fits = numbers is not Agreement.OPEN and numbers is not Agreement.REFUTES
    return fits and signals.attitude not in REJECTING and signals.wording.names_shared >= SUPPORTS_NAMES


def _contradicts(signals: Signals, same: float, against: float) -> bool:
    wording = signals.wording
    if wording.names_shared < CONTRADICTS_NAMES:
        return False
    rejects, other_value = signals.attitude in REJECTING, wording.numbers is Agreement.REFUTES
    if rejects and (other_value or wording.negation_differs):
        return False  # who denies another number, or the opposite, does not deny the claim
    if rejects or other_value:
        return same >= DENIED_FROM
    if wording.numbers in {Agreement.SUPPORTS, Agreement.OPEN} and not (wording.negation_differs or wording.opposed):
        return False  # both count the same thing, and the counts can hold together
    return same * against >= CONTRADICTS_FROM


def _manner(signals: Signals) -> How:
    if signals.attitude is Attitude.DENIES:
        return How.DENIAL
    if signals.attitude is Attitude.DOUBTS:
        return How.DOUBT
    if signals.wording.numbers is Agreement.REFUTES:
        return How.DIFFERENT_VALUE
    return How.DENIAL if signals.wording.negation_differs and not signals.own_voice else How.OTHER_ACCOUNT


def _probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    total = weights["constant"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The fitted weights; raises ModelError where the file is not the one listed."""
    found = json.loads(read_verified(WEIGHTS_FILE))
    return Weights(found["same"], found["against"])
