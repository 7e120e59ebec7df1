"""Runs of the engine that asks a language model, against answers that the embedded engine gave beforehand: what is
measured is the chain around the model, with replies as long as a model's and no model."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.gold_sets import collection
from prompts import load, names
from tests.protocol.backend import Abilities
from tests.protocol.log import Exchange
from tests.protocol.modes import Honest
from tests.protocol.replay import Recorder, Replay
from tests.protocol.server import ProtocolServer
from tests.protocol.usage import Usage
from verifier.domain import Mention
from verifier.engines.embedded import EmbeddedEngine
from verifier.engines.llm.engine import LlmEngine
from verifier.engines.llm.tokens import count
from verifier.models.loader import Embedder
from verifier.models.stance import StanceModel, StanceScores
from verifier.models.tagger import Tagger
from verifier.settings import LlmSettings
from verifier.steps.reading import Reader
from verifier.steps.vectors import Vectors
from verifier.store import Store
from verifier.workspace import Workspace

MODEL = "gpt-5-mini"
"""What the server calls itself: a model whose tokens and prices are known."""

Thinned = Callable[[Sequence[Mention]], Sequence[Mention]]


class RememberingScorer:
    """The stance model, asked for each pair of texts once in all runs."""

    def __init__(self) -> None:
        self._model = StanceModel()
        self._known: dict[tuple[str, str], StanceScores] = {}
        self.name, self.max_tokens, self.fingerprint = self._model.name, self._model.max_tokens, self._model.fingerprint

    def count_tokens(self, passage: str, claim: str) -> int:
        """See `StanceScorer`."""
        return self._model.count_tokens(passage, claim)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[StanceScores]:
        """See `StanceScorer`."""
        asked = list(dict.fromkeys(pair for pair in pairs if pair not in self._known))
        self._known.update(zip(asked, self._model.score(asked), strict=True))
        return [self._known[pair] for pair in pairs]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A collection that the embedded engine has read and judged; `inputs` is what to add."""

    folder: Path
    inputs: Path
    embedder: Embedder
    embedded: EmbeddedEngine
    recorder: Recorder

    @contextmanager
    def asking(self, name: str, thinned: Thinned = list) -> Iterator[tuple[Workspace, ProtocolServer]]:
        """A fresh workspace `name` with the same articles, whose engine asks a server that replays.

        `thinned`: which of an article's statements the model finds.
        """
        mentions = {one: thinned(found) for one, found in self.recorder.mentions.items()}
        replay = Replay(self.recorder.articles, mentions, self.recorder.judged)
        abilities = Abilities(models=(MODEL,))
        store = Store.open(self.folder / f"{name}.db", create=True)
        with ProtocolServer(Honest(replay), abilities=abilities, count_tokens=n_tokens) as server:
            engine = LlmEngine(self.embedded, LlmSettings(MODEL, base_url=server.base_url), store)
            with Workspace.create(self.folder / name, engine=engine, embedder=self.embedder) as workspace:
                for _ in workspace.add(self.inputs):
                    pass
                yield workspace, server
            engine.close()
        store.close()
        if replay.unknown:
            print(f"  {len(replay.unknown)} pairs were asked about that nobody had prepared")


@contextmanager
def prepared(name: str) -> Iterator[Prepared]:
    """The collection of a gold set, run with the embedded engine."""
    with TemporaryDirectory() as temporary, collection(name, folder := Path(temporary)) as (inputs, _):
        embedder, store = Embedder(), Store.open(folder / "vectors.db", create=True)
        embedded = EmbeddedEngine(Vectors(store, embedder), RememberingScorer(), Reader(Tagger()))
        recorder = Recorder(embedded)
        with Workspace.create(folder / "embedded", engine=recorder, embedder=embedder) as workspace:
            for _ in workspace.add(inputs):
                pass
            workspace.run()
        yield Prepared(folder, inputs, embedder, embedded, recorder)
        store.close()


def use_vocabularies(data: Path) -> None:
    """Counted tokens instead of estimated ones, where `data` has the vocabularies."""
    if (data / "tiktoken").is_dir():
        os.environ["TIKTOKEN_CACHE_DIR"] = str(data / "tiktoken")


def n_tokens(text: str) -> int:
    """Tokens of a text."""
    return count(text, MODEL).n


def by_prompt(exchanges: Sequence[Exchange]) -> Mapping[str, tuple[int, Usage]]:
    """{prompt: (calls that were answered, their tokens)}."""
    prompts = {load(name).system: name for name in names()}
    calls: Counter[str] = Counter()
    usage: dict[str, Usage] = {}
    for one in exchanges:
        if one.usage.total:
            prompt = prompts[one.request.messages[0].text]
            calls[prompt] += 1
            usage[prompt] = usage.get(prompt, Usage()) + one.usage
    return {prompt: (calls[prompt], usage[prompt]) for prompt in sorted(calls)}
