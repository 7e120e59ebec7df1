"""Claims across versions of an article: id, history and corrections go on with the statement, as long as it stands.

A new version has mentions of its own, so every claim whose home is in the old one gets another id. Who answers to the
old id is found from what is stored alone, so that it does not depend on the order in which versions came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from verifier.domain import Claim, Correction, CorrectionKind, Mention
from verifier.steps import claims
from verifier.steps.claims import claim_id_of


@dataclass(frozen=True, slots=True)
class Heirs:
    """Who answers for what is gone.

    `mentions` maps ids of mentions to that of the same wording in what took their article's place; `claims` maps ids of
    claims to the id of a claim that has, or would have, a mention of today as its home.
    """

    mentions: Mapping[str, str]
    claims: Mapping[str, str]


def find_heirs(
    mentions: Sequence[Mention],
    replaced: Iterable[tuple[Mention, str]],
    before: Sequence[Claim],
    aliases: Mapping[str, str],
) -> Heirs:
    """The heirs among `mentions`, those of today, of what was stored before them.

    `replaced` holds mentions of earlier versions with the id of the article in their place, `before` the claims of the
    last run, `aliases` the former ids it knew. The same wording in the same place comes first, since its home is what
    a claim is; then another mention of the same claim.
    """
    live = {claim_id_of(mention.id) for mention in mentions}
    stated: dict[tuple[str, str], str] = {}
    for mention in mentions:
        stated.setdefault((mention.article_id, _plain(mention.text)), mention.id)
    read_anew = ((mention, mention.article_id) for claim in before for mention in claim.mentions)
    moved = {
        mention.id: stated[place]
        for mention, article_id in (*replaced, *read_anew)
        if claim_id_of(mention.id) not in live and (place := (article_id, _plain(mention.text))) in stated
    }
    steps = {
        **aliases,
        **{claim.id: one for claim in before if (one := _survivor(claim, moved, live))},
        **{claim_id_of(old): claim_id_of(new) for old, new in moved.items()},
    }
    ends = {old: _end(steps, old, live) for old in steps.keys() - live}
    return Heirs(moved, {old: end for old, end in ends.items() if end is not None})


def carried_over(corrections: Iterable[Correction], heirs: Heirs) -> list[Correction]:
    """The corrections of claims with what is gone replaced by its heir; others, and what has none, as they are."""
    return [replace(each, subjects=_subjects(each, heirs)) for each in corrections]


def aliases(merged: Sequence[Claim], heirs: Heirs) -> dict[str, str]:
    """{former id, or the id that a claim would have with another member as its home: the id of a claim of `merged`}."""
    now = {claim.id: claim.id for claim in merged} | claims.aliases(merged)
    return {old: now[new] for old, new in heirs.claims.items()} | claims.aliases(merged)


def _subjects(each: Correction, heirs: Heirs) -> tuple[str, ...]:
    if each.kind is CorrectionKind.DIFFERENT_CLAIMS:
        claim_id, mention_id = each.subjects
        return heirs.claims.get(claim_id, claim_id), heirs.mentions.get(mention_id, mention_id)
    if each.kind in {CorrectionKind.SAME_CLAIM, CorrectionKind.REWORDED}:
        return tuple(heirs.claims.get(one, one) for one in each.subjects)
    return each.subjects


def _survivor(claim: Claim, moved: Mapping[str, str], live: Set[str]) -> str | None:
    members = (claim_id_of(moved.get(mention.id, mention.id)) for mention in claim.mentions)
    return next((member for member in members if member in live), None)


def _end(steps: Mapping[str, str], old: str, live: Set[str]) -> str | None:
    """The first id of today that the steps lead to; None when they end or turn in a circle."""
    passed = {old}
    while (following := steps.get(old)) is not None and following not in passed:
        if following in live:
            return following
        passed.add(following)
        old = following
    return None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
