"""A run as others see it: its progress is kept in the store, and a wish to stop it is heard there."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable

from verifier.errors import RunStopped
from verifier.pipeline import Emit, Progress
from verifier.store import Run, RunStatus, Store

EVERY = 1.0
"""Seconds between two notes of one step: a run of hours writes some thousand."""


class Watched:
    """Takes notice of a run's progress, keeps it at most once a second and at each step's ends, and hands it on.

    Raises RunStopped, between two items, once somebody has asked the run to stop.
    """

    def __init__(self, store: Store, run_id: str, emit: Emit, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._run_id = run_id
        self._emit = emit
        self._clock = clock
        self._step = ""
        self._noted_at = 0.0

    def __call__(self, progress: Progress) -> None:
        """Take notice of one event."""
        self._emit(progress)
        now = self._clock()
        goes_on = progress.step == self._step and progress.done < progress.total
        if goes_on and now - self._noted_at < EVERY:
            return
        self._step, self._noted_at = progress.step, now
        if self._store.note_step(self._run_id, progress.step, progress.done, progress.total):
            raise RunStopped(f"{self._run_id} was asked to stop")


def is_gone(run: Run) -> bool:
    """Whether a run that has not ended has no process any more, as after a kill; False where another machine runs it,
    since nothing can be told from here."""
    if run.status is not RunStatus.RUNNING or run.settings.get("host") != platform.node():
        return False
    try:
        os.kill(int(run.settings["process"]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False  # somebody else's, and alive
    return False
