"""Limits are used and kept, refusals are waited out, money stops where it was told to. No test waits."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verifier.engines.llm.virtual_time import run_virtual
from verifier.domain import Reply, Usage
from verifier.engines.llm.gate import NOTHING, Cost, Gate, Limits, Permit, Stop, through
from verifier.engines.llm.outcomes import AGAIN, MAYBE_BILLED, CallFailed, Trouble

Outcome = Reply | CallFailed
REFUSED = CallFailed(Trouble.RATE_LIMITED, "slow down")


def cost_of(reply: Reply) -> Cost:
    assert reply.usage is not None
    return cost(reply.usage.input, reply.usage.input / 1000)


def cost(tokens: int, dollars: float | None) -> Cost:
    """Of tokens that were sent."""
    return Cost(Usage(tokens), dollars)


@dataclass
class Server:
    """Lets so many requests and tokens through in any minute, and tells when to come again."""

    requests: float = float("inf")
    tokens: float = float("inf")
    at_once: float = float("inf")
    says_when: bool = True
    latency: float = 2.0
    draw: random.Random = field(default_factory=lambda: random.Random(3))
    seen: deque[tuple[float, int]] = field(default_factory=deque)
    served: list[tuple[float, int]] = field(default_factory=list)
    refused: int = 0
    in_flight: int = 0

    async def send(self) -> Outcome:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self.draw.uniform(0.01, 0.1))
        now, tokens = loop.time(), self.draw.randrange(750, 2250)
        while self.seen and self.seen[0][0] <= now - 60:
            self.seen.popleft()
        full = len(self.seen) + 1 > self.requests or sum(n for _, n in self.seen) + tokens > self.tokens
        if full or self.in_flight >= self.at_once:
            self.refused += 1
            when = self.seen[0][0] + 60 - now if full else 1.0
            return CallFailed(Trouble.RATE_LIMITED, "", when if self.says_when else None)
        self.seen.append((now, tokens))
        self.served.append((now, tokens))
        self.in_flight += 1
        await asyncio.sleep(self.latency * self.draw.uniform(0.5, 1.5))
        self.in_flight -= 1
        return Reply("{}", usage=Usage(tokens, 0, 0))

    def worst_minute(self, of: int) -> float:
        """The most requests (0) or tokens (1) served within any 60 s."""
        window: deque[tuple[float, int]] = deque()
        total = most = 0
        for at, tokens in self.served:
            amount = tokens if of else 1
            window.append((at, amount))
            total += amount
            while window[0][0] <= at - 60:
                total -= window.popleft()[1]
            most = max(most, total)
        return most


def serve(server: Server, limits: Limits, calls: int = 2000) -> float:
    """Seconds until all calls have their reply."""

    async def main() -> float:
        gate, draw = Gate(limits), random.Random(4)
        replies = await asyncio.gather(
            *(through(gate, cost(3000, 3.0), server.send, cost_of, draw.random) for _ in range(calls))
        )
        assert all(isinstance(reply, Reply) for reply in replies)
        return asyncio.get_running_loop().time()

    return run_virtual(main())


def test_a_request_limit_is_used_and_never_overshot() -> None:
    server = Server(requests=600)
    seconds = serve(server, Limits(64, requests_per_minute=600))
    assert 2000 / seconds * 60 >= 0.95 * 600
    assert server.worst_minute(0) <= 600
    assert server.refused == 0


def test_a_token_limit_is_used_and_not_overshot() -> None:
    server = Server()
    seconds = serve(server, Limits(64, tokens_per_minute=300_000))
    assert sum(tokens for _, tokens in server.served) / seconds * 60 >= 0.92 * 300_000
    assert server.worst_minute(1) <= 1.02 * 300_000


def test_what_cannot_all_run_at_once_keeps_the_places_full() -> None:
    server = Server()
    seconds = serve(server, Limits(16))
    assert 2000 * server.latency / seconds >= 0.93 * 16


@pytest.mark.parametrize(
    ("server", "share"),
    [(Server(requests=600), 0.95), (Server(requests=600, says_when=False), 0.8), (Server(at_once=16), 0.85)],
    ids=["says when", "does not say when", "calls at once"],
)
def test_a_limit_nobody_told_is_found(server: Server, share: float) -> None:
    seconds = serve(server, Limits(64))
    limit = min(server.requests, server.at_once * 60 / server.latency)
    assert 2000 / seconds * 60 >= share * limit
    assert server.refused < 500


def test_callers_pass_in_the_order_in_which_they_came() -> None:
    async def main() -> list[int]:
        gate, order = Gate(Limits(1)), list[int]()

        async def send(number: int) -> Outcome:
            order.append(number)
            await asyncio.sleep(1)
            return Reply("", usage=Usage(0, 0, 0))

        await asyncio.gather(*(through(gate, NOTHING, lambda n=n: send(n), cost_of) for n in range(20)))  # type: ignore[misc]
        return order

    assert run_virtual(main()) == list(range(20))


def run_one(outcomes: list[Outcome], limits: Limits | None = None) -> tuple[Outcome | Stop, Gate, float, int]:
    """What one call comes to, its gate, the seconds it took and the requests it made."""
    left = list(outcomes)

    async def send() -> Outcome:
        return left.pop(0)

    async def main() -> tuple[Outcome | Stop, Gate, float]:
        gate = Gate(limits or Limits())
        outcome = await through(gate, cost(100, 1.0), send, cost_of, lambda: 0.0)
        return outcome, gate, asyncio.get_running_loop().time()

    outcome, gate, seconds = run_virtual(main())
    return outcome, gate, seconds, len(outcomes) - len(left)


GOOD = Reply("{}", usage=Usage(500, 0, 0))


@pytest.mark.parametrize("trouble", sorted(AGAIN - {Trouble.RATE_LIMITED}))
def test_what_may_pass_is_tried_again_with_growing_waits(trouble: Trouble) -> None:
    failed = CallFailed(trouble, "")
    assert run_one([failed, failed, failed, GOOD])[0] == GOOD
    outcome, _, seconds, sent = run_one([failed] * 9)
    assert (outcome, sent, seconds) == (failed, 4, 1 + 2 + 4)


def test_a_refusal_is_waited_out_and_is_no_try() -> None:
    outcome, _, seconds, _ = run_one([CallFailed(Trouble.RATE_LIMITED, "", 7.0)] * 9 + [GOOD])
    assert (outcome, seconds) == (GOOD, 63.0)
    assert run_one([REFUSED] * 60)[3] == 40


def test_all_wait_when_one_is_told_to() -> None:
    async def main() -> float:
        gate = Gate(Limits())
        gate.push_back(30)
        gate.push_back(5)
        await gate.admit(NOTHING)
        return asyncio.get_running_loop().time()

    assert run_virtual(main()) == 30.0


@pytest.mark.parametrize(
    ("failed", "trouble"),
    [
        (CallFailed(Trouble.CREDENTIALS, "key"), Trouble.CREDENTIALS),
        (CallFailed(Trouble.NO_SUCH_MODEL, "model"), Trouble.NO_SUCH_MODEL),
        (CallFailed(Trouble.QUOTA, "money"), Trouble.QUOTA),
        (CallFailed(Trouble.RATE_LIMITED, "a day", 86_400.0), Trouble.QUOTA),
    ],
)
def test_what_cannot_get_better_stops_everybody(failed: CallFailed, trouble: Trouble) -> None:
    outcome, gate, seconds, sent = run_one([failed] * 9)
    assert (outcome, sent, seconds) == (Stop(trouble, failed.detail), 1, 0.0)
    assert gate.stopped == Stop(trouble, failed.detail)

    async def later() -> Permit | Stop:
        fresh = Gate(Limits())
        fresh.stop(Stop(trouble, "first"))
        fresh.stop(Stop(Trouble.BUDGET, "second"))
        return await fresh.admit(NOTHING)

    assert run_virtual(later()) == Stop(trouble, "first")


def test_a_stop_wakes_whoever_waits() -> None:
    async def main() -> tuple[Permit | Stop, float]:
        gate = Gate(Limits())
        gate.push_back(600)
        waiting = asyncio.ensure_future(gate.admit(NOTHING))
        await asyncio.sleep(5)
        gate.stop(Stop(Trouble.CREDENTIALS, "x"))
        return await waiting, asyncio.get_running_loop().time()

    assert run_virtual(main()) == (Stop(Trouble.CREDENTIALS, "x"), 5.0)


def test_a_request_refused_for_itself_stops_nobody() -> None:
    failed = CallFailed(Trouble.REJECTED, "too long")
    outcome, gate, _, sent = run_one([failed] * 3)
    assert (outcome, sent, gate.stopped, gate.spent.dollars) == (failed, 1, None, 0.0)


def test_what_may_have_been_billed_counts_in_full() -> None:
    assert run_one([CallFailed(Trouble.TIMED_OUT, ""), GOOD])[1].spent.dollars == pytest.approx(1.0 + 0.5)
    for trouble in AGAIN - MAYBE_BILLED:
        assert run_one([CallFailed(trouble, ""), GOOD])[1].spent == cost_of(GOOD)


async def spend(limits: Limits, calls: int, need: Cost, send: Callable[[], Awaitable[Outcome]]) -> tuple[int, Gate]:
    gate = Gate(limits)
    outcomes = await asyncio.gather(*(through(gate, need, send, cost_of) for _ in range(calls)))
    return sum(isinstance(one, Reply) for one in outcomes), gate


def test_a_budget_is_used_up_and_not_exceeded() -> None:
    async def send() -> Outcome:
        await asyncio.sleep(1)
        return GOOD  # half of what it may cost at most

    done, gate = run_virtual(spend(Limits(8, budget=10.0), 100, cost(1000, 1.0), send))
    assert done == 19
    assert gate.spent.dollars == pytest.approx(9.5)
    assert gate.stopped is not None
    assert gate.stopped.trouble is Trouble.BUDGET
    assert "9.5000 of the budget of 10.0000 USD" in gate.stopped.detail


@settings(max_examples=50)
@given(
    st.lists(st.floats(0, 1) | st.sampled_from(sorted(AGAIN)), min_size=1, max_size=30),
    st.floats(0.5, 20),
    st.integers(1, 8),
)
def test_whatever_the_endpoint_does_no_budget_is_passed(
    deeds: list[float | Trouble], budget: float, calls_at_once: int
) -> None:
    """A reply takes some share of what was reserved for it, or all."""

    async def send() -> Outcome:
        deed = next(turns)
        await asyncio.sleep(1)
        if isinstance(deed, Trouble):
            return CallFailed(deed, "")
        return Reply("", usage=Usage(round(1000 * deed)))

    turns = cycle(deeds)
    _, gate = run_virtual(spend(Limits(calls_at_once, budget=budget), 40, cost(1000, 1.0), send))
    assert gate.spent.dollars is not None
    assert gate.spent.dollars <= budget + 1e-9


def test_without_a_price_no_budget_is_kept_and_nothing_is_sent() -> None:
    async def send() -> Outcome:
        raise AssertionError("sent")

    done, gate = run_virtual(spend(Limits(budget=10.0), 3, cost(1000, None), send))
    assert done == 0
    assert gate.stopped is not None
    assert "no price is known" in gate.stopped.detail


def test_out_of_turn_one_more_may_go_within_the_budget() -> None:
    async def main() -> list[bool]:
        gate, found = Gate(Limits(1, budget=2.0)), list[Permit | None]()
        await gate.admit(cost(1, 1.0))
        found += [gate.enter(cost(1, 1.0)), gate.enter(cost(1, 0.1))]
        assert found[0] is not None
        gate.settle(found[0], NOTHING)
        gate.stop(Stop(Trouble.SET_UP, "x"))
        return [one is not None for one in [*found, gate.enter(NOTHING)]]

    assert run_virtual(main()) == [True, False, False]


def test_a_cancelled_call_gives_its_place_back_and_counts_nothing() -> None:
    async def main() -> bool:
        gate = Gate(Limits(1))

        async def stall() -> Outcome:
            await asyncio.sleep(1e6)
            return GOOD

        stalled = asyncio.ensure_future(through(gate, cost(1, 1.0), stall, cost_of))
        await asyncio.sleep(1)
        stalled.cancel()
        return isinstance(await gate.admit(NOTHING), Permit) and gate.spent == NOTHING

    assert run_virtual(main())
