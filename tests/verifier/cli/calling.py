"""The program called in this process or in one of its own, with fakes, on three articles of invented news."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from vectorstore.memory import MemoryIndex
from verifier.cli import app
from verifier.domain import Article, How, Judgement, Pair, Stance
from verifier.engines.fake import FakeEngine
from verifier.models import EMBEDDING_WIDTH
from verifier.models.fake import HashingEmbedder, OverlapScorer
from verifier.steps.reading import Reader
from verifier.workspace import Workspace

CLOSED = "The dam at Kesterin was closed on Monday."
TRAINS = "Eleven trains arrived at Sorn station."
MAYOR = "The mayor of Brennik has resigned."
NEVER = "The dam at Kesterin was not closed on Monday."
ARTICLES = {
    "a.txt": f"outlet: Northline\ndate: 2024-03-04\n\n{CLOSED} {TRAINS}\n",
    "b.txt": f"outlet: Border Ledger\ndate: 2024-03-05\n\n{TRAINS} {MAYOR}\n",
    "c.txt": f"outlet: State Television\ndate: 2024-03-06\n\n{NEVER}\n",
}
ENGINE = FakeEngine(
    statements={quote: quote for quote in (CLOSED, TRAINS, MAYOR, NEVER)},
    stances={(CLOSED, NEVER): (Stance.CONTRADICTS, How.DENIAL), (TRAINS, TRAINS): (Stance.SUPPORTS, None)},
)


class UnjudgingEngine(FakeEngine):
    """Fails on every pair, for the reason that `note` gives."""

    note = "no answer in time"

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """Unjudged, all of them."""
        return [
            Judgement(p.claim.id, article.id, Stance.UNJUDGED, first.start, first.end, first.text, note=self.note)
            for p in pairs
            for first in p.passages[:1]
        ]


class ForeignEngine(UnjudgingEngine):
    """Reads no language there is."""

    note = "language"


class KilledEngine(FakeEngine):
    """Sends its own process a signal, as a person or a supervisor would in the middle of the work."""

    received = signal.SIGINT

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """Never gets so far as to answer."""
        os.kill(os.getpid(), self.received)
        return super().judge_stances(article, pairs)


class TerminatedEngine(KilledEngine):
    """Is stopped by its supervisor."""

    received = signal.SIGTERM


CREATE, OPEN = Workspace.create, Workspace.open


class KeptIndex(MemoryIndex):
    """Stays open between two commands on one workspace, as a folder would."""

    def close(self) -> None:
        """Forget nothing."""


def use_fakes(patch: Callable[[Any, str, Any], None], engine: FakeEngine = ENGINE) -> None:
    """Let every workspace that is opened from now on work without models and without files of an index."""
    fakes: dict[str, Any] = {"engine": engine, "embedder": HashingEmbedder()}
    patch(Workspace, "create", lambda folder: CREATE(folder, **fakes))
    patch(Workspace, "open", lambda folder, llm=None: OPEN(folder, **fakes))
    kept: dict[Path, KeptIndex] = {}
    patch(Workspace, "_reader", Reader())  # without the model that marks what the rules miss
    patch(Workspace, "_scorer", OverlapScorer())
    patch(Workspace, "_open_index", lambda self: kept.setdefault(self.folder.resolve(), KeptIndex(EMBEDDING_WIDTH)))


def verify(*arguments: str, code: int = 0, given: bytes | None = None) -> Result:
    """Call the program in this process and expect it to end with `code`."""
    result = CliRunner().invoke(app, list(arguments), input=given, prog_name="verifier")
    assert result.exit_code == code, f"{arguments}: {result.stdout}{result.stderr}{result.exception!r}"
    return result


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


PROGRAM = (
    "import runpy, sys; n = runpy.run_path({path!r}); n['use_fakes'](setattr, n[{engine!r}]({statements!r})); "
    "from verifier.cli import main; main()"
)


def start(*arguments: str, engine: str = "FakeEngine", stdout: int = subprocess.PIPE, encoding: str = "utf-8") -> Any:
    """Run the program in a process of its own, with fakes."""
    code = PROGRAM.format(path=__file__, engine=engine, statements={CLOSED: CLOSED, TRAINS: TRAINS})
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONIOENCODING": encoding,
            "LC_ALL": "C",
        },
        check=False,
    )
