"""The store: every record of a workspace in one database file, with the runs that made them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert

from verifier.errors import UsageError
from verifier.store.articles import Articles
from verifier.store.claims import Claims
from verifier.store.corrections import Corrections
from verifier.store.passages import Passages
from verifier.store.replies import Replies
from verifier.store.sources import Sources
from verifier.store.tables import run as runs
from verifier.store.tables import value as values
from verifier.store.verdicts import Verdicts


class RunStatus(StrEnum):
    """How a run stands or how it ended."""

    RUNNING = "running"  # or killed: who is running holds the workspace's lock
    DONE = "done"
    INCOMPLETE = "incomplete"  # went to its end, and some items failed
    STOPPED = "stopped"  # interrupted or out of budget: can be resumed
    FAILED = "failed"


class Store(Articles, Passages, Claims, Verdicts, Corrections, Sources, Replies):
    """A workspace's database. Made by `Store.open`; a context manager; safe to share between threads.

    Each method is one transaction; `transaction()` joins several. Records go in and come out as the frozen
    ones of `verifier.domain`. StoreError when the file cannot be read or written, or holds what cannot be
    understood.
    """

    def start_run(self, settings: Mapping[str, Any]) -> str:
        """Notes that a run begins, with settings that JSON can hold, and returns its id."""
        run_id = f"run-{uuid4().hex[:16]}"
        row = {
            "id": run_id,
            "started_at": datetime.now(UTC),
            "status": RunStatus.RUNNING.value,
            "settings": json.dumps(settings),
            "counts": "{}",
        }
        with self._writing() as connection:
            connection.execute(insert(runs).values(row))
        return run_id

    def finish_run(self, run_id: str, status: RunStatus, counts: Mapping[str, int]) -> None:
        """Notes how a run ended and what it counted; UsageError when no run has that id."""
        ended = {"finished_at": datetime.now(UTC), "status": status.value, "counts": json.dumps(counts)}
        with self._writing() as connection:
            if not connection.execute(update(runs).where(runs.c.id == run_id).values(ended)).rowcount:
                raise UsageError(f"no run has the id {run_id!r}: give the one that `start_run` returned")

    def value(self, name: str) -> str | None:
        """The small value kept under a name, such as the engine of the last run."""
        with self._reading() as connection:
            return connection.execute(select(values.c.value).where(values.c.name == name)).scalar()

    def put_value(self, name: str, value: str) -> None:
        """Keeps a small value under a name, in place of the one before."""
        row = {"name": name, "value": value}
        with self._writing() as connection:
            connection.execute(insert(values).values(row).on_conflict_do_update(["name"], set_={"value": value}))
