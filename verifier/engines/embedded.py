"""The default engine: rules find the statements; a stance model and an embedding model that ship say how close two
wordings are; rules and fitted weights settle the stance. No key, no network.

A statement's words are compared on their own, cut free of "according to …"; the stance model reads the sentence it
stands in, which does as well as both and costs half. What its speaker does with it (asserts, denies, doubts) is a cell
that the rules fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from verifier.domain import Article, Judgement, Mention, Pair, Passage, Stance, Unjudged, content_id
from verifier.engines import OneByOne, unjudged
from verifier.engines.settling import SCORED_FROM, WEIGHTS_FILE, Finding, Signals, probabilities, read_wording, settle
from verifier.fingerprints import source_fingerprint
from verifier.language.attribution import Attitude
from verifier.language.cues import Span
from verifier.language.reading import Reading, reads
from verifier.language.statements import Statement
from verifier.models import StanceScorer
from verifier.models.manifest import expected_sha256
from verifier.models.stance import NOTHING, StanceScores
from verifier.steps.reading import Reader


class TextVectors(Protocol):
    """Unit vectors of texts, whoever keeps them."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text may get another vector."""

    def of(self, texts: Iterable[str]) -> Mapping[str, NDArray[np.float32]]:
        """{text: float32 [384]}."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words of an article that may take a stance: a statement, or what a passage holds of a part without one.

    `sentence` is what the passage holds of the attributed part around it.
    """

    start: int
    end: int
    text: str
    sentence: str
    attitude: Attitude
    own_voice: bool


Compared = tuple[Candidate, Signals]

_WORD = re.compile(r"\w")


class EmbeddedEngine(OneByOne):
    """Statements by rules; stances by rules over what the two models see."""

    name = "embedded"

    def __init__(self, vectors: TextVectors, stances: StanceScorer, reader: Reader) -> None:
        self._vectors = vectors
        self._stances = stances
        self._reader = reader

    @property
    def fingerprint(self) -> str:
        """Models, weights and rules."""
        parts = self._vectors.fingerprint, self._stances.fingerprint, self._reader.fingerprint
        return content_id("embedded", source_fingerprint("verifier.engines"), expected_sha256(WEIGHTS_FILE), *parts)

    def read(self, article: Article) -> Reading:
        """What the rules see in the article."""
        return self._reader.read(article)

    def extract_mentions(self, article: Article) -> list[Mention]:
        """What the article's speakers assert, but for "no such order exists"; what they deny or doubt is no mention."""
        reading = self._reader.read(article)
        rejecting = [(one.start, one.end) for one in reading.rejections]
        return [
            _mention(article, one)
            for one in reading.statements
            if one.attitude is Attitude.ASSERTS and not any(_overlap(one.start, one.end, *span) for span in rejecting)
        ]

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """One judgement per pair and candidate that takes a stance; one related, or unjudged, where none does."""
        if not reads(article.language):
            return [unjudged(pair, Unjudged.LANGUAGE) for pair in pairs]
        return [
            judgement
            for pair, compared in zip(pairs, self.compare(article, pairs), strict=True)
            for judgement in settled(article, pair, compared)
        ]

    def compare(self, article: Article, pairs: Sequence[Pair]) -> list[list[Compared]]:
        """For each pair, the candidates in its passages with their signals, in text order.

        The stance model is asked for those alone whose likeness makes it worth while, each pair of texts once.
        """
        reading = self._reader.read(article)
        candidates = [list(_candidates(article.text, reading, pair.passages)) for pair in pairs]
        texts = {pair.claim.text for pair in pairs} | {one.text for ones in candidates for one in ones}
        vectors = self._vectors.of(sorted(texts))
        unscored = [
            [(one, _signals(pair.claim.text, one, vectors)) for one in ones]
            for pair, ones in zip(pairs, candidates, strict=True)
        ]
        return self._scored(pairs, unscored)

    def compare_quotes(self, article: Article, quotes: Sequence[tuple[Pair, Span]]) -> list[Signals]:
        """What the models see between each claim and a quote of the article, however unlike they are."""
        reading = self._reader.read(article)
        compared = [(pair, _candidate_at(article.text, reading, span)) for pair, span in quotes]
        vectors = self._vectors.of(
            sorted({pair.claim.text for pair, _ in compared} | {one.text for _, one in compared})
        )
        asked = [(self._fitting(one, pair.claim.text) or [""])[0] for pair, one in compared]
        texts = sorted({(text, pair.claim.text) for (pair, _), text in zip(compared, asked, strict=True) if text})
        scores = dict(zip(texts, self._stances.score(texts), strict=True))
        return [
            replace(
                _signals(pair.claim.text, one, vectors),
                scores=scores.get((text, pair.claim.text), NOTHING),
                fits=bool(text),
            )
            for (pair, one), text in zip(compared, asked, strict=True)
        ]

    def _scored(self, pairs: Sequence[Pair], unscored: Sequence[Sequence[Compared]]) -> list[list[Compared]]:
        asked = sorted(
            {
                (text, pair.claim.text)
                for pair, compared in zip(pairs, unscored, strict=True)
                for one, signals in compared
                if signals.likeness >= SCORED_FROM
                for text in self._fitting(one, pair.claim.text)
            }
        )
        scores = dict(zip(asked, self._stances.score(asked), strict=True))
        return [
            [(one, _with_scores(one, signals, pair.claim.text, scores)) for one, signals in compared]
            for pair, compared in zip(pairs, unscored, strict=True)
        ]

    def _fitting(self, one: Candidate, claim: str) -> list[str]:
        """The sentence, or the statement in it where the sentence is too long for the model; none where both are."""
        limit = self._stances.max_tokens
        return [text for text in (one.sentence, one.text) if self._stances.count_tokens(text, claim) <= limit][:1]


def _candidates(text: str, reading: Reading, passages: Sequence[Passage]) -> Iterator[Candidate]:
    """What the passages of an article hold; what is only said to be unknown takes no stance."""
    for passage in passages:
        for part in reading.attributed:
            if part.attitude is Attitude.GAP or not _overlap(passage.start, passage.end, *part.span):
                continue
            # Clipped, because a passage always fits the models and a sentence may not.
            start, end = max(passage.start, part.span[0]), min(passage.end, part.span[1])
            within = text[start:end]
            for rejection in reading.rejections:
                if (rejection.start, rejection.end) == part.span:
                    rejected = rejection.rejected.text
                    yield Candidate(start, end, rejected, rejected, rejection.attitude, own_voice=len(part.chain) <= 1)
            stated = [s for s in reading.statements if part.span[0] <= s.start < part.span[1]]
            if not stated and _WORD.search(within):
                yield Candidate(start, end, within, within, part.attitude, own_voice=len(part.chain) <= 1)
            for one in stated:
                if one.attitude is not Attitude.GAP and _overlap(passage.start, passage.end, one.start, one.end):
                    yield Candidate(one.start, one.end, one.text, within, one.attitude, own_voice=len(one.chain) <= 1)


def _candidate_at(text: str, reading: Reading, span: Span) -> Candidate:
    start, end = span
    parts = [part for part in reading.attributed if _overlap(start, end, *part.span)]
    if not parts:
        return Candidate(start, end, text[start:end], text[start:end], Attitude.ASSERTS, own_voice=True)
    part = max(parts, key=lambda one: min(one.span[1], end) - max(one.span[0], start))
    a, b = min(start, part.span[0]), max(end, part.span[1])
    return Candidate(start, end, text[start:end], text[a:b], part.attitude, own_voice=len(part.chain) <= 1)


def _overlap(start: int, end: int, other_start: int, other_end: int) -> bool:
    return start < other_end and other_start < end


def _signals(claim: str, one: Candidate, vectors: Mapping[str, NDArray[np.float32]]) -> Signals:
    cosine = float(vectors[claim] @ vectors[one.text])
    return Signals(read_wording(claim, one.text, one.sentence), cosine, one.attitude, one.own_voice)


def _with_scores(
    one: Candidate, signals: Signals, claim: str, scores: Mapping[tuple[str, str], StanceScores]
) -> Signals:
    if signals.likeness < SCORED_FROM:
        return signals
    found = scores.get((one.sentence, claim)) or scores.get((one.text, claim))
    return replace(signals, fits=False) if found is None else replace(signals, scores=found)


def settled(article: Article, pair: Pair, compared: Sequence[Compared]) -> list[Judgement]:
    """The judgements that follow from the signals of a pair's candidates."""
    found = [(one, settle(signals)) for one, signals in compared]
    telling = [one for one in found if one[1].stance is not Stance.RELATED]
    if not telling:
        return [nearest(article, pair, compared)]
    return [_judgement(article, pair, one.start, one.end, finding) for one, finding in telling]


def nearest(article: Article, pair: Pair, compared: Sequence[Compared]) -> Judgement:
    """*Related*, with the statement that comes nearest to the claim's matter."""
    if not compared:
        first = pair.passages[0]
        return _judgement(article, pair, first.start, first.end, Finding(Stance.RELATED, note="no statement"))
    one, _ = max(compared, key=lambda each: probabilities(each[1])[0])
    return _judgement(article, pair, one.start, one.end, Finding(Stance.RELATED))


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
