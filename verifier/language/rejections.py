"""Rejections that point back: "the office denied it a day later", "no such order exists".

Their own words do not say what they reject; what stands before them does. Of 196 contradicting passages in the gold
sets every tenth is of this form, and no likeness of wordings finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.domain import Link
from verifier.language.attribution import Attitude, Attributed
from verifier.language.statements import Statement
from verifier.language.words import content_words, stem

REACH = 3
"""Sentences back within which "it", "this" and "the report" find what they mean; "such an order" reaches further, to
the nearest sentence that speaks of an order, if it stands within `NAMED_REACH`."""

NAMED_REACH = 10

_REPORT = (
    r"(?:reports?|claims?|statements?|accounts?|accusations?|allegations?|assertions?|suggestions?|rumou?rs?|version"
    r"|story|stories|information|charges?|words|remarks)"
)
_BACK = rf"(?:it|this|that|them|these|those|(?:the|this|that|these|those|such|all)\s+(?:\w+\s+)?{_REPORT}|both)"
_END = r"(?=\s*(?:[.,;:!?\u201d\"\u2019')]|$|\s(?:as|on|in|at|a|and|but|when|later|again|outright|categorically)\b))"
_FALSE = (
    r"(?:nonsense|a\s+lie|lies|untrue|false|not\s+true|wrong|incorrect|invented|an?\s+(?:pure\s+)?invention|fabricated"
    r"|an?\s+fabrication|baseless|unfounded|absurd|a\s+hoax|a\s+fairy\s+tale|fake|propaganda|a\s+provocation)"
)
_REJECTED = re.compile(
    rf"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed)|rebut(?:s|ted)?|contradict(?:s|ed)?)\s+{_BACK}{_END}"
    rf"|\b(?:call(?:s|ed)?|describ(?:es|ed)|dismiss(?:es|ed)?|brand(?:s|ed)?|reject(?:s|ed)?)\s+{_BACK}\s+(?:as\s+)?{_FALSE}\b"
    rf"|\b(?:it|this|that|these|{_REPORT}|broadcast|written|published|spread|circulating)\s+(?:is|was|are|were)\s+"
    rf"(?:all\s+|simply\s+|just\s+|pure\s+|complete(?:ly)?\s+)?{_FALSE}\b",
    re.IGNORECASE,
)
_QUESTIONED = re.compile(
    rf"\b(?:doubt(?:s|ed)?|question(?:s|ed)?|casts?\s+doubt\s+on|sceptical\s+of)\s+{_BACK}{_END}", re.IGNORECASE
)
_NO_SUCH = re.compile(r"\bno\s+such\s+(?P<noun>[a-z]+)", re.IGNORECASE)
_SUCH = re.compile(
    r"\b(?P<verb>den(?:y|ies|ied)|doubt(?:s|ed)?)\s+(?:that\s+)?(?:there\s+(?:is|was|were)\s+)?such\s+(?:an?\s+)?"
    r"(?P<noun>[a-z]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A part of an article, `text[start:end]`, that denies or doubts the statement `rejected` before it."""

    start: int
    end: int
    chain: tuple[Link, ...]
    attitude: Attitude
    rejected: Statement


def find_rejections(
    text: str, attributed: Sequence[Attributed], statements: Sequence[Statement]
) -> Iterator[Rejection]:
    """The rejections among the attributed parts of an article, with everything that the sentence meant states."""
    starts = sorted({one.sentence.start for one in attributed})
    for part in attributed:
        pointer = _pointer(text[slice(*part.span)])
        if pointer is None:
            continue
        attitude, noun = pointer
        for rejected in _meant(part, noun, statements, starts):
            yield Rejection(*part.span, part.chain, attitude, rejected)


def _pointer(text: str) -> tuple[Attitude, str] | None:
    """What `text` does to something before it, and the noun by which it names that, empty for "it"."""
    if found := _NO_SUCH.search(text):
        return Attitude.DENIES, found["noun"]
    if found := _SUCH.search(text):
        return (Attitude.DOUBTS if found["verb"].lower().startswith("doubt") else Attitude.DENIES), found["noun"]
    if _REJECTED.search(text):
        return Attitude.DENIES, ""
    return (Attitude.DOUBTS, "") if _QUESTIONED.search(text) else None


def _meant(part: Attributed, noun: str, statements: Sequence[Statement], starts: Sequence[int]) -> Sequence[Statement]:
    """What the nearest sentence before `part` states that can be meant: somebody else's assertion, with the noun."""
    here = starts.index(part.sentence.start)
    reach = starts[max(0, here - (NAMED_REACH if noun else REACH))]
    before = [
        one
        for one in statements
        if reach <= one.start < part.span[0]
        and one.attitude is Attitude.ASSERTS
        and not _same_speaker(one.chain, part.chain)
        and (not noun or stem(noun.lower()) in content_words(one.text))
    ]
    if not before:
        return ()
    nearest = max(start for start in starts if start <= before[-1].start)
    # "He read the order himself", says Y after "X signed it": "the office denied it" means all that Y has said.
    return [one for one in before if one.start >= nearest or (not noun and _same_speaker(one.chain, before[-1].chain))]


def _same_speaker(a: tuple[Link, ...], b: tuple[Link, ...]) -> bool:
    """Whether one named speaker stands behind both; an outlet may report what it then rejects."""
    return len(a) > 1 and len(b) > 1 and a[-1].named and a[-1].name == b[-1].name
