"""Attributions that a model marks where no rule sees one, as hits of the same kind. Pure: the marks are given.

The model marks acts and wishes, too ("approved", "wants"); only what holds a word of saying becomes a hit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from verifier.language.cues import DENYING, SAYING, Attitude, Hit, Role, Span


class Mark(Protocol):
    """`sentence[start:end]` has a role: source, cue or content."""

    @property
    def role(self) -> str:
        """What the words do."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """Behind the last character."""


Tag = Callable[[Sequence[tuple[str, str]]], Iterable[Sequence[Mark]]]
"""The marks of each (sentence, text before it), in order."""

_ACCORDING = re.compile(r"\b(?:according|per|citing|cited|quoting|in the words)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w'\u2019-]+")
_THAT = re.compile(r"\s*(?:,\s*)?that\s+|\s*[:,]\s*", re.IGNORECASE)


def hits_of(sentence: str, marks: Sequence[Mark]) -> list[Hit]:
    """A hit for each cue of saying that has a source beside it and a content in the sentence, in text order."""
    sources, cues, contents = (
        sorted((mark.start, mark.end) for mark in marks if mark.role == role) for role in ("source", "cue", "content")
    )
    found = [_hit(sentence, cue, sources, contents) for cue in cues] if contents else []
    return [hit for hit in found if hit is not None]


def _hit(sentence: str, cue: Span, sources: Sequence[Span], contents: Sequence[Span]) -> Hit | None:
    words = {word.lower() for word in _WORD.findall(sentence[slice(*cue)])}
    according = bool(_ACCORDING.search(sentence[slice(*cue)]))
    source = min(sources, key=lambda one: _distance(one, cue), default=None)
    if source is None or not (according or words & (SAYING | DENYING)):
        return None
    start, end = min(cue[0], source[0]), max(cue[1], source[1])
    joint = _THAT.match(sentence, end)
    if joint and any(begin >= end for begin, _ in contents):
        end = joint.end()
    return Hit(
        Role.ACCORDING if according else Role.SPEECH,
        cue,
        (start, end),
        source,
        Attitude.DENIES if words & DENYING else Attitude.ASSERTS,
    )


def _distance(a: Span, b: Span) -> int:
    return max(a[0] - b[1], b[0] - a[1], 0)
