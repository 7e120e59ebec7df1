"""The one place that lets calls through: requests and tokens a minute, calls at once, pauses, retries, budget, stop.

Time is that of the running event loop, so a test that turns the loop's clock waits for nothing. `through` is a call
with its retries.
"""

from __future__ import annotations

import asyncio
import math
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from verifier.domain import Reply, Usage
from verifier.engines.llm.outcomes import AGAIN, HOPELESS, MAYBE_BILLED, CallFailed, Trouble

SPAN = 60.5
"""Seconds that limits a minute are kept over: calls that arrive half a second late stay within the minute."""

BURST = 0.1
"""Seconds by which calls may run ahead of an even pace, for late wake-ups; providers cut a minute's limit down to
seconds, so a rush is refused though the minute has room."""

BACK_OFF = 0.85
"""The calls at once shrink by this factor on a 429, and grow by one with as many successes as they are."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds before a second try, doubled with each further one, of which a random half is taken off."""

LEARNING = 0.1
"""Weight of a new call in the share of its need that a call uses; charging the whole need left 12 % of a token limit
unused where calls use half of it."""

LONGEST_PAUSE = 900.0
"""A longer Retry-After is a quota that is used up, not a limit to wait out."""

TRIES = 4
"""Calls made for one reply; a 429 is no try, it did no work."""

MOST_REFUSALS = 40
"""429s for one reply before it counts as failed."""

MOST_LOST = 12
"""Replies given up one after the other, none coming in between, before nothing more is asked: the endpoint is down, and
each further one would take four tries."""


@dataclass(frozen=True, slots=True)
class Limits:
    """None is no limit. `calls_at_once` is where to begin and the most; `budget` is in US dollars."""

    calls_at_once: int = 16
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    budget: float | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """Tokens, and US dollars, None where no price is known: what a call takes at most, or took.

    `is_told` says that all tokens are the endpoint's own.
    """

    usage: Usage
    dollars: float | None
    is_told: bool = True

    @property
    def tokens(self) -> int:
        """In and out."""
        return self.usage.input + self.usage.output

    def __add__(self, other: Cost) -> Cost:
        a, b = self.usage, other.usage
        return Cost(
            Usage(a.input + b.input, a.cached + b.cached, a.output + b.output),
            None if self.dollars is None or other.dollars is None else self.dollars + other.dollars,
            self.is_told and other.is_told,
        )


NOTHING = Cost(Usage(), 0.0)


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing more is let through; `detail` says what to do."""

    trouble: Trouble
    detail: str


@dataclass(eq=False, slots=True)
class Permit:
    """Leave for one call. `tokens` is what the minute is charged with."""

    need: Cost
    at: float
    tokens: float


class Gate:
    """Lets calls through, for one process and one event loop; callers pass in the order in which they came.

    Every permit is settled once, whatever became of the call.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._share = 1.0
        self._requests = _Meter(limits.requests_per_minute)
        self._tokens = _Meter(limits.tokens_per_minute)
        self._at_once = float(limits.calls_at_once)
        self._in_flight = 0
        self._lost = 0
        self._reserved = 0.0
        self._spent = NOTHING
        self._paused_until = -math.inf
        self._stopped: Stop | None = None
        self._turn = asyncio.Lock()
        self._changed = asyncio.Event()

    @property
    def spent(self) -> Cost:
        """The sum of all settled calls."""
        return self._spent

    @property
    def _dollars(self) -> float:
        return self._spent.dollars or 0.0

    @property
    def stopped(self) -> Stop | None:
        """Why nothing more is let through."""
        return self._stopped

    async def admit(self, need: Cost) -> Permit | Stop:
        """Waits until a call with this need may be made, or says that none will be."""
        async with self._turn:
            while True:
                self._check_budget(need)
                if self._stopped is not None:
                    return self._stopped
                wait = self._wait(need)
                if wait <= 0:
                    return self._enter(need)
                await self._change(wait)

    def enter(self, need: Cost) -> Permit | None:
        """Leave for a call out of turn, one more than may be under way; None once stopped or beyond the budget."""
        if self._stopped is not None or self._is_beyond_budget(need):
            return None
        return self._enter(need)

    def settle(self, permit: Permit, spent: Cost) -> None:
        """What was reserved and not used is free again."""
        self._in_flight -= 1
        self._reserved -= permit.need.dollars or 0.0
        self._spent += spent
        self._tokens.correct(permit, spent.tokens)
        if spent.tokens and permit.need.tokens:
            self._share += LEARNING * (min(1.0, spent.tokens / permit.need.tokens) - self._share)
        self._changed.set()

    def push_back(self, seconds: float) -> None:
        """The endpoint said to slow down: nobody is let through for so long, and then fewer at once.

        All calls in flight may be refused at once, and that is one refusal: they shrink it once.
        """
        now = _now()
        if now >= self._paused_until:
            self._at_once = max(1.0, self._at_once * BACK_OFF)
        self._paused_until = max(self._paused_until, now + seconds)

    def succeed(self) -> None:
        """A call went well: perhaps more may be made at once."""
        self._lost = 0
        self._at_once = min(float(self._limits.calls_at_once), self._at_once + 1 / self._at_once)

    def give_up(self, failed: CallFailed) -> None:
        """A reply was given up; many in a row stop everything."""
        self._lost += 1
        if self._lost >= MOST_LOST:
            self.stop(Stop(failed.trouble, f"{MOST_LOST} calls in a row failed, the last one so: {failed.detail}"))

    def stop(self, stop: Stop) -> None:
        """Nothing more is let through; calls in flight end as they do. The first reason stays."""
        self._stopped = self._stopped or stop
        self._changed.set()

    def _check_budget(self, need: Cost) -> None:
        """Stops when the budget cannot take the call and nothing in flight can give money back."""
        budget = self._limits.budget
        if budget is None:
            return
        if need.dollars is None:
            self.stop(
                Stop(Trouble.BUDGET, "no price is known for this model, so no budget can be kept: run without one")
            )
        elif not self._in_flight and self._dollars + need.dollars > budget:
            told = f"{self._dollars:.4f} of the budget of {budget:.4f} USD are spent"
            told += f", and the next call may take {need.dollars:.4f}; raise it and run again to go on"
            self.stop(Stop(Trouble.BUDGET, told))

    def _is_beyond_budget(self, need: Cost) -> bool:
        budget = math.inf if self._limits.budget is None else self._limits.budget
        return self._dollars + self._reserved + (need.dollars or 0.0) > budget

    def _wait(self, need: Cost) -> float:
        """Seconds until the call may be made; infinite when a call in flight has to end first."""
        if self._in_flight >= int(self._at_once) or self._is_beyond_budget(need):
            return math.inf
        now = _now()
        return max(
            self._paused_until - now, self._requests.wait(now, 1), self._tokens.wait(now, need.tokens * self._share)
        )

    def _enter(self, need: Cost) -> Permit:
        now = _now()
        self._in_flight += 1
        self._reserved += need.dollars or 0.0
        permit = Permit(need, now, need.tokens * self._share)
        self._requests.take(Permit(need, now, 1))
        self._tokens.take(permit)
        return permit

    async def _change(self, seconds: float) -> None:
        self._changed.clear()
        try:
            async with asyncio.timeout(None if math.isinf(seconds) else seconds):
                await self._changed.wait()
        except TimeoutError:
            return


class _Meter:
    """An even pace, and never more than `limit` in any `SPAN` seconds: a pace alone lets an amount more through."""

    def __init__(self, limit: float | None) -> None:
        self._limit = limit
        self._taken: deque[Permit] = deque()
        self._total = 0.0
        self._next = -math.inf

    def wait(self, now: float, amount: float) -> float:
        if self._limit is None:
            return 0.0
        while self._taken and self._taken[0].at + SPAN <= now:
            self._total -= self._taken.popleft().tokens
        excess, free_at = self._total + amount - self._limit, now
        for one in self._taken:
            if excess <= 0:
                break
            excess -= one.tokens
            free_at = one.at + SPAN
        return max(0.0, free_at - now, self._next - BURST - now)

    def take(self, permit: Permit) -> None:
        if self._limit is not None:
            self._taken.append(permit)
            self._total += permit.tokens
            self._next = max(self._next, permit.at) + permit.tokens / self._limit * SPAN

    def correct(self, permit: Permit, tokens: float) -> None:
        """The endpoint counts what was used: the rest of what was charged is free again."""
        if self._limit is not None:
            less = permit.tokens - tokens
            if permit.at + SPAN > _now():
                self._total -= less
            self._next -= less / self._limit * SPAN
        permit.tokens = tokens


async def through(
    gate: Gate,
    need: Cost,
    send: Callable[[], Awaitable[Reply | CallFailed]],
    cost_of: Callable[[Reply], Cost],
    draw: Callable[[], float] = random.random,
) -> Reply | CallFailed | Stop:
    """One call with its retries. `draw` is a random number from 0 to 1.

    What cannot get better stops the gate; what a provider may have billed without an answer is counted in full, but
    for calls that are cancelled.
    """
    tries = refusals = 0
    while True:
        permit = await gate.admit(need)
        if isinstance(permit, Stop):
            return permit
        spent = need
        try:
            outcome = await send()
            spent = spent_on(outcome, need, cost_of)
        except asyncio.CancelledError:
            # At a run's end: the account that is told then would else hold some of the calls under way, or none.
            spent = NOTHING
            raise
        finally:
            gate.settle(permit, spent)
        if isinstance(outcome, Reply):
            gate.succeed()
            return outcome
        refused = outcome.trouble is Trouble.RATE_LIMITED
        tries, refusals = tries + (not refused), refusals + refused
        if _is_hopeless(outcome):
            stop = Stop(outcome.trouble if outcome.trouble in HOPELESS else Trouble.QUOTA, outcome.detail)
            gate.stop(stop)
            return stop
        if outcome.trouble not in AGAIN:
            return outcome
        if tries >= TRIES or refusals >= MOST_REFUSALS:
            gate.give_up(outcome)
            return outcome
        wait = outcome.retry_after
        if wait is None:
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries + refusals - 1)) * (1 - draw() / 2)
        if refused or outcome.retry_after is not None:
            gate.push_back(wait)
        else:
            await asyncio.sleep(wait)


def _is_hopeless(failed: CallFailed) -> bool:
    return failed.trouble in HOPELESS or (failed.retry_after or 0.0) > LONGEST_PAUSE


def spent_on(outcome: Reply | CallFailed, need: Cost, cost_of: Callable[[Reply], Cost]) -> Cost:
    """What a call came to: all it needed where the provider may have billed what did not arrive."""
    if isinstance(outcome, Reply):
        return cost_of(outcome)
    return need if outcome.trouble in MAYBE_BILLED else NOTHING


def _now() -> float:
    return asyncio.get_running_loop().time()
