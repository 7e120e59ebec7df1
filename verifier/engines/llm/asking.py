"""Ask: a reply for a prompt, from the store where it was paid for before, else from the endpoint through the gate."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeGuard
from weakref import WeakValueDictionary

from prompts import Line, Messages, Prompt, load
from verifier.domain import Reply, Usage, content_id
from verifier.engines import PlannedCall, Spent
from verifier.engines.llm.endpoint import Endpoint
from verifier.engines.llm.gate import NOTHING, Cost, Gate, Limits, Stop, spent_on, through
from verifier.engines.llm.outcomes import CallFailed, Trouble
from verifier.engines.llm.prices import price_of
from verifier.engines.llm.tokens import count
from verifier.settings import FILE, LlmSettings

AROUND_MESSAGES = 12
"""Tokens that the protocol puts around two messages."""

SHORTEST, THOUGHTS = 4_000, 21_000
"""Tokens. No reply is cut below the first, for models that indent their JSON. The second is for thoughts, which the
same cap cuts: both together are what OpenAI advises to leave at first, and a call of stances has 2,000 to 7,000 tokens
in, of which a thinking model is reported to make four times as many thoughts. What is not used is not paid for, but
reserved while the call is under way: more would hold up runs with a small budget."""

_THINKS_NOT = re.compile(r"gpt-(?:3\.5|4)")
"""OpenAI's models that write no thoughts; some cap replies at 16,384 tokens themselves and refuse a higher one."""


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
        self._endpoint = Endpoint(settings)
        self._gate = Gate(
            Limits(settings.calls_at_once, settings.requests_per_minute, settings.tokens_per_minute, settings.budget)
        )
        # Of two that ask the same at once, as copies of one article do, the second waits for the reply of the first.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._replies = replies
        self._price = price_of(settings.model)
        self._calls = self._known = 0
        self._doubting = asyncio.Lock()

    @property
    def spent(self) -> Spent:
        """So far."""
        spent = self._gate.spent
        dollars = None if self._price is None else spent.dollars
        return Spent(self._calls, self._known, spent.usage, not spent.is_told, dollars)

    async def ask(self, prompt: Prompt, messages: Messages, expected: int, attempt: int = 0) -> Asked:
        """A reply to `messages`; `expected` is the most tokens it is thought to have, `attempt` tells repairs apart."""
        key = self._key(prompt, messages, attempt)
        async with self._turns.setdefault(key, asyncio.Lock()):
            known = await asyncio.to_thread(self._replies.reply, key)
            if known is not None:
                self._known += 1
                return Asked(key, known)
            outcome = await self._send(key, prompt, messages, expected)
            return Asked(key, (_is_refused(outcome) and self._gate.stopped) or outcome)

    async def _send(self, key: str, prompt: Prompt, messages: Messages, expected: int) -> Reply | CallFailed | Stop:
        """Through the gate; the reply is kept under `key`."""
        planned, cap = self.plan(prompt, messages, expected), most_output(self._model, expected)

        async def send() -> Reply | CallFailed:
            outcome = await self._endpoint.call(prompt, messages, cap)
            if isinstance(outcome, Reply):
                # Within the permit, shielded, and no task that closing cancels: what has been paid for is kept.
                put = asyncio.get_running_loop().run_in_executor(
                    None, self._replies.put_reply, key, prompt.name, self._model, outcome
                )
                await asyncio.shield(put)
                self._calls += 1
            elif _is_refused(outcome):
                # Within the permit too, so that no others go to be refused meanwhile.
                await self._doubt()
            return outcome

        need = self._need(planned.input, cap)
        return await through(self._gate, need, send, lambda reply: self._cost_of(reply, planned.input))

    async def _doubt(self) -> None:
        """Where nothing was answered yet, a refusal may be of every request, as for a temperature that the model does
        not take: a plain question tells, and one that is refused stops everything."""
        async with self._doubting:
            if self._calls + self._known:
                return
            prompt, messages = plain_question()
            sent, cap = self.plan(prompt, messages, 0).input, most_output(self._model, 0)
            permit = self._gate.enter(need := self._need(sent, cap))
            if permit is None:
                return
            spent = NOTHING
            try:
                outcome = await self._endpoint.call(prompt, messages, cap)
                spent = spent_on(outcome, need, lambda reply: self._cost_of(reply, sent))
            finally:
                self._gate.settle(permit, spent)
        if isinstance(outcome, Reply):
            self._calls += 1
            self._gate.succeed()
        elif _is_refused(outcome):
            told = f"the endpoint refuses every request, a plain one too ({outcome.detail})"
            mend = f"take what it names out of {FILE}, such as temperature, or set another model"
            self._gate.stop(Stop(Trouble.SET_UP, f"{told}: {mend}"))

    def plan(self, prompt: Prompt, messages: Messages, expected: int) -> PlannedCall:
        """What the call would take; nothing is asked. Providers bill the schema as if it stood in the prompt."""
        prefix = count(json.dumps(dict(prompt.schema)), self._model) + count(messages.system, self._model)
        whole = prefix + count(messages.user, self._model)
        key, sent = self._key(prompt, messages, 0), whole.n + AROUND_MESSAGES
        return PlannedCall(key, prefix.n, sent, 0, expected, whole.exact)

    def _key(self, prompt: Prompt, messages: Messages, attempt: int) -> str:
        return content_id("reply", prompt.hash, messages.user, attempt, *self._place)

    def knows(self, call: PlannedCall) -> bool:
        """Whether its reply is kept already."""
        return self._replies.reply(call.key) is not None

    async def close(self) -> None:
        """Close the connections."""
        await self._endpoint.__aexit__(None, None, None)

    def _need(self, sent: int, cap: int) -> Cost:
        """What a call takes at most."""
        return self._cost(Usage(sent, 0, cap), is_told=False)

    def _cost_of(self, reply: Reply, sent: int) -> Cost:
        if reply.usage is not None:
            return self._cost(reply.usage, is_told=True)
        return self._cost(Usage(sent, 0, count(reply.text, self._model).n), is_told=False)

    def _cost(self, usage: Usage, is_told: bool) -> Cost:
        return Cost(usage, None if self._price is None else self._price.of(usage), is_told)


def _is_refused(outcome: Reply | CallFailed | Stop) -> TypeGuard[CallFailed]:
    return isinstance(outcome, CallFailed) and outcome.trouble is Trouble.REJECTED


def most_output(model: str, expected: int) -> int:
    """Tokens at which a reply to `model` is cut, thoughts included, where it is thought to have `expected` at most."""
    thoughts = 0 if _THINKS_NOT.match(model) else THOUGHTS
    return max(SHORTEST, expected) + thoughts


def plain_question() -> tuple[Prompt, Messages]:
    """What any endpoint can answer: a claim against one sentence."""
    prompt = load("stance")
    claims, passages = [Line("c1", "The ferry sank.")], [Line("p1", "The ferry sank, the pier master said.")]
    return prompt, prompt.render({"claims": claims, "published": None, "passages": passages})
