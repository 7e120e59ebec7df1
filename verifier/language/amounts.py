"""The numbers of one text as intervals: what `quantities` compares.

A quantity is read from its number, the words that bound it before or after, its unit, and the thing it counts.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from verifier.domain import Comparator, Quantity
from verifier.language.bounds import BOUNDS, comparator_of, interval
from verifier.language.counted import Counted, is_familiar, thing_counted
from verifier.language.masks import mask
from verifier.language.measures import MONEY, UNIT, unit_named
from verifier.language.numerals import number_pattern, read_number, scale_of
from verifier.language.shares import Share, find_shares


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity with what only `compare_texts` needs.

    `outdated` is the first value of a change, or the whole of which another is a part; `soft` is "several" and the
    like, which no other text need repeat.
    """

    quantity: Quantity
    counted: Counted
    outdated: bool = False
    soft: bool = False


# --- the pattern ---

_GAP = "[ \u00a0\u2009\u202f]"

# "hundreds" and the like: what a reader would still let pass as such. The upper ends are wide because
# "thousands" is also said of forty thousand; only "dozens" and "hundreds" end where the next word would be used.
_VAGUE = {
    "hundreds of thousands": (2e5, 999_999.0), "tens of thousands": (2e4, 99_999.0),
    "hundreds of billions": (2e11, 999_999_999_999.0), "tens of billions": (2e10, 99_999_999_999.0),
    "tens of millions": (2e7, 99_999_999.0), "hundreds of millions": (2e8, 999_999_999.0), "dozens": (24.0, 99.0),
    "scores": (40.0, 199.0), "hundreds": (200.0, 999.0),
    "thousands": (2e3, 99_999.0), "millions": (2e6, 999_999_999.0), "billions": (2e9, 999_999_999_999.0),
}  # fmt: skip
_SEVERAL = {
    "dozen": (24.0, 99.0),
    "hundred": (200.0, 999.0),
    "thousand": (2e3, 9_999.0),
    "million": (2e6, 9_999_999.0),
    "billion": (2e9, 9_999_999_999.0),
}
_FEW = {"several": (3.0, 19.0), "few": (2.0, 9.0), "handful of": (2.0, 9.0)}
_FEW_PATTERN = r"(?:several|a few|a handful of)(?=\s[^\W\d_])"
_VAGUE_PATTERN = (
    "|".join(sorted(_VAGUE, key=len, reverse=True)).replace("scores", r"scores(?=\sof\b)")
    + r"|(?:several|a few|a couple of|many)\s(?:dozen|hundred|thousand|million|billion)"
)
_BEHIND = 60
"""Characters behind a number in which "at most" may follow."""


_UNIT_AFTER = rf"(?:{_GAP}|-)?(?:{UNIT}|{MONEY})(?![^\W_])"
_DASH = rf"{_GAP}?[-\u2013\u2014]{_GAP}?"
_JOIN = rf"(?(between)(?:{_GAP}and{_GAP}|{_DASH})|(?:{_DASH}|{_GAP}(?:to|or|through){_GAP}))"
_PATTERN = re.compile(
    r"(?<![^\W\d_]-)(?<![\w/])(?<!\d[.,:])"
    rf"(?P<bounds>{BOUNDS})"
    rf"(?:(?P<vague>\b(?:{_VAGUE_PATTERN})\b)|(?P<few>\b{_FEW_PATTERN})"
    rf"|(?P<between>between{_GAP})?(?P<sign1>(?:{MONEY}){_GAP}?)?{number_pattern('low')}"
    rf"(?:(?:{_UNIT_AFTER})?(?P<join>{_JOIN})(?:(?:about|around|some|nearly|almost|over|more{_GAP}than){_GAP})?"
    rf"(?:(?:{MONEY}){_GAP}?)?{number_pattern('high')})?"
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


# --- reading a match ---


@lru_cache(maxsize=65536)
def find_amounts(text: str) -> tuple[Found, ...]:
    """The quantities of `text`, in order, with offsets in it."""
    shares = find_shares(text)
    for share in shares:
        text = text[: share.start] + " " * (share.end - share.start) + text[share.end :]
    masked = mask(text)
    found = [_read_share(masked, share) for share in shares]
    found += [item for match in _PATTERN.finditer(masked) for item in _read(masked, match)]
    found += [_none_hurt(match) for match in _NONE_HURT.finditer(text)]
    return tuple(_with_parts(text, sorted(found, key=lambda item: item.quantity.start)))


_OF_WHOLE = re.compile(r"\s(?:out of|of)\s(?:(?:the|its|their|his|all)\s)?", re.I)


def _with_parts(text: str, found: list[Found]) -> list[Found]:
    """ "13 out of 16 drones": both count drones, and the whole is not what the statement is about."""
    for index, (part, whole) in enumerate(pairwise(list(found))):
        if part.quantity.unit is None and _OF_WHOLE.fullmatch(text, part.quantity.end, whole.quantity.start):
            if whole.quantity.unit is None:
                found[index] = replace(
                    part, counted=whole.counted, quantity=replace(part.quantity, counted=whole.quantity.counted)
                )
            found[index + 1] = replace(whole, outdated=True)
    return found


def _read(text: str, match: re.Match[str]) -> list[Found]:
    if match.group("vague"):
        low, high = _vague_range(match.group("vague"))
        return [_found(text, match, low, high, Comparator.RANGE, _unit_of_vague(text[match.end() :]))]
    if match.group("few"):
        return _read_few(text, match)
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


def _read_share(text: str, share: Share) -> Found:
    comparator = comparator_of(share.bounds)
    low, high = interval(comparator, share.percent)
    counted = thing_counted(text, share.start, share.end)
    if not share.direct:
        counted = _thing_measured(text, share.end, counted)
    return Found(Quantity(low, high, comparator, "percent", counted.name, share.start, share.end), counted)


def _read_few(text: str, match: re.Match[str]) -> list[Found]:
    """ "several officers"; not of measures: "several days" is hardly ever what a statement is about."""
    found = _found(text, match, *_FEW[match.group("few").lower().removeprefix("a ")], Comparator.RANGE, None)
    name = found.counted.name
    return [] if not name or unit_named(name)[0] or _UNCOUNTED.search(name) else [replace(found, soft=True)]


_UNCOUNTED = re.compile(r"^(?:time|way|reason|thing|case|other|decade|night|point)$")


def _read_single(text: str, match: re.Match[str], value: float, unit: str | None) -> list[Found]:
    if match.group("low").lower() in ("a", "an"):  # "less than a week", "a month and a half", but not "a week"
        half = text.startswith(" and a half", match.end())
        if not half and not match.group("bounds"):
            return []
        value *= 1.5 if half else 1.0
    comparator = _comparator(text, match, unit)
    if unit == "degree" and re.search(r"(?:\bminus\s|(?<!\w)[-\u2212])$", _before(text, match, 12), re.I):
        value = -value
    found = _found(text, match, *interval(comparator, value), comparator, unit)
    if unit is None and _is_label(text, match, found.counted, value):
        return []
    return [replace(found, outdated=_EARLIER_BEFORE.search(_before(text, match, 40)) is not None)]


# "19 percent, down from 26 percent", "31 cases, compared with 12 a year before"
_EARLIER_BEFORE = re.compile(r"\b(?:(?:down|up) from|compared (?:with|to))\s(?:the\s)?$", re.I)


def _read_two(text: str, match: re.Match[str], low: float, high: float, unit: str | None) -> list[Found]:
    """Two joined numbers: a range, or a change ("rose from 10 to 14"), whose first value is outdated."""
    before = _before(text, match, 80)
    if re.search(r"\bfrom\s+$", before, re.I) and match.group("join").strip() == "to" and _CHANGE.search(before):
        after = _found(text, match, high, high, Comparator.EQUAL, unit)
        joint = match.start("join")
        first = _spanning(_found(text, match, low, low, Comparator.EQUAL, unit), match.start(), joint, outdated=True)
        return [first, _spanning(after, match.start("high"), match.end())]
    if not low < high:  # a score, a vote, a pair of labels
        return []
    comparator = _comparator(text, match, unit)
    if comparator is Comparator.AT_LEAST:
        return [_found(text, match, low, math.inf, comparator, unit)]
    if comparator is Comparator.AT_MOST:
        return [_found(text, match, 0.0, high, comparator, unit)]
    return [_found(text, match, low, high, Comparator.RANGE, unit)]


def _found(text: str, match: re.Match[str], low: float, high: float, comparator: Comparator, unit: str | None) -> Found:
    verb = _BOUNDING_VERB.match(text, match.start(), match.end("bounds"))
    counted = thing_counted(text, verb.end() if verb else match.start(), match.end())
    if unit is not None:
        counted = _thing_measured(text, match.end(), counted)
    quantity = Quantity(low, high, comparator, unit, counted.name, match.start(), match.end())
    return Found(quantity, counted)


# "the number of refugees exceeded 2 million": the verb is a bound, and part of what tells the thing counted
_BOUNDING_VERB = re.compile(r"(?:exceed|surpass|topp)[a-z]*\s", re.I)


def _before(text: str, match: re.Match[str], reach: int) -> str:
    return text[max(0, match.start() - reach) : match.start()]


def _spanning(found: Found, start: int, end: int, outdated: bool = False) -> Found:
    return replace(found, quantity=replace(found.quantity, start=start, end=end), outdated=outdated)


def _thing_measured(text: str, end: int, counted: Counted) -> Counted:
    """A measure counts only what "of" or "in" names after it: "30 % of voters", "$3bn in aid"."""
    linked = re.match(r"\s(?:of|in|worth of)\s(?:the\s)?(?=[a-z]|[A-Z][\w-]+\s[a-z])", text[end:])
    if not linked:
        return Counted(part=counted.part, event=counted.event)
    return thing_counted(text, end, end + linked.end())


def _none_hurt(match: re.Match[str]) -> Found:
    counted = thing_counted("0" + match.group()[2:], 0, 1) if match.group("who") else Counted(match.group("outcome"))
    name = counted.name if match.group("who") else _HURT[match.group("outcome").lower()]
    quantity = Quantity(0.0, 0.0, Comparator.EQUAL, None, name, match.start(), match.end())
    return Found(quantity, replace(counted, name=name))


_HURT = {"killed": "killed", "injured": "injured", "wounded": "injured", "hurt": "injured"}


def _vague_range(words: str) -> tuple[float, float]:
    lowered = re.sub(r"\s+", " ", words.lower())
    return _VAGUE.get(lowered) or _SEVERAL[lowered.rpartition(" ")[2]]


def _unit_of_vague(after: str) -> str | None:
    """The currency in "billions of dollars"; other measures are hardly ever counted like that."""
    money = re.match(rf"\s(?:of\s)?({MONEY})\b", after, re.I)
    return unit_named(money.group(1))[0] if money else None


def _unit(match: re.Match[str]) -> tuple[str | None, float]:
    """The unit and the number of its base units in one; a sign before the number wins over a word after it."""
    return unit_named((match.group("sign1") or match.group("unit") or "").strip(" -\u00a0\u2009\u202f"))


def _is_metres(text: str, match: re.Match[str]) -> bool:
    """Whether "40m" is a length: without a currency it is, unless people or a plural follow."""
    if not re.fullmatch(r"[\d.,]+m", match.group("low")):
        return False
    return not re.match(r"\s(?:[a-z]+\s)?(?:people|[a-z]{3,}(?<!s)s)\b", text[match.end() :])


def _comparator(text: str, match: re.Match[str], unit: str | None) -> Comparator:
    bounds, more = match.group("bounds").lower().strip(), (match.group("more") or "").lower()
    if bounds == "up to" and _ADDS_BEFORE.search(_before(text, match, 20)):
        return Comparator.EQUAL
    if bounds == "over" and unit in ("hour", "month"):  # "over two days" is how long it took
        return Comparator.EQUAL
    if more.endswith(("+", "more", "plus")) or _PASSING_BEFORE.search(_before(text, match, 80)):
        return Comparator.AT_LEAST
    if more.endswith(("fewer", "less")):
        return Comparator.AT_MOST
    return Comparator.ABOUT if more else comparator_of(bounds, text[match.end() : match.end() + _BEHIND])


_ADDS_BEFORE = re.compile(r"\badd(?:s|ed|ing)?\s$", re.I)  # "the orders add up to 12 tanks"
# "the death toll has passed 40,000", but not "parliament passed 40 laws"
_PASSING_BEFORE = re.compile(
    r"\b(?:toll|numbers?|total|count|tally|figure)\b[^.;,]{0,50}\b(?:pass|cross|topp?)(?:es|ed|ing|s)?(?: the)?\s$",
    re.I,
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|during|before|after|the|this|early|late|mid|year|years|spring|summer|"
    r"autumn|fall|winter|christmas|for|to|through|and|between)\s|\ue000\s?,?\s?|['\u2019(/-])$",
    re.I,
)
_NAME_BEFORE = re.compile(
    r"\b(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s|(?:Another|Additional|Further|All|Only|Just|And|But|Of|For|From|By|At|"
    r"In|On|With|After|Before|Its|Their|Then|Also|Now|Today|Yesterday|Overnight|Some|Among|Including|Altogether|Almost|"
    r"The|A|An|This|These|Those)\s)"
    r"[A-Z][\w.'\u2019&-]*\s$"
)
_POINTING_BEFORE = re.compile(r"\b(?:the|these|those|both|all|other|last|first|next|past)\s$", re.I)


def _is_label(text: str, match: re.Match[str], counted: Counted, value: float) -> bool:
    """Whether a bare number is a year, part of a name ("Unit 8200"), or points back ("the two")."""
    number, bounds = match.group("low"), match.group("bounds")
    before = _before(text, match, 40)
    if re.fullmatch(r"half\san?", number, re.I):  # "half a step", but "half an hour"
        return True
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
