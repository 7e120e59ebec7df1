"""One sentence with what can be seen in it alone: its quotations, its attributions, whom they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from verifier.language.clauses import find_hits
from verifier.language.cues import Attitude, Hit, Role, Span
from verifier.language.sentences import Sentence
from verifier.language.sources import Naming, Refers, read_naming
from verifier.language.speakers import Speaker, links_of

_ZERO_WIDTH = str.maketrans("\u200b\u200c\u200d\u2060\ufeff\u00ad", "      ")


_ONLY_SOMEBODY = re.compile(
    r"(?:sa(?:id|ys?)|told|tells?|announc|added|claim|den(?:y|ied|ies)|declar|insist|argu)", re.IGNORECASE
)


@dataclass(slots=True)
class Reading:
    """A sentence with what can be seen in it alone; `text` has blanks for characters that have no width."""

    sentence: Sentence
    quotes: list[Span]
    text: str = ""
    hits: list[Hit] = field(default_factory=list)
    speaking: set[Span | None] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.text = self.sentence.text.translate(_ZERO_WIDTH)
        hits = find_hits(self.text, self.quotes)
        self.speaking = {hit.source for hit in hits if _ONLY_SOMEBODY.match(self.text[slice(*hit.cue)])}
        self.hits = [hit for hit in hits if self._has_source(hit)]
        if self.quotes and self.quotes[0][0] == 0:
            self.hits = _reported_inside(self.text) + self.hits

    def add(self, hits: Sequence[Hit]) -> None:
        """Hits that somebody else found, as far as somebody can be read from their sources."""
        self.hits += [hit for hit in hits if self._has_source(hit)]

    def _has_source(self, hit: Hit) -> bool:
        """Whether somebody can be read from the hit's source, where it needs one."""
        needs = hit.source is not None and hit.role is not Role.CHANNEL and hit.attitude is not Attitude.GAP
        return not needs or (hit.source is not None and self.naming(hit.source) is not None)

    @property
    def all_quoted(self) -> bool:
        """Whether everything but punctuation stands in quotation marks."""
        rest = list(self.text)
        for start, end in self.quotes:
            rest[start:end] = " " * (end - start)
        return bool(self.quotes) and not re.search(r"\w", "".join(rest))

    @property
    def gap(self) -> Hit | None:
        """The expression that makes the whole sentence an information gap: not one within what somebody says."""
        gaps = (hit for hit in self.hits if hit.attitude is Attitude.GAP and not hit.keep)
        gap = next((hit for hit in gaps if hit.source is None or self._is_asked(hit.source)), None)
        said = [hit for hit in self.hits if hit.after_only and hit.attitude is not Attitude.GAP]
        return None if gap and any(hit.cut[1] <= gap.cue[0] for hit in said) else gap

    def _is_asked(self, span: Span) -> bool:
        """Whether what gives no answer is somebody: neither "a missing gate" nor "nine" of those asked."""
        return self.naming(span) is not None and not _A_NUMBER.match(self.text, *span)

    def naming(self, span: Span) -> Naming | None:
        """The naming phrase at `span`, with offsets into the article."""
        short = re.match(r"\s*\([A-Z][A-Za-z&.-]{0,8}[A-Z]\)", self.text[span[1] :])
        phrase = self.text[span[0] : span[1] + (short.end() if short else 0)]
        found = read_naming(phrase, speaks=span in self.speaking)
        if found is None or found.refers is Refers.ROLE or _POST.match(phrase):
            found = self._apposition(span) or found
        return moved(found, self.sentence.start + span[0]) if found else None

    def _apposition(self, span: Span) -> Naming | None:
        """The name behind an office: "the mayor of Exampletown, Jane Roe, said"."""
        match = re.match(r",\s+((?:[A-Z][\w.\u2019'-]*\s*){2,4})(?=[,.]|\s+said)", self.text[span[1] :])
        found = read_naming(match.group(1)) if match else None
        if match is None or found is None or not found.named:
            return None
        words = re.findall(r"[a-z][\w-]*", self.text[slice(*span)].lower())
        return replace(moved(found, span[1] - span[0] + match.start(1)), roles=frozenset(words))


_A_NUMBER = re.compile(
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands)\b(?!\s+\w)",
    re.IGNORECASE,
)
_POST = re.compile(r"(?:[Tt]he\s)?(?:[A-Z]\w+\s)?(?:Commander|Chief|Head|Secretary|Director)\b[\w-]*\s(?:of|for)\s")
""" "The Commander-in-Chief of the Guard, Jane Roe": an office, though it reads like a body's name."""


def moved(naming: Naming, by: int) -> Naming:
    """The naming phrase with offsets into a longer text, in which it begins at `by`."""
    body = moved(naming.body, by) if naming.body else None
    return replace(naming, start=naming.start + by, end=naming.end + by, body=body)


_INNER = re.compile(
    r"^[“\"«]?(?P<source>(?:[A-Z][\w.\u2019'-]*\s){1,4})(?P<cue>argued|said|claimed|stated|reported|noted"
    r"|warned)\s(?:that\s)?"
)


def _reported_inside(text: str) -> list[Hit]:
    """A quotation that itself begins by naming its source: “Roe argued that P,” read one of the reports."""
    match = _INNER.match(text)
    if not match or match.group("source").strip() in ("I", "We", "He", "She", "They", "It"):
        return []
    source = (match.start("source"), match.start("source") + len(match.group("source").rstrip()))
    return [Hit(Role.INNER, match.span("cue"), match.span(), source, after_only=True)]


_CAPITALS = re.compile(r"[A-ZÀ-ÞŁŚŻČŠŽ][\w\u2019'.-]*(?:\s+[A-ZÀ-ÞŁŚŻČŠŽ][\w\u2019'.-]*)+")
_DESCRIPTION = re.compile(
    r"(?:\b[A-Z][a-z]+\s+)?(?:\b(?!(?:the|a|an|of|and|by|with|to|in|on|that|as|for|from|at|when"
    r"|but)\b)[a-z][a-z-]+\s+){1,4}$"
)


def described_speakers(readings: Sequence[Reading]) -> list[Speaker]:
    """Everybody whom the article names with a description: "The harbour master Jane Roe"."""
    found: list[Speaker] = []
    for reading in readings:
        for match in _CAPITALS.finditer(reading.text):
            before = _DESCRIPTION.search(reading.text[: match.start()])
            start = before.start() if before else match.start()
            naming = read_naming(reading.text[start : match.end()])
            if naming and naming.named and naming.roles and naming.refers is None:
                links = links_of(moved(naming, reading.sentence.start + start))
                found.append(Speaker(links, naming.roles, person=not naming.body_kind))
    return found
