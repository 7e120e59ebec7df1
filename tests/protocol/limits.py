"""What a provider lets through: requests and tokens a minute, requests at once. 429 and x-ratelimit headers."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.protocol.messages import ChatRequest, Failure


@dataclass(frozen=True, slots=True)
class Limits:
    """None is no limit.

    A limit a minute is enforced over every stretch of `window_s` seconds in proportion: 6,000 a minute with a window
    of 1 s lets 100 through in any second. `latency` is seconds from a request to the first byte of its reply.
    """

    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    concurrency: int | None = None
    window_s: float = 60.0
    retry_after: bool = True
    latency: float | Callable[[ChatRequest], float] = 0.0

    def latency_of(self, request: ChatRequest) -> float:
        """Seconds."""
        return self.latency(request) if callable(self.latency) else self.latency


class Window:
    """What was spent during the last `span` seconds, against `quota`."""

    def __init__(self, quota: int, span: float) -> None:
        self.quota, self._span = quota, span
        self._spent: deque[tuple[float, int]] = deque()
        self.used = 0

    def spend(self, now: float, amount: int) -> None:
        """Counts `amount` until `now` + span."""
        self._spent.append((now, amount))
        self.used += amount

    def forget(self, now: float) -> None:
        """Drops what lies further back than the span."""
        while self._spent and self._spent[0][0] + self._span <= now:
            self.used -= self._spent.popleft()[1]

    def wait(self, now: float, amount: int) -> float:
        """Seconds until `amount` fits; 0 if it does now, infinity if it never will."""
        if amount > self.quota:
            return math.inf
        excess, free_at = self.used + amount - self.quota, now
        for at, spent in self._spent:
            if excess <= 0:
                break
            excess -= spent
            free_at = at + self._span
        return max(0.0, free_at - now)

    def empty_in(self, now: float) -> float:
        """Seconds until nothing counts any more."""
        return self._spent[-1][0] + self._span - now if self._spent else 0.0


class Limiter:
    """Admits or refuses; what it refuses spends nothing."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._windows = {
            name: Window(max(1, round(rate * limits.window_s / 60)), limits.window_s)
            for name, rate in (("requests", limits.requests_per_minute), ("tokens", limits.tokens_per_minute))
            if rate is not None
        }
        self.in_flight = 0

    def refusal(self, now: float, prompt_tokens: int) -> Failure | None:
        """Why a request with this prompt may not pass, None if it may; one that passes is then told to `enter`."""
        if self._limits.concurrency is not None and self.in_flight >= self._limits.concurrency:
            message = f"Too many requests at once: at most {self._limits.concurrency} are served."
            return Failure(429, "rate_limit_exceeded", message, "requests", self.headers(now))
        for name, amount in (("requests", 1), ("tokens", prompt_tokens)):
            if name in self._windows:
                window = self._windows[name]
                window.forget(now)
                wait = window.wait(now, amount)
                if wait > 0:
                    return self._over(name, window, amount, wait, now)
        return None

    def enter(self, now: float) -> None:
        """A request passes."""
        self.in_flight += 1
        if "requests" in self._windows:
            self._windows["requests"].spend(now, 1)

    def leave(self) -> None:
        """A request that had passed is over."""
        self.in_flight -= 1

    def charge(self, now: float, tokens: int) -> None:
        """Prompt and completion of a request that passed: an endpoint knows the second only when it has written it,
        so a window may end above its quota by the completions in it.
        """
        if "tokens" in self._windows:
            self._windows["tokens"].spend(now, tokens)

    def headers(self, now: float) -> dict[str, str]:
        """How much is left, and when all of it will be."""
        headers: dict[str, str] = {}
        for name, window in self._windows.items():
            window.forget(now)
            headers[f"x-ratelimit-limit-{name}"] = str(window.quota)
            headers[f"x-ratelimit-remaining-{name}"] = str(max(0, window.quota - window.used))
            headers[f"x-ratelimit-reset-{name}"] = go_duration(window.empty_in(now))
        return headers

    def _over(self, name: str, window: Window, amount: int, wait: float, now: float) -> Failure:
        headers = self.headers(now)
        if wait == math.inf:
            message = f"Request too large: limit {window.quota}, requested {amount} {name}."
        else:
            message = f"Rate limit reached: limit {window.quota}, used {window.used}, requested {amount} {name}."
            if self._limits.retry_after:
                headers |= {"retry-after": str(math.ceil(wait)), "retry-after-ms": str(math.ceil(wait * 1000))}
        return Failure(429, "rate_limit_exceeded", message, name, headers)


def go_duration(seconds: float) -> str:
    """As OpenAI writes it: 120ms, 1.5s, 6m0s."""
    if seconds < 1:
        return f"{math.ceil(seconds * 1000)}ms"
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}m{rest:g}s" if minutes else f"{round(rest, 3):g}s"
