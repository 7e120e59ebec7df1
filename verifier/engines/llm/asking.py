"""Ask: a reply for a prompt, from the store where it was paid for before, else from the endpoint through the gate."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakValueDictionary

from prompts import Messages, Prompt
from verifier.domain import Reply, Usage, content_id
from verifier.engines import PlannedCall, Spent
from verifier.engines.llm.endpoint import Endpoint
from verifier.engines.llm.gate import Cost, Limits, LocalGate, Stop, through
from verifier.engines.llm.outcomes import CallFailed
from verifier.engines.llm.prices import price_of
from verifier.engines.llm.tokens import count
from verifier.settings import LlmSettings

NOTHING_USED = Usage()

AROUND_MESSAGES = 12
"""Tokens that the protocol puts around two messages."""


class Replies(Protocol):
    """Where replies are kept by content key; safe to use from any thread."""

    def reply(self, key: str) -> Reply | None:
        """The reply under `key`."""

    def put_reply(self, key: str, prompt: str, model: str, reply: Reply) -> None:
        """Keep a reply at once; a key that has one keeps it."""

    def spoil_replies(self, keys: Iterable[str]) -> None:
        """Their cells could not be read: they are asked for anew after this run."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking, and the content key under which a reply is kept."""

    key: str
    outcome: Reply | CallFailed | Stop


class Asker:
    """For one event loop. A reply is in the store before anybody sees it, so a kill repeats only calls in flight."""

    def __init__(self, settings: LlmSettings, replies: Replies) -> None:
        self._model = settings.model
        self._place = (settings.provider, settings.base_url, settings.model, settings.temperature)
        self._endpoint = Endpoint(
            settings.model,
            base_url=settings.base_url,
            api_key=settings.api_key,
            provider=settings.provider,
            timeout=settings.timeout,
            temperature=settings.temperature,
        )
        limits = Limits(
            settings.calls_at_once, settings.requests_per_minute, settings.tokens_per_minute, settings.budget
        )
        self._gate = LocalGate(limits)
        # Of two that ask the same at once, as copies of one article do, the second waits for the reply of the first.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._replies = replies
        self._price = price_of(settings.model)
        self._spent = Spent(dollars=None if self._price is None else 0.0)

    @property
    def spent(self) -> Spent:
        """So far."""
        return self._spent

    async def ask(self, prompt: Prompt, messages: Messages, expected: int, attempt: int = 0) -> Asked:
        """A reply to `messages`; `expected` is the most tokens it is thought to have, `attempt` tells repairs apart."""
        key = content_id("reply", prompt.hash, messages.user, attempt, *self._place)
        async with self._turns.setdefault(key, asyncio.Lock()):
            return await self._ask(key, prompt, messages, expected)

    async def _ask(self, key: str, prompt: Prompt, messages: Messages, expected: int) -> Asked:
        known = await asyncio.to_thread(self._replies.reply, key)
        if known is not None:
            self._spent = self._with(known=1)
            return Asked(key, known)
        planned = self.plan(prompt, messages, expected)
        need = Cost(planned.input + planned.output_high, self._dollars(Usage(planned.input, 0, planned.output_high)))

        async def send() -> Reply | CallFailed:
            outcome = await self._endpoint.call(prompt, messages)
            if isinstance(outcome, Reply):
                # Within the permit, shielded, and no task that closing cancels: what has been paid for is kept.
                put = asyncio.get_running_loop().run_in_executor(
                    None, self._replies.put_reply, key, prompt.name, self._model, outcome
                )
                await asyncio.shield(put)
            return outcome

        outcome = await through(self._gate, need, send, lambda reply: self._cost(reply, planned.input))
        if isinstance(outcome, Reply):
            self._spent = self._with(calls=1, usage=self._usage(outcome, planned.input), told=outcome.usage is not None)
        return Asked(key, outcome)

    def plan(self, prompt: Prompt, messages: Messages, expected: int) -> PlannedCall:
        """What the call would take; nothing is asked. Providers bill the schema as if it stood in the prompt."""
        prefix = count(json.dumps(dict(prompt.schema)), self._model) + count(messages.system, self._model)
        whole = prefix + count(messages.user, self._model)
        return PlannedCall(prefix.n, whole.n + AROUND_MESSAGES, 0, expected, whole.exact)

    async def close(self) -> None:
        """Close the connections."""
        await self._endpoint.__aexit__(None, None, None)

    def _cost(self, reply: Reply, sent: int) -> Cost:
        usage = self._usage(reply, sent)
        return Cost(usage.input + usage.output, self._dollars(usage))

    def _usage(self, reply: Reply, sent: int) -> Usage:
        return reply.usage or Usage(sent, 0, count(reply.text, self._model).n)

    def _dollars(self, usage: Usage) -> float | None:
        return None if self._price is None else self._price.of(usage)

    def _with(self, calls: int = 0, known: int = 0, usage: Usage = NOTHING_USED, told: bool = True) -> Spent:
        before, dollars = self._spent.usage, self._dollars(usage)
        return Spent(
            self._spent.calls + calls,
            self._spent.known + known,
            Usage(before.input + usage.input, before.cached + usage.cached, before.output + usage.output),
            self._spent.estimated or not told,
            None if dollars is None or self._spent.dollars is None else self._spent.dollars + dollars,
        )
