"""Judge: pairs in, judgements out, addressed by content so that nothing is judged twice."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.domain import Article, Judgement, Pair, Stance, Unjudged, content_id
from verifier.engines import Engine


def pair_key(pair: Pair, engine: Engine) -> str:
    """The content key of judging `pair` with `engine`: the same key always has the same answer."""
    claim = pair.claim
    passages = [(p.start, p.end) for p in pair.passages]
    return content_id(
        "pair", claim.id, claim.text, claim.kind, claim.event_at, pair.article_id, passages, engine.fingerprint
    )


def judge(article: Article, pairs: Sequence[Pair], engine: Engine) -> list[list[Judgement]]:
    """The judgements of each pair, in the order of `pairs`; every pair has at least one.

    A quote that is not verbatim makes its judgement unjudged, and so does an engine that leaves a pair out.
    """
    by_claim: dict[str, list[Judgement]] = {pair.claim.id: [] for pair in pairs}
    for judgement in engine.judge_stances(article, pairs):
        if judgement.claim_id in by_claim and judgement.article_id == article.id:
            by_claim[judgement.claim_id].append(_verified(article, judgement))
    return [by_claim[pair.claim.id] or [_left_out(pair)] for pair in pairs]


def _verified(article: Article, judgement: Judgement) -> Judgement:
    if judgement.quote and article.text[judgement.start : judgement.end] == judgement.quote:
        return judgement
    return Judgement(
        claim_id=judgement.claim_id,
        article_id=article.id,
        stance=Stance.UNJUDGED,
        start=0,
        end=0,
        quote="",
        note=Unjudged.NOT_LOCATED,
    )


def _left_out(pair: Pair) -> Judgement:
    first = pair.passages[0]
    return Judgement(
        claim_id=pair.claim.id,
        article_id=pair.article_id,
        stance=Stance.UNJUDGED,
        start=first.start,
        end=first.end,
        quote=first.text,
        note=Unjudged.NO_ANSWER,
    )
