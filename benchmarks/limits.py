"""How much of an endpoint's limit is used, and how far it is overshot, over a long run (promise P3).

    python -m benchmarks.limits [--calls N]

Real requests go through gate and client to a server that answers 429 above its limit, both on a clock that jumps over
every wait: what is measured is the waiting, not the machine. Exit code 1 when a promise is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from benchmarks.one_loop import GuestServer, run_jumping
from prompts import Line, Messages, Prompt, load
from tests.protocol.limits import Limits
from tests.protocol.log import Exchange, RequestLog
from tests.protocol.messages import ChatRequest
from tests.protocol.messages import Reply as Completion
from verifier.domain import Reply
from verifier.engines.llm.asking import Asker
from verifier.settings import LlmSettings

CALLS = 2000
LEAST_USED, MOST_OVERSHOT = 0.90, 0.02
LATENCY_S = 2.0
MODEL = "protocol-test"


@dataclass(frozen=True, slots=True)
class Case:
    """A server with one limit, and what its client is told of it."""

    name: str
    server: Limits
    calls_at_once: int = 64
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    is_promised: bool = True

    @property
    def is_told(self) -> bool:
        """Whether the client knows the limit; otherwise it finds it by being refused, which oversteps it."""
        told = self.requests_per_minute or self.tokens_per_minute
        return bool(told) or self.calls_at_once == self.server.concurrency


@dataclass(frozen=True, slots=True)
class Use:
    """`used` is a share of the limit over the whole run, `worst` that of the fullest minute, refused calls included."""

    minutes: float
    refused: int
    used: float
    worst: float


class Verbose:
    """Replies of 50 to 1,500 tokens; nobody reads them."""

    def answer(self, request: ChatRequest) -> Completion:
        """The same length for the same request."""
        return Completion("word " * random.Random(request.key).randrange(40, 1200))  # noqa: S311


class Kept:
    """Replies in memory: what a disk takes is not measured."""

    def __init__(self) -> None:
        self._kept: dict[str, Reply] = {}

    def reply(self, key: str) -> Reply | None:
        """Under `key`."""
        return self._kept.get(key)

    def put_reply(self, key: str, prompt: str, model: str, reply: Reply) -> None:  # noqa: ARG002
        """Keep."""
        self._kept.setdefault(key, reply)

    def spoil_replies(self, keys: Iterable[str]) -> None:
        """None is read here, so none is spoilt."""
        raise NotImplementedError(list(keys))


def latency(request: ChatRequest) -> float:
    """Half to one and a half times the mean."""
    return LATENCY_S * random.Random(request.number).uniform(0.5, 1.5)  # noqa: S311


CASES = (
    Case("requests a minute", Limits(600, latency=latency), requests_per_minute=600),
    Case("tokens a minute", Limits(tokens_per_minute=1_000_000, latency=latency), tokens_per_minute=1_000_000),
    Case("calls at once x latency", Limits(concurrency=16, latency=latency), calls_at_once=16),
    Case("requests, not told", Limits(600, latency=latency)),
    Case("tokens, not told", Limits(tokens_per_minute=1_000_000, latency=latency)),
    Case("calls at once, not told", Limits(concurrency=16, latency=latency)),
    Case("requests, bare 429s", Limits(600, latency=latency, retry_after=False), is_promised=False),
)


async def use(case: Case, calls: int) -> Use:
    """Make the calls and read the server's log."""
    async with GuestServer(Verbose(), limits=case.server) as server:
        settings = LlmSettings(
            MODEL,
            base_url=server.base_url,
            calls_at_once=case.calls_at_once,
            requests_per_minute=case.requests_per_minute,
            tokens_per_minute=case.tokens_per_minute,
        )
        asker, prompt, draw = Asker(settings, Kept()), load("stance"), random.Random(7)  # noqa: S311
        begun = asyncio.get_running_loop().time()
        asked = await asyncio.gather(*(asker.ask(prompt, _messages(prompt, draw, n), 1000) for n in range(calls)))
        seconds = asyncio.get_running_loop().time() - begun
        await asker.close()
    failed = [one.outcome for one in asked if not isinstance(one.outcome, Reply)]
    if failed:
        raise RuntimeError(f"{len(failed)} of {calls} calls got no reply, the first: {failed[0]}")
    return _read(case.server, server.log, seconds)


def _messages(prompt: Prompt, draw: random.Random, number: int) -> Messages:
    """Calls of 2,500 to 8,000 tokens."""
    claims = [Line(f"c{n + 1}", f"Claim {number} of {n} lorries.") for n in range(draw.randrange(1, 20))]
    passages = [Line(f"p{n + 1}", "Forty lorries crossed. " * 20) for n in range(draw.randrange(1, 40))]
    return prompt.render({"claims": claims, "published": None, "passages": passages})


def _read(limits: Limits, log: RequestLog, seconds: float) -> Use:
    exchanges = log.exchanges()
    served = [one for one in exchanges if one.admitted]
    refused = len(exchanges) - len(served)
    minutes = seconds / 60
    if limits.concurrency is not None:
        waited = sum((one.ended_at or 0.0) - one.request.at for one in served)
        return Use(minutes, refused, waited / seconds / limits.concurrency, _most_at_once(log) / limits.concurrency)
    amounts = _tokens(exchanges) if limits.tokens_per_minute else [1.0] * len(exchanges)
    limit = limits.tokens_per_minute or limits.requests_per_minute or 0.0
    spent = sum(amount for one, amount in zip(exchanges, amounts, strict=True) if one.admitted)
    fullest = _fullest_minute([one.request.at for one in exchanges], amounts)
    return Use(minutes, refused, spent / minutes / limit, fullest / limit)


def _tokens(exchanges: Sequence[Exchange]) -> list[float]:
    """Of each; one that was refused has asked for a prompt of the mean length."""
    prompts = [one.usage.prompt for one in exchanges if one.admitted]
    return [float(one.usage.total or sum(prompts) / len(prompts)) for one in exchanges]


def _fullest_minute(times: Sequence[float], amounts: Sequence[float]) -> float:
    sums, first, most = [0.0, *accumulate(amounts)], 0, 0.0
    for last, at in enumerate(times):
        while times[first] <= at - 60:
            first += 1
        most = max(most, sums[last + 1] - sums[first])
    return most


def _most_at_once(log: RequestLog) -> int:
    ends = [(one.ended_at or 0.0, -1) for one in log.exchanges() if one.admitted]
    changes = sorted([(one.request.at, 1) for one in log.exchanges() if one.admitted] + ends)
    return max(accumulate(change for _, change in changes))


def main() -> int:
    """Measure all cases and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=CALLS, help="calls of each case (default: %(default)s)")
    calls = parser.parse_args().calls
    print(f"{'limit':26}{'calls':>7}{'minutes':>9}{'refused':>9}{'used':>8}{'fullest minute':>16}")
    missed = 0
    for case in CASES:
        found = run_jumping(use(case, calls))
        is_short = found.used < LEAST_USED or (case.is_told and found.worst > 1 + MOST_OVERSHOT)
        missed += is_short and case.is_promised
        note = ("  missed" if is_short else "") if case.is_promised else "  recorded: nothing tells the client when"
        told = f"{case.name:26}{calls:7,}{found.minutes:9.1f}{found.refused:9,}{found.used:8.1%}{found.worst:16.1%}"
        print(told + note, flush=True)
    print(f"promised: at least {LEAST_USED:.0%} used; where the limit is told, at most {MOST_OVERSHOT:.0%} above it")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
