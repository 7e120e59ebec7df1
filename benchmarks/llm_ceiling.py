"""How far the engine that asks a language model gets with one that reads without fault: it answers with gold's rows.

    python -m benchmarks.llm_ceiling [sample] [multi_outlet] [war_articles]

What is lost then is lost by code: by retrieval, by pairs that are not asked about, by supports that are objected to. A
line for the embedded engine, for no thresholds and doubts at all, for each threshold of `verifier.engines.llm.checks`
and the doubts alone, and for those in force together; labels and rows as in `benchmarks.gold_sets`, and the calls that
it took.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.gold_sets import SETS, collection, is_here
from benchmarks.replaying import RememberingScorer
from tests.protocol.modes import Honest
from tests.protocol.replay import Replay
from tests.protocol.server import ProtocolServer
from verifier.domain import Article, Judgement, Stance
from verifier.engines import Engine
from verifier.engines.embedded import EmbeddedEngine
from verifier.engines.llm import checks
from verifier.engines.llm.engine import LlmEngine
from verifier.evaluation import Evaluation, GoldClaim, Places, answer, read_gold, score
from verifier.models.loader import Embedder
from verifier.models.tagger import Tagger
from verifier.settings import LlmSettings
from verifier.steps.reading import Reader
from verifier.steps.vectors import Vectors
from verifier.store import Store
from verifier.workspace import Workspace

OPEN = {"ASKED_FROM": 0.0, "CLEAR_FROM": 2.0, "OBJECTS_BELOW": 0.0}
"""Everything is asked about, and no probability objects."""

UNDOUBTED = {**OPEN, "doubt": lambda *_: None}

LINES: Mapping[str, Mapping[str, object]] = {
    "no thresholds": UNDOUBTED,
    "asked from alone": {name: UNDOUBTED[name] for name in UNDOUBTED if name != "ASKED_FROM"},
    "clear from alone": {name: UNDOUBTED[name] for name in UNDOUBTED if name != "CLEAR_FROM"},
    "objects below alone": {name: UNDOUBTED[name] for name in UNDOUBTED if name != "OBJECTS_BELOW"},
    "doubts alone": {name: OPEN[name] for name in OPEN if name != "CLEAR_FROM"},  # what is clear raises none
    "as shipped": {},
}


@dataclass(frozen=True, slots=True)
class Situation:
    """A gold set in a workspace."""

    folder: Path
    articles: Mapping[str, Article]
    gold: Sequence[GoldClaim]
    embedder: Embedder
    embedded: EmbeddedEngine

    def checked(self, engine: Engine) -> Evaluation:
        """The verdicts of `engine` on the gold claims, scored."""
        with Workspace.open(self.folder / "workspace", engine=engine, embedder=self.embedder) as workspace:
            verdicts = workspace.check([(claim.text, claim.on) for claim in self.gold])
            found = workspace.collection()
        places = Places(self.articles.values())
        return score(self.gold, verdicts, answer(self.gold, verdicts, places, found), places, {})

    @contextmanager
    def asking(self, number: int) -> Iterator[tuple[LlmEngine, ProtocolServer]]:
        """An engine whose model knows gold, with a store of its own for replies."""
        replay = Replay(self.articles, {}, [], gold_judgements(self.gold, Places(self.articles.values())))
        store = Store.open(self.folder / f"replies{number}.db", create=True)
        with ProtocolServer(Honest(replay)) as server:
            engine = LlmEngine(self.embedded, LlmSettings("protocol-test", base_url=server.base_url), store)
            yield engine, server
            engine.close()
        store.close()


def main() -> None:
    """Prints a block of lines a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=SETS)
    scorer = RememberingScorer()
    for name in filter(is_here, parser.parse_args().sets):
        print(f"{name}:")
        with _situation(name, scorer) as found:
            _print_line("embedded engine", found.checked(found.embedded), 0)
            for number, (line, values) in enumerate(LINES.items()):
                # Judgements are kept by the fingerprint, and it does not cover a patch.
                fingerprint = patch.object(LlmEngine, "fingerprint", line)
                with found.asking(number) as (engine, server), thresholds(values), fingerprint:
                    _print_line(line, found.checked(engine), server.calls)


@contextmanager
def thresholds(values: Mapping[str, object]) -> Iterator[None]:
    """With these values in place of those of `verifier.engines.llm.checks`."""
    with ExitStack() as patches:
        for threshold, value in values.items():
            patches.enter_context(patch.object(checks, threshold, value))
        yield


@contextmanager
def _situation(name: str, scorer: RememberingScorer) -> Iterator[Situation]:
    with TemporaryDirectory() as temporary, collection(name, folder := Path(temporary)) as (inputs, content):
        embedder, vectors = Embedder(), Store.open(folder / "vectors.db", create=True)
        with Workspace.create(folder / "workspace") as workspace:
            for _ in workspace.add(inputs):
                pass
            articles = {article.id: article for article in workspace.articles()}
        embedded = EmbeddedEngine(Vectors(vectors, embedder), scorer, Reader(Tagger()))
        yield Situation(folder, articles, read_gold(content.encode(), name), embedder, embedded)
        vectors.close()


def gold_judgements(gold: Sequence[GoldClaim], places: Places) -> dict[str, list[Judgement]]:
    """{claim text: gold's rows as a model would report them}, those that quote nothing left out."""
    return {
        claim.text: [
            Judgement(str(claim.id), span.article_id, stance, *span.at, row.quote or "", how=row.how)
            for stance, rows in ((Stance.SUPPORTS, claim.support), (Stance.CONTRADICTS, claim.contradict))
            for row in rows
            for span in places.spans(row)
            if span.at is not None
        ]
        for claim in gold
    }


def _print_line(line: str, found: Evaluation, calls: int) -> None:
    shares = {
        "labels right": found.scores.accuracy,
        "supports found": found.support_quote_recall,
        "contradictions found": found.contradiction_quote_recall,
        "claims with a wrong vote": found.false_votes,
    }
    told = "  ".join(f"{name} {(share.value or 0.0):.3f}" for name, share in shares.items())
    print(f"  {line:20} {told}  calls {calls:4}", flush=True)


if __name__ == "__main__":
    main()
