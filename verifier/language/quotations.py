"""The quoted stretches of an article; English and German, curly and straight marks, and two apostrophes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.language.sentences import Sentence

Span = tuple[int, int]

_OPENING = re.compile("[“«„\"]|''|\u2018\u2018")
_CLOSING = {
    "“": re.compile('”|\u2019\u2019|"(?=[\\s,.;:)\u2013—]|$)'),
    "\u2018\u2018": re.compile("\u2019\u2019"),
    "«": re.compile("»"),
    "„": re.compile("[“”]"),
    '"': re.compile('["”]|\u2019\u2019'),
    "''": re.compile("''"),
}
"""What ends each opening mark; agencies mix curly and straight ones within one quotation."""


_DASHED = re.compile(r"[-\u2013—]\s+(?=\S)")
_DASHED_LATER = re.compile(r"(?<=[.!?]\s)-\s+(?=[A-Z])")
_DASH_CLOSES = re.compile(
    r"\s[-\u2013—]\s*(?=(?:(?:he|she|they)\s)?(?:said|says|added|adds|announced|explained|noted|emphasi[sz]e[sd]?|told"
    r"|assured|stressed|claims|claimed|reports|reported|continued|argued|wrote|writes|stated|declared|admitted"
    r"|asked|informed|pointed|points|warned|assessed|summed|concluded)\b)"
)
"""A quotation that Slavic papers set between dashes: "- We left - said the mayor"."""
_ENDS_QUOTATION = re.compile(r'[,.!?]"(?:\s|$)')


def find_quotes(text: str, sentences: Sequence[Sentence]) -> list[Span]:
    """The quoted stretches, marks included, in order; one that is never closed runs to its paragraph's end."""
    return [span for paragraph in _paragraphs(sentences) for span in _quotes_between(text, *paragraph)]


def _quotes_between(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    at = start
    dashed = _DASHED.match(text, start, end) or _DASHED_LATER.search(text, start, end)
    if dashed and (closed := _DASH_CLOSES.search(text, dashed.end(), end)):
        found.append((dashed.end(), closed.start()))
        at = closed.end()
    while (opened := _OPENING.search(text, at, end)) is not None:
        at = opened.end()
        if opened.group() == '"' and opened.start() > start and text[opened.start() - 1].isdigit():
            continue  # inches: 155" guns
        if opened.group() == '"' and not found and _ENDS_QUOTATION.match(text, opened.start() - 1):
            found.append((start, at))  # the mark that should open it was left out
            continue
        closed = _CLOSING[opened.group()].search(text, opened.end(), end)
        at = closed.end() if closed else end
        found.append((opened.start(), at))
    return found


def _paragraphs(sentences: Sequence[Sentence]) -> list[Span]:
    bounds: dict[int, Span] = {}
    for sentence in sentences:
        start = bounds.get(sentence.paragraph, (sentence.start, 0))[0]
        bounds[sentence.paragraph] = (start, sentence.end)
    return list(bounds.values())


def quotes_within(quotes: Sequence[Span], sentence: Sentence) -> list[Span]:
    """The parts of `quotes` that lie in `sentence`, as offsets into it."""
    return [
        (max(start, sentence.start) - sentence.start, min(end, sentence.end) - sentence.start)
        for start, end in quotes
        if start < sentence.end and end > sentence.start
    ]
