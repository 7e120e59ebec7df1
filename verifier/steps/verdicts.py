"""Decide: rows in, label out. Pure, total and deterministic; nothing else in the program decides.

Labels describe sourcing inside one collection. No model is asked here, and none outputs a label anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from verifier.domain import Confidence, Decision, How, Kind, Label, Reason, Row, Stance, State, Unjudged

STOCK_DAYS = 14
"""As-of dates of stock figures (troops present, people displaced) this many days apart still speak of the same time."""

FINAL = frozenset({Unjudged.LANGUAGE, Unjudged.TOO_LONG})
"""Notes of unjudged rows that the same engine would not judge when asked again."""

EVENT_DAYS = 1
"""Two reports of one event may date it a day apart: nights, time zones and late editions."""

KIND_FAMILIES = (frozenset({Kind.FACT}), frozenset({Kind.FORECAST, Kind.INTENT}), frozenset({Kind.OPINION}))


Days = tuple[date, date]
"""A first and a last day, both included."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a statement speaks of, as far as it is known; None or nothing fits everything.

    `scope` is the thing counted and `place` where; `times` are the days spoken of: of the event or, when `stock` is
    set, as of which a standing figure or state of affairs holds, or, when `ahead` is set, of what was offered, ordered
    or planned in an act of unknown day; `published` is the article's publication date.
    """

    kind: Kind
    scope: str | None = None
    place: str | None = None
    times: tuple[Days, ...] = ()
    stock: bool = False
    ahead: bool = False
    published: date | None = None


def comparable(claim: Frame, statement: Frame, how: How | None = None) -> bool:
    """Whether a statement can count for or against a claim at all: same kind, scope and time.

    `how` is set for a contradicting statement: a denial or doubt of something planned or foretold may
    itself be worded as fact or opinion.
    """
    if not _kinds_fit(claim.kind, statement.kind, how):
        return False
    if _differ(claim.scope, statement.scope) or _differ(claim.place, statement.place):
        return False
    return not _foretold(claim, statement) and _times_fit(claim, statement)


def _foretold(claim: Frame, statement: Frame) -> bool:
    """An article from before an event cannot report it; a state of affairs may have held before the day asked for."""
    if claim.kind is not Kind.FACT or claim.stock or claim.ahead or not claim.times or statement.published is None:
        return False
    return (min(first for first, _ in claim.times) - statement.published).days > EVENT_DAYS


def _kinds_fit(claim: Kind, statement: Kind, how: How | None) -> bool:
    if any(claim in family and statement in family for family in KIND_FAMILIES):
        return True
    return how in {How.DENIAL, How.DOUBT} and claim in {Kind.FORECAST, Kind.INTENT}


def _differ(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def _times_fit(claim: Frame, statement: Frame) -> bool:
    """Whether some day of the one lies by some day of the other."""
    if not claim.times or not statement.times:
        return True
    near = STOCK_DAYS if claim.stock and statement.stock else EVENT_DAYS
    return any((a[0] - b[1]).days <= near and (b[0] - a[1]).days <= near for a in claim.times for b in statement.times)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What supports and contradictions of one claim do to each other over time.

    `base`: the supports that count, those that their own origin has since replaced only where there are no others.
    `against`: the contradictions that count. `unrecanted`: those and the ones of unnamed sources. `replaced`: supports
    with the contradictions by which their own origin replaced them; `recanted`: the reverse; both the latest first.
    """

    standing: tuple[Row, ...]
    base: tuple[Row, ...]
    unrecanted: tuple[Row, ...]
    against: tuple[Row, ...]
    replaced: tuple[tuple[Row, Row], ...]
    recanted: tuple[tuple[Row, Row], ...]


def weigh(supports: Sequence[Row], contradicts: Sequence[Row]) -> Weighed:
    """Which rows count, by what the same named origin said later."""
    replaced, recanted = _replacements(supports, contradicts), _replacements(contradicts, supports)
    gone = {id(row) for row, _ in (*replaced, *recanted)}  # by identity: equal rows are still rows
    standing = tuple(s for s in supports if id(s) not in gone)
    unrecanted = tuple(c for c in contradicts if id(c) not in gone)
    against = tuple(c for c in unrecanted if c.named and not _is_update(c, supports, standing))
    return Weighed(standing, standing or tuple(supports), unrecanted, against, replaced, recanted)


def _replacements(rows: Sequence[Row], others: Sequence[Row]) -> tuple[tuple[Row, Row], ...]:
    found = ((row, [other for other in others if _newer(other, row)]) for row in rows)
    pairs = [(row, max(newer, key=lambda other: other.said_at or date.min)) for row, newer in found if newer]
    return tuple(sorted(pairs, key=lambda pair: pair[1].said_at or date.min, reverse=True))


def decide(rows: Iterable[Row]) -> Decision:
    """Label, reason, counts and the order of the rows for one claim.

    Rows that are not comparable count as related, unjudged rows have no vote. The order given does not matter.
    """
    unjudged, related, supports, contradicts = _sort_rows(rows)
    weighed = weigh(supports, contradicts)
    against, base = weighed.against, weighed.base
    vouched = [row for row in base if row.origin is not None]

    label, reason = _label(against, base, vouched, has_context=bool(related or unjudged or contradicts))
    provisional = label is not Label.DISPUTED and any(row.note != Unjudged.LANGUAGE for row in unjudged)
    firmest = _firmest(label, against, base, vouched)
    deciding = _one_per_group(firmest, base)
    shown = {id(row) for row in deciding}
    return Decision(
        label=label,
        reason=reason,
        state=State.SUPERSEDED if supports and not weighed.standing else State.CURRENT,
        provisional=provisional,
        confidence=Confidence.LOW if provisional else _confidence(firmest),
        possible_dispute=label is not Label.DISPUTED and any(not c.named for c in weighed.unrecanted),
        n_origins=_count_origins(base, vouched),
        n_articles=len({row.article_id for row in supports}),
        n_contradicting_origins=len({row.group for row in against}),
        n_unjudged=len(unjudged),
        n_language=sum(row.note == Unjudged.LANGUAGE for row in unjudged),
        contradicting=tuple(_weightiest_first(contradicts, against)),
        deciding=tuple(deciding),
        repeats=tuple(row for row in supports if id(row) not in shown),
        related=tuple(related),
        unjudged=tuple(unjudged),
    )


def _weightiest_first(contradicts: Sequence[Row], against: Sequence[Row]) -> list[Row]:
    """Those that count first, and of these the one that gives the reason."""
    counted, manners = {id(row) for row in against}, {how: place for place, how in enumerate(How)}
    return sorted(
        contradicts,
        key=lambda row: (id(row) not in counted, manners[row.how or How.OTHER_ACCOUNT], not row.by_party),
    )


def _sort_rows(rows: Iterable[Row]) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
    ordered = sorted(rows, key=_row_order)
    unjudged = [row for row in ordered if row.stance is Stance.UNJUDGED]
    judged = [row for row in ordered if row.stance is not Stance.UNJUDGED]
    supports = [row for row in judged if row.comparable and row.stance is Stance.SUPPORTS]
    contradicts = [row for row in judged if row.comparable and row.stance is Stance.CONTRADICTS]
    related = [row for row in judged if not row.comparable or row.stance is Stance.RELATED]
    return unjudged, related, supports, contradicts


def _row_order(row: Row) -> tuple[object, ...]:
    """Clear-cut, attributed rows first, then the earliest; complete, so that the order of the input never shows."""
    return (
        not row.strong,
        row.weak,
        row.own_voice,
        row.published or date.max,
        row.article_id,
        row.start,
        row.end,
        row.stance,
        row.how or "",
        row.origin.id if row.origin else "",
        row.group or "",
        row.document,
        row.said_at or date.max,
        sorted(row.allied_with),
        row.quote,
        row.note,
        row.by_party,
        row.gap or "",
    )


def _newer(a: Row, b: Row) -> bool:
    """Whether `a` is a later word of the same named origin than `b`."""
    if not (a.named and b.named and a.origin and b.origin and a.origin.id == b.origin.id):
        return False
    return a.said_at is not None and b.said_at is not None and a.said_at > b.said_at


def _is_update(c: Row, supports: Sequence[Row], standing: Sequence[Row]) -> bool:
    """Whether `c` merely replaces what its own origin said, with nobody else left who says it."""
    return any(_newer(c, s) for s in supports) and all(
        s.origin and c.origin and s.origin.id == c.origin.id for s in standing
    )


def _independent(a: Row, b: Row) -> bool:
    return a.group != b.group and a.document != b.document and not (a.weak and b.weak)


def _label(
    against: Sequence[Row], base: Sequence[Row], vouched: Sequence[Row], *, has_context: bool
) -> tuple[Label, Reason]:
    if against:
        hows = {row.how for row in against}
        first = next((how for how in How if how in hows), How.OTHER_ACCOUNT)
        return Label.DISPUTED, Reason[first.name]
    if _pairs(vouched):
        return Label.CORROBORATED, Reason.INDEPENDENT_ORIGINS
    context = Reason.RELATED_ONLY if has_context else Reason.NOTHING_RELATED
    if not base:
        return Label.SINGLE_SOURCE, context
    if not vouched:
        return Label.SINGLE_SOURCE, Reason.ORIGIN_UNCLEAR
    several_groups = len({row.group for row in vouched}) > 1
    documents = {row.document for row in vouched}
    if several_groups and len(documents) == 1:
        return Label.SINGLE_SOURCE, Reason.ONE_ARTICLE
    if several_groups or any(row.origin is None and row.document not in documents for row in base):
        return Label.SINGLE_SOURCE, Reason.ORIGIN_UNCLEAR
    if len({row.article_id for row in base}) > 1:
        return Label.SINGLE_SOURCE, Reason.ONE_ORIGIN_REPEATED
    return Label.SINGLE_SOURCE, context


def _count_origins(base: Sequence[Row], vouched: Sequence[Row]) -> int:
    if not vouched:
        return 1 if base else 0
    firm = {row.group for row in vouched if not row.weak}
    weak = {row.group for row in vouched if row.weak} - firm
    return len(firm) + bool(weak)


def _pairs(vouched: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The independent pairs, with one row, the firmest, for each group, document and weakness: crowds cost nothing."""
    distinct: dict[tuple[str | None, str, bool], Row] = {}
    for row in vouched:
        distinct.setdefault((row.group, row.document, row.weak), row)
    return [(a, b) for a, b in combinations(distinct.values(), 2) if _independent(a, b)]


def _firmest(label: Label, against: Sequence[Row], base: Sequence[Row], vouched: Sequence[Row]) -> list[Row]:
    """The fewest rows with which the label would be the same, the firmest choice of them."""
    if label is Label.DISPUTED:
        return [min(against, key=_softness)]
    if label is Label.CORROBORATED:
        return list(min(_pairs(vouched), key=lambda pair: _pair_softness(*pair)))
    return [min(vouched or base, key=_softness)] if base else []


def _one_per_group(firmest: Sequence[Row], base: Sequence[Row]) -> list[Row]:
    """The supporting rows to show first: those that decide, then one for each further group."""
    shown = [row for row in firmest if row.stance is Stance.SUPPORTS]
    groups = {row.group for row in shown}
    for row in base:
        if row.group not in groups:
            groups.add(row.group)
            shown.append(row)
    return shown


def _softness(row: Row) -> tuple[bool, bool, bool]:
    return row.weak, row.own_voice, not row.strong


def are_allied(a: Row, b: Row) -> bool:
    """Whether both are bodies of one government."""
    return a.group in b.allied_with or b.group in a.allied_with


def _pair_softness(a: Row, b: Row) -> tuple[bool, ...]:
    either = tuple(x or y for x, y in zip(_softness(a), _softness(b), strict=True))
    return are_allied(a, b), *either


def _confidence(deciding: Sequence[Row]) -> Confidence:
    if any(row.weak for row in deciding) or any(are_allied(a, b) for a, b in combinations(deciding, 2)):
        return Confidence.LOW
    if deciding and all(row.strong and row.origin and not row.own_voice for row in deciding):
        return Confidence.HIGH
    return Confidence.MODERATE
