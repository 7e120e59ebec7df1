"""Merge: mentions with the same truth conditions become one claim. One wrong merge is worse than ten missed.

A mention joins the earliest claim whose *home* it matches; it is never compared with the other members, so that
merging cannot chain from one wording to another until the meaning is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from verifier.domain import Claim, Kind, Mention, content_id
from verifier.language.names import find_names, name_key
from verifier.language.quantities import find_quantities
from verifier.language.words import content_words, is_negated

MIN_COSINE = 0.90
"""Wordings closer than this are candidates; equal wordings need no model."""

MIN_SHARED_WORDS = 0.6
"""Share of the shorter wording's content words that must stand in the other: near names of other things stay apart."""


@dataclass(frozen=True, slots=True)
class _Signature:
    """What must be equal for two wordings to have the same truth conditions."""

    kind: Kind
    hedged: bool
    negated: bool
    event_at: date | None
    numbers: tuple[tuple[float, float, str], ...]
    names: frozenset[str]


def merge(
    mentions: Iterable[Mention], published: Mapping[str, date | None], vectors: Mapping[str, NDArray[np.float32]]
) -> list[Claim]:
    """The claims of a collection, ordered by their homes.

    `published` maps article ids to dates, `vectors` each mention's text to its unit vector [384].
    Mentions are taken by date (unknown last), article id and offset, so that the result does not depend on the order
    of the input.
    """
    ordered = sorted(mentions, key=lambda m: (published.get(m.article_id) or date.max, m.article_id, m.start, m.id))
    homes: list[Mention] = []
    members: list[list[Mention]] = []
    signatures: list[_Signature] = []
    by_wording: dict[tuple[str, _Signature], int] = {}
    matrix = np.empty((len(ordered), next(iter(vectors.values())).shape[0] if vectors else 0), dtype=np.float32)
    for mention in ordered:
        signature = _signature(mention)
        wording = _wording(mention.text), signature
        home = by_wording.get(wording)
        if home is None:
            home = _nearest_home(mention, signature, vectors[mention.text], matrix[: len(homes)], homes, signatures)
        if home is None:
            home = len(homes)
            matrix[home] = vectors[mention.text]
            homes.append(mention)
            signatures.append(signature)
            members.append([])
        by_wording.setdefault(wording, home)
        members[home].append(mention)
    return [_claim(home, group) for home, group in zip(homes, members, strict=True)]


def aliases(merged: Iterable[Claim]) -> dict[str, str]:
    """{id that a claim had, or would have had, with another member as its home: its id now}."""
    return {alias: claim.id for claim in merged for m in claim.mentions if (alias := _claim_id(m)) != claim.id}


def _claim_id(home: Mention) -> str:
    return content_id("claim", home.id)


def _claim(home: Mention, members: Sequence[Mention]) -> Claim:
    return Claim(
        id=_claim_id(home),
        text=home.text,
        kind=home.kind,
        hedge=home.hedge,
        event_at=home.event_at,
        mentions=tuple(members),
    )


def _nearest_home(
    mention: Mention,
    signature: _Signature,
    vector: NDArray[np.float32],
    matrix: NDArray[np.float32],
    homes: Sequence[Mention],
    signatures: Sequence[_Signature],
) -> int | None:
    if not homes:
        return None
    scores = matrix @ vector
    near = np.flatnonzero(scores >= MIN_COSINE)
    for home in sorted(map(int, near), key=lambda one: (-float(scores[one]), one)):
        if signatures[home] == signature and _share_words(mention.text, homes[home].text):
            return home
    return None


def _share_words(a: str, b: str) -> bool:
    words_a, words_b = content_words(a), content_words(b)
    shorter = min(len(words_a), len(words_b))
    return shorter > 0 and len(words_a & words_b) >= MIN_SHARED_WORDS * shorter


def _wording(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _signature(mention: Mention) -> _Signature:
    return _Signature(
        kind=mention.kind,
        hedged=mention.hedge is not None,
        negated=is_negated(mention.text),
        event_at=mention.event_at,
        numbers=tuple(sorted((q.low, q.high, q.counted) for q in find_quantities(mention.text))),
        names=frozenset(name_key(name.name) for name in find_names(mention.text)),
    )
