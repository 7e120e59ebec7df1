"""One measured run of the program over made-up articles."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.bulk.answers import Answers, ReplayedEngine
from benchmarks.bulk.articles import make_articles, write
from benchmarks.bulk.measuring import LAST, Clock, Step
from benchmarks.bulk.naive import Naive, run_naive
from verifier.models import StanceScorer
from verifier.models.fake import HashingEmbedder, OverlapScorer
from verifier.pipeline import RunReport
from verifier.steps.reading import Reader
from verifier.workspace import Workspace

_LONG = re.compile(r"\w{5,}")


class LongWords(HashingEmbedder):
    """Counts words of five letters and more: by all words, made-up texts lie so close through their small ones that
    44 of 60 articles would be read for each claim."""

    name = "hashing of long words (fake)"
    fingerprint = "long-word-hashing-1"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `TextEmbedder`."""
        return super().embed([" ".join(_LONG.findall(text)) or text for text in texts])


class Unmodelled(Workspace):
    """A workspace in which no model runs."""

    @cached_property
    def _scorer(self) -> StanceScorer:
        return OverlapScorer()

    @cached_property
    def _reader(self) -> Reader:
        return Reader(kept=self.store)


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: by step, in seconds on the clock, what it reported, and the same articles through the naive chain.

    `made_s` and `answered_s` are processor seconds of the generator and of its answers; the latter lie in the steps.
    """

    size: int
    steps: dict[str, Step]
    elapsed: float
    made_s: float
    answered_s: float
    disk_mb: float
    report: RunReport
    naive: Naive | None = None

    @property
    def seconds(self) -> float:
        """Of the processor, from the first article added to the last verdict."""
        return sum(step.seconds for step in self.steps.values())


def measure(size: int, engine: str, *, naive: bool) -> Measured:
    """Make, add and run `size` articles in a fresh workspace."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        started = time.process_time()
        answers = Answers(folder / "answers.db")
        for _ in write(folder, answers.keep(make_articles(size))):
            pass
        made_s = time.process_time() - started
        replayed = ReplayedEngine(answers) if engine == "replayed" else None
        measured = _run(size, folder, replayed, made_s, naive=naive)
        answers.close()
    return measured


def _run(size: int, folder: Path, replayed: ReplayedEngine | None, made_s: float, *, naive: bool) -> Measured:
    inputs, clock, begun = folder / "articles.jsonl", Clock(), time.perf_counter()
    with _workspace(folder / "workspace", replayed) as workspace:
        clock.start()
        for _ in workspace.add(inputs):
            pass
        clock.book("add")
        report = workspace.run(clock.on_progress)
        clock.book(LAST)
        elapsed = time.perf_counter() - begun
        done = None
        if naive:
            claims = [mention.text for mention in workspace.store.mentions()]
            done = run_naive(inputs, claims, workspace.embedder, folder / "naive")
    disk = sum(path.stat().st_size for path in (folder / "workspace").rglob("*") if path.is_file()) / 1e6
    answered_s = replayed.seconds if replayed else 0.0
    return Measured(size, clock.steps, elapsed, made_s, answered_s, disk, report, done)


def _workspace(folder: Path, replayed: ReplayedEngine | None) -> Workspace:
    if replayed is None:
        return Workspace.create(folder)
    return Unmodelled.create(folder, engine=replayed, embedder=LongWords())
