"""Runs: how each stands or ended, how far its steps are, and whether somebody wants it to stop.

Whoever runs writes here and anybody may read, so that a run can be watched and stopped from another process.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Select, select, update
from sqlalchemy.dialects.sqlite import insert

from verifier.errors import UsageError
from verifier.store.database import Database
from verifier.store.tables import run as runs
from verifier.store.tables import run_step as run_steps

Count = int | float | Mapping[str, int]
"""A number, or how often each of several reasons was given."""


class RunStatus(StrEnum):
    """How a run stands or how it ended."""

    RUNNING = "running"
    DONE = "done"
    INCOMPLETE = "incomplete"  # went to its end, and some items failed
    STOPPED = "stopped"  # interrupted or out of budget: can be resumed
    FAILED = "failed"
    KILLED = "killed"  # ended without a word; noticed when the next one began


@dataclass(frozen=True, slots=True)
class RunStep:
    """`done` of `total` items of a step were finished at `at`; the run came to the step at `began_at`."""

    name: str
    done: int
    total: int
    began_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One run: with which settings, how its steps stand in the order in which it came to them, and what it counted.

    `counts` are those of `verifier.pipeline.RunReport`, or what a run that ended early had asked of a language model.
    `reasons` are the report's too: under the name of each list of reasons, how often each was given.
    """

    id: str
    status: RunStatus
    started_at: datetime
    finished_at: datetime | None
    settings: Mapping[str, Any]
    counts: Mapping[str, int | float]
    reasons: Mapping[str, Mapping[str, int]]
    stop_wanted: bool
    steps: tuple[RunStep, ...]


class Runs(Database):
    """The runs of a workspace. One is under way at a time: whoever runs holds the index."""

    def start_run(self, settings: Mapping[str, Any]) -> str:
        """Notes that a run begins, with settings that JSON can hold, and returns its id. Runs before it that did not
        say how they ended were killed."""
        run_id = f"run-{uuid4().hex[:16]}"
        row = {
            "id": run_id,
            "started_at": datetime.now(UTC),
            "status": RunStatus.RUNNING.value,
            "settings": json.dumps(settings),
            "counts": "{}",
            "stop_wanted": False,
        }
        killed = update(runs).where(runs.c.status == RunStatus.RUNNING.value).values(status=RunStatus.KILLED.value)
        with self._writing() as connection:
            connection.execute(killed)
            connection.execute(insert(runs).values(row))
        return run_id

    def note_step(self, run_id: str, step: str, done: int, total: int) -> bool:
        """Notes how far a step of a run is, and says whether somebody wants the run to stop."""
        now = datetime.now(UTC)
        row = {"run_id": run_id, "step": step, "done": done, "total": total, "began_at": now, "at": now}
        changed = {name: row[name] for name in ("done", "total", "at")}
        with self._writing() as connection:
            connection.execute(
                insert(run_steps).values(row).on_conflict_do_update(["run_id", "step"], set_=changed),
            )
            return bool(connection.execute(select(runs.c.stop_wanted).where(runs.c.id == run_id)).scalar())

    def running(self) -> Run | None:
        """The run that has not said how it ended, if there is one."""
        query = select(runs).where(runs.c.status == RunStatus.RUNNING.value)
        with self._reading() as connection:
            return next(iter(_read(connection, query)), None)

    def want_stop(self, run_id: str) -> None:
        """Asks a run to stop."""
        with self._writing() as connection:
            connection.execute(update(runs).where(runs.c.id == run_id).values(stop_wanted=True))

    def finish_run(self, run_id: str, status: RunStatus, counts: Mapping[str, Count]) -> None:
        """Notes how a run ended, what it counted and for which reasons; UsageError when no run has that id."""
        ended = {"finished_at": datetime.now(UTC), "status": status.value, "counts": json.dumps(counts)}
        with self._writing() as connection:
            if not connection.execute(update(runs).where(runs.c.id == run_id).values(ended)).rowcount:
                raise UsageError(f"no run has the id {run_id!r}: give the one that `start_run` returned")

    def runs(self, limit: int | None = None) -> list[Run]:
        """The runs, the last one first; at most `limit`."""
        with self._reading() as connection:
            return _read(connection, select(runs).order_by(runs.c.n.desc()).limit(limit))

    def run(self, prefix: str = "") -> Run:
        """The run whose id begins so, the last run where that is empty; UsageError when none does, or several do."""
        fitting = select(runs).where(runs.c.id.startswith(prefix, autoescape=True)).order_by(runs.c.n.desc())
        with self._reading() as connection:
            found = _read(connection, fitting.limit(2 if prefix else 1))
        if not found and not prefix:
            raise UsageError("nothing has been run yet: `verifier run` does what is due")
        if not found:
            raise UsageError(f"no run has an id that begins with {prefix!r}: `verifier runs list` shows them")
        if len(found) > 1:
            raise UsageError(f"several runs have ids that begin with {prefix!r}: give more of it")
        return found[0]


def _read(connection: Connection, query: Select[Any]) -> list[Run]:
    rows = connection.execute(query).all()
    steps = select(run_steps).where(run_steps.c.run_id.in_([row.id for row in rows]))
    told = connection.execute(steps.order_by(run_steps.c.began_at, run_steps.c.n)).all()
    return [_run(row, [_step(one) for one in told if one.run_id == row.id]) for row in rows]


def _run(row: Row[Any], steps: list[RunStep]) -> Run:
    counted = json.loads(row.counts)
    reasons = {name: value for name, value in counted.items() if isinstance(value, dict)}
    return Run(
        id=row.id,
        status=RunStatus(row.status),
        started_at=row.started_at,
        finished_at=row.finished_at,
        settings=json.loads(row.settings),
        counts={name: value for name, value in counted.items() if name not in reasons},
        reasons=reasons,
        stop_wanted=row.stop_wanted,
        steps=tuple(steps),
    )


def _step(row: Row[Any]) -> RunStep:
    return RunStep(row.step, row.done, row.total, row.began_at, row.at)
