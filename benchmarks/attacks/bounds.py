"""What one article may do to a verdict by ordinary votes: one for the claim, one against it, each by anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product

from verifier.domain import Decision, How, Label, Origin, Reason, Row, Stance, State
from verifier.steps.verdicts import decide

Outcome = tuple[Label, Reason, State, bool]
"""Label, reason, state, and whether a dispute is possible."""

DAYS = date(1999, 1, 1), date(2099, 1, 1)
"""An attacker dates what he likes, before or after all others."""

NEWCOMER = "an attacker's article"


def outcome_of(decision: Decision) -> Outcome:
    """What is compared of a verdict."""
    return decision.label, decision.reason, decision.state, decision.possible_dispute


def allowed(honest: Sequence[Row]) -> set[Outcome]:
    """The verdicts that a claim with the rows `honest` may get; a vote may be in the name of whoever speaks in them."""
    origins = {(row.origin, row.group, row.allied_with) for row in honest if row.origin}
    supports = [None, *_votes(Stance.SUPPORTS, None, origins)]
    against = [None, *(vote for how in How for vote in _votes(Stance.CONTRADICTS, how, origins))]
    related = Row(NEWCOMER, NEWCOMER, Stance.RELATED)
    return {
        outcome_of(decide([*honest, *more, *(vote for vote in votes if vote)]))
        for votes in product(supports, against)
        for more in ([], [related])
    }


def _votes(
    stance: Stance, how: How | None, origins: Iterable[tuple[Origin | None, str | None, frozenset[str]]]
) -> Iterator[Row]:
    own = Origin("origin-of-the-attacker", NEWCOMER)
    for day in DAYS:
        vote = Row(NEWCOMER, NEWCOMER, stance, how=how, said_at=day, published=day)
        yield vote
        yield _by(vote, own, own.id, own_voice=True)
        yield _by(vote, own, own.id, weak=True)
        for origin, group, allies in origins:
            yield _by(vote, origin, group, allies=allies)


def _by(
    vote: Row,
    origin: Origin | None,
    group: str | None,
    *,
    allies: frozenset[str] = frozenset(),
    weak: bool = False,
    own_voice: bool = False,
) -> Row:
    return Row(
        vote.article_id,
        vote.document,
        vote.stance,
        how=vote.how,
        origin=origin,
        group=group,
        named=not weak,
        weak=weak,
        own_voice=own_voice,
        allied_with=allies,
        said_at=vote.said_at,
        published=vote.published,
    )
