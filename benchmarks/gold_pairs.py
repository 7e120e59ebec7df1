"""The pairs of the gold sets as the engine sees them: a claim, a candidate of a retrieved article, their signals."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.gold_sets import SETS, collection, is_here
from vectorstore.memory import MemoryIndex
from verifier.domain import Article, Claim, Kind, Pair, Passage
from verifier.engines.embedded import Candidate, EmbeddedEngine
from verifier.engines.settling import Signals
from verifier.evaluation import GoldClaim, GoldRow, Places, read_gold
from verifier.language.reading import reads
from verifier.models import EMBEDDING_WIDTH
from verifier.models.loader import Embedder
from verifier.models.stance import StanceModel
from verifier.models.tagger import Tagger
from verifier.steps.chunks import chunk
from verifier.steps.evidence import Finder
from verifier.steps.reading import Reader
from verifier.steps.vectors import Vectors
from verifier.store import Store
from verifier.workspace import Workspace

SUPPORT, CONTRADICT, NEITHER = "support", "contradict", "neither"


@dataclass(frozen=True, slots=True)
class GoldPair:
    """`gold`: what the row of gold that the candidate overlaps says of the claim, else neither.

    `sure` is False for a candidate that is in no row of gold while its article has one for this claim: it may repeat
    what that row says.
    """

    collection: str
    part: str
    claim_id: str
    claim: str
    article_id: str
    candidate: Candidate
    signals: Signals
    gold: str
    sure: bool


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article of a gold set with the pairs in which it is retrieved, each with its claim and that one's part, and
    the wordings of all claims of the set."""

    collection: str
    article: Article
    asked: list[tuple[GoldClaim, str, Pair]]
    claims: Sequence[str]
    engine: EmbeddedEngine
    places: Places


def gold_articles(names: Sequence[str] = SETS) -> Iterator[GoldArticle]:
    """Every article of every set whose articles are on this machine, those without a pair left out."""
    embedder, stances = Embedder(), StanceModel()
    for name in filter(is_here, names):
        with TemporaryDirectory() as folder, collection(name, Path(folder)) as (inputs, content):
            with Workspace.create(Path(folder) / "workspace") as workspace:
                for _ in workspace.add(inputs):
                    pass
                articles = [article for article in workspace.articles() if reads(article.language)]
            store = Store.open(Path(folder) / "vectors.db", create=True)
            engine = EmbeddedEngine(Vectors(store, embedder), stances, Reader(Tagger()))
            yield from _of_set(name, articles, content, engine, embedder)


def _of_set(
    name: str, articles: Sequence[Article], content: str, engine: EmbeddedEngine, embedder: Embedder
) -> Iterator[GoldArticle]:
    places = Places(articles)
    finder = _finder(articles, embedder)
    raw = {str(row["id"]): row for row in map(json.loads, content.splitlines())}
    by_article: dict[str, list[tuple[GoldClaim, str, Pair]]] = defaultdict(list)
    gold = read_gold(content.encode(), name)
    for claim in gold:
        row = raw[str(claim.id)]
        brought = Claim.brought(claim.text, Kind(row["kind"]), None, claim.on)
        for pair in finder.pairs(brought, embedder.embed([claim.text])[0]):
            by_article[pair.article_id].append((claim, row.get("part", "sample"), pair))
    for article in articles:
        if by_article[article.id]:
            texts = [claim.text for claim in gold]
            yield GoldArticle(name, article, by_article[article.id], texts, engine, places)


def gold_pairs(names: Sequence[str] = SETS) -> Iterator[GoldPair]:
    """Every pair of every set whose articles are on this machine."""
    for found in gold_articles(names):
        compared = found.engine.compare(found.article, [pair for _, _, pair in found.asked])
        for (claim, part, pair), candidates in zip(found.asked, compared, strict=True):
            for one, signals in candidates:
                gold, sure = gold_of(claim, pair.article_id, one, found.places)
                about = found.collection, part, str(claim.id), claim.text, pair.article_id
                yield GoldPair(*about, one, signals, gold, sure)


def _finder(articles: Sequence[Article], embedder: Embedder) -> Finder:
    passages: list[Passage] = [p for article in articles for p in chunk(article, embedder.count_tokens)]
    index = MemoryIndex(EMBEDDING_WIDTH)
    index.add([p.id for p in passages], embedder.embed([p.text for p in passages]))
    return Finder(index, passages)


def gold_of(claim: GoldClaim, article_id: str, one: Candidate, places: Places) -> tuple[str, bool]:
    """The side of a candidate, and whether it is sure: see `GoldPair`."""
    sides = ((SUPPORT, claim.support), (CONTRADICT, claim.contradict))
    for side, rows in sides:
        if any(_holds(row, article_id, one, places) for row in rows):
            return side, True
    listed = any(span.article_id == article_id for _, rows in sides for row in rows for span in places.spans(row))
    return NEITHER, not listed


def _holds(row: GoldRow, article_id: str, one: Candidate, places: Places) -> bool:
    """Whether more than half of the shorter of the two lies in the other."""
    for span in places.spans(row):
        if span.article_id == article_id and span.at is not None:
            shared = min(span.at[1], one.end) - max(span.at[0], one.start)
            if shared > 0.5 * min(span.at[1] - span.at[0], one.end - one.start):
                return True
    return False
