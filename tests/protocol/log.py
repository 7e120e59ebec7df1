"""What was asked and what was answered, in the order of arrival; readable from any thread, kept in a file too."""

from __future__ import annotations

import json
import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from tests.protocol.messages import ChatRequest
from tests.protocol.usage import Usage

NO_USAGE = Usage()
SENT, RESET, CUT, LEFT = "sent", "reset", "cut", "client left"


@dataclass(slots=True)
class Exchange:
    """One chat request and what became of it.

    `admitted` says whether the limits let it pass, `status` is None when no status line was sent, `content` what the
    reply says, `fault` the fault drawn for it, `ending` one of sent, reset, cut, client left (None: in flight).
    """

    request: ChatRequest
    admitted: bool = False
    status: int | None = None
    content: str | None = None
    finish: str | None = None
    fault: str | None = None
    error: str | None = None
    usage: Usage = NO_USAGE
    ending: str | None = None
    ended_at: float | None = None

    def json(self) -> dict[str, Any]:
        """For the log file."""
        names = ("admitted", "status", "content", "finish", "fault", "error", "ending", "ended_at")
        fields = {"number": self.request.number, "key": self.request.key}
        return fields | {name: getattr(self, name) for name in names} | {"usage": self.usage.json()}


class RequestLog:
    """Exchanges in the order of arrival."""

    def __init__(self, path: Path | None = None) -> None:
        self._exchanges: list[Exchange] = []
        self._changed = threading.Condition()
        self._path = path
        self._file: TextIO | None = None

    def open(self) -> None:
        """Starts the file, if there is to be one; one that exists is continued."""
        self._file = None if self._path is None else self._path.open("a", encoding="utf-8")

    def close(self) -> None:
        """Ends the file."""
        if self._file is not None:
            self._file.close()

    def arrived(self, exchange: Exchange) -> None:
        """A request is there."""
        with self._changed:
            self._exchanges.append(exchange)
            self._write("request", exchange.request.json())
            self._changed.notify_all()

    def ended(self, exchange: Exchange, ending: str, at: float) -> None:
        """A request is over."""
        with self._changed:
            exchange.ending, exchange.ended_at = ending, at
            self._write("reply", exchange.json())
            self._changed.notify_all()

    def notify(self) -> None:
        """Something else that a test may wait for has changed."""
        with self._changed:
            self._changed.notify_all()

    def wait_until(self, condition: Callable[[], bool], timeout: float) -> None:
        """Blocks until `condition` holds, asking after every change; AssertionError after `timeout` seconds."""
        with self._changed:
            held = self._changed.wait_for(condition, timeout)
        assert held, f"still waiting after {timeout:.0f} s; so far: {dict(self.counts())}"

    def exchanges(self) -> list[Exchange]:
        """All so far."""
        with self._changed:
            return list(self._exchanges)

    def counts(self) -> Counter[str]:
        """How many ended how: by status, by fault and by ending."""
        counts: Counter[str] = Counter()
        for exchange in self.exchanges():
            words = exchange.status, exchange.fault, exchange.ending or "in flight"
            counts.update(str(word) for word in words if word is not None)
        return counts

    def usage(self) -> Usage:
        """Of everything answered so far."""
        return sum((exchange.usage for exchange in self.exchanges()), NO_USAGE)

    def paid(self) -> Counter[str]:
        """How often each request (by its key) was answered with a completion: more than once is paid again."""
        return Counter(exchange.request.key for exchange in self.exchanges() if exchange.usage.total)

    def most_in(self, seconds: float) -> tuple[int, int]:
        """The most requests let through, and the most tokens, in any stretch of `seconds`, by time of arrival."""
        passed = [exchange for exchange in self.exchanges() if exchange.admitted]
        times = [exchange.request.at for exchange in passed]
        tokens = [0]
        for exchange in passed:
            tokens.append(tokens[-1] + exchange.usage.total)
        starts = [bisect_right(times, at - seconds) for at in times]
        stretches = [(end - start, tokens[end] - tokens[start]) for end, start in enumerate(starts, 1)]
        return max((n for n, _ in stretches), default=0), max((t for _, t in stretches), default=0)

    def _write(self, event: str, fields: dict[str, Any]) -> None:
        if self._file is not None:
            self._file.write(json.dumps({"event": event, **fields}, ensure_ascii=False) + "\n")
            # a line at a time: whoever kills a process reads the log afterwards
            self._file.flush()
