"""Merge: mentions with the same truth conditions become one claim. One wrong merge is worse than ten missed.

A mention joins the claim whose *home* says the same; it is never compared with the other members, so that merging
cannot chain from one wording to another until the meaning is gone. Who said it is no part of what makes it true. Code
compares kind, hedge, numbers, days, names, negation and roles (`language.sameness`); what passes must be entailed by
the home and entail it, unless both consist of the same words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from verifier.domain import Claim, Correction, CorrectionKind, Kind, Mention, content_id
from verifier.language.sameness import Wording, can_be_same, have_same_words, in_words_of, read_wording
from verifier.models import StanceScorer

MIN_COSINE = 0.70
"""Wordings closer than this are compared. Equal wordings are compared whatever their vectors."""

ENTAILED_FROM = 0.50
"""Probability from which the model's entailment counts; it must be reached in both directions. On the dev half of the
gold pairs 0.30 has a wrong merge and 0.40 none; 0.50 keeps clear of that, since one wrong merge is worse than ten
missed, and merges as many pairs but one. Choose again for another stance model:
`python -m benchmarks.merging --sweep`."""

MAX_CANDIDATES = 8
"""Homes that the model compares a mention with: the closest of those that code lets pass. What is cut off can only be a
merge that is missed."""

_BLOCK = 256


@dataclass(frozen=True, slots=True)
class ClaimCorrections:
    """What a person said of claims and mentions, applied to the merged claims: `apart`, then `same`, then `reworded`.

    `apart` holds ids of mentions, each a claim of its own that takes no other mention; the rest of its claim stays
    together. `same` holds pairs of ids of claims that are one; the earliest home wins. `reworded` maps ids of claims to
    their texts. An id is that of a claim now or formerly; one that no mention answers to is passed over.
    """

    same: frozenset[frozenset[str]] = frozenset()
    apart: frozenset[str] = frozenset()
    reworded: Mapping[str, str] = field(default_factory=dict)


UNCORRECTED = ClaimCorrections()


@dataclass(frozen=True, slots=True)
class Stated:
    """What is compared of a mention; equal ones need no comparison."""

    wording: Wording
    kind: Kind
    hedged: bool

    @classmethod
    def of(cls, mention: Mention, published: date | None) -> Stated:
        """As the mention of an article published that day states it."""
        return cls(read_wording(mention.text, published), mention.kind, mention.hedge is not None)


def can_merge(a: Stated, b: Stated) -> bool:
    """Whether nothing that code sees keeps the two apart; symmetric."""
    return a.kind == b.kind and a.hedged == b.hedged and can_be_same(a.wording, b.wording)


def merge(
    mentions: Iterable[Mention],
    published: Mapping[str, date | None],
    vectors: Mapping[str, NDArray[np.float32]],
    scorer: StanceScorer,
    corrections: ClaimCorrections = UNCORRECTED,
) -> list[Claim]:
    """The claims of a collection, ordered by their homes; every mention is in exactly one.

    `published` maps article ids to dates, `vectors` each mention's text to its unit vector [384].
    Mentions are taken by date (unknown last), article id and offset, so that the result does not depend on the order
    of the input.
    """
    ordered = sorted(mentions, key=lambda m: (published.get(m.article_id) or date.max, m.article_id, m.start, m.id))
    groups: dict[int, list[Mention]] = defaultdict(list)
    for mention, home in zip(ordered, _homes(ordered, published, vectors, scorer), strict=True):
        groups[home].append(mention)
    order = {mention.id: place for place, mention in enumerate(ordered)}
    corrected = _corrected(groups.values(), order, corrections)
    return [_reworded(_claim(members), corrections.reworded) for members in corrected]


def aliases(merged: Iterable[Claim]) -> dict[str, str]:
    """{id that a claim had, or would have had, with another member as its home: its id now}."""
    return {alias: claim.id for claim in merged for m in claim.mentions if (alias := claim_id_of(m.id)) != claim.id}


def claim_id_of(mention_id: str) -> str:
    """The id of the claim whose home is that mention."""
    return content_id("claim", mention_id)


def _claim(members: Sequence[Mention]) -> Claim:
    home = members[0]
    return Claim(
        id=claim_id_of(home.id),
        text=home.text,
        kind=home.kind,
        hedge=home.hedge,
        event_at=home.event_at,
        mentions=tuple(members),
    )


# --- finding homes ---


def _homes(
    ordered: Sequence[Mention],
    published: Mapping[str, date | None],
    vectors: Mapping[str, NDArray[np.float32]],
    scorer: StanceScorer,
) -> Iterator[int]:
    """For each mention the number of its home, counted from 0 in the order in which they come up."""
    homes: list[Stated] = []
    by_wording: dict[str, list[int]] = defaultdict(list)
    width = len(vectors[ordered[0].text]) if ordered else 0
    matrix = np.empty((len(ordered), width), dtype=np.float32)
    for start in range(0, len(ordered), _BLOCK):
        block = ordered[start : start + _BLOCK]
        n_before = len(homes)
        rows = np.stack([vectors[mention.text] for mention in block])
        before = rows @ matrix[:n_before].T
        for mention, row, closeness in zip(block, rows, before, strict=True):
            stated = Stated.of(mention, published.get(mention.article_id))
            cosines = np.concatenate([closeness, matrix[n_before : len(homes)] @ row])
            equal = by_wording[stated.wording.plain]
            near = [one for one in _closest(cosines) if one not in equal]
            home = _home_of(stated, [*equal, *near], homes, scorer)
            if home is None:
                home = len(homes)
                matrix[home] = row
                homes.append(stated)
                equal.append(home)
            yield home


def _closest(cosines: NDArray[np.float32]) -> list[int]:
    near = np.flatnonzero(cosines >= MIN_COSINE)
    return sorted(map(int, near), key=lambda one: (-float(cosines[one]), one))


def _home_of(stated: Stated, candidates: Iterable[int], homes: Sequence[Stated], scorer: StanceScorer) -> int | None:
    """The home that says the same: by its words alone, else the one that the model is surest of."""
    asked: list[int] = []
    for home in candidates:
        if can_merge(stated, homes[home]):
            if have_same_words(stated.wording, homes[home].wording):
                return home
            asked.append(home)
            if len(asked) == MAX_CANDIDATES:
                break
    found = dict(zip(asked, entailments([(stated, homes[home]) for home in asked], scorer), strict=True))
    best = max(asked, key=lambda home: found[home], default=None)
    return best if best is not None and found[best] >= ENTAILED_FROM else None


def entailments(pairs: Sequence[tuple[Stated, Stated]], scorer: StanceScorer) -> list[float]:
    """How surely each two entail each other (0 to 1): the weaker of both directions; 0 for what the model cannot read.

    Numbers and dates, which code has found equal, are written alike: the model does not see that 1.5 thousand are
    1,500.
    """
    texts = [(in_words_of(a.wording, b.wording), b.wording.text) for a, b in pairs]
    fitting = [pair for pair in texts if scorer.count_tokens(*pair) <= scorer.max_tokens]
    there = scorer.score([*fitting, *((b, a) for a, b in fitting)]) if fitting else []
    n = len(fitting)
    found = {pair: min(there[i].supports, there[n + i].supports) for i, pair in enumerate(fitting)}
    return [found.get(pair, 0.0) for pair in texts]


# --- what a person said ---


def read_corrections(events: Iterable[Correction]) -> ClaimCorrections:
    """What the corrections in force, the oldest first, come to.

    A mention that is taken out takes the unions made in its name with it: an id said before to be one with another
    meant the claim that it is no longer the home of.
    """
    same: set[frozenset[str]] = set()
    apart: set[str] = set()
    reworded: dict[str, str] = {}
    for event in events:
        if event.kind is CorrectionKind.SAME_CLAIM:
            same.add(frozenset(event.subjects))
        elif event.kind is CorrectionKind.DIFFERENT_CLAIMS:
            mention_id = event.subjects[1]
            apart.add(mention_id)
            same = {pair for pair in same if claim_id_of(mention_id) not in pair}
        elif event.kind is CorrectionKind.REWORDED:
            reworded[event.subjects[0]] = event.value
    return ClaimCorrections(frozenset(same), frozenset(apart), reworded)


def _corrected(
    groups: Iterable[Sequence[Mention]], order: Mapping[str, int], corrections: ClaimCorrections
) -> list[list[Mention]]:
    """The groups as a person wants them, each in order, by their first mentions."""
    apart = corrections.apart
    parts = [[m for m in group if m.id not in apart] for group in groups]
    parts += [[m] for group in groups for m in group if m.id in apart]
    part_of = {claim_id_of(m.id): number for number, part in enumerate(parts) for m in part}
    joined = list(range(len(parts)))
    for pair in corrections.same:
        meant = {joined[part_of[one]] for one in pair if one in part_of}
        joined = [min(meant) if number in meant else number for number in joined]
    united: dict[int, list[Mention]] = defaultdict(list)
    for number, part in zip(joined, parts, strict=True):
        united[number] += part
    found = [sorted(part, key=lambda m: order[m.id]) for part in united.values() if part]
    return sorted(found, key=lambda part: order[part[0].id])


def _reworded(claim: Claim, texts: Mapping[str, str]) -> Claim:
    """With the text given to it, or else to the earliest claim that is part of it; kind, hedge and date stay."""
    text = next((texts[one] for m in claim.mentions if (one := claim_id_of(m.id)) in texts), claim.text)
    return replace(claim, text=text)
