"""Crowds of copies: a thousand clones against one denial, and clustering of ever larger collections.

    python -m benchmarks.clones [N_ARTICLES ...]

The clones go through the program as shipped. The collections are generated: texts of 80 to 400 words, three in ten of
them copies (exact, edited, abridged, re-headed), by default 1,000, 10,000 and 100,000. Exit code 1 when the denial does
not decide, or is not shown first.

Measured on one busy core: the clones 182 s (129 s of CPU) and 450 MB; clustering 0.3, 4.9 and 50.6 s of CPU, 79, 151
and 641 MB with the articles themselves. Time grows with the number of articles, but for one step between 2,000 and
8,000: from 4,096 texts on those that are compared are read a second time.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

from benchmarks.made_copies import CHANGES, chance_of, make_article
from verifier.domain import Article, Label, Verdict
from verifier.steps.documents import cluster
from verifier.workspace import Workspace

SIZES = 1_000, 10_000, 100_000
N_CLONES = 1_000
DAY = date(2024, 3, 4)

CLAIM = "The harbour of Lomwick was closed to all ships on 4 March 2024."
SAID = (
    "LOMWICK. The harbour of Lomwick was closed to all ships on 4 March 2024. Tugs lay idle along the northern quay, "
    "and crews waited on deck for the tide.\n\nThe lighthouse has been dark since then. Shopkeepers in the lower "
    "town took in their awnings early, and the last bus to Calder left half empty."
)
DENIED = (
    "LOMWICK. The harbour of Lomwick was not closed to all ships on 4 March 2024, harbour master Bo Lind said on "
    "Tuesday. Lind spoke to reporters outside the pilots' house.\n\nHe showed them the log of the day, in which eleven "
    "arrivals are noted."
)


def main(arguments: Sequence[str]) -> int:
    """Prints one figure a line."""
    verdict = _report_clones(N_CLONES)
    _report_growth(tuple(map(int, arguments)) or SIZES)
    shown = verdict.decision.contradicting
    return 0 if verdict.decision.label is Label.DISPUTED and shown and shown[0].outlet == "Lomwick Log" else 1


# --- one denial ---


def _report_clones(number: int) -> Verdict:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "workspace") as workspace:
        records = Path(folder) / "articles.jsonl"
        records.write_text("\n".join(map(json.dumps, _clones(number))), encoding="utf-8")
        started = time.perf_counter()
        for _ in workspace.add(records):
            pass
        added = time.perf_counter() - started
        (verdict,) = workspace.check([(CLAIM, DAY)])
        elapsed = time.perf_counter() - started
        n_articles = workspace.n_articles
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    decision = verdict.decision
    first = next(iter(decision.contradicting + decision.supporting), None)
    print(
        f"{n_articles} articles, {decision.n_articles} say so, one denies it: {decision.label} ({decision.reason}), "
        f"{decision.n_origins} origins for, {decision.n_contradicting_origins} against; first row: "
        f"{first and first.stance} by {first and first.outlet}; added in {added:.1f} s, {elapsed:.1f} s in all, "
        f"peak {peak:.0f} MB"
    )
    return verdict


def _clones(number: int) -> Iterator[Mapping[str, str]]:
    for n in range(number):
        words = SAID.split(" ")
        words[-2 - n % 12] = ("nearly", "almost", "mostly", "half")[n % 4]
        yield {
            "text": " ".join(words),
            "title": f"Harbour closed ({n})",
            "outlet": f"Clone {n} Courier",
            "url": f"https://clone{n}.example/harbour",
            "date": DAY.isoformat(),
        }
    yield {
        "text": DENIED,
        "title": "Harbour master denies closure",
        "outlet": "Lomwick Log",
        "url": "https://lomwicklog.example/denial",
        "date": (DAY + timedelta(days=1)).isoformat(),
    }


# --- growth ---


def _report_growth(sizes: Sequence[int]) -> None:
    before: tuple[int, float] | None = None
    for size in sizes:
        articles = generate(size)
        started = time.process_time()
        documents = cluster(articles)
        seconds = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
        n_found = sum(documents[one.id] == documents[one.id.split(" ")[0]] for one in articles if " " in one.id)
        n_copies = sum(" " in one.id for one in articles)
        originals = [one.id for one in articles if " " not in one.id]
        n_merged = len(originals) - len({documents[one] for one in originals})
        growth = (
            f", {seconds / before[1]:.1f} times the time for {size / before[0]:.0f} times as many" if before else ""
        )
        print(
            f"clustering {size} articles: {seconds:.1f} s, peak of the process {peak:.0f} MB{growth}; {n_found} of "
            f"{n_copies} copies with their original, {n_merged} of {len(originals)} originals merged"
        )
        before = size, seconds


def generate(size: int) -> list[Article]:
    """Articles in made-up words, three in ten a copy of one of the others; the id of a copy begins with the other's."""
    chance = chance_of(size)
    vocabulary = _Vocabulary(chance)
    changes = list(CHANGES.values())
    articles: list[Article] = []
    originals: list[Article] = []
    for n in range(size):
        published = DAY + timedelta(days=n * 365 // size)
        if originals and chance.random() < 0.3:
            # Of the last 200: copies are made soon, and of some stories many.
            source = originals[-1 - min(len(originals) - 1, int(chance.expovariate(1 / 40)))]
            copy = make_article(f"{source.id} {n}", chance.choice(changes)(source, chance))
            articles.append(replace(copy, published=published))
        else:
            article = make_article(f"a{n}", [vocabulary.sentences(chance.randint(80, 400))])
            originals.append(replace(article, published=published))
            articles.append(originals[-1])
    return articles


class _Vocabulary:
    """20,000 made-up words, a few of which are frequent, as in any language."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._words = ["".join(chance.choices("abdefghiklmnoprstuvwz", k=chance.randint(2, 9))) for _ in range(20_000)]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def sentences(self, n_words: int) -> str:
        """Text of `n_words` words in sentences of 8 to 24."""
        words = [self._words[bisect(self._weights, self._chance.random() * self._weights[-1])] for _ in range(n_words)]
        text, at = [], 0
        while at < n_words:
            length = self._chance.randint(8, 24)
            text.append(" ".join(words[at : at + length]).capitalize() + ".")
            at += length
        return " ".join(text)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
