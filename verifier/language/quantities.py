"""The numbers of a text as intervals with a unit and the thing counted, and how two of them lie to each other.

Knows nothing of articles or verdicts. Numbers of one text are compared with those of another in `compare_texts`;
whether both speak of one event is for the caller to know.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from verifier.domain import Comparator, Quantity
from verifier.language.amounts import Found, find_amounts
from verifier.language.counted import broader
from verifier.language.words import content_words

MIN_ROUNDED = 1000
"""Counts from here are often rounded without a word that says so."""

MIN_SHARED = 2
MIN_SHARE_AROUND = 0.5
"""Least number, and share of the shorter text's, of content words beside the numbers for two bare measures to be of one
thing."""

HOURS_PER_MONTH = (28 * 24.0, 31 * 24.0)


class Relation(StrEnum):
    """How two quantities lie to each other; `A_IN_B` means that A is the finer one and B the coarser."""

    EQUIVALENT = "equivalent"
    A_IN_B = "a in b"
    B_IN_A = "b in a"
    OVERLAP = "overlap"
    DISJOINT = "disjoint"
    INCOMPARABLE = "incomparable"


class Agreement(StrEnum):
    """What the numbers of a passage do to those of a claim."""

    SUPPORTS = "supports"  # every quantity of the claim finds one that supports it
    REFUTES = "refutes"  # some quantity of the claim meets only other values for the same thing
    OPEN = "open"  # the numbers decide nothing
    SILENT = "silent"  # the claim holds no quantity


@dataclass(frozen=True, slots=True)
class Pairing:
    """A quantity of the claim and the passage's quantity that decides on it (None: nothing comparable)."""

    claim: Quantity
    passage: Quantity | None
    relation: Relation


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of `compare_texts` and one pairing per quantity of the claim, in text order."""

    agreement: Agreement
    pairings: tuple[Pairing, ...]


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of `text` in order, with offsets in `text`.

    Years, dates, clock times, ages, ordinals, scores, addresses, labels ("Resolution 1701") and model names ("T-72")
    are none, nor are military units used as a measure ("a battalion"). Measures are converted to one unit per kind:
    km, km2, tonne, litre, hour, month, megawatt, km/h, fold; parts of a whole ("two-thirds of", "one in five") to
    percent; money stays in its currency.
    """
    return [found.quantity for found in find_amounts(text)]


def relation(a: Quantity, b: Quantity) -> Relation:
    """How `a` lies to `b`; `relation(b, a)` is the same with A and B swapped.

    Different units or things counted are incomparable; months and hours are compared. Where one counts the broader
    thing, or names none, the intervals are compared, but two that do not meet are incomparable: 3 children do not
    contradict 10 people. A value and the same value rounded are equivalent.
    """
    a, b = _in_hours(a, b), _in_hours(b, a)
    same_thing = a.counted == b.counted
    if a.unit != b.unit or not (same_thing or broader(a.counted, b.counted) or broader(b.counted, a.counted)):
        return Relation.INCOMPARABLE
    if _is_rounded(a, b) or _is_rounded(b, a):
        return Relation.EQUIVALENT
    if _before(a.high, b.low) or _before(b.high, a.low):
        return Relation.DISJOINT if same_thing and a.counted else Relation.INCOMPARABLE
    a_in_b = not _before(a.low, b.low) and not _before(b.high, a.high)
    b_in_a = not _before(b.low, a.low) and not _before(a.high, b.high)
    if (a_in_b and b_in_a) or (_holds_midpoint(a, b) and _holds_midpoint(b, a)):
        return Relation.EQUIVALENT
    if a_in_b:
        return Relation.A_IN_B
    return Relation.B_IN_A if b_in_a else Relation.OVERLAP


def compare_texts(claim: str, passage: str) -> Comparison:
    """Whether the quantities of `passage` support, refute or leave open those of `claim`.

    A quantity of the claim is supported by one that is equivalent or finer. It is refuted when none supports it, none
    overlaps it, and some other value stands for the same thing with the same qualifiers ("Russian soldiers"), or for a
    part that is greater than the whole, and, where known, the same happening to it. Parts ("another 300") and outdated
    values ("from 10") never refute. Refuting says nothing about place and time: it counts only where both texts speak
    of the same event. Measures that name nothing they count ("reached 12 percent") are of the same thing where both
    texts hold one of their unit and most of the words around it are shared.
    """
    ours = [found for found in find_amounts(claim) if not found.outdated]
    theirs = [found for found in find_amounts(passage) if not found.outdated]
    if not ours:
        return Comparison(Agreement.SILENT, ())
    alone = _measures_of_one_thing(claim, ours, passage, theirs)
    found_pairs = [(found, _pair(found, theirs, alone)) for found in ours]
    pairings = tuple(pairing for _, pairing in found_pairs)
    if any(pairing.relation is Relation.DISJOINT for pairing in pairings):
        return Comparison(Agreement.REFUTES, pairings)
    needed = [pairing.relation for found, pairing in found_pairs if not (found.soft and pairing.passage is None)]
    if not needed:
        return Comparison(Agreement.SILENT, pairings)
    if all(relation in (Relation.EQUIVALENT, Relation.B_IN_A) for relation in needed):
        return Comparison(Agreement.SUPPORTS, pairings)
    return Comparison(Agreement.OPEN, pairings)


_BEST_FIRST = (Relation.EQUIVALENT, Relation.B_IN_A, Relation.A_IN_B, Relation.OVERLAP, Relation.DISJOINT)


def _pair(ours: Found, candidates: list[Found], alone: frozenset[str]) -> Pairing:
    related: dict[Relation, Quantity] = {}
    for theirs in candidates:
        found = relation(*_of_one_thing(ours.quantity, theirs.quantity, alone))
        if found is Relation.DISJOINT and not _rules_out(ours, theirs):
            continue
        related.setdefault(found, theirs.quantity)
    best = next((found for found in _BEST_FIRST if found in related), Relation.INCOMPARABLE)
    return Pairing(ours.quantity, related[best] if best in _BEST_FIRST else None, best)


def _of_one_thing(a: Quantity, b: Quantity, alone: frozenset[str]) -> tuple[Quantity, Quantity]:
    """Both as measures of one thing, where the rest of the texts says that they are and neither names another."""
    if _dimension(a) not in alone or (a.counted and b.counted and a.counted != b.counted):
        return a, b
    return replace(a, counted="measured"), replace(b, counted="measured")


def _measures_of_one_thing(claim: str, ours: list[Found], passage: str, theirs: list[Found]) -> frozenset[str]:
    """The units of which both texts hold one open measure, said of the same: few name what they measure behind it."""
    open_ours, open_theirs = _unmet(ours, theirs), _unmet(theirs, ours)
    dimensions = {dimension for found in open_ours if (dimension := _dimension(found.quantity))}
    units = {unit for unit in dimensions if _only(unit, open_ours) and _only(unit, open_theirs)}
    if not units:
        return frozenset()
    a, b = _around(claim, ours), _around(passage, theirs)
    shared = len(a & b)
    alike = shared >= MIN_SHARED and shared >= MIN_SHARE_AROUND * min(len(a), len(b))
    return frozenset(units) if alike else frozenset()


def _unmet(ours: list[Found], theirs: list[Found]) -> list[Found]:
    """Those without an equal on the other side: of two percentages, the one that both texts give is settled."""
    return [
        found
        for found in ours
        if not any(relation(found.quantity, other.quantity) is Relation.EQUIVALENT for other in theirs)
    ]


def _dimension(quantity: Quantity) -> str | None:
    return "hour" if quantity.unit == "month" else quantity.unit


def _only(unit: str, found: list[Found]) -> bool:
    return sum(_dimension(one.quantity) == unit for one in found) == 1


def _around(text: str, found: list[Found]) -> frozenset[str]:
    """The content words of a text without its numbers."""
    for one in reversed(found):
        text = f"{text[: one.quantity.start]} {text[one.quantity.end :]}"
    return content_words(text)


def _rules_out(ours: Found, theirs: Found) -> bool:
    a, b = ours.counted, theirs.counted
    return (
        not a.part
        and not b.part
        and _are_of_one_kind(ours, theirs)
        and (not a.event or not b.event or a.event == b.event)
    )


def _are_of_one_kind(ours: Found, theirs: Found) -> bool:
    """Whether two values that do not meet exclude each other: 700 Russian soldiers may be among 1,400."""
    if ours.counted.qualifiers == theirs.counted.qualifiers:
        return True
    narrow, broad = (ours, theirs) if ours.counted.qualifiers > theirs.counted.qualifiers else (theirs, ours)
    return narrow.counted.qualifiers > broad.counted.qualifiers and narrow.quantity.low > broad.quantity.high


def _in_hours(a: Quantity, other: Quantity) -> Quantity:
    """`a` in hours where it is in months and the other in hours: three months are 89 to 93 days."""
    if (a.unit, other.unit) != ("month", "hour"):
        return a
    return replace(a, low=a.low * HOURS_PER_MONTH[0], high=a.high * HOURS_PER_MONTH[1], unit="hour")


def _is_rounded(a: Quantity, b: Quantity) -> bool:
    """Whether `a` is `b` rounded to the digits that `a` shows, two at least; counts below 1,000 are not rounded."""
    if a.comparator is not Comparator.EQUAL or b.comparator is not Comparator.EQUAL or a.low <= 0 or b.low <= 0:
        return False
    if a.unit is None and min(a.low, b.low) < MIN_ROUNDED:
        return False
    digits = max(2, len(f"{a.low:.10g}".replace(".", "").strip("0").split("e")[0]))
    return float(f"{b.low:.{digits - 1}e}") == float(f"{a.low:.9e}")


def _before(a: float, b: float) -> bool:
    """Whether `a` is smaller than `b` by more than rounding."""
    return a < b and not math.isclose(a, b, rel_tol=1e-9)


def _holds_midpoint(interval: Quantity, other: Quantity) -> bool:
    """Whether the midpoint of `other` lies in `interval`; an open interval has none."""
    if not math.isfinite(other.high) or other.comparator in (Comparator.AT_LEAST, Comparator.AT_MOST):
        return False
    middle = (other.low + other.high) / 2
    return not _before(middle, interval.low) and not _before(interval.high, middle)
