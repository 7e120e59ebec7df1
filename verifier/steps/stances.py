"""Judge: pairs in, judgements out, addressed by content so that nothing is judged twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.domain import Article, Judgement, Pair, Stance, Unjudged, content_id
from verifier.engines import Due, Engine


def pair_key(pair: Pair, engine: Engine) -> str:
    """The content key of judging `pair` with `engine`: the same key always has the same answer."""
    claim = pair.claim
    passages = [(p.start, p.end) for p in pair.passages]
    return content_id(
        "pair", claim.id, claim.text, claim.kind, claim.event_at, pair.article_id, passages, engine.fingerprint
    )


def judge(due: Sequence[Due], engine: Engine) -> Iterator[tuple[str, list[list[Judgement]]]]:
    """(article id, the judgements of each of its pairs in their order), articles in any order.

    Every pair has at least one. A quote that is not verbatim makes its judgement unjudged, and so does an engine that
    leaves a pair out.
    """
    asked = {article.id: pairs for article, pairs in due}
    for article, judgements in engine.judge_each(due):
        by_claim: dict[str, list[Judgement]] = {pair.claim.id: [] for pair in asked[article.id]}
        for judgement in judgements:
            if judgement.claim_id in by_claim and judgement.article_id == article.id:
                by_claim[judgement.claim_id].append(_verified(article, judgement))
        yield article.id, [by_claim[pair.claim.id] or [_left_out(pair)] for pair in asked[article.id]]


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
