"""The days that a wording of a date means for a text of a given day; `date_forms` says what the wordings look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from verifier.language.calendars import (
    FEASTS,
    FOREIGN_MONTHS,
    MONTHS,
    NUMBERS,
    ROMAN_MONTHS,
    SEASONS,
    WEEKDAYS,
    Days,
    month_days,
    months_between,
    shift_month,
    week_days,
    year_days,
)

Resolve = Callable[["re.Match[str]", date | None], Days | None]
"""The days that a match means for a text of the given day; None where they cannot be known."""

SOON_DAYS = 45
"""A day or month without a year is the next one if it is this near, or the words before speak of the future."""

_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3650}
_FEW_OF = {
    "day": (2, 6),
    "week": (14, 35),
    "fortnight": (28, 56),
    "month": (60, 150),
    "year": (730, 1825),
    "decade": (7300, 18250),
}
_RECENT = {"days": 7, "weeks": 30, "months": 90}
_SHIFTS = {"last": -1, "past": -1, "previous": -1, "this": 0, "the": 0, "next": 1, "coming": 1}


def _day_of(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _month_of(text: str) -> int:
    return MONTHS[text.lower().rstrip(".")]


def _group(match: re.Match[str], name: str) -> str:
    """A group in lower case; empty where the form has none or it did not take part."""
    return (match.groupdict().get(name) or "").lower()


def _part_of(match: re.Match[str]) -> str:
    return re.sub(r" the.*$", "", _group(match, "part").strip(" -"))


def _year_for(match: re.Match[str], month: int, day: int, reference: date | None) -> int | None:
    """The year written or pointed at, else that of the last such day, or of the next if it is near or foretold."""
    if written := _group(match, "y"):
        return int(written)
    if reference is None:
        return None
    if relative := _group(match, "ry"):
        return reference.year + _SHIFTS[relative]
    years = (reference.year - 1, reference.year, reference.year + 1)
    ahead = {year: (date(year, month, min(day, 28)) - reference).days for year in years}
    if _is_ahead(match):
        return min(years, key=lambda year: abs(ahead[year]))
    return max(year for year in years if ahead[year] <= SOON_DAYS)


_AHEAD = re.compile(
    r"\b(?:will|would|shall|(?:is|are|due|set|scheduled|planned|wants?|plans?|intends?|hopes?) (?:to|for|in|on)"
    r"|by|until|as (?:soon|early) as|no later than|expect(?:s|ed)?|(?:could|might|may) (?!(?:not |also )?have\b)"
    r"|forecasts?|due|ends|expires|begins|starts|takes place|reopens|resumes)\b"
)


def _is_ahead(match: re.Match[str]) -> bool:
    """Whether the clause before speaks of something to come: "will arrive on Tuesday", "by Friday"."""
    clause = re.split(r"[.;,]", match.string[max(0, match.start() - 60) : match.start()])[-1]
    return _AHEAD.search(clause + match.group()) is not None


# --- days ---


def _one_day(day: date) -> Days:
    return day, day


def read_numeric(match: re.Match[str], _: date | None) -> Days:
    """ "2024-03-08", "08.03.2024"."""
    return _one_day(date(int(match["y"]), int(match["m"]), int(match["d"])))


def read_roman(match: re.Match[str], _: date | None) -> Days:
    """ "9.V.2024"."""
    return _one_day(date(int(match["y"]), ROMAN_MONTHS[match["m"]], int(match["d"])))


def read_slashes(match: re.Match[str], _: date | None) -> Days | None:
    """ "15/02/2023" or "12/31/2023"; "05/06/2023" may be either, and spans from the one reading to the other."""
    year, a, b = int(match["y"]), int(match["a"]), int(match["b"])
    readings = sorted(date(year, month, day) for day, month in ((a, b), (b, a)) if month <= 12)
    return (readings[0], readings[-1]) if readings else None


def read_without_year(match: re.Match[str], reference: date | None) -> Days | None:
    """ "on 28.04": only between words that make it a date, and with a month of two digits."""
    month, day = int(match["m"]), int(match["d"])
    year = _year_for(match, month, day, reference)
    return None if year is None else _one_day(date(year, month, day))


def read_day_month(match: re.Match[str], reference: date | None) -> Days | None:
    """ "8 March 2024", "March 8", "January 7/8", "16-18 May": one day or the days between two of one month."""
    month, first = _month_of(match["m"]), _day_of(match["d"])
    last = _day_of(match["d2"]) if match["d2"] else first
    year = _year_for(match, month, first, reference)
    return None if year is None else (date(year, month, first), date(year, month, last))


def read_foreign(match: re.Match[str], reference: date | None) -> Days | None:
    """ "25. Februar 2024", "7 mars 2024": months that a machine translation has left as they were."""
    month, day = FOREIGN_MONTHS[match["m"].lower()], int(match["d"])
    if match["m"].lower() in {"mars", "mei"} and not match["y"]:
        return None
    year = _year_for(match, month, day, reference)
    return None if year is None else _one_day(date(year, month, day))


def read_two_months(match: re.Match[str], reference: date | None) -> Days | None:
    """ "from January 16 to February 1", "28 March 2023 to 4 April 2023": the days between."""
    month, day = _month_of(match["m"]), _day_of(match["d"])
    month2, day2 = _month_of(match["m2"]), _day_of(match["d2"])
    if match["y1"] and match["y"]:
        return date(int(match["y1"]), month, day), date(int(match["y"]), month2, day2)
    last_year = _year_for(match, month2, day2, reference)
    return (
        None if last_year is None else (date(last_year - (month2 < month), month, day), date(last_year, month2, day2))
    )


def read_feast(match: re.Match[str], reference: date | None) -> Days | None:
    """ "New Year's Eve", "Christmas Day 2022"."""
    month, day = FEASTS[match["feast"].lower().replace("\u2019", "'")]
    year = _year_for(match, month, day, reference)
    return None if year is None else _one_day(date(year, month, day))


# --- months, quarters, seasons, years ---


def read_month(match: re.Match[str], reference: date | None) -> Days | None:
    """ "in January", "late December", "end of May 2023", "March last year": the month, or a third of it."""
    month = _month_of(match["m"])
    year = _year_for(match, month, 15, reference)
    return None if year is None else month_days(year, month, _part_of(match))


def read_months(match: re.Match[str], reference: date | None) -> Days | None:
    """ "from January to March 2023", "July 2020 to June 2022"."""
    first, last = _month_of(match["m"]), _month_of(match["m2"])
    year = _year_for(match, last, 15, reference)
    if year is None:
        return None
    if match["y1"]:
        return date(int(match["y1"]), first, 1), month_days(year, last)[1]
    return months_between(year - (last < first), first, last)


def _given_year(match: re.Match[str], reference: date | None) -> int | None:
    year, relative = _group(match, "y") or _group(match, "y2"), _group(match, "ry") or _group(match, "ry2")
    if year:
        return int(year)
    return None if reference is None else reference.year + _SHIFTS[relative]


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}


def read_quarter(match: re.Match[str], reference: date | None) -> Days | None:
    """ "Q1 2023", "the third quarter of last year"."""
    year = _given_year(match, reference)
    number = int(match["n"] or _ORDINALS[_group(match, "nth")])
    return None if year is None else months_between(year, 3 * number - 2, 3 * number)


def read_half(match: re.Match[str], reference: date | None) -> Days | None:
    """ "the second half of last year", and of a month, from its 16th."""
    second = _group(match, "n") == "2" or _group(match, "nth") == "second"
    if match["m"]:
        month = _month_of(match["m"])
        year = _year_for(match, month, 15, reference)
        if year is None:
            return None
        first, last = month_days(year, month)
        return (first.replace(day=16), last) if second else (first, first.replace(day=15))
    year = _given_year(match, reference)
    return None if year is None else months_between(year, 7 if second else 1, 12 if second else 6)


def read_week_of_month(match: re.Match[str], reference: date | None) -> Days | None:
    """ "the second week of August", "the last days of May": weeks are counted from the first of the month."""
    month = _month_of(match["m"])
    year = _year_for(match, month, 15, reference)
    if year is None:
        return None
    first, last = month_days(year, month)
    if match["nth"].lower() in {"last", "final"}:
        return last - timedelta(days=6), last
    start = first + timedelta(days=7 * (_ORDINALS[match["nth"].lower()] - 1))
    return start, start + timedelta(days=6)


def read_season(match: re.Match[str], reference: date | None) -> Days | None:
    """ "spring 2023", "the summer of last year"; "last autumn" is the last one that is over."""
    first, last = SEASONS[match["season"].lower()]
    if _group(match, "y") or _group(match, "ry"):
        year = _given_year(match, reference)
        return None if year is None else months_between(year, first, last)
    if reference is None:
        return None
    near = [months_between(reference.year + shift, first, last) for shift in (-2, -1, 0, 1)]
    which = _group(match, "which")
    if which in {"last", "past"}:
        return max(days for days in near if days[1] < reference)
    return min(days for days in near if days[0] > reference) if which in {"next", "coming"} else near[2]


def read_years(match: re.Match[str], _: date | None) -> Days | None:
    """ "between 2015 and 2019", "2022-2025", "the 2018-19 season"."""
    first, last = int(match["y"] or match["z"]), match["y2"] or match["z2"]
    final = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return (date(first, 1, 1), date(final, 12, 31)) if first < final else None


def read_decade(match: re.Match[str], _: date | None) -> Days:
    """ "the 1990s", "the early 2000s"."""
    start = int(match["y"])
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(_part_of(match), (0, 9))
    return date(start + first, 1, 1), date(start + last, 12, 31)


def read_year(match: re.Match[str], _: date | None) -> Days:
    """ "in 2014", "mid-2024", "by the end of 2025"."""
    return year_days(int(match["y"]), _part_of(match))


# --- relative to the day of the text ---


def read_weekday(match: re.Match[str], reference: date | None) -> Days | None:
    """ "on Monday", "next Tuesday": the last such day, or the coming one where the words speak of the future."""
    if reference is None:
        return None
    back = (reference.weekday() - WEEKDAYS[match["day"].lower()]) % 7
    which = _group(match, "which")
    if which == "this":
        return _one_day(week_days(reference, 0)[0] + timedelta(days=WEEKDAYS[match["day"].lower()]))
    if which in {"next", "coming"} or (which != "last" and _is_ahead(match)):
        return _one_day(reference + timedelta(days=(7 - back) % 7 or 7))
    return _one_day(reference - timedelta(days=7 if which == "last" and back == 0 else back))


def read_weekday_of_week(match: re.Match[str], reference: date | None) -> Days | None:
    """ "Wednesday of last week", "last week's Monday": that day of the calendar week, from Monday."""
    if reference is None:
        return None
    monday, _ = week_days(reference, _SHIFTS[match["which"].lower().removeprefix("the ")])
    return _one_day(monday + timedelta(days=WEEKDAYS[match["day"].lower()]))


def read_weekdays(match: re.Match[str], reference: date | None) -> Days | None:
    """ "from Monday to Wednesday", "the night of Wednesday to Thursday": up to the last such day, or the next."""
    last = read_weekday(match, reference)
    if last is None:
        return None
    back = (WEEKDAYS[match["day"].lower()] - WEEKDAYS[match["from"].lower()]) % 7
    return last[0] - timedelta(days=back), last[1]


_NIGHT = (-1, 0)
_RELATIVE = {
    "today": (0, 0), "tonight": (0, 0), "this morning": (0, 0), "this afternoon": (0, 0), "this evening": (0, 0),
    "yesterday": (-1, -1), "tomorrow": (1, 1), "day before yesterday": (-2, -2), "day after tomorrow": (2, 2),
    "last night": _NIGHT, "overnight": _NIGHT,
}  # fmt: skip


def read_relative(match: re.Match[str], reference: date | None) -> Days | None:
    """ "yesterday", "overnight"."""
    if reference is None:
        return None
    first, last = _RELATIVE[" ".join(match.group().lower().removeprefix("the ").split())]
    return reference + timedelta(days=first), reference + timedelta(days=last)


def _number_of(text: str) -> int:
    return NUMBERS.get(text.lower()) or int(text)


def read_ago(match: re.Match[str], reference: date | None) -> Days | None:
    """ "three days ago"; longer spans are not meant to the day: a quarter of the unit either way, or the whole year."""
    if reference is None:
        return None
    unit, few = match["unit"].lower(), match["few"]
    if unit == "hour":
        return reference - timedelta(days=1), reference
    if few:
        nearest, farthest = _FEW_OF[unit]
        return reference - timedelta(days=farthest), reference - timedelta(days=nearest)
    number = _number_of(match["n"])
    if unit == "decade" or (unit == "year" and number > 1):
        return year_days(reference.year - number * (10 if unit == "decade" else 1))
    day = reference - timedelta(days=int((number + 0.5 * bool(match["half"])) * _UNIT_DAYS[unit]))
    slack = timedelta(days=_UNIT_DAYS[unit] // 4)
    return day - slack, day + slack


def read_in_time(match: re.Match[str], reference: date | None) -> Days | None:
    """ "will meet in five days": without "will" or the like it is how long something took."""
    if reference is None or not _is_ahead(match):
        return None
    unit = match["unit"].lower()
    day = reference + timedelta(days=_number_of(match["n"]) * _UNIT_DAYS[unit])
    slack = timedelta(days=_UNIT_DAYS[unit] // 4)
    return day - slack, day + slack


def read_stretch(match: re.Match[str], reference: date | None) -> Days | None:
    """ "in the last six months", "over the past week", "in recent days", "in the coming weeks"."""
    if reference is None:
        return None
    unit = match["unit"].lower().rstrip("s")
    if number := _group(match, "n"):
        days = _number_of(number) * _UNIT_DAYS[unit]
    else:
        days = _FEW_OF[unit][1] if _group(match, "few") else _UNIT_DAYS[unit]
    return _reaching(reference, days, ahead=match["which"].lower() in {"next", "coming"})


def read_recent(match: re.Match[str], reference: date | None) -> Days | None:
    """ "in recent weeks", "the coming days"."""
    if reference is None:
        return None
    return _reaching(reference, _RECENT[match["unit"].lower()], ahead=match["which"].lower() == "the coming")


def _reaching(reference: date, days: int, *, ahead: bool) -> Days:
    return (reference, reference + timedelta(days=days)) if ahead else (reference - timedelta(days=days), reference)


_STARTS = {"early", "beginning of", "start of"}


def read_period(match: re.Match[str], reference: date | None) -> Days | None:
    """ "last month", "earlier this year", "by the end of the week", "next year"."""
    if reference is None:
        return None
    what, shift, part = match["what"].lower(), _SHIFTS[match["which"].lower()], _part_of(match)
    if what == "week":
        days = week_days(reference, shift)
        days = days[0] + timedelta(days=4 * (part == "end of")), days[1] - timedelta(days=4 * (part in _STARTS))
    elif what == "month":
        start = shift_month(reference, shift)
        days = month_days(start.year, start.month, part)
    else:
        days = year_days(reference.year + shift, part)
    side = _group(match, "side").strip()
    if side:
        return (days[0], reference) if side == "earlier" else (reference, days[1])
    return days


def read_weekend(match: re.Match[str], reference: date | None) -> Days | None:
    """The Saturday and Sunday of this week if they have begun, else of the last one; "next weekend" is to come."""
    if reference is None:
        return None
    which = _group(match, "which")
    saturday = week_days(reference, 0)[0] + timedelta(days=5)
    if which in {"next", "coming"}:
        saturday += timedelta(days=7 * (saturday <= reference))
    else:
        saturday -= timedelta(days=7 * (saturday > reference or which == "last"))
    return saturday, saturday + timedelta(days=1)
