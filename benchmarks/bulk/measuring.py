"""Processor time and memory by step of a run, from its progress, and how both grow with the number of articles."""

from __future__ import annotations

import math
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from verifier.pipeline import Progress

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")

LAST = "store"
"""What a run does after its last progress: verdicts are written, and rows counted."""


@dataclass(slots=True)
class Step:
    """Processor seconds; how many of them before its first item was done; MB when it ended, and at most meanwhile."""

    seconds: float = 0.0
    first: float = 0.0
    end_mb: float = 0.0
    peak_mb: float = 0.0


@dataclass(slots=True)
class Clock:
    """Gives the time between two reports to the step of the later one."""

    steps: dict[str, Step] = field(default_factory=dict)
    _at: float = field(default_factory=time.process_time)

    def start(self) -> None:
        """Forget what was before."""
        self._at = time.process_time()
        _forget_peak()

    def on_progress(self, progress: Progress) -> None:
        """To be called by a run."""
        self._add(progress.step)
        if progress.done == progress.total:
            self._look(progress.step)

    def book(self, name: str) -> None:
        """The time since the last booking was this step's, which ends here."""
        self._add(name)
        self._look(name)

    def _add(self, name: str) -> None:
        now = time.process_time()
        taken, self._at = now - self._at, now
        step = self.steps.get(name)
        if step is None:
            step = self.steps[name] = Step(first=taken)
        step.seconds += taken

    def _look(self, name: str) -> None:
        """Memory is looked at when a step ends: forgetting the peak goes through all pages of the process."""
        step = self.steps[name]
        step.end_mb, peak = memory_mb()
        step.peak_mb = max(step.peak_mb, peak)
        _forget_peak()
        # To whoever waits: 100,000 articles take hours, and the table comes at the end.
        print(f"  {name}: {step.seconds:.1f} s, {step.peak_mb:.0f} MB at most", file=sys.stderr, flush=True)


def memory_mb() -> tuple[float, float]:
    """MB of this process now, and at most since the peak was forgotten; elsewhere than on Linux the peak for both."""
    if _STATUS.exists():
        fields = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
        now, peak = (int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
        return now, peak
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return peak, peak


def _forget_peak() -> None:
    with suppress(
        OSError
    ):  # not on other systems, nor where it is forbidden: the peak is then that of all steps so far
        _RESET.write_text("5")


# --- growth ---

ALLOWED = 0.1
"""A step whose exponent lies this far above that of n log n over the same sizes is told of."""

_COUNTS_FROM = 0.01
"""Shares of a run below this are noise."""


def exponent(sizes: Sequence[int], amounts: Sequence[float]) -> float:
    """The slope of the line through (log size, log amount): 1 where twice the articles take twice the time."""
    xs, ys = [math.log(size) for size in sizes], [math.log(max(amount, 1e-9)) for amount in amounts]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def find_worse(runs: Mapping[int, Mapping[str, Step]]) -> list[str]:
    """The steps that grow worse than n log n and take a share of the largest run that matters."""
    sizes = sorted(runs)
    fair = exponent(sizes, [size * math.log(size) for size in sizes])
    whole = sum(step.seconds for step in runs[sizes[-1]].values())
    return [
        name
        for name, step in runs[sizes[-1]].items()
        if step.seconds >= _COUNTS_FROM * whole and exponent(sizes, _seconds(runs, name)) > fair + ALLOWED
    ]


def growth_lines(runs: Mapping[int, Mapping[str, Step]]) -> list[str]:
    """A table: ms an article for each step and size, the exponent of the seconds, and what grows worse than n log n."""
    sizes, worse = sorted(runs), find_worse(runs)
    rows = {name: _seconds(runs, name) for name in runs[sizes[-1]]}
    rows["in all"] = [sum(step.seconds for step in runs[size].values()) for size in sizes]
    lines = [f"{'ms an article':>16}" + "".join(f"{size:>10,}" for size in sizes) + "  exponent"]
    for name, seconds in rows.items():
        cells = "".join(f"{1000 * one / size:10.2f}" for one, size in zip(seconds, sizes, strict=True))
        told = "  worse than n log n" if name in worse else ""
        lines.append(f"{name:>16}{cells}{exponent(sizes, seconds):10.2f}{told}")
    return lines


def _seconds(runs: Mapping[int, Mapping[str, Step]], name: str) -> list[float]:
    return [runs[size].get(name, Step()).seconds for size in sorted(runs)]
