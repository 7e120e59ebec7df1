"""The dates of a text as intervals of days, resolved against the article's date. Knows nothing of articles.

A weekday without a date means, in news, the most recent such day up to the day of publication, unless the words
before it say "next" or "will". "Recently" is no date, and a day is never guessed from another date of the text ("the
next day").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from verifier.language.calendars import WEEKDAYS, Days
from verifier.language.date_forms import FORMS
from verifier.language.date_readings import Resolve
from verifier.language.quantities import Agreement


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """`text[start:end]` names the days from `first` to `last`, both included.

    `as_of` says that a figure or a state of affairs is given for these days ("as of 3 March").
    """

    start: int
    end: int
    first: date
    last: date
    as_of: bool = False


def find_dates(text: str, reference: date | None) -> list[DatedSpan]:
    """The dates of `text` in order, without overlap; without `reference` only dates with a year are found."""
    return list(_find(text, reference))


def compare_dates(claim: str, published: date | None, passage: str, passage_published: date | None) -> Agreement:
    """Whether the days of `passage` support, refute or leave open those of `claim`, each read by its article's date.

    They support where some of them meet, and refute where both texts name days and none meet. As with numbers, that
    counts only where both texts speak of the same event.
    """
    ours, theirs = find_dates(claim, published), find_dates(passage, passage_published)
    if not ours:
        return Agreement.SILENT
    if not theirs:
        return Agreement.OPEN
    met = any(a.first <= b.last and b.first <= a.last for a in ours for b in theirs)
    return Agreement.SUPPORTS if met else Agreement.REFUTES


def without_dates(text: str) -> str:
    """`text` with its dates cut out, for comparing wordings whose times are compared as times."""
    for span in reversed(_find(text, _ANY_DAY)):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text


_ANY_DAY = date(2000, 1, 1)  # only the spans are used, and they do not depend on the reference
_AS_OF = re.compile(r"\bas (?:of|at) (?:the )?(?:evening of |morning of |night of )?$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _find(text: str, reference: date | None) -> tuple[DatedSpan, ...]:
    """By the order of the forms: a fuller form takes its words away from a barer one, also when it names no day."""
    taken: list[tuple[int, int]] = []
    found: list[DatedSpan] = []
    for pattern, resolve in FORMS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            days = _safely(resolve, match, reference)
            if days is not None and days[0] <= days[1]:
                found.append(DatedSpan(start, end, *days, as_of=bool(_AS_OF.search(text[max(0, start - 30) : start]))))
    return tuple(_with_weekdays_dated(text, sorted(found, key=lambda span: span.start)))


def _safely(resolve: Resolve, match: re.Match[str], reference: date | None) -> Days | None:
    """31 February is no date; nor is anything before year 1 or after 9999."""
    try:
        return resolve(match, reference)
    except (ValueError, OverflowError):
        return None


_IS_WEEKDAY = re.compile(rf"(?:(?:last|this|next|past|coming)\s)?(?:{'|'.join(WEEKDAYS)})", re.IGNORECASE)
_JOINS_DATE = re.compile(r"\s?,?\s?\(?(?:the )?")


def _with_weekdays_dated(text: str, found: list[DatedSpan]) -> list[DatedSpan]:
    """ "Tuesday, May 7" is one day: a weekday beside its date has the date's day, whatever the reference."""
    for index, (a, b) in enumerate(pairwise(list(found))):
        if (
            b.first == b.last
            and _IS_WEEKDAY.fullmatch(text, a.start, a.end)
            and _JOINS_DATE.fullmatch(text, a.end, b.start)
        ):
            found[index] = replace(a, first=b.first, last=b.last)
    return found
