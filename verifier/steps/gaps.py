"""Gaps: what an article says is not known about a claim, such as "the ministry declined to comment".

Shown beside the rows and never counted: who does not answer, or cannot verify, neither supports nor contradicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.domain import Gap, Link
from verifier.language.attribution import Attitude
from verifier.language.cues import Span
from verifier.language.quantities import find_quantities
from verifier.language.reading import Reading
from verifier.language.readings import Reading as SentenceReading
from verifier.language.sentences import Sentence
from verifier.language.sources import read_naming
from verifier.language.statements import Statement
from verifier.language.subjects import main_subject
from verifier.language.words import content_words

OWN_WORDS = 2
"""A gap with so many content words of its own says itself what is not known; with fewer it means what stands before.

"The ministry declined to comment on the figure" has none: its source, the cue and words that point back do not count.
"""

_POINTING = content_words(
    "claim figure number report information statement account matter question allegation accusation independent "
    "independently official officially immediate immediately asked comment verify confirm confirmation verification "
    "authenticity detail side unclear clear evidence respond reply answer declined refused unable source unknown known "
    "further whether similar such"
)
_FIGURES = re.compile(r"\b(?:figure|number|toll|estimate|count)(s?)\b", re.IGNORECASE)
FIGURES_REACH = 1200
"""Characters back to which "could not verify the figures" reaches: an outlet says so once for a whole passage."""

_WHO_ELSE = re.compile(r"(?<=report|eports|mation|omment)\s+(?:from|by)\s+[^,.;]+", re.IGNORECASE)
"""Who has not reported or confirmed: says nothing of what."""

_UNREPORTED = re.compile(
    r"\bno\s+(?:\w+\s+)?(?:reports?|confirmation|information|verification)\b|\bno\s+(?:\w+\s+){1,3}?h(?:as|ave|ad)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundGap:
    """A gap on a claim's matter: its place in the article, what sort, and who is behind it."""

    start: int
    end: int
    gap: Gap
    chain: tuple[Link, ...]


def find_gaps(claim: str, reading: Reading, told: Sequence[Span]) -> Iterator[FoundGap]:
    """The gaps of an article on a claim; `told` are the spans in which the article states or contradicts it.

    A gap belongs to the claim if its own words do, or if it has none and what it points back to does.
    """
    for statement in reading.statements:
        if statement.attitude is not Attitude.GAP:
            continue
        sentence = next(one for one in reading.sentences if one.start <= statement.start < one.end)
        found = _found(statement, SentenceReading(sentence, []))
        if _is_on(claim, sentence, found, reading.sentences, told):
            yield found


def _found(statement: Statement, read: SentenceReading) -> FoundGap:
    """The gap of a sentence: somebody gives no answer, nobody else reports it, or it could not be verified."""
    if read.gap is not None and read.gap.source is not None:
        sort = Gap.WITHHELD
    else:
        sort = Gap.UNREPORTED if _UNREPORTED.search(read.text) else Gap.UNVERIFIED
    return FoundGap(statement.start, statement.end, sort, statement.chain)


def _is_on(
    claim: str, sentence: Sentence, found: FoundGap, sentences: Sequence[Sentence], told: Sequence[Span]
) -> bool:
    words, ours = content_words(sentence.text), content_words(claim)
    own = _own_words(sentence.text, found.chain)
    if len(own) >= OWN_WORDS:
        # One word is met by chance, unless the claim also names who is silent: "asked whether the order was his".
        return len(own & ours) >= 2 or (bool(own & ours) and len(words & ours) >= 3)
    figures = _FIGURES.search(sentence.text)
    if figures and not find_quantities(claim):
        return False
    return _points_at(sentence, sentences, told, far=bool(figures and figures.group(1)))


def _own_words(text: str, chain: tuple[Link, ...]) -> frozenset[str]:
    """What a gap says beyond the phrase itself and the names of who does not tell or could not find out."""
    subject = main_subject(text)
    naming = read_naming(text[: subject[1]]) if subject else None
    opens = naming is not None and naming.named and naming.start <= len("The ")
    names = [*(link.name for link in chain), *([naming.name] if naming and opens else [])]
    return content_words(_WHO_ELSE.sub(" ", text)) - _POINTING - content_words(" ".join(names))


def _points_at(gap: Sentence, sentences: Sequence[Sentence], told: Sequence[Span], *, far: bool) -> bool:
    """Whether a span lies in what is said before the gap in its paragraph, else in the last sentence before it."""
    before = [one for one in sentences if one.end <= gap.start]
    near = [
        one for one in before if one.paragraph == gap.paragraph or (far and one.start > gap.start - FIGURES_REACH)
    ] or before[-1:]
    return any(one.start < end and start < one.end for one in near for start, end in told)
