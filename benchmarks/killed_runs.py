"""A run that asks a language model, killed at random points and started again: what is paid for twice, and whether the
verdicts come out the same.

    python -m benchmarks.killed_runs [--kills N] [--seed N]

Each run is a process of its own against a server that counts. Exit code 1 when a promise is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from benchmarks.made_situation import honest, write_articles
from tests.protocol.limits import Limits
from tests.protocol.log import Exchange
from tests.protocol.messages import ChatRequest
from tests.protocol.modes import Honest
from tests.protocol.server import ProtocolServer
from verifier.exports import jsonl
from verifier.workspace import DATABASE, FOLDER, Workspace

ROOT = Path(__file__).resolve().parents[1]
KILLS, ARTICLES, MATTERS = 20, 8, 8
LONG_AGO_S = 1.0
"""A reply that was sent so long before the kill is in the store, or something is wrong."""

MOST_WAIT_S = 300.0


def latency(request: ChatRequest) -> float:
    """20 to 120 ms, so that several calls are in flight and end in another order than they came."""
    return random.Random(request.number).uniform(0.02, 0.12)  # noqa: S311


@dataclass(frozen=True, slots=True)
class Killed:
    """One kill and what came of it. `in_flight` were sent and not in the store when the process died; `stale` of the
    repeated ones had been answered long before."""

    seen: int
    stored: int
    in_flight: int
    repeated: int
    stale: int
    other_calls: int
    is_same: bool

    @property
    def keeps_the_promise(self) -> bool:
        """Nothing is repeated beyond what was in flight, nothing else is asked, and the verdicts are the same."""
        return self.repeated <= self.in_flight and not self.stale and not self.other_calls and self.is_same


@dataclass(frozen=True, slots=True)
class Program:
    """`verifier` in processes of their own, with the model at this server."""

    server: ProtocolServer

    def start(self, folder: Path, *arguments: str) -> subprocess.Popen[str]:
        """Begin a command in `folder`."""
        asked = {"VERIFIER_ENGINE": "llm", "VERIFIER_MODEL": "protocol-test", "OPENAI_BASE_URL": self.server.base_url}
        code = "from verifier.cli import main; main()"
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **asked},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self, folder: Path, *arguments: str) -> None:
        """Do a command; RuntimeError when it fails."""
        process = self.start(folder, *arguments)
        _, told = process.communicate(timeout=MOST_WAIT_S)
        if process.returncode:
            raise RuntimeError(f"verifier {' '.join(arguments)} ended with {process.returncode}: {told}")

    def exchanges(self, since: int) -> list[Exchange]:
        """The requests after the first `since`."""
        return self.server.log.exchanges()[since:]


def prepare(program: Program, folder: Path) -> None:
    """A workspace with the articles, nothing of them read."""
    write_articles(folder / "articles", ARTICLES, MATTERS)
    program.finish(folder, "init")
    program.finish(folder, "add", "articles")


def kill(program: Program, folder: Path, at: int, delay: float, undisturbed: Undisturbed) -> Killed:
    """Kill a run `delay` seconds after its call number `at`, and run to the end."""
    since = program.server.calls
    process = program.start(folder, "run")
    program.server.wait_until(lambda: program.server.calls >= since + at or process.poll() is not None, MOST_WAIT_S)
    time.sleep(delay)
    process.kill()
    process.communicate()
    killed_at = time.time()
    program.server.wait_until(lambda: all(one.ending for one in program.exchanges(since)))
    before = program.exchanges(since)
    stored = _n_stored(folder)
    program.finish(folder, "run")
    after = program.exchanges(since + len(before))
    times = Counter(one.request.key for one in (*before, *after))
    again = [one for one in before if times[one.request.key] > 1]
    return Killed(
        seen=len(before),
        stored=stored,
        in_flight=len(before) - stored,
        repeated=times.total() - len(times),
        stale=sum((one.ended_at or killed_at) < killed_at - delay - LONG_AGO_S for one in again),
        other_calls=len(undisturbed.keys ^ times.keys()),
        is_same=exported(folder) == undisturbed.verdicts,
    )


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What a run that nobody kills asks and finds."""

    keys: frozenset[str]
    verdicts: str


def undisturbed_run(program: Program, folder: Path) -> Undisturbed:
    """Run once; RuntimeError when it pays for a call twice, or when the same run again makes one."""
    since = program.server.calls
    program.finish(folder, "run")
    keys = [one.request.key for one in program.exchanges(since)]
    program.finish(folder, "run")
    if len(set(keys)) < len(keys) or program.server.calls > since + len(keys):
        raise RuntimeError("a run that nobody killed asked for something twice")
    return Undisturbed(frozenset(keys), exported(folder))


def exported(folder: Path) -> str:
    """All verdicts, as `verifier export` writes them."""
    with Workspace.open(folder / FOLDER) as workspace:
        jsonl.write(workspace.verdicts(), out := StringIO())
    return out.getvalue()


def _n_stored(folder: Path) -> int:
    with closing(sqlite3.connect(folder / FOLDER / DATABASE)) as database:
        (n_replies,) = database.execute("SELECT count(*) FROM reply").fetchone()
    return int(n_replies)


def main() -> int:
    """Kill and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=KILLS, help="how many runs are killed (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="where (default: %(default)s)")
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)  # noqa: S311
    found: list[Killed] = []
    with (
        tempfile.TemporaryDirectory() as made,
        ProtocolServer(Honest(honest), limits=Limits(latency=latency)) as server,
    ):
        program, fresh = Program(server), Path(made) / "fresh"
        prepare(program, fresh)
        whole = undisturbed_run(program, shutil.copytree(fresh, Path(made) / "whole"))
        n_verdicts = len(whole.verdicts.splitlines())
        print(f"{ARTICLES} articles, {len(whole.keys)} calls, {n_verdicts} verdicts; undisturbed: none asked twice")
        print(f"{'killed after':>12}{'stored':>8}{'in flight':>11}{'repeated':>10}{'stale':>7}{'other':>7}  verdicts")
        for number in range(arguments.kills):
            at, delay = draw.randrange(1, len(whole.keys)), draw.uniform(0, 0.06)
            one = kill(program, shutil.copytree(fresh, Path(made) / f"killed-{number}"), at, delay, whole)
            found.append(one)
            print(_line(one), flush=True)
    return _conclude(found)


def _line(one: Killed) -> str:
    same = "the same" if one.is_same else "OTHERS"
    return f"{one.seen:12}{one.stored:8}{one.in_flight:11}{one.repeated:10}{one.stale:7}{one.other_calls:7}  {same}"


def _conclude(found: Sequence[Killed]) -> int:
    kept = sum(one.keeps_the_promise for one in found)
    told = "no call repeated beyond those in flight, no other call made, the same verdicts byte for byte"
    print(f"{kept} of {len(found)}: {told}{'' if kept == len(found) else '; missed'}")
    return 0 if kept == len(found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
