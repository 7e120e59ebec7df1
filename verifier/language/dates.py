"""The dates of a text as intervals of days, resolved against the article's date. Knows nothing of articles.

A weekday without a date means, in news, the most recent such day up to the day of publication, unless the words
before it say "next" or "will". Nothing vaguer than a season is resolved, and "recently" is no date.
"""

# ruff: noqa: RUF001  ranges are printed with en dashes

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3].lower(): number for name, number in list(_MONTHS.items())} | {"sept": 9}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30}

# "May" and "March" are words too: a bare month needs a capital and something before or behind it that makes it a date.
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = "|".join(name.title() for name in _WEEKDAYS)
_COUNT = "|".join(_WORDS)


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """`text[start:end]` names the days from `first` to `last`, both included."""

    start: int
    end: int
    first: date
    last: date


Days = tuple[date, date]
Resolve = Callable[["re.Match[str]", date | None], Days | None]


def find_dates(text: str, reference: date | None) -> list[DatedSpan]:
    """The dates of `text` in order, without overlap; without `reference` only dates with a year are found."""
    return list(_find(text, reference))


def without_dates(text: str) -> str:
    """`text` with its dates cut out, for comparing wordings whose times are compared as times."""
    for span in reversed(_find(text, _ANY_DAY)):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text


_ANY_DAY = date(2000, 1, 1)  # only the spans are used, and they do not depend on the reference


@lru_cache(maxsize=4096)
def _find(text: str, reference: date | None) -> tuple[DatedSpan, ...]:
    """By the order of the forms: a fuller form takes its words away from a barer one, also when it names no day."""
    taken: list[tuple[int, int]] = []
    found: list[DatedSpan] = []
    for pattern, resolve in _FORMS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            days = _safely(resolve, match, reference)
            if days is not None and days[0] <= days[1]:
                found.append(DatedSpan(start, end, *days))
    return tuple(sorted(found, key=lambda span: span.start))


def _safely(resolve: Resolve, match: re.Match[str], reference: date | None) -> Days | None:
    """31 February is no date; nor is anything before year 1 or after 9999."""
    try:
        return resolve(match, reference)
    except (ValueError, OverflowError):
        return None


def _day_of(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _month_of(text: str) -> int:
    return _MONTHS[text.lower().rstrip(".")]


def _year_for(month: int, day: int, year: str | None, reference: date | None) -> int | None:
    """The year written, else the one that brings the day nearest to the reference."""
    if year:
        return int(year)
    if reference is None:
        return None
    years = (reference.year - 1, reference.year, reference.year + 1)
    return min(years, key=lambda one: abs((date(one, month, min(day, 28)) - reference).days))


def _iso(match: re.Match[str], _: date | None) -> Days:
    day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    return day, day


def _day_month(match: re.Match[str], reference: date | None) -> Days | None:
    """ "8 March 2024", "March 8", "January 7/8", "16-18 May": one day or the days between two of one month."""
    month, first = _month_of(match["m"]), _day_of(match["d"])
    last = _day_of(match["d2"]) if match["d2"] else first
    year = _year_for(month, first, match["y"], reference)
    return None if year is None else (date(year, month, first), date(year, month, last))


def _two_months(match: re.Match[str], reference: date | None) -> Days | None:
    """ "from January 16 to February 1": the days between."""
    month, day = _month_of(match["m"]), _day_of(match["d"])
    year = _year_for(month, day, match["y"], reference)
    if year is None:
        return None
    month2, day2 = _month_of(match["m2"]), _day_of(match["d2"])
    return date(year, month, day), date(year + (month2 < month), month2, day2)


def _month(match: re.Match[str], reference: date | None) -> Days | None:
    """ "in January", "late December", "March 2024": the month, or a third of it."""
    month = _month_of(match["m"])
    year = _year_for(month, 15, match["y"], reference)
    if year is None:
        return None
    last_day = calendar.monthrange(year, month)[1]
    first, last = _PARTS[match["part"].lower().rstrip(" -")] if match["part"] else (1, last_day)
    return date(year, month, first), date(year, month, min(last, last_day))


def _season(match: re.Match[str], _: date | None) -> Days:
    first, last = _SEASONS[match["season"].lower()]
    year = int(match["y"])
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _weekday(match: re.Match[str], reference: date | None) -> Days | None:
    if reference is None:
        return None
    wanted = _WEEKDAYS[match["day"].lower()]
    back = (reference.weekday() - wanted) % 7
    which = (match["which"] or "").lower()
    if which in {"next", "coming"} or _is_ahead(match):
        day = reference + timedelta(days=(7 - back) % 7 or 7)
    elif which == "last" and back == 0:
        day = reference - timedelta(days=7)
    else:
        day = reference - timedelta(days=back)
    return day, day


def _is_ahead(match: re.Match[str]) -> bool:
    """Whether the clause before speaks of something to come: "will arrive on Tuesday", "by Friday"."""
    clause = re.split(r"[.;,]", match.string[max(0, match.start() - 60) : match.start()])[-1]
    return _AHEAD.search(clause) is not None


_AHEAD = re.compile(
    r"\b(?:will|shall|(?:is|are|due|set|scheduled|planned|wants?|plans?|intends?|hopes?) to|by|until"
    r"|expect(?:s|ed)?|forecasts?)\b"
)

_RELATIVE = {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "overnight": 0}
_RELATIVE |= {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2}


def _relative(match: re.Match[str], reference: date | None) -> Days | None:
    if reference is None:
        return None
    day = reference + timedelta(days=_RELATIVE[" ".join(match.group().lower().split())])
    return day, day


def _ago(match: re.Match[str], reference: date | None) -> Days | None:
    if reference is None:
        return None
    unit = match["unit"].lower()
    number = _WORDS.get(match["n"].lower()) or (1 if match["n"].lower() in {"a", "an"} else int(match["n"]))
    day = reference - timedelta(days=number * _UNIT_DAYS[unit])
    slack = timedelta(days=_UNIT_DAYS[unit] // 4)
    return day - slack, day + slack


def _week(match: re.Match[str], reference: date | None) -> Days | None:
    """ "last week", "this week", "at the weekend": the calendar week from Monday, or its Saturday and Sunday."""
    if reference is None:
        return None
    monday = reference - timedelta(days=reference.weekday())
    which = (match["which"] or "").lower()
    if (match["what"] or match["bare"]).lower() == "weekend":
        saturday = monday + timedelta(days=5)
        back = saturday > reference or which == "last"
        saturday -= timedelta(days=7 * back)
        return saturday, saturday + timedelta(days=1)
    monday += timedelta(days={"last": -7, "past": -7, "next": 7, "coming": 7}.get(which, 0))
    return monday, monday + timedelta(days=6)


_FORMS: tuple[tuple[re.Pattern[str], Resolve], ...] = (
    (re.compile(rf"\b(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b"), _iso),
    (re.compile(rf"\b(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>{_YEAR})\b"), _iso),
    (
        re.compile(
            rf"\b(?P<m>{_MONTH})\.? (?P<d>{_DAY}) ?(?:to|until|through|and|[-–]) ?(?P<m2>{_MONTH})\.? (?P<d2>{_DAY})"
            rf"(?:,? (?P<y>{_YEAR}))?\b"
        ),
        _two_months,
    ),
    (
        re.compile(
            rf"\b(?P<d>{_DAY}) (?P<m>{_MONTH})\.? ?(?:to|until|through|and|[-–]) ?(?P<d2>{_DAY}) (?P<m2>{_MONTH})\.?"
            rf"(?: (?P<y>{_YEAR}))?\b"
        ),
        _two_months,
    ),
    (
        re.compile(
            rf"\b(?P<m>{_MONTH})\.? (?P<d>{_DAY})(?: ?(?:to|and|[-–/]) ?(?P<d2>{_DAY}))?\b"
            rf"(?:,? (?P<y>{_YEAR})\b)?"
        ),
        _day_month,
    ),
    (
        re.compile(
            rf"\b(?P<d>{_DAY})(?: ?(?:to|and|[-–/]) ?(?P<d2>{_DAY}))? (?:of )?(?P<m>{_MONTH})\b\.?"
            rf"(?:,? (?P<y>{_YEAR})\b)?"
        ),
        _day_month,
    ),
    (re.compile(rf"\b(?P<part>(?i:early|mid|late)[ -])?(?P<m>{_MONTH})\.?,? (?P<y>{_YEAR})\b"), _month),
    (
        re.compile(
            rf"\b(?:(?P<part>(?i:early|mid|late)[ -])|(?i:in|since|until|during|last|this|next|of) )(?P<m>{_MONTH})\b"
            rf"(?P<y>(?!))?"
        ),
        _month,
    ),
    (re.compile(rf"\b(?P<season>(?i:spring|summer|autumn|fall))(?: of)? (?P<y>{_YEAR})\b"), _season),
    (
        re.compile(rf"\b(?:(?P<which>(?i:last|next|coming|this|past)) )?(?P<day>{_WEEKDAY})(?!\w)"),
        _weekday,
    ),
    (
        re.compile(
            r"\b(?:the day before yesterday|yesterday|today|tonight|tomorrow|last night|overnight"
            r"|this (?:morning|afternoon|evening))\b",
            re.IGNORECASE,
        ),
        _relative,
    ),
    (re.compile(rf"\b(?P<n>\d{{1,3}}|an?|{_COUNT}) (?P<unit>day|week|month)s? ago\b", re.IGNORECASE), _ago),
    (
        re.compile(
            r"\b(?:(?P<which>last|this|past|next|coming) (?P<what>week(?:end)?)|(?P<bare>weekend))\b",
            re.IGNORECASE,
        ),
        _week,
    ),
)
