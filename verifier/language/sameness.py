"""Whether two statements can have the same truth conditions, by what code can read off them: numbers, days, names,
negation, small words, who does what to whom.

Every test here can only keep two statements apart, and does so when in doubt. Whether those that pass say the same is
for a model to tell, except where they consist of the same words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from verifier.domain import Quantity
from verifier.language.amounts import Found, find_amounts
from verifier.language.calendars import WEEKDAYS, Days
from verifier.language.counted import broader, is_familiar
from verifier.language.dates import DatedSpan, find_dates
from verifier.language.grammar import MONTHS
from verifier.language.markers import exclude_each_other, markers_of
from verifier.language.name_parts import Name, Sort, read_name
from verifier.language.name_spans import NameSpan, find_names
from verifier.language.names import Match, compare, place_stem
from verifier.language.roles import Roles, are_swapped, have_same_roles, roles_of, with_place_last
from verifier.language.spelling import fold
from verifier.language.words import content_words, is_negated, negated_words, stem

MAX_DAYS_APART = 7
"""Days between the publication of two undated statements from which "the town was shelled" is taken for another day."""

_TOKEN = re.compile(r"\w+")
_ORDINAL = re.compile(
    r"\w*\d\w*|(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|one|two|three|four|five|six|seven"
    rf"|eight|nine|ten)|{'|'.join((*WEEKDAYS, *MONTHS))}"
)
# Behind "to" only what is no verb.
_WAY = re.compile(
    r"\b(from|against|between|than|to(?=\s(?:the|an?|its|their|his|her|[A-Z])\b|\s[A-Z]))"
    r"\s(?:(?:the|a|an|its|their|his|her)\s)?([^\W\d_][\w-]*)"
)
_PARTICLES = frozenset("off up out down over back away in on".split())


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement taken apart.

    `words` are its content words without dates, `sequence` the same in order, `folded` all its words as parts of names,
    `rest` the numerals and ordinals that are neither quantity nor date, `ways` the words behind "from", "to" and the
    like, `denied` those behind a negation.
    """

    text: str
    published: date | None
    words: frozenset[str]
    sequence: tuple[str, ...]
    names: tuple[Name, ...]
    folded: frozenset[str]
    amounts: tuple[Found, ...]
    dates: tuple[DatedSpan, ...]
    rest: tuple[str, ...]
    markers: frozenset[str]
    ways: frozenset[tuple[str, str]]
    negated: bool
    denied: frozenset[str]
    roles: Roles | None

    @property
    def days(self) -> list[Days]:
        """The days it names, in order of time."""
        return sorted({(span.first, span.last) for span in self.dates})

    @property
    def plain(self) -> str:
        """Its words in small letters, nothing else."""
        return " ".join(_TOKEN.findall(self.text.casefold()))


def read_wording(text: str, published: date | None) -> Wording:
    """What can be read off a statement of an article of that day."""
    dates = find_dates(text, published)
    amounts = find_amounts(text)
    taken = [(span.start, span.end) for span in dates] + [(f.quantity.start, f.quantity.end) for f in amounts]
    timeless = _blank(text, [(span.start, span.end) for span in dates])
    words = content_words(timeless)
    bare = _tidy(timeless)
    return Wording(
        text=text,
        published=published,
        words=words,
        sequence=tuple(one for word in _TOKEN.findall(with_place_last(bare)) if (one := stem(word)) in words),
        names=tuple(read_name(span.name) for span in find_names(text) if not _within(span, taken)),
        folded=frozenset(place_stem(fold(word)) for word in _TOKEN.findall(text)),
        amounts=amounts,
        dates=tuple(dates),
        rest=tuple(word.casefold() for word in _TOKEN.findall(_blank(text, taken)) if _ORDINAL.fullmatch(word)),
        markers=markers_of(_blank(text, taken)) | _changes(text, amounts),
        ways=frozenset((match.group(1), stem(match.group(2))) for match in _WAY.finditer(timeless)),
        negated=is_negated(text),
        denied=negated_words(text),
        roles=roles_of(bare),
    )


def can_be_same(a: Wording, b: Wording) -> bool:
    """Whether nothing that code can read off them keeps the two apart; symmetric."""
    return (
        a.markers == b.markers
        and a.negated == b.negated
        and a.rest == b.rest
        and _same_days(a, b)
        and _same_amounts(a.amounts, b.amounts)
        and _names_met(a, b)
        and _names_met(b, a)
        and _ways_fit(a, b)
        and _same_parts(a, b)
        and not exclude_each_other(a.text, b.text)
    )


def have_same_words(a: Wording, b: Wording) -> bool:
    """Whether the two consist of the same content words in the same roles: then `can_be_same` is enough."""
    if a.plain == b.plain:
        return True
    if a.words != b.words or a.ways != b.ways or a.denied != b.denied or _particles(a) != _particles(b):
        return False
    return a.sequence == b.sequence or (
        a.roles is not None and b.roles is not None and have_same_roles(a.roles, b.roles)
    )


def in_words_of(a: Wording, b: Wording) -> str:
    """The text of `a` with its dates and quantities written as in `b`, of which `can_be_same` holds.

    A model that has to tell whether both say the same is poor at seeing that 1.5 thousand are 1,500.
    """
    spans = [(span.start, span.end, _written_alike(span, b)) for span in a.dates]
    ours, theirs = sorted(a.amounts, key=_order), sorted(b.amounts, key=_order)
    for x, y in zip(ours, theirs, strict=True):
        spans.append((x.quantity.start, x.quantity.end, b.text[y.quantity.start : y.quantity.end]))
    text = a.text
    for start, end, written in sorted(spans, reverse=True):
        text = text[:start] + written + text[end:]
    return text


def _written_alike(span: DatedSpan, other: Wording) -> str:
    return next(
        other.text[one.start : one.end] for one in other.dates if (one.first, one.last) == (span.first, span.last)
    )


def _changes(text: str, amounts: Sequence[Found]) -> frozenset[str]:
    """To rise by 7 percent is not to rise to 7 percent."""
    before = (text[: found.quantity.start].split()[-1:] for found in amounts)
    return frozenset(f"{words[0]} an amount" for words in before if words and words[0] in ("by", "from"))


def _particles(a: Wording) -> frozenset[str]:
    return _PARTICLES.intersection(a.plain.split())


def _same_parts(a: Wording, b: Wording) -> bool:
    """Whether none changes places; where no verb is recognised, by the order of the shared words."""
    if a.roles is not None and b.roles is not None:
        return not are_swapped(a.roles, b.roles)
    shared = a.words & b.words
    in_a, in_b = ([word for word in one.sequence if word in shared] for one in (a, b))
    return in_a == in_b


def _same_days(a: Wording, b: Wording) -> bool:
    if a.days != b.days:
        return False
    dated = any((last - first).days < MAX_DAYS_APART for first, last in a.days)
    if dated or a.published is None or b.published is None:
        return True
    return abs((a.published - b.published).days) <= MAX_DAYS_APART


def _same_amounts(a: Sequence[Found], b: Sequence[Found]) -> bool:
    if len(a) != len(b):
        return False
    pairs = list(zip(sorted(a, key=_order), sorted(b, key=_order), strict=True))
    return all(_same_amount(x, y, alone=len(a) == 1) for x, y in pairs)


def _order(found: Found) -> tuple[str, float, float, str]:
    quantity = found.quantity
    return quantity.unit or "", quantity.low, quantity.high, quantity.counted


def _same_amount(a: Found, b: Found, *, alone: bool) -> bool:
    x, y = a.quantity, b.quantity
    if x.unit != y.unit or x.comparator is not y.comparator or a.outdated != b.outdated:
        return False
    if not (math.isclose(x.low, y.low, rel_tol=1e-9) and math.isclose(x.high, y.high, rel_tol=1e-9)):
        return False
    if a.counted.event and b.counted.event and a.counted.event != b.counted.event:
        return False
    return a.counted.part == b.counted.part and not _count_other_things(x, y, alone=alone)


def _count_other_things(a: Quantity, b: Quantity, *, alone: bool) -> bool:
    """With several numbers in a text, what is counted is all that tells which is which."""
    if a.counted == b.counted or (alone and not (a.counted and b.counted)):
        return False
    known = is_familiar(a.counted) and is_familiar(b.counted)
    return not alone or known or broader(a.counted, b.counted) or broader(b.counted, a.counted)


def _names_met(a: Wording, b: Wording) -> bool:
    return all(_is_met(name, b) for name in a.names)


def _is_met(name: Name, other: Wording) -> bool:
    """A body without its country is not met by one that has it: "the Defence Ministry" may be anybody's."""
    found = [one for one in other.names if compare(name, one) is not Match.DIFFERENT]
    if any(not (Sort.BODY in (name.sort, one.sort) and name.countries != one.countries) for one in found):
        return True
    return all(place_stem(fold(word)) in other.folded for word in _TOKEN.findall(name.text) if len(word) > 1)


def _ways_fit(a: Wording, b: Wording) -> bool:
    """Whether no shared word stands behind one of these in the one text and behind another in the other.

    Behind "from" or "against" it must stand in both.
    """
    only_a, only_b = a.ways - b.ways, b.ways - a.ways
    exchanged = {word for _, word in only_a} & {word for _, word in only_b}
    turned = {word for way, word in only_a | only_b if way in ("from", "against")} & a.words & b.words
    return not exchanged and not turned


def _within(span: NameSpan, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in taken)


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _tidy(text: str) -> str:
    """Without the gaps that cut dates leave."""
    return re.sub(r"^\W+|\s+(?=[.,])", "", re.sub(r"\s+(?:on|in)?\s{2,}|\s{2,}", " ", f" {text}")).strip()
