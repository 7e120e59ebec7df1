"""What code holds against a reply, and which pairs need none. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verifier.domain import Article, How, Judgement, Stance, Unjudged
from verifier.engines.llm.doubts import doubt
from verifier.engines.llm.replies import SecondLookCells
from verifier.engines.settling import REJECTING, SUPPORTS_FROM, Signals, probabilities
from verifier.language.cues import Attitude
from verifier.language.quantities import Agreement

# Figures are of the claims with an odd number of three gold sets, by which the thresholds were chosen, then of those
# with an even one: `python -m benchmarks.llm_thresholds`; what they cost in labels: `python -m benchmarks.llm_ceiling`.

ASKED_FROM = 0.015
"""Probability of speaking of the claim's matter from which a statement is worth asking about: 47 % (46 %) of the
retrieved pairs are asked about, with 98 % (98 %) of gold's supports and 90 % (98 %) of its contradictions. From 0.03 on
it is 32 %, with 95 % and 86 %, and labels are lost by it."""

CLEAR_FROM = 0.85
"""Probability from which the embedded models' support needs no asking: gold has 94 % (97 %) of those too. A higher one
is not surer: 93 % (98 %) from 0.90 on, 91 % (100 %) from 0.95 on."""

OBJECTS_BELOW = 0.03
"""Probability of support below which the embedded models object to one that the reply reports. A hostile claim may make
a model report any words of another article as its support: 1.9 % (2.0 %) of quotes drawn from the passages retrieved
there pass, which is what is promised. With the doubts of `verifier.engines.llm.doubts` it costs 25 % (23 %) of the
quotes that gold has as supports; without them it would have to be 0.055 for the same, at 25 % (19 %). Refitted weights,
the passage around the quote and its statement on its own feet would save 4 % at most.

Of claims a change away from what gold's quotes state, 27 % (28 %) stand with these quotes, where 64 % (67 %) would
without the doubts and 55 % (56 %) did at 0.055; the embedded models alone take 12 % (10 %) for supported."""

NOT_CONFIRMED = "no contradiction on a second look"
OTHER_NUMBERS = "its numbers differ from the claim's"
SAME_NUMBERS = "its numbers hold together with the claim's"
NOT_ASSERTED = "its speaker does not assert it"
OBJECTION = "the stance model sees no support"


def is_clear(candidates: Sequence[Signals]) -> bool:
    """Whether the embedded models settle a pair: nothing in it speaks of the claim's matter, or it is stated beyond
    doubt and nothing else is worth asking about."""
    return all(clearness(one) >= CLEAR_FROM for one in candidates if is_worth_asking(one))


def is_worth_asking(signals: Signals) -> bool:
    """Whether a statement may speak of the claim's matter."""
    return worth_asking(signals) >= ASKED_FROM


def worth_asking(signals: Signals) -> float:
    """The probability that a statement speaks of the claim's matter; 1 where the stance model could not read it."""
    same, _ = probabilities(signals)
    return same if signals.fits else 1.0


def clearness(signals: Signals) -> float:
    """The probability of support where the statement is asserted and its numbers fit, else 0."""
    fits = signals.wording.numbers not in (Agreement.OPEN, Agreement.REFUTES)
    return supports(signals) if fits and signals.attitude is Attitude.ASSERTS else 0.0


def supports(signals: Signals) -> float:
    """The probability of support that the embedded models see."""
    same, against = probabilities(signals)
    return same * (1 - against)


def after_second_look(judgement: Judgement, again: SecondLookCells | Unjudged) -> Judgement:
    """A contradiction as it stands after a second look; one that could not be looked at again is unjudged."""
    if isinstance(again, Unjudged):
        return replace(judgement, stance=Stance.UNJUDGED, how=None, note=again)
    if not again.stands:
        return replace(judgement, stance=Stance.RELATED, how=None, note=NOT_CONFIRMED)
    return replace(judgement, how=again.how, strong=again.same_time is True and again.both_can_hold is False)


def objection(judgement: Judgement, signals: Signals, claim: str, article: Article) -> str | None:
    """Why a vote that a reply reports on `claim` does not count; None when nothing speaks against it."""
    numbers = signals.wording.numbers
    if judgement.stance is Stance.CONTRADICTS:
        return SAME_NUMBERS if judgement.how is How.DIFFERENT_VALUE and numbers is Agreement.SUPPORTS else None
    if numbers is Agreement.REFUTES:
        return OTHER_NUMBERS
    if signals.attitude in REJECTING or signals.attitude is Attitude.GAP:
        return NOT_ASSERTED
    seen = supports(signals)
    if seen < OBJECTS_BELOW:
        return OBJECTION
    return doubt(claim, judgement.quote, article) if seen < CLEAR_FROM else None


def agrees(signals: Signals) -> bool:
    """Whether the embedded models would have reported the same support: two readers make it clear-cut."""
    return supports(signals) >= SUPPORTS_FROM
