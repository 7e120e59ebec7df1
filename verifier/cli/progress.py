"""Progress on stderr: bars on a terminal, elsewhere a plain line at once and then one every ten seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from verifier.cli.output import say

if TYPE_CHECKING:
    from rich.console import Console

    from verifier.pipeline import Progress

EVERY = 10.0
"""Seconds between plain lines."""

STEPS = {
    "chunk": "cutting articles into passages",
    "index": "indexing passages",
    "extract": "reading articles",
    "merge": "merging mentions",
    "retrieve": "finding passages",
    "judge": "judging passages",
    "names": "reading who is named",
    "decide": "deciding",
}


@contextmanager
def showing(at_once: str) -> Iterator[Callable[[Progress], None]]:
    """Something to call with every `Progress`; `at_once` is on the screen before anything slow begins."""
    from rich.console import Console

    console = Console(stderr=True)
    if console.is_terminal and not console.is_dumb_terminal:
        with _bars(console, at_once) as show:
            yield show
    else:
        yield ProgressLines(at_once)


class ProgressLines:
    """Writes where the work stands, at most every `EVERY` seconds of `clock`."""

    def __init__(
        self,
        at_once: str,
        write: Callable[[str], None] = say,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._clock = clock
        self._step = ""
        self._began = self._written = clock()
        write(at_once)

    def __call__(self, progress: Progress) -> None:
        """Take notice of one event."""
        now = self._clock()
        if progress.step != self._step:
            self._step, self._began = progress.step, now
        if now - self._written >= EVERY:
            self._written = now
            self._write(_line(progress, now - self._began))


def _line(progress: Progress, seconds: float) -> str:
    name = STEPS.get(progress.step, progress.step)
    line = f"{name}: {progress.done:,} of {progress.total:,}"
    if not (seconds and progress.done):
        return line
    rate = progress.done / seconds
    return f"{line}, {rate:,.1f} a second, {(progress.total - progress.done) / rate:,.0f} s left"


@contextmanager
def _bars(console: Console, at_once: str) -> Iterator[Callable[[Progress], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Bars(*columns, console=console, transient=True) as bars:
        task = bars.add_task(at_once, total=None)
        step = ""

        def show(progress: Progress) -> None:
            nonlocal step
            if progress.step != step:
                step = progress.step
                bars.reset(task, description=STEPS.get(step, step))
            bars.update(task, completed=progress.done, total=progress.total)

        yield show
