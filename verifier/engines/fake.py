"""An engine that answers from tables: for tests, and to run the flow without any model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verifier.domain import Article, How, Judgement, Kind, Link, LinkKind, Mention, Pair, Stance, content_id
from verifier.engines import OneByOne


class FakeEngine(OneByOne):
    """Finds the quotes it was told to find and judges (claim text, quote) as it was told; all else is related.

    `statements` maps a quote to the claim text it states; `stances` maps (claim text, quote) to (stance, how).
    """

    name = "fake"

    def __init__(
        self,
        statements: Mapping[str, str] | None = None,
        stances: Mapping[tuple[str, str], tuple[Stance, How | None]] | None = None,
    ) -> None:
        self._statements = dict(statements or {})
        self._stances = dict(stances or {})

    @property
    def fingerprint(self) -> str:
        """Follows from the tables."""
        return content_id("fake", self._statements, sorted(self._stances.items()))

    def extract_mentions(self, article: Article) -> list[Mention]:
        """One mention per known quote that stands in the article, in the outlet's own voice."""
        found = sorted((article.text.find(quote), quote) for quote in self._statements if quote in article.text)
        return [self._mention(article, start, quote) for start, quote in found]

    def _mention(self, article: Article, start: int, quote: str) -> Mention:
        outlet = Link(article.outlet or "unknown outlet", LinkKind.OUTLET, named=article.outlet is not None)
        return Mention(
            id=content_id("mention", article.id, start, start + len(quote)),
            article_id=article.id,
            start=start,
            end=start + len(quote),
            quote=quote,
            text=self._statements[quote],
            chain=(outlet,),
            kind=Kind.FACT,
            said_at=article.published,
        )

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """One judgement per pair and known quote in its passages; a related one where there is none."""
        return [judgement for pair in pairs for judgement in self._judge(article, pair)]

    def _judge(self, article: Article, pair: Pair) -> list[Judgement]:
        known = [
            self._judgement(article, pair, start, quote, stance, how)
            for (claim_text, quote), (stance, how) in sorted(self._stances.items())
            if claim_text == pair.claim.text
            and (start := article.text.find(quote)) >= 0
            and any(p.start <= start < p.end for p in pair.passages)
        ]
        first = pair.passages[0]
        return known or [self._judgement(article, pair, first.start, first.text, Stance.RELATED, None)]

    @staticmethod
    def _judgement(article: Article, pair: Pair, start: int, quote: str, stance: Stance, how: How | None) -> Judgement:
        return Judgement(
            claim_id=pair.claim.id,
            article_id=article.id,
            stance=stance,
            start=start,
            end=start + len(quote),
            quote=quote,
            how=how,
            strong=stance is not Stance.RELATED,
        )
