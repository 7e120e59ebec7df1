"""What retrieval finds of the gold's quotes, against BM25 alone and the embedder alone, and what it costs.

    python -m benchmarks.retrieval [SHARED]

SHARED is the folder with the articles outside the repository (default: `../shared` beside the checkout); without it
only the sample is measured. The pairs are a gold claim and the passage that holds the quote of one of its supporting
or contradicting rows. Constants of `verifier.steps.evidence` were chosen on the claims with an odd number ("odd"); the
others ("even") say how far that carries.
"""

from __future__ import annotations

import json
import math
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.memory import MemoryIndex
from verifier.domain import Article, Claim, Kind, Passage
from verifier.language.reading import reads
from verifier.language.words import stem
from verifier.models import EMBEDDING_WIDTH
from verifier.models.loader import Embedder
from verifier.steps import evidence
from verifier.steps.articles import read_articles
from verifier.steps.chunks import chunk
from verifier.steps.evidence import Finder

ROOT = Path(__file__).resolve().parents[1]
GOLD = Path(__file__).parent / "gold"
FIRST = (5, 10, 20)
HALVES = ("odd", "even")

VARIANTS: tuple[dict[str, float], ...] = (
    {"MIN_SCORE": 0.44},
    {"MIN_SCORE": 0.52},
    {"MIN_SCORE": 0.56},
    {"MIN_COSINE": 0.0},
    {"MIN_COSINE": 0.2},
    {"WORDS_WEIGHT": 0.4},
    {"WORDS_WEIGHT": 1.0},
    {"COUNTRY_WEIGHT": 0.0},
    {"COUNTRY_WEIGHT": 1.0},
    {"PASSAGES_PER_ARTICLE": 4},
    {"PASSAGES_PER_ARTICLE": 8},
)
"""Other values of the constants, one changed at a time."""

EMBEDDER_ALONE = {"WORDS_WEIGHT": 0.0, "MIN_COSINE": 0.35, "MIN_SCORE": 0.35, "PASSAGES_PER_ARTICLE": 4}
"""Passages by their cosine alone."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """`right`: for each supporting and contradicting row, the id of the passage that holds most of its quote."""

    claim: Claim
    vector: NDArray[np.float32]
    half: str
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """A collection and the claims about it."""

    name: str
    n_articles: int
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    claims: tuple[GoldClaim, ...]
    n_lost: int


@dataclass(frozen=True, slots=True)
class Read:
    """What the thresholds let through: quotes read of those there are, and pairs and passages of all claims."""

    n_quotes: int
    n_read: int
    n_claims: int
    n_pairs: int
    n_passages: int

    def __str__(self) -> str:
        a_claim = (
            f"{self.n_pairs / self.n_claims:.1f} articles and {self.n_passages / self.n_claims:.1f} passages a claim"
        )
        return f"quotes read {self.n_read / self.n_quotes:.3f}, {a_claim}"


Rank = Callable[[Gold, GoldClaim], Sequence[str]]


def main(arguments: Sequence[str]) -> None:
    """Prints recall by method, collection and half, then what is read and compared, then the constants' variants."""
    shared = Path(arguments[0]) if arguments else ROOT.parent / "shared"
    collections = list(_collections(shared, Embedder()))
    for gold in collections:
        n_pairs = sum(len(one.right) for one in gold.claims)
        print(f"{gold.name}: {gold.n_articles} articles, {len(gold.passages)} passages, {len(gold.claims)} claims,")
        print(f"    {n_pairs} pairs; {gold.n_lost} quotes are in no passage (another language, no prose)")
    _print_recall(collections)
    _print_read(collections)


def _print_recall(collections: Sequence[Gold]) -> None:
    finders = {gold.name: _finder(gold) for gold in collections}
    ranks: dict[str, Rank] = {
        "BM25": bm25_ranks(collections),
        "embedder": lambda gold, one: _best_first(gold, gold.vectors @ one.vector),
        "hybrid": lambda gold, one: [p.id for p, _ in finders[gold.name].ranked(one.claim, one.vector)],
    }
    print(f"\nright passage in the first {', '.join(map(str, FIRST))} of the collection")
    for half in HALVES:
        for name, rank in ranks.items():
            hits = {gold.name: _hits(gold, half, rank) for gold in collections}
            print(f"{half:4} {name:8}", " | ".join(f"{one} {_shares(found)}" for one, found in _with_all(hits)))


def _print_read(collections: Sequence[Gold]) -> None:
    print("\nby the thresholds")
    for half in HALVES:
        for name, changed in (("embedder", EMBEDDER_ALONE), ("hybrid", {})):
            read = {gold.name: _read(gold, half, changed) for gold in collections}
            for collection, one in (*read.items(), ("all", _sum(read.values()))):
                print(f"{half:4} {name:8} {collection:9} {one}")
    print("\nother values, odd")
    for changed in VARIANTS:
        read = {gold.name: _read(gold, "odd", changed) for gold in collections}
        hits = {gold.name: _hits_of_variant(gold, changed) for gold in collections}
        in_ten = dict(_with_all(hits))["all"].count(True)
        shown = ", ".join(f"{name} {value}" for name, value in changed.items())
        print(f"{shown:24} {_sum(read.values())}; first {FIRST[1]}: {in_ten / len(dict(_with_all(hits))['all']):.3f}")


def _collections(shared: Path, embedder: Embedder) -> Iterator[Gold]:
    with as_file(files("verifier") / "samples") as samples:
        articles = {Path(a.path).name: a for a in _articles([samples / "articles"])}
        rows = _lines(samples / "gold.jsonl")
        quotes = [[(row["article"], row["quote"]) for row in _evidence(claim)] for claim in rows]
        yield _gold("sample", articles, rows, quotes, embedder)
    for name, gold_file, data, months in (
        ("multi2026", "multi_outlet.jsonl", "multi_outlet.jsonl", ()),
        ("war2022a", "war_articles.jsonl", "war_articles.jsonl", ("2022-01", "2022-02")),
    ):
        path = shared / "data" / "articles" / data
        if not path.exists() or not (GOLD / gold_file).exists():
            print(f"{name}: left out, {str(path)!r} is not here")
            continue
        kept = [row for row in _lines(path) if not months or str(row["date"]).startswith(months)]
        texts = {row["id"]: row["text"] for row in kept}
        rows = [one for one in _lines(GOLD / gold_file) if all(row["article"] in texts for row in _evidence(one))]
        quotes = [
            [(row["article"], texts[row["article"]][row["at"]["start"] : row["at"]["end"]]) for row in _evidence(one)]
            for one in rows
        ]
        yield _gold(name, _articles_of_rows(kept), rows, quotes, embedder)


def _gold(
    name: str,
    articles: Mapping[str, Article],
    rows: Sequence[Mapping[str, Any]],
    quotes: Sequence[Sequence[tuple[str, str]]],
    embedder: Embedder,
) -> Gold:
    by_article = {key: chunk(article, embedder.count_tokens) for key, article in articles.items()}
    passages = tuple(passage for found in by_article.values() for passage in found)
    claims, n_lost = [], 0
    for row, vector, cited in zip(rows, embedder.embed([row["text"] for row in rows]), quotes, strict=True):
        found = [passage_of(by_article.get(article, []), quote) for article, quote in cited]
        right = tuple(dict.fromkeys(passage.id for passage in found if passage is not None))
        n_lost += found.count(None)
        claim = Claim.brought(row["text"], Kind(row["kind"]), None, None)
        claims.append(GoldClaim(claim, vector, HALVES[int(row["id"][1:]) % 2 == 0], right))
    return Gold(
        name, len(articles), passages, embedder.embed([passage.text for passage in passages]), tuple(claims), n_lost
    )


def passage_of(passages: Iterable[Passage], quote: str) -> Passage | None:
    """The passage that holds most of the quote, by letters and digits in a row; None where none holds 20 of them.

    Readers may join lines and drop marks, so what stands between letters is not compared.
    """
    wanted = _letters(quote)
    best, longest = None, min(20, len(wanted)) - 1
    for passage in passages:
        shared = _overlap(_letters(passage.text), wanted)
        if shared > longest:
            best, longest = passage, shared
    return best


def _overlap(text: str, quote: str) -> int:
    """How many letters of the quote the text holds: all, or an end of the quote at an end of the text."""
    if quote in text:
        return len(quote)
    if text in quote:
        return len(text)
    most = min(len(text), len(quote))
    return max(n for n in range(most) if n == 0 or text.endswith(quote[:n]) or text.startswith(quote[-n:]))


def bm25_ranks(collections: Sequence[Gold]) -> Rank:
    """Okapi BM25 over stems, k1 0.9 and b 0.4: the best of three usual settings, with stop words and without."""
    scorers = {gold.name: Bm25([passage.text for passage in gold.passages]) for gold in collections}
    return lambda gold, one: _best_first(gold, scorers[gold.name].scores(one.claim.text))


class Bm25:
    """Okapi BM25 of a query in each of `texts`."""

    def __init__(self, texts: Sequence[str], k1: float = 0.9, b: float = 0.4) -> None:
        counts = [Counter(_stems(text)) for text in texts]
        self._n = len(texts)
        self._holders: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for place, counted in enumerate(counts):
            for word, times in counted.items():
                self._holders[word][place] = times
        lengths = np.array([counted.total() for counted in counts])
        self._k1 = k1
        self._damping = k1 * (1 - b + b * lengths / lengths.mean())

    def scores(self, query: str) -> NDArray[np.float64]:
        """One score (0 or more) for each text, in order."""
        total = np.zeros(self._n)
        for word in sorted(set(_stems(query))):
            holders = self._holders.get(word, {})
            places, times = np.array(list(holders), dtype=int), np.array(list(holders.values()), dtype=float)
            rarity = math.log(1 + (self._n - len(holders) + 0.5) / (len(holders) + 0.5))
            total[places] += rarity * times * (self._k1 + 1) / (times + self._damping[places])
        return total


def _finder(gold: Gold) -> Finder:
    index = MemoryIndex(EMBEDDING_WIDTH)
    index.add([passage.id for passage in gold.passages], gold.vectors)
    return Finder(index, gold.passages)


def _best_first(gold: Gold, scores: NDArray[np.floating]) -> list[str]:
    return [gold.passages[place].id for place in np.argsort(-scores, kind="stable")]


def _hits(gold: Gold, half: str, rank: Rank) -> list[int]:
    """The rank of each right passage, 0 the first; a passage that is not ranked comes behind all."""
    found: list[int] = []
    for one in gold.claims:
        if one.half == half and one.right:
            places = {name: place for place, name in enumerate(rank(gold, one))}
            found += [places.get(name, len(gold.passages)) for name in one.right]
    return found


def _hits_of_variant(gold: Gold, changed: Mapping[str, float]) -> list[bool]:
    with _constants(changed):
        finder = _finder(gold)
        ranks = _hits(gold, "odd", lambda _, one: [p.id for p, _ in finder.ranked(one.claim, one.vector)])
    return [rank < FIRST[1] for rank in ranks]


def _with_all(hits: Mapping[str, list[Any]]) -> Iterator[tuple[str, list[Any]]]:
    yield from hits.items()
    yield "all", [rank for ranks in hits.values() for rank in ranks]


def _shares(ranks: Sequence[int]) -> str:
    return " ".join(f"{sum(rank < first for rank in ranks) / len(ranks):.3f}" for first in FIRST) + f" ({len(ranks)})"


def _read(gold: Gold, half: str, changed: Mapping[str, float]) -> Read:
    wanted = [one for one in gold.claims if one.half == half]
    with _constants(changed):
        finder = _finder(gold)
        pairs = [finder.pairs(one.claim, one.vector) for one in wanted]
    ids = [{passage.id for pair in some for passage in pair.passages} for some in pairs]
    return Read(
        n_quotes=sum(len(one.right) for one in wanted),
        n_read=sum(name in read for one, read in zip(wanted, ids, strict=True) for name in one.right),
        n_claims=len(wanted),
        n_pairs=sum(map(len, pairs)),
        n_passages=sum(map(len, ids)),
    )


def _sum(reads_: Iterable[Read]) -> Read:
    several = list(reads_)
    return Read(*(sum(getattr(one, name) for one in several) for name in Read.__slots__))


@contextmanager
def _constants(changed: Mapping[str, float]) -> Iterator[None]:
    """With other values of the constants of `verifier.steps.evidence`."""
    before = {name: getattr(evidence, name) for name in changed}
    try:
        for name, value in changed.items():
            setattr(evidence, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(evidence, name, value)


def _articles(paths: Sequence[Path]) -> list[Article]:
    return [one for one in read_articles(paths) if isinstance(one, Article) and reads(one.language)]


def _articles_of_rows(rows: Iterable[Mapping[str, Any]]) -> dict[str, Article]:
    """By the id of the row, which an article does not keep: so each row goes into a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for place, row in enumerate(rows):
            paths[row["id"]] = Path(folder) / f"{place}.jsonl"
            kept = {name: value for name, value in row.items() if value is not None}
            paths[row["id"]].write_text(json.dumps(kept), encoding="utf-8")
        return {name: article for name, path in paths.items() for article in _articles([path])}


def _evidence(claim: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*claim["support"], *claim["contradict"]]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text)).casefold()


def _stems(text: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(text)]


if __name__ == "__main__":
    main(sys.argv[1:])
