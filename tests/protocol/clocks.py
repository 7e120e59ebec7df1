"""Time as the server sees it: real, or moved by hand so that no test waits."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Protocol


class Clock(Protocol):
    """Epoch seconds that never go back, and a sleep that goes by them."""

    def now(self) -> float:
        """Epoch seconds."""

    async def sleep(self, seconds: float) -> None:
        """Returns once `seconds` have passed by this clock."""


class RealClock:
    """The machine's."""

    def __init__(self) -> None:
        self._epoch = time.time() - time.monotonic()

    def now(self) -> float:
        """Epoch seconds."""
        return self._epoch + time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Sleeps in earnest."""
        await asyncio.sleep(seconds)


class ManualClock:
    """Stands still until `advance`; may be moved from any thread."""

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        self._now = start
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self._changed = threading.Condition()

    def now(self) -> float:
        """Epoch seconds, as far as the hands were moved."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Returns once the clock was advanced by `seconds`."""
        if seconds <= 0:
            return
        sleeper = asyncio.get_running_loop().create_future()
        with self._changed:
            entry = self._now + seconds, sleeper
            self._sleepers.append(entry)
            self._changed.notify_all()
        try:
            await sleeper
        finally:
            with self._changed:
                self._sleepers.remove(entry)

    def advance(self, seconds: float) -> None:
        """Moves the clock on and wakes who has slept long enough."""
        with self._changed:
            self._now += seconds
            for due, sleeper in self._sleepers:
                if due <= self._now:
                    sleeper.get_loop().call_soon_threadsafe(_wake, sleeper)

    def wait_for_sleepers(self, count: int, timeout: float = 10.0) -> None:
        """Blocks until `count` sleep; AssertionError after `timeout` real seconds."""
        with self._changed:
            awake = self._changed.wait_for(lambda: len(self._sleepers) >= count, timeout)
        assert awake, f"{len(self._sleepers)} of {count} sleep after {timeout:.0f} s"


def _wake(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)
