"""The words that bound a number: "at least", "up to", "about", before it or after it."""

from __future__ import annotations

import math
import re

from verifier.domain import Comparator

ABOUT_SHARE = 0.05
"""Half the width of "about n" as a share of n (labels.md)."""

_AT_MOST = (
    "up to|at most|at the most|an? maximum of|maximum of|at (?:a|the) maximum,?|no more than|not more than|fewer than|"
    "less than|under|below|as many as|as much as|(?:does|did|do|will|would|should) not exceed|not exceeding|<|≤"
)
_AT_LEAST = (
    "at least|at the least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum of|"
    "at (?:a|the) minimum,?|more than|over|above|exceed(?:ing|ed|s)?|surpass(?:ing|ed|es)?|topp(?:ing|ed)|upwards? of|"
    "in excess of|as few as|as little as|>|≥"
)
_ABOUT = (
    "(?:just|slightly|a little|little) (?:over|under|above|below|more than|less than|fewer than)|about|around|some|"
    r"roughly|approximately|approx\.?|nearly|almost|close to|circa|ca\.?|c\.|~|≈|an estimated|estimated"
)
_GAP = "[ \u00a0\u2009\u202f]"

BOUNDS = rf"(?:(?:(?:{_ABOUT}|{_AT_MOST}|{_AT_LEAST})(?:{_GAP}|(?<=[~≈<>≤≥]))){{0,3}})"
"""A regular expression for the bounding words before a number, with the gap after each; it may match nothing."""

_ROUNDED = re.compile(rf"(?:{_ABOUT})", re.I)
_LEAST = re.compile(rf"(?:(?:{_ABOUT})\s)?(?:{_AT_LEAST})(?!\w)", re.I)
_MOST = re.compile(rf"(?:(?:{_ABOUT})\s)?(?:{_AT_MOST})(?!\w)", re.I)
# "30 vehicles at most", but not "30 vehicles, at most 10 of them loaded"
_BEHIND = re.compile(
    rf"(?:{_GAP}[a-z][a-z'-]+){{0,3}}?{_GAP}(?:(?P<least>at (?:the )?least|or more|at a minimum)"
    r"|(?P<most>at (?:the )?most|or (?:fewer|less)|at a maximum))\b(?!\s*(?:[\d(]|one|two|three|a\b|an\b|the\b|half))",
    re.I,
)


def comparator_of(before: str, after: str = "") -> Comparator:
    """How a number is bounded by the words right before it and by the text behind it."""
    before = before.strip()
    behind = _BEHIND.match(after)
    if _ROUNDED.fullmatch(before):  # "just over 100" is about 100
        return Comparator.ABOUT
    if _LEAST.match(before) or (behind and behind.group("least")):
        return Comparator.AT_LEAST
    if _MOST.match(before) or (behind and behind.group("most")):
        return Comparator.AT_MOST
    return Comparator.ABOUT if before else Comparator.EQUAL


def interval(comparator: Comparator, value: float) -> tuple[float, float]:
    """The lowest and the highest value that the wording allows."""
    if comparator is Comparator.AT_LEAST:
        return value, math.inf
    if comparator is Comparator.AT_MOST:
        return min(0.0, value), value
    if comparator is Comparator.ABOUT:
        slack = abs(value) * ABOUT_SHARE
        return value - slack, value + slack
    return value, value
