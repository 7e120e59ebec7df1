"""Rows of one claim with one voice behind them: a lead and what it sums up, a report retold, a sentence lifted into an
otherwise new article, a whole copy.

Nobody writes a long sentence twice by chance: such rows are one document, and what an outlet prints of another's words
without saying so remains the other's. Words with which different speakers are quoted are left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from verifier.domain import Row, Stance
from verifier.language.numerals import number_pattern
from verifier.steps.overlaps import words_of

# Set by judgement, not fitted: among the 158 votes on the claims of the sample and the 120 on those of `multi_outlet`
# they join none; whole copies are one document before.
# Words in a row that both quotes must have for them to count as shared.
_RUN = 3
_LEAST_WORDS = 10
# Share of the shorter quote.
_LEAST = 0.8

_VOTES = frozenset({Stance.SUPPORTS, Stance.CONTRADICTS})

_NUMBER = re.compile(number_pattern("number"))


def join_lifted(rows: Iterable[Row]) -> list[Row]:
    """The rows, the earliest first, each with the document that its words come from: that of their earliest carrier.

    An outlet's own words take over the origin of those that they repeat: the one speaker who is quoted with them, else
    the outlet that first carried the document. Rows without a stance stay as they are.
    """
    ordered = sorted(rows, key=_age)
    by_stance: dict[Stance, list[int]] = defaultdict(list)
    for at, row in enumerate(ordered):
        if row.stance in _VOTES:
            by_stance[row.stance].append(at)
    for places in by_stance.values():
        for alike in _alike(ordered, places):
            for at, row in zip(alike, _joined([ordered[at] for at in alike]), strict=True):
                ordered[at] = row
        for at, row in zip(places, _with_first_carrier([ordered[at] for at in places]), strict=True):
            ordered[at] = row
    return ordered


def join_leads(rows: Sequence[Row]) -> list[Row]:
    """The rows in their order; an outlet's own support for what it also attributes is that of whoever is named.

    A lead sums up what the text then attributes, so it is no second origin; beside several speakers it is the first's.
    The same outlet's words in copies of the text, which may lack the attribution, go with it.
    """
    supports = [row for row in rows if row.stance is Stance.SUPPORTS and row.comparable]
    speakers: dict[str, Row] = {}
    for row in sorted(supports, key=_age):
        if row.named and not row.own_voice and row.origin is not None:
            speakers.setdefault(row.article_id, row)
    behind: dict[tuple[str, str | None], Row] = {}
    for row in sorted(supports, key=_age):
        if row.own_voice and row.article_id in speakers:
            behind.setdefault((row.document, row.group), speakers[row.article_id])
    return [
        _as_of(row, behind[row.document, row.group])
        if row.own_voice and row.stance is Stance.SUPPORTS and (row.document, row.group) in behind
        else row
        for row in rows
    ]


def join_credited(rows: Sequence[Row], credited: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows in their order, an outlet's own votes in the group of the outlet that its article credits, where that
    one, or a third that credits it too, says the same.

    What stands below "Reuters reports" may be Reuters' or the outlet's own: nobody knows, so it is no second origin.
    `credited` has for an article id the groups of the outlets that the article has its report from.
    """
    told: dict[tuple[Stance, str], set[str]] = defaultdict(set)
    for row in rows:
        for group in (row.group, *(credited.get(row.article_id, ()) if row.own_voice else ())):
            told[row.stance, group or ""].add(row.article_id)
    found = list(rows)
    for at in sorted(range(len(rows)), key=lambda at: _age(rows[at])):
        row = rows[at]
        if row.own_voice and row.group and row.stance in _VOTES:
            elsewhere = (
                group for group in credited.get(row.article_id, ()) if told[row.stance, group] - {row.article_id}
            )
            found[at] = replace(row, group=next(elsewhere, row.group))
            if found[at].group != row.group:  # of two that credit each other one stays
                told[row.stance, row.group].discard(row.article_id)
    return found


def _age(row: Row) -> tuple[object, ...]:
    """Complete, so that the order of the input never shows."""
    origin = row.origin.id if row.origin else ""
    place = row.published or date.max, row.article_id, row.start, row.end
    return *place, row.quote, row.stance, row.how or "", origin, row.weak


# --- the same words ---


@dataclass(frozen=True, slots=True)
class _Quote:
    words: tuple[str, ...]
    folded: tuple[str, ...]
    vocabulary: frozenset[str] = field(repr=False)


@lru_cache(maxsize=4096)
def _read(quote: str) -> _Quote:
    words = tuple(words_of(quote))
    folded = tuple(word.casefold() for word in words)
    return _Quote(words, folded, frozenset(folded))


def _alike(rows: Sequence[Row], places: Sequence[int]) -> list[list[int]]:
    """The places of rows with the same words as an earlier row, behind that row's: no chains, so that a text which
    holds two sentences does not make them one."""
    stars: dict[int, list[int]] = {}
    for at in places:
        first = next((head for head in stars if same_words(rows[head].quote, rows[at].quote)), at)
        stars.setdefault(first, []).append(at)
    return [star for star in stars.values() if len(star) > 1]


@lru_cache(maxsize=1 << 14)
def same_words(one: str, other: str) -> bool:
    """Whether the shorter quote is a run of words of the longer one, but for a few that are no names or numbers."""
    short, long = sorted((_read(one), _read(other)), key=lambda quote: len(quote.words))
    if len(short.words) < _LEAST_WORDS or sum(word in long.vocabulary for word in short.folded) < _LEAST * len(
        short.words
    ):
        return False
    if short.folded == long.folded:
        return True
    blocks = SequenceMatcher(None, short.folded, long.folded, autojunk=False).get_matching_blocks()
    kept = {at for block in blocks if block.size >= _RUN for at in range(block.a, block.a + block.size)}
    return len(kept) >= max(_LEAST_WORDS, _LEAST * len(short.words)) and not any(
        tells(short.words, at) for at in range(len(short.words)) if at not in kept
    )


def tells(words: Sequence[str], at: int) -> bool:
    """Whether the word is a number, or by its capital a name."""
    return bool(_NUMBER.fullmatch(words[at])) or (at > 0 and words[at][:1].isupper())


# --- what becomes of them ---


def _joined(alike: Sequence[Row]) -> list[Row]:
    """Rows of the same words in one document, those of an outlet as the speaker's; several speakers keep their own."""
    quoted = [row for row in alike if not is_own_voice(row)]
    document = alike[0].document
    if len({row.group for row in quoted}) > 1:
        return [replace(row, document=document) if is_own_voice(row) else row for row in alike]
    return [
        replace(_as_of(row, quoted[0]) if quoted and is_own_voice(row) else row, document=document) for row in alike
    ]


def _as_of(row: Row, quoted: Row) -> Row:
    return replace(
        row,
        origin=quoted.origin,
        group=quoted.group,
        named=quoted.named,
        weak=quoted.weak,
        own_voice=quoted.own_voice,
        allied_with=quoted.allied_with,
        said_at=quoted.said_at,
    )


def _with_first_carrier(rows: Sequence[Row]) -> list[Row]:
    """The outlets' own words in one document as those of the outlet that carried them first."""
    first: dict[str, Row] = {}
    for row in rows:
        if _is_outlets(row):
            first.setdefault(row.document, row)
    return [
        replace(row, origin=(one := first[row.document]).origin, group=one.group) if _is_outlets(row) else row
        for row in rows
    ]


def is_own_voice(row: Row) -> bool:
    """Whether the outlet names nobody else, or not clearly; unnamed sources may stand behind it."""
    return not any(link.named for link in row.chain[1:]) and (row.own_voice or not row.named)


def _is_outlets(row: Row) -> bool:
    return is_own_voice(row) and row.origin is not None
