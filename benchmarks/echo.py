"""Echoes: what changes when an article that supports a claim is copied 1, 5 or 40 times. Nothing may.

    python -m benchmarks.echo [N_COPIES ...]

Claims of the sample are checked by the program as shipped, first against the sample alone, then with copies of some of
its articles in it, under other outlets' names: of later days, and of the same day as the original. Exit code 1 when a
label or a number of origins has changed. Copies in which any word may be another are counted apart and do not fail: a
changed number or a dropped "not" is another statement.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import product
from pathlib import Path
from random import Random

from benchmarks.made_copies import chance_of, copy, edit, edit_lightly, keep_any, keep_lead, rehead, rehead_lightly
from verifier.domain import Article, Verdict
from verifier.engines.embedded import EmbeddedEngine
from verifier.evaluation import GoldClaim, read_gold
from verifier.language.tagged import Mark
from verifier.models import StanceScorer, TextEmbedder
from verifier.models.loader import Embedder
from verifier.models.stance import StanceModel, StanceScores
from verifier.models.tagger import Tagger
from verifier.steps.reading import AttributionTagger, Reader
from verifier.steps.vectors import Vectors
from verifier.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[1] / "verifier" / "samples"
N_COPIES = 1, 5, 40
N_SOURCES = 6
"""Articles copied: those that support most claims."""

Change = Callable[[Article, Random], list[str]]
KINDS: dict[str, Change] = {
    "exact": copy,
    "3 % of the words edited": edit_lightly,
    "abridged to the first third": keep_lead,
    "abridged to any third": keep_any,
    "re-headed, 3 % edited": rehead_lightly,
}
HARSH: dict[str, Change] = {"3 % of all words edited, names and numbers too": edit, "re-headed, 3 % of all": rehead}


class Dating(StrEnum):
    """When the copies are published."""

    LATER = "of later days"
    SAME_DAY = "of the same day"


def main(arguments: Sequence[str]) -> int:
    """Prints the changes of each kind and number of copies."""
    numbers = tuple(map(int, arguments)) or N_COPIES
    models = Models(StanceModel(), Embedder(), Tagger())
    n_changed = 0
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        gold = read_gold((SAMPLES / "gold.jsonl").read_bytes(), "gold.jsonl")
        claims, before, sources = check_alone(base, gold, models)
        print(f"{len(claims)} claims, copies of {len(sources)} articles that support them")
        for dating, (kind, change), number in product(Dating, (KINDS | HARSH).items(), numbers):
            started = time.perf_counter()
            copies = list(make_copies(sources, change, number, dating))
            after = check_with(base, copies, claims, models)
            changes = list(compare(claims, before, after))
            apart = kind in HARSH
            n_changed += 0 if apart else len(changes)
            elapsed = time.perf_counter() - started
            print(
                f"{kind}, {number} each, {dating}: {len(changes)} of {len(claims)} claims changed"
                f"{' (counted apart)' if apart else ''} ({elapsed:.0f} s)",
                *(f"    {change_made}" for change_made in changes),
                sep="\n",
                flush=True,
            )
    return 1 if n_changed else 0


class Models:
    """Models that are asked about the same text once: exact copies cost no more than their rules."""

    def __init__(self, stances: StanceScorer, embedder: TextEmbedder, tagger: AttributionTagger) -> None:
        self._stances, self._tagger, self.embedder = stances, tagger, embedder
        self._scores: dict[tuple[str, str], StanceScores] = {}
        self._marks: dict[tuple[str, str], Sequence[Mark]] = {}
        self.reader = Reader(self)
        self.max_tokens = self._stances.max_tokens
        self.count_tokens = self._stances.count_tokens
        self.fits = self._tagger.fits

    @property
    def fingerprint(self) -> str:
        """That of both."""
        return f"{self._stances.fingerprint} {self._tagger.fingerprint}"

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[StanceScores]:
        """As `StanceScorer` says."""
        new = list(dict.fromkeys(pair for pair in pairs if pair not in self._scores))
        self._scores.update(zip(new, self._stances.score(new), strict=True))
        return [self._scores[pair] for pair in pairs]

    def tag_each(self, inputs: Sequence[tuple[str, str]]) -> list[Sequence[Mark]]:
        """As `AttributionTagger` says."""
        new = list(dict.fromkeys(one for one in inputs if one not in self._marks))
        self._marks.update(zip(new, self._tagger.tag_each(new), strict=True))
        return [self._marks[one] for one in inputs]


class _Remembering(Workspace):
    """A workspace that shares its models with others."""

    models: Models

    @cached_property
    def _reader(self) -> Reader:
        return self.models.reader

    @cached_property
    def _loaded_engine(self) -> EmbeddedEngine:
        return EmbeddedEngine(Vectors(self.store, self.embedder), self.models, self.models.reader)


def _open(folder: Path, models: Models) -> _Remembering:
    workspace = _Remembering.create(folder, embedder=models.embedder)
    workspace.models = models
    return workspace


def check_alone(
    folder: Path, gold: Sequence[GoldClaim], models: Models, n_sources: int = N_SOURCES
) -> tuple[list[GoldClaim], list[Verdict], list[Article]]:
    """Of `gold` the claims that one of the articles to be copied supports, their verdicts, and these articles."""
    with _open(folder, models) as workspace:
        for _ in workspace.add(SAMPLES / "articles"):
            pass
        verdicts = workspace.check([(claim.text, claim.on) for claim in gold])
        articles = {article.id: article for article in workspace.articles()}
    supported = [{row.article_id for row in verdict.decision.supporting} for verdict in verdicts]
    often = Counter(article_id for ids in supported for article_id in ids)
    sources = sorted(often, key=lambda one: (-often[one], one))[:n_sources]
    kept = [n for n, ids in enumerate(supported) if ids & set(sources)]
    return [gold[n] for n in kept], [verdicts[n] for n in kept], [articles[one] for one in sources]


def make_copies(
    sources: Sequence[Article], change: Change, number: int, dating: Dating = Dating.LATER
) -> Iterator[Mapping[str, str]]:
    """`number` copies of each article as records that can be added."""
    for source in sources:
        for n in range(number):
            paragraphs = change(source, chance_of(f"{source.title} {n}"))
            days = 1 + n % 4 if dating is Dating.LATER else 0
            published = (source.published or date(2024, 3, 4)) + timedelta(days=days)
            yield {
                "title": f"{source.title} ({n})",
                "outlet": f"Echo {n + 1} Gazette",
                "url": f"https://echo{n + 1}.example/{source.id}",
                "date": published.isoformat(),
                "text": "\n\n".join(paragraphs),
            }


def check_with(
    base: Path, copies: Sequence[Mapping[str, str]], claims: Sequence[GoldClaim], models: Models
) -> list[Verdict]:
    """The verdicts with the copies in the collection; the workspace in `base` stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder) / "workspace"
        shutil.copytree(base, there)
        records = Path(folder) / "copies.jsonl"
        records.write_text("\n".join(map(json.dumps, copies)), encoding="utf-8")
        with _open(there, models) as workspace:
            n_before = workspace.n_articles
            for _ in workspace.add(records):
                pass
            if workspace.n_articles != n_before + len(copies):
                raise RuntimeError(f"{workspace.n_articles - n_before} of {len(copies)} copies were added")
            return workspace.check([(claim.text, claim.on) for claim in claims])


def compare(claims: Sequence[GoldClaim], before: Sequence[Verdict], after: Sequence[Verdict]) -> Iterator[str]:
    """A line for each claim whose label or number of origins differs."""
    for claim, old, new in zip(claims, before, after, strict=True):
        was, now = old.decision, new.decision
        if (was.label, was.n_origins) != (now.label, now.n_origins):
            yield (
                f"{claim.id}: {was.label} ({was.reason}), {was.n_origins} origins -> "
                f"{now.label} ({now.reason}), {now.n_origins}"
            )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
