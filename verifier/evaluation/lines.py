"""Lines of the table: stances and chains from the program or from gold, so that one sees which of the two fails.

The *stance* of a row is where it stands, what it does to the claim and how; its *chain* is everything else: origin,
group, document, statement date, comparable and so on. Each of the two is taken from the program or from gold, and the
program's own procedure decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from verifier.domain import Claim, Decision, Judgement, Label, Origin, Row, Stance, Verdict, Word
from verifier.evaluation.gold import GoldCells, GoldClaim, GoldRow
from verifier.evaluation.places import Places
from verifier.language.name_parts import read_name
from verifier.language.names import Match, compare
from verifier.steps.rows import Collection, fill_rows
from verifier.steps.verdicts import decide


class Line(Word):
    """Whose stances and whose chains were decided on."""

    PROGRAM = "program", "this program"
    BASELINE = "baseline", "two articles say so"
    OUR_CHAINS = "our_chains", "gold stances, our chains"
    GOLD_CHAINS = "gold_chains", "our stances, gold chains"
    GOLD = "gold", "gold stances, gold chains"


LACKING = {
    Line.OUR_CHAINS: "gold lacks quotes",
    Line.GOLD_CHAINS: "gold has no chains",
    Line.GOLD: "gold has no chains",
}
"""Why a line has no answers."""


class Loss(Word):
    """What a wrong label is lost by: whose gold cells would mend it."""

    STANCE = "stance", "gold's stances mend it, gold's chains do not"
    CHAIN = "chain", "gold's chains mend it, gold's stances do not"
    EITHER = "either", "gold's stances mend it, and so do gold's chains"
    BOTH = "both", "it takes gold's stances and gold's chains"
    GOLD = "gold", "gold's own rows give another label than gold's"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a line says of one claim."""

    label: Label
    n_origins: int


Answers = Mapping[Line, Sequence[Answer] | None]
"""For each line its answers in the order of the gold claims; None where gold lacks what the line needs."""


def answer(gold: Sequence[GoldClaim], verdicts: Sequence[Verdict], places: Places, collection: Collection) -> Answers:
    """All lines; `verdicts` are the program's on `gold`, in its order, and `collection` is what they were made from."""
    pairs = list(zip(gold, verdicts, strict=True))
    rows = [row for claim in gold for row in claim.support + claim.contradict]
    quoted = bool(rows) and all(map(places.quoted, rows))
    celled = bool(rows) and all(row.cells for row in rows)
    documents = Documents(gold, places, collection)

    def with_our_chains(claim: GoldClaim, verdict: Verdict) -> Answer:
        return _answer(decide(our_chains(verdict.claim, claim, places, collection)))

    def with_gold_chains(claim: GoldClaim, verdict: Verdict) -> Answer:
        return _answer(decide(gold_chains(verdict.decision, claim, places, documents)))

    return {
        Line.PROGRAM: [_answer(verdict.decision) for verdict in verdicts],
        Line.BASELINE: [count_articles(verdict.decision) for verdict in verdicts],
        Line.OUR_CHAINS: [with_our_chains(*pair) for pair in pairs] if quoted else None,
        Line.GOLD_CHAINS: [with_gold_chains(*pair) for pair in pairs] if celled else None,
        Line.GOLD: [_answer(decide(gold_rows(claim))) for claim in gold] if celled else None,
    }


def _answer(decision: Decision) -> Answer:
    return Answer(decision.label, decision.n_origins)


def count_articles(decision: Decision) -> Answer:
    """The baseline: corroborated when two articles or more state it, else single-source; articles count as origins."""
    return Answer(Label.CORROBORATED if decision.n_articles >= 2 else Label.SINGLE_SOURCE, decision.n_articles)


def find_losses(gold: Sequence[GoldClaim], answers: Answers) -> list[Loss | None] | None:
    """For each claim what its wrong label is lost by, None for a right one; no list where gold lacks what it takes."""
    our_chains, gold_chains, own = answers[Line.OUR_CHAINS], answers[Line.GOLD_CHAINS], answers[Line.GOLD]
    if our_chains is None or gold_chains is None or own is None:
        return None
    labels = [claim.label for claim in gold]
    return [
        None if given.label is label else _loss(by_stance.label is label, by_chain.label is label, known.label is label)
        for label, given, by_stance, by_chain, known in zip(
            labels, answers[Line.PROGRAM] or (), our_chains, gold_chains, own, strict=True
        )
    ]


def _loss(by_stance: bool, by_chain: bool, known: bool) -> Loss:
    if not known:
        return Loss.GOLD
    if by_stance or by_chain:
        return Loss.EITHER if by_stance and by_chain else Loss.STANCE if by_stance else Loss.CHAIN
    return Loss.BOTH


# --- gold stances ---


def our_chains(claim: Claim, gold: GoldClaim, places: Places, collection: Collection) -> list[Row]:
    """The rows that the program fills in for gold's stances; gold rows that cannot be located are left out.

    A quote that gold gives without its article counts in every article that holds it.
    """
    judgements = [
        Judgement(claim.id, one.article_id, stance, *one.at, text[slice(*one.at)], row.how, strong=True)
        for stance, row in _stances(gold)
        for one in places.spans(row)
        if one.at and (text := collection.articles[one.article_id].text)
    ]
    return fill_rows(claim, judgements, collection)


def gold_rows(gold: GoldClaim) -> list[Row]:
    """The rows of a gold claim as gold has them; rows without cells are left out."""
    return [
        Row(
            row.article or row.cells.document,
            stance=stance,
            how=row.how,
            quote=row.quote or "",
            **cells_of(row.cells),
        )
        for stance, row in _stances(gold)
        if row.cells
    ]


def _stances(gold: GoldClaim) -> list[tuple[Stance, GoldRow]]:
    return [(Stance.SUPPORTS, row) for row in gold.support] + [(Stance.CONTRADICTS, row) for row in gold.contradict]


# --- gold chains ---


def cells_of(cells: GoldCells) -> dict[str, Any]:
    """The cells as fields of `domain.Row`, all names marked as gold's: they are never equal to ids of the program."""
    return {
        "document": _mark(cells.document),
        "origin": Origin(_mark(cells.origin), cells.origin) if cells.origin else None,
        "group": _mark(cells.group) if cells.group else None,
        "named": cells.named,
        "weak": cells.weak,
        "own_voice": cells.own_voice,
        "allied_with": frozenset(map(_mark, cells.allied_with)),
        "said_at": cells.said_at,
        "comparable": cells.comparable,
    }


def _mark(name: str) -> str:
    return f"gold: {name}"


class Documents:
    """Which document a row is of: in gold's terms where gold says it of the row's article or of a copy of that."""

    def __init__(self, gold: Sequence[GoldClaim], places: Places, collection: Collection) -> None:
        self._gold = {
            span.article_id: _mark(row.cells.document)
            for claim in gold
            for _, row in _stances(claim)
            if row.cells
            for span in places.spans(row)
        }
        ours = collection.documents
        self._copies = {ours[one]: document for one, document in sorted(self._gold.items(), reverse=True)}

    def of(self, row: Row) -> str:
        """Gold's name of the document, or else the program's id of it."""
        return self._gold.get(row.article_id) or self._copies.get(row.document) or row.document


def gold_chains(decision: Decision, gold: GoldClaim, places: Places, documents: Documents) -> list[Row]:
    """The program's rows with gold's chains where gold has a row of that article and stance (see `match_row`).

    Rows that gold lacks keep the program's cells. To be compared with the others they go by names: the document is the
    one that gold gives their article or a copy of it, if it gives any; and a group of the program becomes the group of
    gold one of whose names (`compare`) is, or else may be, that of an origin in it. So a false vote of an origin that
    gold knows is no second origin, and ids of the two kinds are never equal by accident.
    """
    ours = decision.contradicting + decision.supporting + decision.related + decision.unjudged
    known = [row.cells for _, row in _stances(gold) if row.cells]
    matched, own = [], []
    for row in ours:
        found = match_row(row, gold, places)
        if found is not None and found.cells is not None:
            matched.append(replace(row, **cells_of(found.cells)))
        else:
            own.append(replace(row, document=documents.of(row)))
    return matched + _in_gold_terms(own, known)


def match_row(row: Row, gold: GoldClaim, places: Places) -> GoldRow | None:
    """The gold row of the same article and stance that overlaps `row` most, else the nearest; None where none is."""
    near = [
        (_gap(span.at, row), other)
        for stance, other in _stances(gold)
        if stance is row.stance
        for span in places.spans(other)
        if span.article_id == row.article_id
    ]
    return min(near, key=lambda pair: pair[0], default=(0, None))[1]


def _gap(at: tuple[int, int] | None, row: Row) -> int:
    """Characters between the two, the less the more they overlap; a row of the whole article is at no distance."""
    return max(at[0], row.start) - min(at[1], row.end) if at else 0


def _in_gold_terms(own: Sequence[Row], known: Sequence[GoldCells]) -> list[Row]:
    groups: dict[str | None, str | None] = {}
    for wanted in (Match.SAME, Match.MAYBE):
        for row in own:
            cells = _named_like(row, known, wanted)
            if cells is not None and row.group not in groups:
                groups[row.group] = cells_of(cells)["group"]
    return [
        replace(row, origin=_origin_of(row, known), group=groups.get(row.group, row.group)) if row.origin else row
        for row in own
    ]


def _named_like(row: Row, known: Sequence[GoldCells], wanted: Match) -> GoldCells | None:
    if row.origin is None:
        return None
    name = read_name(row.origin.name)
    return next(
        (
            cells
            for cells in known
            if any(one and compare(name, read_name(one)) is wanted for one in (cells.origin, cells.group))
        ),
        None,
    )


def _origin_of(row: Row, known: Sequence[GoldCells]) -> Origin | None:
    cells = _named_like(row, [replace(cells, group=None) for cells in known], Match.SAME)
    return cells_of(cells)["origin"] if cells else row.origin
