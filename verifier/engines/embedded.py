"""The default engine: rules find the statements and settle the stances, an embedding model that ships says how close
two wordings are. No key, no network.

A statement is compared on its own, cut free of "according to …", so that reporting a saying and making it are the
same; what the speaker does with it (asserts, denies, doubts) is a cell that the rules fill.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from verifier.domain import Article, Judgement, Mention, Pair, Stance, content_id
from verifier.engines.settling import Finding, read_signals, settle
from verifier.fingerprints import source_fingerprint
from verifier.language.attribution import Attitude
from verifier.language.reading import read, reads
from verifier.language.statements import Statement
from verifier.steps.verdicts import LANGUAGE


class TextVectors(Protocol):
    """Unit vectors of texts, whoever keeps them."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text may get another vector."""

    def of(self, texts: Iterable[str]) -> Mapping[str, NDArray[np.float32]]:
        """{text: float32 [384]}."""


class EmbeddedEngine:
    """Statements and stances by rules, over the closeness that the embedding model sees."""

    name = "embedded"

    def __init__(self, vectors: TextVectors) -> None:
        self._vectors = vectors

    @property
    def fingerprint(self) -> str:
        """Model and rules."""
        rules = source_fingerprint("verifier.engines", "verifier.language")
        return content_id("embedded", rules, self._vectors.fingerprint)

    def extract_mentions(self, article: Article) -> list[Mention]:
        """What the article's speakers assert; what they deny or doubt is no mention of it."""
        return [_mention(article, s) for s in read(article).statements if s.attitude is Attitude.ASSERTS]

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """One judgement per pair and statement that takes a stance; one related, or unjudged, where none does."""
        if not reads(article.language):
            return [_unjudged(pair, LANGUAGE) for pair in pairs]
        compared = [(pair, _statements(article, pair)) for pair in pairs]
        texts = {text for pair, statements in compared for text in (pair.claim.text, *(s.text for s in statements))}
        vectors = self._vectors.of(sorted(texts))
        return [
            judgement
            for pair, statements in compared
            for judgement in _judge(article, pair, [(s, _settle(pair, s, vectors)) for s in statements])
        ]


def _settle(pair: Pair, statement: Statement, vectors: Mapping[str, NDArray[np.float32]]) -> Finding:
    claim = pair.claim.text
    cosine = float(vectors[claim] @ vectors[statement.text])
    own_voice = len(statement.chain) <= 1
    return settle(read_signals(claim, statement.text, cosine, statement.attitude, own_voice=own_voice))


def _judge(article: Article, pair: Pair, found: Sequence[tuple[Statement, Finding]]) -> list[Judgement]:
    telling = [(s, finding) for s, finding in found if finding.stance is not Stance.RELATED]
    if not telling and found:
        telling = [max(found, key=lambda one: one[1].likeness)]
    if telling:
        return [_judgement(article, pair, s.start, s.end, finding) for s, finding in telling]
    first = pair.passages[0]
    return [_judgement(article, pair, first.start, first.end, Finding(Stance.RELATED, note="no statement"))]


def _mention(article: Article, statement: Statement) -> Mention:
    return Mention(
        id=content_id("mention", article.id, statement.start, statement.end),
        article_id=article.id,
        start=statement.start,
        end=statement.end,
        quote=article.text[statement.start : statement.end],
        text=statement.text,
        chain=statement.chain,
        kind=statement.kind,
        hedge=statement.hedge,
        said_at=statement.said_at,
        event_at=statement.event_at,
    )


def _statements(article: Article, pair: Pair) -> list[Statement]:
    """The statements in the passages of a pair; what is only said to be unknown takes no stance."""
    return [
        s
        for s in read(article).statements
        if s.attitude is not Attitude.GAP and any(p.start < s.end and s.start < p.end for p in pair.passages)
    ]


def _judgement(article: Article, pair: Pair, start: int, end: int, finding: Finding) -> Judgement:
    return Judgement(
        claim_id=pair.claim.id,
        article_id=article.id,
        stance=finding.stance,
        start=start,
        end=end,
        quote=article.text[start:end],
        how=finding.how,
        strong=finding.strong,
        note=finding.note,
    )


def _unjudged(pair: Pair, note: str) -> Judgement:
    first = pair.passages[0]
    return Judgement(pair.claim.id, pair.article_id, Stance.UNJUDGED, first.start, first.end, first.text, note=note)
