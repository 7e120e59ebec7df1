"""The numbers of a text as intervals with a unit and the thing counted, and how two of them lie to each other.

Knows nothing of articles or verdicts. Numbers of one text are compared with those of another in `compare_texts`;
whether both speak of one event is for the caller to know.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from verifier.domain import Comparator, Quantity
from verifier.language.counted import Counted, broader, is_familiar, thing_counted
from verifier.language.numerals import number_pattern, read_number, scale_of

ABOUT_SHARE = 0.05
"""Half the width of "about n" as a share of n (labels.md)."""


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


@dataclass(frozen=True, slots=True)
class _Found:
    """A quantity with what only `compare_texts` needs; `outdated` is the first value of a change."""

    quantity: Quantity
    counted: Counted
    outdated: bool


# --- what is no quantity ---

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_LABELS = (
    "resolution|article|section|paragraph|chapter|clause|rule|page|pages|pp|no|nr|number|item|point|line|route|"
    "highway|motorway|road|junction|exit|gate|terminal|room|suite|apartment|flat|unit|flight|channel|phase|step|level|"
    "part|act|volume|vol|figure|fig|table|appendix|annex|protocol|version|v|release|block|sector|zone|district|ward|"
    "building|pier|berth|dock|season|episode|round|class|category|type|mark|model|boeing|airbus|apollo|covid|"
    "world war|war|group|day|order|decree|law|bill|case|file|form|directive|regulation|convention|psalm|verse|size|"
    "brigade|battalion|regiment|division|squadron|fleet|camp|school|hospital|site|tel|phone|fax|telephone|hotline|lot"
)
_MASKS = [
    rf"\b{_DAY}(?:\s?(?:[-\u2013/,]|to|and|or)\s?{_DAY}){{0,4}}\s(?:of\s)?{_MONTH}(?:,?\s\d{{4}}\b)?",
    rf"\b{_MONTH}\s{_DAY}(?:\s?(?:[-\u2013/,]|to|and|or|through)\s?{_DAY}(?![\d,.]\d|\d)){{0,4}}(?:,?\s\d{{4}}\b)?(?![\d,.]?\d)"
    r"(?!\s(?:people|soldiers|troops|civilians|persons|were|more)\b)",
    rf"\b{_MONTH}(?:\sof)?,?\s\d{{4}}\b",
    r"\b\d{4}-\d{2}-\d{2}\b(?:T[\d:.]+Z?)?",
    r"\b\d{1,2}([./-])\d{1,2}\1\d{2,4}\b",
    r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b",
    r"\b(?:19|20)\d\d(?:/|-|\u2013)\d\d(?:\d\d)?\b",
    r"\b\d{2,4}['\u2019]?s\b",  # the 1990s
    r"['\u2019]\d\d\b",
    r"\b\d{1,2}:\d{2}(?::\d{2})?\b",
    r"\b\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]\.m\.|[ap]m\b|o['\u2019]clock)",
    r"\b\d{1,4}(?:[.:]\d{2})?(?:\shours)?\s?(?:GMT|UTC|CET|CEST|EST|EDT|local time)\b",
    r"\b(?:[a-z]+-)?[a-z\d.]+(?:-|\s)years?(?:-|\s)olds?\b",
    r"\b(?:aged?|ages)\s(?:(?:of|between|from|about|over|under|up to)\s)?\d+(?:\s?(?:-|\u2013|to|and)\s?\d+)?",
    r"(?<=[a-z]),\s\d{2}(?=,)",  # Jana Holt, 43,
    r"\+\d[\d ()/-]{6,}\d",
    r"\b\d{2,5}-0\d+\b",
    r"\b\d+(?:-\d+){2,99}\b",
    r"\b\d+(?:\.\d+){2,99}\b",
    rf"\b(?:{_LABELS})\.?\s?(?:no\.?\s?)?\d[\d.,/-]*(?<![.,-])\b",
    r"(?:§|#|№|\bU\+)\s?\d[\d./]*",
    r"^\s*(?:\(?\d{1,3}[.)]|\[\d{1,3}\])(?=\s)",
    r"\[\d{1,3}\]",
    r"\b\d+[a-z]?,?\s(?:[A-Z][\w'\u2019-]+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Boulevard|Blvd|Drive|Quay|Row)\b",
    r"\b\d+[a-z]?\sDowning Street",
    r"\b\d+(?:st|nd|rd|th)\b",
    r"\b\d{2,3}\s?-?(?:mm|calib(?:re|er))\b",
    r"\b(?:one|two|three|four|five|\d)(?:-|\s)(?:thirds?|quarters?|fifths?|halves|sixths?|tenths?)\b",
    r"\b(?:won|lost|beat|defeated|drew|draw|win|defeat|victory)\b[^.\n]{0,40}?\b\d{1,2}\s?[-\u2013]\s?\d{1,2}\b",
    r"\b(?:over|under)[ -]\d{2}s\b",
    r"\b(?:https?://|www\.)\S+",
    r"\b(?!\d+(?:[.,]\d+)?(?:k|m|bn|mn|tn|km|kms|kg|mln|mio|mrd|cm|mi|ha|t|h|MW|GW|kW|ft|m2|km2|pp|pct)\b)\w*(?:[^\W\d]-?\d|\d[^\W\d_])[\w-]*",
    r"\bone\s(?:of|another|day|side|hand|thing|way|point|time|such|more|can|could|must|may|might|should|who|that|or)\b",
    r"\b(?:no|this|that|which|each|any|every|some|the|only|day|number|square)\s(?:one|two)\b(?!\s(?:hundred|thousand|million))",
    r"\bone['\u2019]s\b|\bone-(?!hundred|thousand|million)[a-z]+",
    r"\b\w+(?:\s\w+)?\s(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\s(?:ago|old)\b",
]
# Masked letters become a private-use character: nothing matches it, and offsets stay.
_MASKED = "\ue000"
_MASK_CASED = ("[A-Z]", "GMT")
_MASK_PATTERNS = [
    re.compile(mask, re.M if any(mark in mask for mark in _MASK_CASED) else re.M | re.I) for mask in _MASKS
]


def _mask(text: str) -> str:
    """`text` with dates, times, ages, ordinals, model names and the like blanked out."""
    for pattern in _MASK_PATTERNS:
        text = pattern.sub(lambda match: _MASKED * len(match.group()), text)
    return text


# --- the pattern ---

_AT_LEAST = (
    "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum of|more than|over|above|"
    "exceeding|upwards? of|in excess of"
)
_AT_MOST = (
    "up to|at most|at the most|an? maximum of|maximum of|no more than|not more than|fewer than|less than|under|below|"
    "as many as|as much as"
)
_ABOUT = (
    "just over|just under|slightly more than|slightly over|slightly less than|little more than|about|around|some|"
    r"roughly|approximately|approx\.?|nearly|almost|close to|circa|ca\.?|~|≈|an estimated|estimated"
)
_CURRENCIES = {
    "usd": r"US\$|USD|\$|(?:US\s|U\.S\.\s)?dollars?", "eur": r"€|EUR|euros?", "gbp": r"£|GBP|pounds?(?:\ssterling)?",
    "jpy": r"¥|yen", "rub": r"₽|RUB|rou?bles?", "uah": r"₴|UAH|hryvnias?",
    "pln": r"PLN|zlot(?:y|ych|ys)", "chf": r"CHF|Swiss francs?",
    "byn": r"BYN", "cny": r"yuan|RMB", "inr": r"₹|rupees?",
}  # fmt: skip
# unit: pattern, and the number of base units in it; units of one kind are converted to one base unit
_MEASURES: list[tuple[str, str, float]] = [
    ("percentage point", r"(?:percentage|per\scent|%)[\s-]points?|pp", 1.0),
    ("percent", r"%|per\s?cent|percent|pct", 1.0),
    ("km2", r"(?:square|sq\.?)[\s-](?:kilomet(?:re|er)s?|kms?)|km²|km2", 1.0),
    ("km2", r"(?:square|sq\.?)[\s-]met(?:re|er)s?|m²|m2", 1e-6),
    ("km2", r"(?:square|sq\.?)[\s-]miles?", 2.589988),
    ("km2", r"hectares?|ha", 0.01),
    ("km2", r"acres?", 0.00404686),
    ("km/h", r"km/h|kph|kilomet(?:re|er)s\s(?:per|an)\shour", 1.0),
    ("km/h", r"mph|miles\s(?:per|an)\shour", 1.609344),
    ("km", r"kilomet(?:re|er)s?|kms?", 1.0),
    ("km", r"met(?:re|er)s?|m", 1e-3),
    ("km", r"centimet(?:re|er)s?|cm", 1e-5),
    ("km", r"miles?|mi", 1.609344),
    ("km", r"feet|foot|ft", 3.048e-4),
    ("tonne", r"(?:metric\s)?(?:tonnes?|tons?)|t", 1.0),
    ("tonne", r"kilograms?|kilos?|kg", 1e-3),
    ("litre", r"lit(?:re|er)s?", 1.0),
    ("hour", r"seconds?", 1 / 3600),
    ("hour", r"minutes?|mins?", 1 / 60),
    ("hour", r"hours?|hrs?|h", 1.0),
    ("hour", r"days?", 24.0),
    ("hour", r"weeks?", 168.0),
    ("month", r"months?", 1.0),
    ("month", r"years?", 12.0),
    ("megawatt", r"megawatts?|MW", 1.0),
    ("megawatt", r"gigawatts?|GW", 1e3),
    ("fold", r"times|fold", 1.0),
    ("degree", r"°\s?[CF]?|degrees?(?:\s(?:celsius|fahrenheit))?", 1.0),
]
_MONEY = "|".join(_CURRENCIES.values())
_UNIT = "|".join(pattern for _, pattern, _ in _MEASURES)
_GAP = "[ \u00a0\u2009\u202f]"

# "hundreds" and the like: what a reader would still let pass as such. The upper ends are wide because
# "thousands" is also said of forty thousand; only "dozens" and "hundreds" end where the next word would be used.
_VAGUE = {
    "hundreds of thousands": (2e5, 999_999.0), "tens of thousands": (2e4, 99_999.0),
    "tens of millions": (2e7, 99_999_999.0), "hundreds of millions": (2e8, 999_999_999.0), "dozens": (24.0, 99.0),
    "scores": (40.0, 199.0), "hundreds": (200.0, 999.0),
    "thousands": (2e3, 99_999.0), "millions": (2e6, 999_999_999.0), "billions": (2e9, 999_999_999_999.0),
}  # fmt: skip
_SEVERAL = {
    "dozen": (24.0, 99.0),
    "hundred": (200.0, 999.0),
    "thousand": (2e3, 9_999.0),
    "million": (2e6, 9_999_999.0),
}
_VAGUE_PATTERN = (
    "|".join(sorted(_VAGUE, key=len, reverse=True)).replace("scores", r"scores(?=\sof\b)")
    + r"|(?:several|a few|a couple of|many)\s(?:dozen|hundred|thousand|million)"
)

_UNIT_AFTER = rf"(?:{_GAP}|-)?(?:{_UNIT}|{_MONEY})(?![^\W_])"
_DASH = rf"{_GAP}?[-\u2013\u2014]{_GAP}?"
_JOIN = rf"(?(between)(?:{_GAP}and{_GAP}|{_DASH})|(?:{_DASH}|{_GAP}(?:to|or|through){_GAP}))"
_PATTERN = re.compile(
    r"(?<![^\W\d_]-)(?<![\w/])(?<!\d[.,:])"
    rf"(?P<bounds>(?:(?:{_AT_LEAST}|{_AT_MOST}|{_ABOUT})(?:{_GAP}|(?<=~)|(?<=≈))){{0,3}})"
    rf"(?:(?P<vague>\b(?:{_VAGUE_PATTERN})\b)"
    rf"|(?P<between>between{_GAP})?(?P<sign1>(?:{_MONEY}){_GAP}?)?{number_pattern('low')}"
    rf"(?:(?:{_UNIT_AFTER})?(?P<join>{_JOIN})(?:(?:about|around|some|nearly|almost|over|more{_GAP}than){_GAP})?"
    rf"(?:(?:{_MONEY}){_GAP}?)?{number_pattern('high')})?"
    rf"(?P<unit>{_UNIT_AFTER})?(?P<more>\+|{_GAP}or{_GAP}(?:more|so|fewer|less)\b|[{_GAP[1:-1]}-]plus\b)?)"
    r"(?![^\W_]|[/:]\d|-(?!strong)[^\W\d])",
    re.I,
)
_NONE_HURT = re.compile(
    r"\b(?:no[ -]one|nobody|no(?P<who> [a-z]+){1,2})\s(?:was|were|had been|has been|have been)\s(?:also\s|seriously\s)?"
    r"(?P<outcome>killed|injured|wounded|hurt)\b",
    re.I,
)
_CHANGE = re.compile(
    r"\b(?:ris|rose|rais|increas|gr[oe]w|upgrad|expand|boost|cut|fall|fell|drop|reduc|declin|shr[ia]nk|jump|climb|"
    r"slash|lower|up\b|down\b|doubl|tripl|enlarg|revis|chang|went|go(?:es|ing)?\b)[a-z]*\b[^.;\n]{0,60}$",
    re.I,
)


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of `text` in order, with offsets in `text`.

    Years, dates, clock times, ages, ordinals, scores, addresses, fractions, labels ("Resolution 1701") and model
    names ("T-72") are none, nor are military units used as a measure ("a battalion"). Measures are converted to one
    unit per kind: km, km2, tonne, litre, hour, month, megawatt, km/h, fold; money stays in its currency.
    """
    return [found.quantity for found in _find(text)]


def relation(a: Quantity, b: Quantity) -> Relation:
    """How `a` lies to `b`; `relation(b, a)` is the same with A and B swapped.

    Different units or things counted are incomparable. Where one counts the broader thing, or names none, the
    intervals are compared, but two that do not meet are incomparable: 3 children do not contradict 10 people.
    """
    same_thing = a.counted == b.counted
    if a.unit != b.unit or not (same_thing or broader(a.counted, b.counted) or broader(b.counted, a.counted)):
        return Relation.INCOMPARABLE
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
    of the same event.
    """
    ours = [found for found in _find(claim) if not found.outdated]
    theirs = [found for found in _find(passage) if not found.outdated]
    if not ours:
        return Comparison(Agreement.SILENT, ())
    pairings = tuple(_pair(found, theirs) for found in ours)
    relations = [pairing.relation for pairing in pairings]
    if Relation.DISJOINT in relations:
        return Comparison(Agreement.REFUTES, pairings)
    if all(found in (Relation.EQUIVALENT, Relation.B_IN_A) for found in relations):
        return Comparison(Agreement.SUPPORTS, pairings)
    return Comparison(Agreement.OPEN, pairings)


_BEST_FIRST = (Relation.EQUIVALENT, Relation.B_IN_A, Relation.A_IN_B, Relation.OVERLAP, Relation.DISJOINT)


def _pair(ours: _Found, candidates: list[_Found]) -> Pairing:
    related: dict[Relation, Quantity] = {}
    for theirs in candidates:
        found = relation(ours.quantity, theirs.quantity)
        if found is Relation.DISJOINT and not _rules_out(ours, theirs):
            continue
        related.setdefault(found, theirs.quantity)
    best = next((found for found in _BEST_FIRST if found in related), Relation.INCOMPARABLE)
    return Pairing(ours.quantity, related[best] if best in _BEST_FIRST else None, best)


def _rules_out(ours: _Found, theirs: _Found) -> bool:
    a, b = ours.counted, theirs.counted
    return (
        not a.part
        and not b.part
        and _are_of_one_kind(ours, theirs)
        and (not a.event or not b.event or a.event == b.event)
    )


def _are_of_one_kind(ours: _Found, theirs: _Found) -> bool:
    """Whether two values that do not meet exclude each other: 700 Russian soldiers may be among 1,400."""
    if ours.counted.qualifiers == theirs.counted.qualifiers:
        return True
    narrow, broad = (ours, theirs) if ours.counted.qualifiers > theirs.counted.qualifiers else (theirs, ours)
    return narrow.counted.qualifiers > broad.counted.qualifiers and narrow.quantity.low > broad.quantity.high


def _before(a: float, b: float) -> bool:
    """Whether `a` is smaller than `b` by more than rounding."""
    return a < b and not math.isclose(a, b, rel_tol=1e-9)


def _holds_midpoint(interval: Quantity, other: Quantity) -> bool:
    """Whether the midpoint of `other` lies in `interval`; an open interval has none."""
    if not math.isfinite(other.high) or other.comparator in (Comparator.AT_LEAST, Comparator.AT_MOST):
        return False
    middle = (other.low + other.high) / 2
    return not _before(middle, interval.low) and not _before(interval.high, middle)


# --- reading a match ---


@lru_cache(maxsize=65536)
def _find(text: str) -> tuple[_Found, ...]:
    masked = _mask(text)
    found = [item for match in _PATTERN.finditer(masked) for item in _read(masked, match)]
    found += [_none_hurt(match) for match in _NONE_HURT.finditer(text)]
    return tuple(sorted(found, key=lambda item: item.quantity.start))


def _read(text: str, match: re.Match[str]) -> list[_Found]:
    if match.group("vague"):
        low, high = _vague_range(match.group("vague"))
        return [_found(text, match, low, high, Comparator.RANGE, _unit_of_vague(text[match.end() :]))]
    low_text, high_text = match.group("low"), match.group("high")
    unit, factor = _unit(match)
    if unit is None and not high_text and _is_metres(text, match):
        unit, factor, low_text = "km", 1e-3, low_text[:-1]
    value = read_number(low_text)
    if not high_text:
        return _read_single(text, match, value * factor, unit)
    high = read_number(high_text)
    scale = scale_of(high_text)
    if scale and not scale_of(low_text) and value < high / read_number("1 " + scale):
        value *= read_number("1 " + scale)  # "1.4 to 1.6 million"
    elif high_text.endswith(",000") and value * 1000 < high:
        value *= 1000  # "70 or 80,000"
    return _read_two(text, match, value * factor, high * factor, unit)


def _read_single(text: str, match: re.Match[str], value: float, unit: str | None) -> list[_Found]:
    comparator = _comparator(match, unit)
    found = _found(text, match, *_bounds(comparator, value), comparator, unit)
    return [] if unit is None and _is_label(text, match, found.counted, value) else [found]


def _read_two(text: str, match: re.Match[str], low: float, high: float, unit: str | None) -> list[_Found]:
    """Two joined numbers: a range, or a change ("rose from 10 to 14"), whose first value is outdated."""
    before = text[max(0, match.start() - 80) : match.start()]
    if re.search(r"\bfrom\s+$", before, re.I) and match.group("join").strip() == "to" and _CHANGE.search(before):
        after = _found(text, match, high, high, Comparator.EQUAL, unit)
        joint = match.start("join")
        first = _spanning(_found(text, match, low, low, Comparator.EQUAL, unit), match.start(), joint, outdated=True)
        return [first, _spanning(after, match.start("high"), match.end())]
    if not low < high:  # a score, a vote, a pair of labels
        return []
    comparator = _comparator(match, unit)
    if comparator is Comparator.AT_LEAST:
        return [_found(text, match, low, math.inf, comparator, unit)]
    if comparator is Comparator.AT_MOST:
        return [_found(text, match, 0.0, high, comparator, unit)]
    return [_found(text, match, low, high, Comparator.RANGE, unit)]


def _found(
    text: str, match: re.Match[str], low: float, high: float, comparator: Comparator, unit: str | None
) -> _Found:
    counted = thing_counted(text, match.start(), match.end())
    if unit is not None:
        counted = _thing_measured(text, match.end(), counted)
    quantity = Quantity(low, high, comparator, unit, counted.name, match.start(), match.end())
    return _Found(quantity, counted, outdated=False)


def _spanning(found: _Found, start: int, end: int, outdated: bool = False) -> _Found:
    return replace(found, quantity=replace(found.quantity, start=start, end=end), outdated=outdated)


def _thing_measured(text: str, end: int, counted: Counted) -> Counted:
    """A measure counts only what "of" or "in" names after it: "30 % of voters", "$3bn in aid"."""
    linked = re.match(r"\s(?:of|in|worth of)\s(?:the\s)?(?=[a-z])", text[end:])
    if not linked:
        return Counted(part=counted.part, event=counted.event)
    return thing_counted(text, end, end + linked.end())


def _none_hurt(match: re.Match[str]) -> _Found:
    counted = thing_counted("0" + match.group()[2:], 0, 1) if match.group("who") else Counted(match.group("outcome"))
    name = counted.name if match.group("who") else _HURT[match.group("outcome").lower()]
    quantity = Quantity(0.0, 0.0, Comparator.EQUAL, None, name, match.start(), match.end())
    return _Found(quantity, replace(counted, name=name), outdated=False)


_HURT = {"killed": "killed", "injured": "injured", "wounded": "injured", "hurt": "injured"}


def _vague_range(words: str) -> tuple[float, float]:
    lowered = re.sub(r"\s+", " ", words.lower())
    return _VAGUE.get(lowered) or _SEVERAL[lowered.rpartition(" ")[2]]


def _unit_of_vague(after: str) -> str | None:
    """The currency in "billions of dollars"; other measures are hardly ever counted like that."""
    money = re.match(rf"\s(?:of\s)?({_MONEY})\b", after, re.I)
    return _unit_named(money.group(1))[0] if money else None


_UNIT_PATTERNS = [(unit, re.compile(pattern, re.I), factor) for unit, pattern, factor in _MEASURES] + [
    (unit, re.compile(pattern, re.I), 1.0) for unit, pattern in _CURRENCIES.items()
]


def _unit(match: re.Match[str]) -> tuple[str | None, float]:
    """The unit and the number of its base units in one; a sign before the number wins over a word after it."""
    return _unit_named((match.group("sign1") or match.group("unit") or "").strip(" -\u00a0\u2009\u202f"))


def _unit_named(word: str) -> tuple[str | None, float]:
    for unit, pattern, factor in _UNIT_PATTERNS:
        if word and pattern.fullmatch(word):
            return unit, factor
    return None, 1.0


def _is_metres(text: str, match: re.Match[str]) -> bool:
    """Whether "40m" is a length: without a currency it is, unless people or a plural follow."""
    if not re.fullmatch(r"[\d.,]+m", match.group("low")):
        return False
    return not re.match(r"\s(?:[a-z]+\s)?(?:people|[a-z]{3,}(?<!s)s)\b", text[match.end() :])


_ANY_AT_LEAST = re.compile(rf"(?:(?:{_ABOUT})\s)?(?:{_AT_LEAST})\b")
_ANY_AT_MOST = re.compile(rf"(?:(?:{_ABOUT})\s)?(?:{_AT_MOST})\b")


def _comparator(match: re.Match[str], unit: str | None) -> Comparator:
    bounds, more = (match.group("bounds") or "").lower().strip(), (match.group("more") or "").lower()
    if bounds == "over" and unit in ("hour", "month"):  # "over two days" is how long it took
        return Comparator.EQUAL
    if more.endswith(("+", "more", "plus")) or _ANY_AT_LEAST.match(bounds):
        return Comparator.AT_LEAST
    if more.endswith(("fewer", "less")) or _ANY_AT_MOST.match(bounds):
        return Comparator.AT_MOST
    return Comparator.ABOUT if bounds or more else Comparator.EQUAL


def _bounds(comparator: Comparator, value: float) -> tuple[float, float]:
    if comparator is Comparator.AT_LEAST:
        return value, math.inf
    if comparator is Comparator.AT_MOST:
        return 0.0, value
    if comparator is Comparator.ABOUT:
        return value * (1 - ABOUT_SHARE), value * (1 + ABOUT_SHARE)
    return value, value


_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|during|before|after|the|this|early|late|mid|year|years|spring|summer|"
    r"autumn|fall|winter|christmas|for|to|through|and|between)\s|\ue000\s?,?\s?|['\u2019(/-])$",
    re.I,
)
_NAME_BEFORE = re.compile(r"\b(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s)[A-Z][\w.'\u2019&-]*\s$")
_POINTING_BEFORE = re.compile(r"\b(?:the|these|those|both|all|other|last|first|next|past)\s$", re.I)


def _is_label(text: str, match: re.Match[str], counted: Counted, value: float) -> bool:
    """Whether a bare number is a year, part of a name ("Unit 8200"), or points back ("the two")."""
    number, bounds = match.group("low"), match.group("bounds")
    before = text[max(0, match.start() - 40) : match.start()]
    if number[0].isalpha():
        return not counted.name or bool(not bounds and _POINTING_BEFORE.search(before))
    if re.fullmatch(r"\d{4}", number) and 1000 <= value <= 2100:
        if not bounds and _YEAR_BEFORE.search(before):
            return True
        if value >= 1900:
            return not is_familiar(counted.name)
        return not counted.name and not bounds
    named = not bounds and bool(_NAME_BEFORE.search(before))
    return named and not is_familiar(counted.name)  # "Leopard 2 tanks", but "in Brest 12 people"
