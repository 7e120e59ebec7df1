"""Verdicts: kept whole, listed by filters in pages, counted by label, with the history of their labels.

The order of lists is editorial urgency: disputed (more origins first), then single-source (more articles
first), then corroborated; within these the newest first, undated ones last, and then by claim id. It is
stored as ascending numbers under one index, so a page costs the same wherever it lies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, func, select, true, tuple_
from sqlalchemy.dialects.sqlite import insert

from verifier.domain import URGENCY, Confidence, Kind, Label, Reason, State, Verdict
from verifier.domain import Row as Evidence
from verifier.errors import UsageError
from verifier.store import fulltext
from verifier.store.claims import resolved
from verifier.store.database import CHUNK, Database, chunks
from verifier.store.records import TEXTS, VERDICT, read_word
from verifier.store.tables import claim_alias, label_change, verdict, verdict_document, verdict_name

BY_URGENCY = (verdict.c.urgency, verdict.c.weight, verdict.c.age, verdict.c.claim_id)

# The parts of a `SortKey`.
CURSOR = re.compile(r"(\d):(-?[0-9]{1,9}):(-?[0-9]{1,9}):(\S+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class VerdictFilter:
    """Conditions that all hold; None is no condition.

    `origin` is the id or, in any case, the name of an origin, `outlet` in any case the name of an outlet,
    that supports or contradicts. `since` and `until` include their days and speak of `VerdictSummary.newest`;
    an undated verdict lies in no period. Each word of `text` begins a word of the claim, whatever the case
    and the accents.
    """

    label: Label | None = None
    kind: Kind | None = None
    state: State | None = None
    confidence: Confidence | None = None
    origin: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictSummary:
    """One line of a list of verdicts.

    `origins` and `contradicting_origins` are the names behind the rows for and against, in row order, once
    each; `newest` is the latest publication date of such a row.
    """

    claim_id: str
    text: str
    kind: Kind
    label: Label
    reason: Reason
    state: State
    confidence: Confidence
    provisional: bool
    n_origins: int
    n_articles: int
    n_contradicting_origins: int
    origins: tuple[str, ...]
    contradicting_origins: tuple[str, ...]
    newest: date | None
    as_of: date | None
    engine: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; `next` asks for the following one and is None at the end."""

    items: tuple[VerdictSummary, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class LabelChange:
    """From `at` on the claim had this label for this reason, under the id it had then."""

    claim_id: str
    label: Label
    reason: Reason
    at: datetime


class SortKey(NamedTuple):
    """A verdict's place in lists, ascending."""

    urgency: int
    weight: int
    age: int
    claim_id: str


class Verdicts(Database):
    """Verdicts by claim id."""

    def put_verdicts(self, verdicts: Iterable[Verdict]) -> None:
        """Stores verdicts in place of those of the same claims, and notes which labels or reasons are new."""
        several = list(verdicts)
        with self._writing() as connection:
            for start in range(0, len(several), CHUNK):
                _put(connection, several[start : start + CHUNK])

    def label_history(self, claim_id: str) -> list[LabelChange]:
        """The labels of a claim since it was first decided, under its former ids too, the oldest first."""
        with self._reading() as connection:
            rows = _changes_of(connection, [claim_id]).get(claim_id, [])
        return [
            LabelChange(row.claim_id, read_word(Label, row.label), read_word(Reason, row.reason), row.at)
            for row in rows
        ]

    def label_moves(self, since: datetime) -> Counter[tuple[Label | None, Label]]:
        """How many claims went from which label to which from `since` on (first to last, whatever was between).

        None is the label of a claim that had none before; the same label twice is that of a claim with another reason.
        Claims that are gone are not told, since nothing is noted of them.
        """
        moves: Counter[tuple[Label | None, Label]] = Counter()
        with self._reading() as connection:
            present = label_change.c.claim_id.in_(select(verdict.c.claim_id))
            moved = select(label_change.c.claim_id).where(label_change.c.at >= since, present).distinct()
            for some in chunks(connection.scalars(moved)):
                for changes in _changes_of(connection, some).values():
                    before = [change.label for change in changes if change.at < since]
                    known = read_word(Label, before[-1]) if before else None
                    moves[known, read_word(Label, changes[-1].label)] += 1
        return moves

    def count_unjudged(self) -> dict[str, int]:
        """How many rows of all verdicts are not judged, by the reason noted, the commonest first."""
        rows = func.json_each(verdict_document.c.document, "$.decision.unjudged").table_valued("value")
        note = func.json_extract(rows.c.value, "$.note")
        counted = select(note, func.count()).select_from(verdict_document.join(rows, true()))
        with self._reading() as connection:
            found = connection.execute(counted.group_by(note).order_by(func.count().desc(), note))
            return {row[0] or "": row[1] for row in found}

    def drop_verdicts(self, *, keep: Collection[str]) -> int:
        """Removes the verdicts of all claims but those in `keep`, not their label history; returns how many."""
        kept = frozenset(keep)
        with self._writing() as connection:
            gone = [claim_id for claim_id in connection.scalars(select(verdict.c.claim_id)) if claim_id not in kept]
            for some in chunks(gone):
                connection.execute(delete(verdict).where(verdict.c.claim_id.in_(some)))
        return len(gone)

    def verdict(self, reference: str) -> Verdict | None:
        """The verdict on the claim with this id, with this former id, or the only one whose id begins so.

        UsageError when several begin so.
        """
        with self._reading() as connection:
            claim_id = resolved(connection, verdict.c.claim_id, reference)
            document = select(verdict_document.c.document).join(verdict).where(verdict.c.claim_id == claim_id)
            found = connection.execute(document).scalar()
        return None if found is None else VERDICT.load(found)

    def verdicts(self, wanted: VerdictFilter, *, after: str | None = None, limit: int) -> Page:
        """At most `limit` verdicts in order of urgency, those after the page whose `next` is given.

        UsageError when `after` is no such value. A verdict that moves between two pages may come twice or not
        at all.
        """
        if limit < 1:
            raise ValueError(f"a page holds one verdict or more, not {limit}")
        query = _listed(select(verdict), wanted, None if after is None else _read_cursor(after))
        with self._reading() as connection:
            rows = connection.execute(query.limit(limit + 1)).all()
        more = len(rows) > limit
        return Page(tuple(_summary(row) for row in rows[:limit]), _cursor(rows[limit - 1]) if more else None)

    def each_verdict(self, wanted: VerdictFilter) -> Iterator[Verdict]:
        """All verdicts the filter wants, whole, in order of urgency; read in pages as `verdicts` does."""
        last: SortKey | None = None
        columns = select(verdict_document.c.document, *BY_URGENCY).join_from(verdict, verdict_document)
        while True:
            with self._reading() as connection:
                rows = connection.execute(_listed(columns, wanted, last).limit(CHUNK)).all()
            if not rows:
                return
            yield from (VERDICT.load(row.document) for row in rows)
            last = _sort_key(rows[-1])

    def count_by_label(self, wanted: VerdictFilter) -> dict[Label, int]:
        """How many verdicts the filter wants with each label; every label is there, in declared order."""
        count = select(verdict.c.urgency, func.count().label("number")).where(*_conditions(wanted, verdict.c.n))
        with self._reading() as connection:
            rows = connection.execute(count.group_by(verdict.c.urgency))
            counted = {URGENCY[row.urgency]: row.number for row in rows}
        return {label: counted.get(label, 0) for label in Label}


def sort_key(given: Verdict) -> SortKey:
    """The verdict's place in lists, as the order above says."""
    decision = given.decision
    weight = {
        Label.DISPUTED: decision.n_origins + decision.n_contradicting_origins,
        Label.SINGLE_SOURCE: decision.n_articles,
        Label.CORROBORATED: 0,
    }
    newest = _newest(given)
    age = 0 if newest is None else -newest.toordinal()
    return SortKey(URGENCY.index(decision.label), -weight[decision.label], age, given.claim.id)


def _newest(given: Verdict) -> date | None:
    return max((row.published for row in _rows(given) if row.published is not None), default=None)


def _rows(given: Verdict) -> tuple[Evidence, ...]:
    """The rows for and against."""
    return given.decision.contradicting + given.decision.supporting


def _put(connection: Connection, verdicts: Sequence[Verdict]) -> None:
    documents = {each.claim.id: VERDICT.dump(each) for each in verdicts}
    stored = select(verdict.c.claim_id, verdict_document.c.document).join(verdict_document)
    kept = {row.claim_id: row.document for row in connection.execute(stored.where(verdict.c.claim_id.in_(documents)))}
    # What is the same as before is not written again: after most runs nearly all verdicts are.
    changed = [each for each in verdicts if kept.get(each.claim.id) != documents[each.claim.id]]
    if not changed:
        return
    _note_changes(connection, changed)
    _upsert(connection, verdict, "claim_id", [_columns(each) for each in changed])
    numbered = select(verdict.c.claim_id, verdict.c.n).where(
        verdict.c.claim_id.in_([each.claim.id for each in changed])
    )
    numbers = {row.claim_id: row.n for row in connection.execute(numbered)}
    rows = [{"n": n, "document": documents[claim_id]} for claim_id, n in numbers.items()]
    _upsert(connection, verdict_document, "n", rows)
    connection.execute(delete(verdict_name).where(verdict_name.c.n.in_(numbers.values())))
    if names := [name for each in changed for name in _names(numbers[each.claim.id], each)]:
        connection.execute(insert(verdict_name), names)


def _upsert(connection: Connection, table: Table, key: str, rows: list[dict[str, Any]]) -> None:
    adding = insert(table)
    new = {name: adding.excluded[name] for name in rows[0] if name != key}
    connection.execute(adding.on_conflict_do_update([key], set_=new), rows)


def _note_changes(connection: Connection, verdicts: Sequence[Verdict]) -> None:
    changed = _changes_of(connection, [each.claim.id for each in verdicts])
    before = {claim_id: (rows[-1].label, rows[-1].reason) for claim_id, rows in changed.items()}
    now = datetime.now(UTC)
    changes = [
        {
            "claim_id": each.claim.id,
            "label": label,
            "reason": reason,
            "fingerprint": each.fingerprint,
            "at": now,
        }
        for each in verdicts
        if before.get(each.claim.id) != (label := each.decision.label.value, reason := each.decision.reason.value)
    ]
    if changes:
        connection.execute(insert(label_change), changes)


def _changes_of(connection: Connection, claim_ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """{claim: its label changes, also under its former ids, the oldest first}, of the claims that have any."""
    former = connection.execute(select(claim_alias).where(claim_alias.c.claim_id.in_(claim_ids)))
    now = {row.old_id: row.claim_id for row in former} | {each: each for each in claim_ids}
    found: list[Row[Any]] = []
    for some in chunks(now):
        found += connection.execute(select(label_change).where(label_change.c.claim_id.in_(some)))
    changes: dict[str, list[Row[Any]]] = {}
    for row in sorted(found, key=lambda row: row.n):
        changes.setdefault(now[row.claim_id], []).append(row)
    return changes


def _columns(each: Verdict) -> dict[str, Any]:
    decision = each.decision
    return {
        **sort_key(each)._asdict(),
        "label": decision.label.value,
        "reason": decision.reason.value,
        "kind": each.claim.kind.value,
        "state": decision.state.value,
        "confidence": decision.confidence.value,
        "provisional": decision.provisional,
        "n_origins": decision.n_origins,
        "n_articles": decision.n_articles,
        "n_contradicting_origins": decision.n_contradicting_origins,
        "newest": _newest(each),
        "as_of": each.as_of,
        "engine": each.engine,
        "fingerprint": each.fingerprint,
        "origins": TEXTS.dump(_origin_names(decision.supporting)),
        "contradicting_origins": TEXTS.dump(_origin_names(decision.contradicting)),
        "text": each.claim.text,
    }


def _origin_names(rows: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.origin.name for row in rows if row.origin is not None))


def _names(n: int, each: Verdict) -> list[dict[str, Any]]:
    rows = _rows(each)
    origins = {name for row in rows if row.origin is not None for name in (row.origin.id, row.origin.name.casefold())}
    outlets = {row.outlet.casefold() for row in rows if row.outlet is not None}
    return [
        {"role": role, "name": name, "n": n}
        for role, names in (("origin", origins), ("outlet", outlets))
        for name in sorted(names)
    ]


def _listed(columns: Select[Any], wanted: VerdictFilter, after: SortKey | None) -> Select[Any]:
    """The verdicts wanted behind a place, in order."""
    # "+ 0" keeps the database from collecting and sorting all matches: it walks the index in order and stops at the end
    # of the page. At 100,000 verdicts, an outlet with 82,000 of them: 37 ms instead of 109 ms.
    query = columns.where(*_conditions(wanted, verdict.c.n + 0)).order_by(*BY_URGENCY)
    return query if after is None else query.where(tuple_(*BY_URGENCY) > after)


def _conditions(wanted: VerdictFilter, n: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
    """What the filter asks for; `n` is the expression by which sets of verdicts are looked up."""
    if wanted.label is not None:  # by urgency, which says the same and is what the index begins with
        yield verdict.c.urgency == URGENCY.index(wanted.label)
    if wanted.kind is not None:
        yield verdict.c.kind == wanted.kind.value
    if wanted.state is not None:
        yield verdict.c.state == wanted.state.value
    if wanted.confidence is not None:
        yield verdict.c.confidence == wanted.confidence.value
    if wanted.since is not None:
        yield verdict.c.newest >= wanted.since
    if wanted.until is not None:
        yield verdict.c.newest <= wanted.until
    if wanted.origin is not None:
        yield n.in_(_with_name("origin", wanted.origin, wanted.origin.casefold()))
    if wanted.outlet is not None:
        yield n.in_(_with_name("outlet", wanted.outlet.casefold()))
    if wanted.text is not None and wanted.text.strip():
        yield n.in_(fulltext.rows_with_words(verdict.name, wanted.text))


def _with_name(role: str, *names: str) -> Select[tuple[int]]:
    return select(verdict_name.c.n).where(verdict_name.c.role == role, verdict_name.c.name.in_(names))


def _sort_key(row: Row[Any]) -> SortKey:
    return SortKey(row.urgency, row.weight, row.age, row.claim_id)


def _cursor(row: Row[Any]) -> str:
    return ":".join(str(part) for part in _sort_key(row))


def _read_cursor(cursor: str) -> SortKey:
    found = CURSOR.fullmatch(cursor)
    if found is None:
        raise UsageError(f"{cursor!r} is not a place in the list: give the `next` of a page, or none to begin")
    urgency, weight, age, claim_id = found.groups()
    return SortKey(int(urgency), int(weight), int(age), claim_id)


def _summary(row: Row[Any]) -> VerdictSummary:
    return VerdictSummary(
        claim_id=row.claim_id,
        text=row.text,
        kind=read_word(Kind, row.kind),
        label=read_word(Label, row.label),
        reason=read_word(Reason, row.reason),
        state=read_word(State, row.state),
        confidence=read_word(Confidence, row.confidence),
        provisional=row.provisional,
        n_origins=row.n_origins,
        n_articles=row.n_articles,
        n_contradicting_origins=row.n_contradicting_origins,
        origins=TEXTS.load(row.origins),
        contradicting_origins=TEXTS.load(row.contradicting_origins),
        newest=row.newest,
        as_of=row.as_of,
        engine=row.engine,
        fingerprint=row.fingerprint,
    )
