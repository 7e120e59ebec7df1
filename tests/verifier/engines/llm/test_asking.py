"""A reply is paid for once: from the store where it is there, and in the store before anybody sees it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import pytest

from prompts import Line, Messages, load
from tests.making import article
from tests.protocol.backend import Abilities
from tests.protocol.faults import Fault, Faults
from tests.protocol.messages import Break, Broken, ChatRequest, Failure, Raw
from tests.protocol.messages import Reply as ServerReply
from tests.protocol.modes import Honest, Scripted
from tests.protocol.server import ProtocolServer
from tests.verifier.engines.llm.answering import MemoryReplies, claims_in, stance_row
from verifier.domain import Reply, Usage
from verifier.engines import Spent
from verifier.engines.llm import gate
from verifier.engines.llm.asking import AROUND_MESSAGES, Asked, Asker, most_output
from verifier.engines.llm.calls import WINDOW_CHARS, Window
from verifier.engines.llm.gate import Stop
from verifier.engines.llm.outcomes import CallFailed, Trouble
from verifier.engines.llm.prices import price_of
from verifier.engines.llm.tokens import count
from verifier.errors import StoreError
from verifier.settings import LlmSettings
from verifier.store import Store

T = TypeVar("T")
PRICED = "gpt-4o-mini"
PROMPT = load("stance")


def messages(text: str = "The ferry sank.") -> Messages:
    passage = [Line("p1", "The ferry sank, the pier master said.")]
    return PROMPT.render({"claims": [Line("c1", text)], "published": None, "passages": passage})


def honest(request: ChatRequest) -> Any:
    return {"rows": [stance_row(one) for one in claims_in(request.messages[-1].text)]}


def asking(
    server: ProtocolServer,
    replies: MemoryReplies | Store,
    main: Callable[[Asker], Coroutine[Any, Any, T]],
    **settings: Any,
) -> tuple[T, Spent]:
    """What `main` brings, and what was spent."""
    plain: dict[str, Any] = {"model": "protocol-test", "base_url": server.base_url, "timeout": 20.0}

    async def run() -> tuple[T, Spent]:
        asker = Asker(LlmSettings(**plain | settings), replies)
        try:
            return await main(asker), asker.spent
        finally:
            await asker.close()

    return asyncio.run(run())


def ask(
    server: ProtocolServer, replies: MemoryReplies | Store, *texts: str, attempt: int = 0, **settings: Any
) -> tuple[list[Asked], Spent]:
    """One call after the other."""

    async def main(asker: Asker) -> list[Asked]:
        return [await asker.ask(PROMPT, messages(text), 100, attempt) for text in texts]

    return asking(server, replies, main, **settings)


# --- once ---


def test_what_is_in_the_store_makes_no_call() -> None:
    replies = MemoryReplies()
    with ProtocolServer(Honest(honest)) as server:
        (first,), spent = ask(server, replies, "One.")
        (again,), later = ask(server, replies, "One.")
        assert server.calls == 1
    assert again == first
    assert isinstance(first.outcome, Reply)
    assert (spent.calls, spent.known) == (1, 0)
    assert later == Spent(0, 1, dollars=None)
    assert list(replies.kept) == [first.key]


def test_the_same_asked_twice_at_once_is_paid_for_once() -> None:
    async def main(asker: Asker) -> list[Asked]:
        both = (asker.ask(PROMPT, messages(text), 100) for text in ("One.", "One.", "Two."))
        return await asyncio.gather(*both)

    with ProtocolServer(Honest(honest)) as server:
        (first, second, other), spent = asking(server, MemoryReplies(), main)
        assert server.calls == 2
    assert first == second != other
    assert (spent.calls, spent.known) == (2, 1)


def test_whoever_waited_for_a_call_that_failed_asks_too() -> None:
    async def main(asker: Asker) -> list[Asked]:
        await asker.ask(PROMPT, messages("Zero."), 100)
        return await asyncio.gather(*(asker.ask(PROMPT, messages("One."), 100) for _ in range(2)))

    answers = [honest, Failure(400, None, "no"), honest]
    with ProtocolServer(Scripted(answers)) as server:
        (first, second), _ = asking(server, MemoryReplies(), main)
    assert isinstance(first.outcome, CallFailed)
    assert isinstance(second.outcome, Reply)


def test_a_reply_in_the_store_needs_no_endpoint_and_no_money() -> None:
    replies = MemoryReplies()
    with ProtocolServer(Honest(honest), abilities=Abilities((PRICED,))) as server:
        (first,), _ = ask(server, replies, "One.", model=PRICED)
    (again, other), spent = ask(server, replies, "One.", "Two.", model=PRICED, budget=1e-9)
    assert again == first
    assert isinstance(other.outcome, Stop)
    assert (spent.known, spent.calls, spent.dollars) == (1, 0, 0.0)


def test_whatever_changes_the_answer_changes_the_key() -> None:
    replies = MemoryReplies()
    abilities = Abilities(("protocol-test", PRICED))
    with ProtocolServer(Honest(honest), abilities=abilities) as server, ProtocolServer(Honest(honest)) as elsewhere:
        found = [
            ask(server, replies, "One.")[0][0].key,
            ask(server, replies, "Two.")[0][0].key,
            ask(server, replies, "One.", attempt=1)[0][0].key,
            ask(server, replies, "One.", model=PRICED)[0][0].key,
            ask(server, replies, "One.", temperature=0.0)[0][0].key,
            ask(elsewhere, replies, "One.")[0][0].key,
        ]
        assert (server.calls, elsewhere.calls) == (5, 1)
    assert len(set(found)) == len(found)


def test_the_prompt_is_in_the_key() -> None:
    async def main(asker: Asker) -> list[str]:
        other = replace(PROMPT, hash="0" * 64)
        return [(await asker.ask(prompt, messages(), 100)).key for prompt in (PROMPT, other)]

    with ProtocolServer(Honest(honest)) as server:
        (first, second), _ = asking(server, MemoryReplies(), main)
    assert first != second


@pytest.mark.parametrize(
    "settings",
    [{"calls_at_once": 2}, {"timeout": 5.0}, {"requests_per_minute": 500.0}, {"api_key": "sk-1"}],
)
def test_how_it_is_asked_changes_no_key(settings: dict[str, Any]) -> None:
    replies = MemoryReplies()
    with ProtocolServer(Honest(honest)) as server:
        ask(server, replies, "One.")
        ask(server, replies, "One.", **settings)
        assert server.calls == 1


# --- kept before it is seen ---


class SlowReplies(MemoryReplies):
    """Keeps a reply only once it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.putting, self.may_put = threading.Event(), threading.Event()

    def put_reply(self, key: str, prompt: str, model: str, reply: Reply) -> None:
        """Waits for a test at most ten seconds."""
        self.putting.set()
        assert self.may_put.wait(10)
        super().put_reply(key, prompt, model, reply)


async def until(event: threading.Event) -> None:
    while not event.is_set():
        await asyncio.sleep(0.001)


def test_nobody_sees_a_reply_that_is_not_in_the_store() -> None:
    replies = SlowReplies()

    async def main(asker: Asker) -> list[bool]:
        task = asyncio.create_task(asker.ask(PROMPT, messages(), 100))
        await until(replies.putting)
        seen = [task.done()]
        replies.may_put.set()
        asked = await task
        return [*seen, replies.kept[asked.key] == asked.outcome]

    with ProtocolServer(Honest(honest)) as server:
        assert asking(server, replies, main)[0] == [False, True]


def test_a_reply_that_came_is_kept_though_nobody_waits_for_it_any_more() -> None:
    replies = SlowReplies()

    async def main(asker: Asker) -> None:
        task = asyncio.create_task(asker.ask(PROMPT, messages(), 100))
        await until(replies.putting)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        replies.may_put.set()

    with ProtocolServer(Honest(honest)) as server:
        asking(server, replies, main)
        ask(server, replies, "The ferry sank.")
        assert server.calls == 1


class Holding(ThreadPoolExecutor):
    """Lets what keeps a reply wait, and everything else go ahead."""

    def __init__(self) -> None:
        super().__init__(1)
        self.held: list[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = []

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Hold it or do it."""
        if getattr(fn, "__name__", None) != MemoryReplies.put_reply.__name__:
            return super().submit(fn, *arguments, **named)
        self.held.append((Future(), fn, arguments))
        return self.held[-1][0]

    def let_go(self) -> None:
        """Do what was not cancelled."""
        for future, fn, arguments in self.held:
            if future.set_running_or_notify_cancel():
                future.set_result(fn(*arguments))


def test_replies_that_wait_to_be_kept_are_kept_when_every_task_is_cancelled() -> None:
    replies = MemoryReplies()

    async def main(asker: Asker) -> None:
        with Holding() as executor:
            asyncio.get_running_loop().set_default_executor(executor)
            tasks = [asyncio.create_task(asker.ask(PROMPT, messages(f"Claim {n}."), 100)) for n in range(3)]
            while len(executor.held) < 3:
                await asyncio.sleep(0.001)
            for one in asyncio.all_tasks() - {asyncio.current_task()}:
                one.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            executor.let_go()

    with ProtocolServer(Honest(honest)) as server:
        asking(server, replies, main)
    assert len(replies.kept) == 3


def test_a_store_that_fails_is_an_error_and_the_next_call_goes_on() -> None:
    class Full(MemoryReplies):
        def put_reply(self, key: str, prompt: str, model: str, reply: Reply) -> None:
            """Only the second is kept."""
            self.spoilt.append(key)
            if len(self.spoilt) == 1:
                raise StoreError("the disk is full")
            super().put_reply(key, prompt, model, reply)

    async def main(asker: Asker) -> Asked:
        with pytest.raises(StoreError, match="disk is full"):
            await asker.ask(PROMPT, messages("One."), 100)
        return await asker.ask(PROMPT, messages("Two."), 100)

    with ProtocolServer(Honest(honest)) as server:
        asked, _ = asking(server, Full(), main, calls_at_once=1)
    assert isinstance(asked.outcome, Reply)


@pytest.mark.parametrize("text", ["\ud800 alone", "nul \x00 within", "‮ turned", "x" * 1_000_000])
def test_whatever_a_reply_holds_the_store_keeps_it_as_it_came(text: str, tmp_path: Path) -> None:
    body = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "protocol-test",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
    }
    store = Store.open(tmp_path / "s.db", create=True)
    with ProtocolServer(Scripted([Raw(json.dumps(body))])) as server:
        (first,), spent = ask(server, store, "One.")
        (again,), _ = ask(server, store, "One.")
    store.close()
    assert isinstance(first.outcome, Reply)
    assert first.outcome.text == text
    assert again == first
    assert spent.estimated


# --- what it took ---


def test_spent_is_the_sum_of_what_the_endpoint_reports() -> None:
    replies = MemoryReplies()
    with ProtocolServer(Honest(honest), abilities=Abilities((PRICED,))) as server:
        asked, spent = ask(server, replies, "One.", "Two.", "One.", "Three.", model=PRICED)
    told = [one.usage for one in replies.kept.values() if one.usage]
    assert len(told) == 3
    assert spent.usage == Usage(*(sum(getattr(one, name) for one in told) for name in ("input", "cached", "output")))
    assert (spent.calls, spent.known, spent.estimated) == (3, 1, False)
    price = price_of(PRICED)
    assert price is not None
    assert spent.dollars == pytest.approx(price.of(spent.usage))
    assert len(asked) == 4


def test_without_reported_usage_it_is_estimated_and_says_so() -> None:
    abilities = Abilities((PRICED,), usage=False)
    with ProtocolServer(Honest(honest), abilities=abilities) as server:
        (asked,), spent = ask(server, MemoryReplies(), "One.", model=PRICED)
    assert isinstance(asked.outcome, Reply)
    assert spent.estimated
    texts = json.dumps(dict(PROMPT.schema)), messages("One.").system, messages("One.").user
    sent = sum(count(text, PRICED).n for text in texts)
    assert spent.usage == Usage(sent + AROUND_MESSAGES, 0, count(asked.outcome.text, PRICED).n)
    assert spent.dollars is not None
    assert spent.dollars > 0


def test_without_a_price_there_are_no_dollars() -> None:
    with ProtocolServer(Honest(honest)) as server:
        _, spent = ask(server, MemoryReplies(), "One.")
    assert spent.usage.input > 0
    assert spent.dollars is None


def test_a_failed_call_brings_no_reply_and_keeps_none() -> None:
    replies = MemoryReplies()
    with ProtocolServer(Honest(refusing("Two."))) as server:
        (_, asked), spent = ask(server, replies, "One.", "Two.")
    assert isinstance(asked.outcome, CallFailed)
    assert asked.outcome.trouble is Trouble.REJECTED
    assert len(replies.kept) == spent.calls == 1


def test_a_prompt_that_a_filter_stops_is_kept_and_costs_nothing() -> None:
    replies, abilities = MemoryReplies(), Abilities((PRICED,))
    with ProtocolServer(Honest(honest), faults=Faults({Fault.INPUT_FILTERED: 1.0}), abilities=abilities) as server:
        (asked,), spent = ask(server, replies, "One.", model=PRICED)
    assert asked.outcome == Reply("", "content_filter", usage=Usage()) == replies.kept[asked.key]
    assert spent == Spent(calls=1)


# --- refused ---


def refusing(*words: str) -> Callable[[ChatRequest], Any]:
    """Refuses what has one of these words in it, and answers the rest."""

    def answer(request: ChatRequest) -> Any:
        if any(word in request.messages[-1].text for word in words):
            return Failure(400, None, "this is against our policy")
        return honest(request)

    return answer


def no_temperature(request: ChatRequest) -> Any:
    if "temperature" in request.body:
        return Failure(400, "unsupported_value", "'temperature' does not support 0 with this model.")
    return honest(request)


@pytest.mark.parametrize("at_once", [1, 8])
def test_an_endpoint_that_refuses_every_request_stops_everything(at_once: int) -> None:
    async def main(asker: Asker) -> list[Asked]:
        return await asyncio.gather(*(asker.ask(PROMPT, messages(f"Claim {n}."), 100) for n in range(40)))

    with ProtocolServer(Honest(no_temperature)) as server:
        asked, spent = asking(server, MemoryReplies(), main, temperature=0.0, calls_at_once=at_once)
        # Each of the first is sent with and without schema and cap, and so is the plain question.
        assert server.calls == 3 * (at_once + 1)
    stops = [one.outcome for one in asked]
    assert all(isinstance(one, Stop) and one.trouble is Trouble.SET_UP for one in stops)
    assert "'temperature' does not support 0 with this model." in repr(stops[0])
    assert "verifier.toml" in repr(stops[0])
    assert spent == Spent(dollars=None)


def test_refused_prompts_stop_nothing_where_a_plain_question_is_answered() -> None:
    texts = [f"Secret {n}." for n in range(20)]
    with ProtocolServer(Honest(refusing("Secret"))) as server:
        asked, spent = ask(server, replies := MemoryReplies(), *texts, "One.", *texts)
        again, _ = ask(server, replies, *texts, "One.")
    assert [isinstance(one.outcome, Reply) for one in asked] == [False] * 20 + [True] + [False] * 20
    assert all(isinstance(one.outcome, CallFailed) for one in again[:-1])
    assert (spent.calls, len(replies.kept)) == (2, 1)


def test_a_reply_from_before_tells_that_not_every_request_is_refused() -> None:
    replies = MemoryReplies()
    with ProtocolServer(Honest(refusing("Secret"))) as server:
        ask(server, replies, "One.")
        before = server.calls
        (_, refused), spent = ask(server, replies, "One.", "Secret.")
        assert isinstance(refused.outcome, CallFailed)
        assert server.calls - before == 3
    assert (spent.calls, spent.known) == (0, 1)


def test_a_plain_question_that_fails_otherwise_tells_nothing() -> None:
    """The next refusal is doubted anew."""
    refusal, unwell = Failure(400, None, "no"), Failure(500, None, "unwell")
    with ProtocolServer(Scripted([refusal, refusal, refusal, unwell], then=refusal)) as server:
        asked, _ = ask(server, MemoryReplies(), "One.", "Two.")
    assert isinstance(asked[0].outcome, CallFailed)
    assert isinstance(asked[1].outcome, Stop)


@contextmanager
def no_waiting() -> Iterator[None]:
    """What failed is tried again at once."""
    with patch.object(gate, "FIRST_WAIT", 0.0):
        yield


# --- stopped ---


def test_after_a_refused_key_nothing_more_is_sent() -> None:
    replies = MemoryReplies()
    with ProtocolServer(Honest(honest), abilities=Abilities(key="right")) as server:
        asked, spent = ask(server, replies, "One.", "Two.", "Three.", api_key="wrong-4711")
        assert server.calls == 1
    stops = [one.outcome for one in asked]
    assert all(isinstance(one, Stop) and one.trouble is Trouble.CREDENTIALS for one in stops)
    assert "4711" not in repr(stops)
    assert (replies.kept, spent.calls) == ({}, 0)


def test_a_budget_stops_before_it_is_overrun() -> None:
    async def most(asker: Asker) -> Usage:
        return Usage(asker.plan(PROMPT, messages("Claim 1."), 100).input, 0, most_output(PRICED, 100))

    price = price_of(PRICED)
    assert price is not None
    with ProtocolServer(Honest(honest), abilities=Abilities((PRICED,))) as server:
        need, _ = asking(server, MemoryReplies(), most, model=PRICED)
        _, one = ask(server, MemoryReplies(), "Claim 1.", model=PRICED)
        assert one.dollars is not None
        budget = price.of(need) + one.dollars * 2.5
        asked, spent = ask(server, MemoryReplies(), *(f"Claim {n}." for n in range(8)), model=PRICED, budget=budget)
    assert 1 <= spent.calls < 8
    assert spent.dollars is not None
    assert spent.dollars <= budget
    assert [isinstance(one.outcome, Stop) for one in asked] == [n >= spent.calls for n in range(8)]


@pytest.mark.parametrize("at_once", [1, 8])
def test_replies_without_end_do_not_pass_the_budget(at_once: int) -> None:
    async def main(asker: Asker) -> list[Asked]:
        return await asyncio.gather(*(asker.ask(PROMPT, messages(f"Claim {n}."), 100) for n in range(60)))

    with ProtocolServer(Scripted([], then="and so on " * 100_000), abilities=Abilities((PRICED,))) as server:
        asked, spent = asking(server, MemoryReplies(), main, model=PRICED, budget=0.05, calls_at_once=at_once)
    assert isinstance(asked[-1].outcome, Stop)
    assert spent.calls > 10
    assert spent.dollars is not None
    assert 0.04 < spent.dollars <= 0.05


def test_a_call_that_is_lost_is_in_the_account_at_its_most() -> None:
    lost = Broken(ServerReply("x"), Break.AFTER_HEADERS)
    with ProtocolServer(Scripted([lost, honest]), abilities=Abilities((PRICED,))) as server, no_waiting():
        (asked,), spent = ask(server, MemoryReplies(), "One.", model=PRICED)
    price = price_of(PRICED)
    assert price is not None
    assert isinstance(asked.outcome, Reply)
    assert asked.outcome.usage is not None
    assert (spent.calls, spent.estimated) == (1, True)
    assert spent.usage.output == most_output(PRICED, 100) + asked.outcome.usage.output
    assert spent.dollars == pytest.approx(price.of(spent.usage))


def test_where_nobody_is_nothing_is_paid_for() -> None:
    with ProtocolServer() as server:
        pass
    with no_waiting():
        (asked,), spent = ask(server, MemoryReplies(), "One.", model=PRICED, budget=1.0)
    assert isinstance(asked.outcome, CallFailed)
    assert asked.outcome.trouble is Trouble.UNREACHABLE
    assert spent == Spent()


def test_a_model_that_thinks_has_room_for_it() -> None:
    for model in ("gpt-5-mini", "o4-mini", "qwen3:8b"):
        assert most_output(model, 100) == 25_000
        assert most_output(model, 16_000) == 37_000
    for model in ("gpt-4o-mini", "gpt-4.1"):
        assert most_output(model, 100) == 4_000
        assert most_output(model, 16_000) == 16_000


def test_a_window_of_the_usual_size_is_within_what_any_model_writes() -> None:
    window = Window(article("x" * WINDOW_CHARS), 0, WINDOW_CHARS)
    assert most_output("gpt-4o", window.expected) <= 16_384


def test_a_budget_without_a_price_asks_nothing() -> None:
    with ProtocolServer(Honest(honest)) as server:
        (asked,), _ = ask(server, MemoryReplies(), "One.", budget=5.0)
        assert server.calls == 0
    assert isinstance(asked.outcome, Stop)
    assert asked.outcome.trouble is Trouble.BUDGET


def test_a_plan_is_what_will_be_sent_and_asks_nothing() -> None:
    async def main(asker: Asker) -> list[int]:
        plans = [asker.plan(PROMPT, messages(text), 100) for text in ("One.", "One. " * 100)]
        schema = json.dumps(dict(PROMPT.schema))
        assert plans[0].prefix == plans[1].prefix == (count(schema, PRICED) + count(PROMPT.system, PRICED)).n
        assert all((one.output_low, one.output_high) == (0, 100) for one in plans)
        return [one.input for one in plans]

    with ProtocolServer(Honest(honest)) as server:
        (short, long), spent = asking(server, MemoryReplies(), main, model=PRICED)
        assert server.calls == 0
    assert PROMPT.system
    assert 0 < short < long
    assert spent == Spent()
