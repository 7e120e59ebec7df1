"""Parts of a whole in words: "two-thirds of the houses", "half the fleet", "one in five", "nine out of ten"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.language.bounds import BOUNDS

_NUMERATORS = {
    word: value for value, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)
} | {"a": 1, "an": 1}
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_WHOLES = {
    word: value
    for value, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
} | {"twenty": 20, "a hundred": 100, "a thousand": 1000}
_FIGURES = {"2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "20", "100", "1000", "1,000"}

_PART = "|".join(_PARTS)
_COUNT = "|".join(word for word in _NUMERATORS if word not in ("a", "an"))
# What follows "two in three" when it is no share: "killed two in three attacks", "one in two years".
_OCCASIONS = (
    "seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|attacks?|strikes?|raids?|waves?|rounds?|"
    "districts?|regions?|provinces?|villages?|cities|towns?|places?|locations?|incidents?|battles?|countries|areas?|"
    "stages?|phases?|steps?|goes|attempts?|matches|games"
)
# "half of the fleet", "half the fleet"; not "half of last year", nor "a quarter of a million"
_OF_A_WHOLE = (
    r"(?=\s(?:of\s(?!an?\s(?:hundred|thousand|million|billion|trillion|dozen)\b)"
    r"(?!(?:an?\s|last\s|next\s|this\s)?(?:year|month|week|day|century|decade|hour|\d{4})\b)(?![A-Z][a-z]+ \d{4}\b)"
    r"|(?:the|its|their|his|her|our|all)\s))"
)
_PATTERN = re.compile(
    rf"(?P<bounds>\b{BOUNDS})"
    rf"(?:\b(?:(?P<n>{_COUNT}|\d)(?:-|\s)(?P<part>{_PART}|halve)s?\b"
    r"(?!\s(?:party|person|time|final|hour|hours|of\san?\s(?:hundred|thousand|million|billion|trillion|dozen))\b)"
    rf"|(?:an?\s)?(?P<half>half){_OF_A_WHOLE}"
    rf"|an?\s(?P<bare>{_PART}){_OF_A_WHOLE}"
    rf"|(?:an?\s)?(?P<by>{_PART})\b(?!\s(?:an?|the|of|\w+s|million|thousand|past)\b)"
    rf"|(?P<some>{_COUNT}|\d{{1,3}})\s(?:in|out\sof)(?:\severy)?\s(?P<whole>{'|'.join(_WHOLES)}|\d[\d,]*)"
    rf"(?=\s(?!(?:{_OCCASIONS})\b)[A-Za-z])))",
    re.I,
)
_HALF_OF_A_PERIOD = re.compile(
    r"\b(?:first|second|last|latter|other|early|better|northern|southern|eastern|western|top|bottom|and a|and)\s$", re.I
)


@dataclass(frozen=True, slots=True)
class Share:
    """`text[start:end]` names `percent` per cent of something; `bounds` are the words at its start that bound it.

    `direct` says that the thing follows right away ("one in five families"), not behind "of".
    """

    start: int
    end: int
    percent: float
    bounds: str
    direct: bool


def find_shares(text: str) -> list[Share]:
    """The shares of `text`, in order."""
    return [share for match in _PATTERN.finditer(text) if (share := _read(text, match)) is not None]


def _read(text: str, match: re.Match[str]) -> Share | None:
    if match["part"]:
        some, whole = _numerator(match["n"]), _PARTS[match["part"].lower().replace("halve", "half")]
    elif match["whole"]:
        if match["whole"].lower() not in _WHOLES and match["whole"] not in _FIGURES:
            return None
        some, whole = _numerator(match["some"]), _whole(match["whole"])
    else:
        some, whole = 1, _PARTS[(match["half"] or match["bare"] or match["by"]).lower()]
    before = text[max(0, match.start() - 12) : match.start()]
    if match["by"] and not re.search(r"\bby\s$", before, re.I):  # "fell by a third"
        return None
    if some > whole or _HALF_OF_A_PERIOD.search(before):
        return None
    direct = bool(match["whole"]) or not re.match(r"\sof\b", text[match.end() :])
    return Share(match.start(), match.end(), 100 * some / whole, match["bounds"], direct)


def _numerator(text: str) -> int:
    return _NUMERATORS.get(text.lower()) or int(text)


def _whole(text: str) -> int:
    return _WHOLES.get(text.lower()) or int(text.replace(",", ""))
