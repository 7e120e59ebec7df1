"""The parts of a sentence that different sources stand behind, and what of each part is content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.language.cues import CLAUSE_BEFORE, Attitude, Hit, Role, Span
from verifier.language.grammar import has_finite_verb
from verifier.language.readings import Reading
from verifier.language.subjects import main_subject


@dataclass(slots=True)
class Segment:
    """A part of a sentence and the attributions that hold in it; none of them: the outlet speaks."""

    begin: int
    end: int
    hits: list[Hit]


def segments_of(reading: Reading) -> list[Segment]:
    """The sentence cut where another source, or another attitude, takes over."""
    text = reading.text
    hits = [hit for hit in reading.hits if hit.attitude is not Attitude.GAP]
    openers = _openers(text, hits)
    if not openers:
        return [Segment(0, len(text), hits)]
    starts = [hit.cut[0] for hit in openers]
    segments = [
        Segment(start, end, [hit for hit in hits if start <= hit.cut[0] < end])
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    ]
    leading = [hit for hit in hits if hit.cut[0] < starts[0]]
    speaks = any(hit.role is Role.SPEECH and not hit.keep for hit in leading)
    if speaks or not leading or CLAUSE_BEFORE.match(text, starts[0]):
        return [Segment(0, starts[0], leading), *segments]
    segments[0].hits = leading + segments[0].hits
    return segments


def _openers(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that begin a segment: "X said", but not the "Y told him" within what X said."""
    found: list[Hit] = []
    last: Hit | None = None
    for hit in sorted(hits, key=lambda hit: hit.cut):
        if not hit.after_only or hit.keep:
            continue
        if last is None or hit.attitude is not last.attitude or _speaks_anew(text, last, hit):
            found.append(hit)
        last = hit
    return found


def _speaks_anew(text: str, last: Hit, hit: Hit) -> bool:
    """Whether `hit` has another source than `last` and stands beside it, not inside what it says."""
    between = text[last.cut[1] : hit.cut[0]]
    return hit.source is not None and not hit.shared and hit.source != last.source and has_finite_verb(between)


# --- what is content ---

_EDGES = " \t\n,;:\u2013—-"
_ONLY_CONNECTIVES = re.compile(
    r"(?:and|but|or|however|meanwhile|also|in\s+addition|that|so|while|as|which|then"
    r"|specifically)?[\s,.;:!?“”\"«»'\u2019\u2013—-]*",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"(?:if|when|although|though|as|because|while|after|before|since|once|unless|asked|speaking|despite|in|on|at"
    r"|during|\w+ing)\b",
    re.IGNORECASE,
)


def content_of(reading: Reading, segment: Segment) -> tuple[Span, ...]:
    """The spans of the segment that remain when the attribution clauses are cut off."""
    begin, end = segment.begin, segment.end
    cuts = sorted(hit.cut for hit in reading.hits if not hit.keep or hit.attitude is Attitude.GAP)
    base = reading.sentence.start
    return tuple((base + start, base + stop) for start, stop in _remainder(reading.text, begin, end, cuts))


def span_of(reading: Reading, segment: Segment) -> Span:
    start, end = _trim(reading.text, segment.begin, segment.end)
    return reading.sentence.start + start, reading.sentence.start + end


def is_own_statement(text: str) -> bool:
    """Whether what stands before "X said" is a clause of its own and not an adverbial to it."""
    if _SUBORDINATE.match(text) or re.search(r"\b(?:as|when|after|before)$", text):
        return False
    return has_finite_verb(text) and main_subject(text) is not None


def _remainder(text: str, begin: int, end: int, cuts: Sequence[Span]) -> list[Span]:
    """`text[begin:end]` without `cuts`, as trimmed spans that hold words."""
    pieces: list[Span] = []
    at = begin
    for start, stop in cuts:
        if start >= end:
            break
        if at < start:
            pieces.append((at, start))
        at = max(at, stop)
    if at < end:
        pieces.append((at, end))
    trimmed = (_trim(text, *piece) for piece in pieces)
    return [span for span in trimmed if span[0] < span[1] and not _ONLY_CONNECTIVES.fullmatch(text[slice(*span)])]


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end
