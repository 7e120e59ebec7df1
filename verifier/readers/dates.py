"""Publication dates as files write them: whole dates only, and none where day and month could be mixed up."""

# The typographic quotes and dashes in here are what newspapers print.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTH_NAMES = (
    "jan january januar jänner janvier enero gennaio styczeń stycznia января січня",
    "feb february februar feber février febrero febbraio luty lutego февраля лютого",
    "mar march märz maerz mär mars marzo marzec marca марта березня",
    "apr april avril abril aprile kwiecień kwietnia апреля квітня",
    "may mai mayo maggio maj maja мая травня",
    "jun june juni juin junio giugno czerwiec czerwca июня червня",
    "jul july juli juillet julio luglio lipiec lipca июля липня",
    "aug august août agosto sierpień sierpnia августа серпня",
    "sep sept september septembre septiembre settembre wrzesień września сентября вересня",
    "oct october okt oktober octobre octubre ottobre październik października октября жовтня",
    "nov november novembre noviembre listopad listopada ноября листопада",
    "dec december dez dezember décembre diciembre dicembre grudzień grudnia декабря грудня",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}

_ABSENT = {"", "unknown", "none", "null", "n/a", "na", "-", "undated", "no date", "nan", "unbekannt"}
_PUBLISHED = re.compile(
    r"^(?:date(?:line)?|published|posted|first published|released|veröffentlicht|stand|publié|le|on|at|am|vom"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:mo|di|mi|do|fr|sa|so)[a-z]*)\b[\s.,:]*",
    re.IGNORECASE,
)
_TIME = (
    r"(?:[\s,|·T]*(?:at|um|@|-|–)?\s*\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:[ap]\.?m\.?)?"
    r"\s?(?:Z|[A-Z]{2,5}|Uhr)?\s?(?:(?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2})?)?\s*$"
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]\s?\d{1,2}(?![\d-]).*)?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]*(?:of\s)?([^\W\d_]{3,})[\s.,-]+(\d{4})(?:\s?г\.?)?" + _TIME, re.I
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})" + _TIME, re.I)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})" + _TIME, re.I)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})" + _TIME, re.I)
# A longer text is not a date; this bounds what the expressions are tried on.
_LONGEST = 80


class AmbiguousDate(ValueError):
    """The day and the month of a date could be mixed up."""


def read_date(value: object) -> tuple[date | None, str | None]:
    """The day `value` names and no warning, or None and a warning that says what is wrong with it.

    Times of day are ignored: the day is the one that is written. Two-digit years are not guessed at.
    """
    if isinstance(value, datetime):
        return value.date(), None
    if isinstance(value, date):
        return value, None
    text = " ".join(str(value).split()) if value is not None else ""
    if text.casefold() in _ABSENT:
        return None, "no date"
    try:
        found = find_date(text)
    except AmbiguousDate:
        return None, f"no date: {text!r} may be day or month first; write it as YYYY-MM-DD"
    if found is None:
        return None, f"no date: {text[:_LONGEST]!r} cannot be read; write it as YYYY-MM-DD"
    return found, None


def find_date(text: str) -> date | None:
    """The day that `text` is nothing but a name of, or None. Raises AmbiguousDate for such as `03/04/2024`."""
    text = text.strip(" \t,.;|·–-")
    if len(text) > _LONGEST:
        return None
    for _ in range(4):  # "Published on Friday, ..."
        text = _PUBLISHED.sub("", text, count=1)
    for pattern, order in _PATTERNS:
        match = pattern.match(text)
        if match and (found := _day(*order(match.groups()))):
            return found
    return _slashed(text) or _mail_date(text)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[tuple[str, ...]], tuple[str, str, str]]], ...] = (
    (_ISO, lambda parts: (parts[0], parts[1], parts[2])),
    (_COMPACT, lambda parts: (parts[0], parts[1], parts[2])),
    (_DAY_FIRST, lambda parts: (parts[2], parts[1], parts[0])),
    (_MONTH_FIRST, lambda parts: (parts[2], parts[0], parts[1])),
    (_DOTTED, lambda parts: (parts[2], parts[1], parts[0])),
)


def _slashed(text: str) -> date | None:
    match = _SLASHED.match(text)
    if match is None:
        return None
    one, two, year = match.group(1), match.group(2), match.group(3)
    readings = {found for found in (_day(year, one, two), _day(year, two, one)) if found}
    if len(readings) > 1:
        raise AmbiguousDate(text)
    return readings.pop() if readings else None


def _mail_date(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else _MONTHS.get(month.casefold())
    if number is None or not 1800 <= int(year) <= 2200:
        return None
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
