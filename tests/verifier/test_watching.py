"""A run watched and stopped through the store."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from verifier.errors import RunStopped
from verifier.pipeline import Progress
from verifier.store import RunStatus, Store
from verifier.watching import Watched, is_gone


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "situation.db", create=True)


def test_progress_is_handed_on_and_noted_at_most_once_a_second(store: Store) -> None:
    clock, seen, run_id = Clock(), list[Progress](), store.start_run({})
    watched = Watched(store, run_id, seen.append, clock)
    noted = []
    events = (0, "read", 1), (0.4, "read", 2), (1.4, "read", 3), (1.5, "judge", 1), (1.6, "judge", 9)
    for second, step, done in events:
        clock.now = second
        watched(Progress(step, done, 9))
        noted.append([(one.name, one.done) for one in store.run().steps])

    assert [(one.step, one.done) for one in seen] == [(step, done) for _, step, done in events]
    assert noted == [
        [("read", 1)],
        [("read", 1)],  # within the second
        [("read", 3)],
        [("read", 3), ("judge", 1)],  # another step
        [("read", 3), ("judge", 9)],  # its end
    ]


def test_a_run_that_is_to_stop_ends_at_its_next_note(store: Store) -> None:
    clock, run_id = Clock(), store.start_run({})
    watched = Watched(store, run_id, lambda _: None, clock)
    watched(Progress("read", 1, 9))
    store.want_stop(run_id)

    watched(Progress("read", 2, 9))  # within the second
    clock.now = 1
    with pytest.raises(RunStopped, match=run_id):
        watched(Progress("read", 3, 9))
    assert store.run().steps[0].done == 3


def test_a_run_is_gone_when_its_process_is(store: Store) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    def gone(**settings: object) -> bool:
        store.start_run({"host": platform.node(), "process": os.getpid(), **settings})
        return is_gone(store.run())

    assert not gone()
    assert gone(process=ended.pid)
    assert not gone(process=ended.pid, host="another machine")
    store.start_run({"engine": "of a version that noted no process"})
    assert not is_gone(store.run())
    store.finish_run(store.run().id, RunStatus.DONE, {})
    assert not is_gone(store.run())
