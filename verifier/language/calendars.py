"""Names of months, weekdays, seasons and feasts, and the days that a month, a quarter or a part of a year spans."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

Days = tuple[date, date]
"""A first and a last day, both included."""

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3].lower(): number for name, number in list(MONTHS.items())} | {"sept": 9}

# As they stand behind a day in running text; machine translations leave them as they are. Forms that are also English
# words ("mars", "set") count only between a day and a year or at a day with a dot.
_FOREIGN = """
    januar janvier enero gennaio janeiro januari stycznia января січня leden ledna
    februar février febrero febbraio fevereiro februari lutego февраля лютого února
    märz mars marzo março maart marca марта березня března
    april avril abril aprile kwietnia апреля квітня dubna
    mai mayo maggio maio mei maja мая травня května
    juni juin junio giugno junho czerwca июня червня června
    juli juillet julio luglio julho lipca июля липня července
    august août agosto augustus sierpnia августа серпня srpna
    september septembre septiembre settembre setembro września сентября вересня září
    oktober octobre octubre ottobre outubro października октября жовтня října
    november novembre noviembre novembro listopada ноября листопада listopadu
    dezember décembre diciembre dicembre dezembro grudnia декабря грудня prosince
"""
FOREIGN_MONTHS = {
    word: number for number, line in enumerate(_FOREIGN.strip().splitlines(), start=1) for word in line.split()
}
ROMAN_MONTHS = {word: number for number, word in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), start=1)}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
FEASTS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31),
    "new year's day": (1, 1), "victory day": (5, 9),
}  # fmt: skip
NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), start=1
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30}

# Thirds of a month, and the months of a year that stand for its early, middle and late part.
_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_PART_WORDS = {
    "early": "early", "beginning of": "early", "start of": "early", "mid": "mid", "middle of": "mid", "late": "late",
    "end of": "late",
}  # fmt: skip
# The end of a year is its last weeks, its late part the last months.
_EDGE_MONTHS = {"beginning of": (1, 1), "start of": (1, 1), "end of": (12, 12), "middle of": (6, 7)}


def month_days(year: int, month: int, part: str = "") -> Days:
    """The days of a month, or of its `part`: "early", "mid", "late", "beginning of", "middle of", "end of"."""
    last_day = calendar.monthrange(year, month)[1]
    first, last = _MONTH_PARTS[_PART_WORDS[part]] if part else (1, last_day)
    return date(year, month, first), date(year, month, min(last, last_day))


def year_days(year: int, part: str = "") -> Days:
    """The days of a year, or of its `part` (as for `month_days`)."""
    first, last = _EDGE_MONTHS.get(part) or (_YEAR_PARTS[_PART_WORDS[part]] if part else (1, 12))
    return months_between(year, first, last)


def months_between(year: int, first: int, last: int) -> Days:
    """From the first day of one month to the last day of another, of the next year where that comes earlier in it."""
    last_year = year + (last < first)
    return date(year, first, 1), date(last_year, last, calendar.monthrange(last_year, last)[1])


def shift_month(day: date, months: int) -> date:
    """The first day of the month that lies `months` from the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def week_days(reference: date, weeks: int) -> Days:
    """The calendar week, from Monday, that lies `weeks` from that of `reference`."""
    monday = reference - timedelta(days=reference.weekday()) + timedelta(days=7 * weeks)
    return monday, monday + timedelta(days=6)
