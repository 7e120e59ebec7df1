"""Calls over a real connection to a server of our own: every outcome is a value, and the key stays where it is."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, date, datetime
from typing import Any, NoReturn

import pytest

from prompts import Line, load
from tests.protocol.backend import Abilities, SchemaUse
from tests.protocol.faults import Fault, Faults
from tests.protocol.limits import Limits
from tests.protocol.messages import ChatRequest
from tests.protocol.modes import Honest, Scripted
from tests.protocol.server import ProtocolServer
from verifier.domain import Reply
from verifier.engines.llm.endpoint import Endpoint, retry_after
from verifier.engines.llm.outcomes import CallFailed, Trouble
from verifier.engines.llm.replies import Fault as ReplyFault
from verifier.engines.llm.replies import read_stances

KEY = "sk-canary-4711-never-shown"
PROMPT = load("stance")
MESSAGES = PROMPT.render(
    {
        "claims": [Line("c1", "The ferry sank.", date(2031, 5, 1))],
        "published": None,
        "passages": [Line("p1", "The ferry sank, the pier master said.")],
    }
)
ROWS = {"rows": [{"claim_id": "c1", "passage_id": "p1", "quote": "The ferry sank", "stance": "supports", "how": None}]}


def honest(_request: ChatRequest) -> Any:
    return ROWS


def call(server: ProtocolServer, times: int = 1, **options: Any) -> list[Reply | CallFailed]:
    """The outcomes of calls one after the other."""

    async def main() -> list[Reply | CallFailed]:
        settings: dict[str, Any] = {"base_url": server.base_url, "api_key": KEY, "timeout": 20.0} | options
        async with Endpoint("protocol-test", **settings) as endpoint:
            return [await endpoint.call(PROMPT, MESSAGES) for _ in range(times)]

    return asyncio.run(main())


def test_a_call_sends_prompt_and_schema_and_returns_what_came() -> None:
    with ProtocolServer(Honest(honest)) as server:
        (reply,) = call(server, max_output=500, temperature=0.0)
        (request,) = [each.request.body for each in server.log.exchanges()]
    assert isinstance(reply, Reply)
    assert json.loads(reply.text) == ROWS
    assert (reply.finish_reason, reply.refusal) == ("stop", None)
    assert reply.usage is not None
    assert reply.usage.input > 500
    assert [message["content"] for message in request["messages"]] == [MESSAGES.system, MESSAGES.user]
    assert request["response_format"]["json_schema"]["strict"] is True
    assert request["response_format"]["json_schema"]["schema"] == dict(PROMPT.schema)
    assert request["temperature"] == 0.0
    assert "tools" not in request
    assert not request.get("stream")


def test_one_endpoint_after_another_each_in_its_own_loop() -> None:
    with ProtocolServer(Honest(honest)) as server:
        assert all(isinstance(call(server)[0], Reply) for _ in range(3))


@pytest.mark.parametrize(("use", "sent"), [(SchemaUse.REFUSED, 3), (SchemaUse.IGNORED, 2)])
def test_an_endpoint_without_schemas_is_asked_without(use: SchemaUse, sent: int) -> None:
    with ProtocolServer(Honest(honest), abilities=Abilities(schema=use)) as server:
        outcomes = call(server, 2)
        assert len(server.log.exchanges()) == sent
    assert all(isinstance(outcome, Reply) for outcome in outcomes)


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault.LIMITED, Trouble.RATE_LIMITED),
        (Fault.LIMITED_SECONDS, Trouble.RATE_LIMITED),
        (Fault.LIMITED_DATE, Trouble.RATE_LIMITED),
        (Fault.SERVER_ERROR, Trouble.OVERLOADED),
        (Fault.BAD_GATEWAY, Trouble.OVERLOADED),
        (Fault.UNAVAILABLE, Trouble.OVERLOADED),
        (Fault.RESET_BEFORE, Trouble.UNREACHABLE),
        (Fault.RESET_AFTER, Trouble.UNREACHABLE),
        (Fault.NO_KEY, Trouble.CREDENTIALS),
        (Fault.NO_CREDIT, Trouble.QUOTA),
        (Fault.NO_QUOTA, Trouble.QUOTA),
        (Fault.NO_MODEL, Trouble.NO_SUCH_MODEL),
        (Fault.NO_CHOICES, Trouble.GARBLED),
        (Fault.HTML, Trouble.GARBLED),
    ],
)
def test_a_failed_call_says_what_failed_and_is_made_once(fault: Fault, trouble: Trouble) -> None:
    with ProtocolServer(Honest(honest), faults=Faults({fault: 1.0}, retry_after_s=7)) as server:
        (failed,) = call(server)
        assert len(server.log.exchanges()) == 1
    assert isinstance(failed, CallFailed), failed
    assert failed.trouble is trouble, failed
    assert KEY not in failed.detail
    if fault is Fault.LIMITED_SECONDS:
        assert failed.retry_after == 7.0
    if fault is Fault.LIMITED_DATE:
        assert failed.retry_after is not None
        assert 0 < failed.retry_after <= 7


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault.MALFORMED, {ReplyFault.MALFORMED, ReplyFault.TRUNCATED, ReplyFault.SCHEMA}),
        (Fault.TRUNCATED, {ReplyFault.TRUNCATED}),
        (Fault.EMPTY, {ReplyFault.EMPTY}),
        (Fault.REFUSED, {ReplyFault.REFUSED}),
        (Fault.FILTERED, {ReplyFault.FILTERED}),
        (Fault.INPUT_FILTERED, {ReplyFault.FILTERED}),
        (Fault.WRONG_ID, {ReplyFault.SCHEMA}),
        (Fault.WRONG_ENUM, {ReplyFault.SCHEMA}),
        (Fault.PROSE, set()),
        (Fault.FENCED, set()),
    ],
)
def test_a_spoilt_reply_is_a_reply_that_is_read_for_what_it_is(fault: Fault, told: set[ReplyFault]) -> None:
    with ProtocolServer(Honest(honest), faults=Faults({fault: 1.0})) as server:
        (reply,) = call(server)
    assert isinstance(reply, Reply), reply
    read = read_stances(reply, PROMPT.schema, ["c1"], ["p1"])
    assert bool(read.failures) == bool(told), read
    assert {failure.fault for failure in read.failures} <= told
    assert len(read.rows) == (0 if told else 1)


def test_a_stalled_call_ends_in_time() -> None:
    with ProtocolServer(Honest(honest), limits=Limits(latency=30.0)) as server:
        (failed,) = call(server, timeout=0.3)
    assert isinstance(failed, CallFailed)
    assert failed.trouble is Trouble.TIMED_OUT


def test_an_address_where_nobody_is() -> None:
    with ProtocolServer(Honest(honest)) as server:
        address = server.base_url

    async def main() -> Reply | CallFailed:
        async with Endpoint("m", base_url=address, api_key=KEY, timeout=5) as endpoint:
            return await endpoint.call(PROMPT, MESSAGES)

    failed = asyncio.run(main())
    assert isinstance(failed, CallFailed)
    assert failed.trouble is Trouble.UNREACHABLE


def test_without_key_and_address_nothing_is_sent() -> None:
    failed = asyncio.run(Endpoint("gpt-5-mini").call(PROMPT, MESSAGES))
    assert isinstance(failed, CallFailed)
    assert failed.trouble is Trouble.CREDENTIALS
    assert "OPENAI_API_KEY" in failed.detail


def test_the_key_is_in_no_log_no_failure_and_no_prompt(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    echoing = Scripted([], then=_echo_key)
    with ProtocolServer(echoing, abilities=Abilities(key="another")) as server:
        outcomes = call(server)
        entries = repr(server.log.exchanges())
    with ProtocolServer(echoing) as server:
        outcomes += call(server)
    assert KEY not in caplog.text
    assert KEY not in "".join(capfd.readouterr())
    assert KEY not in entries
    assert all(KEY not in repr(outcome) for outcome in outcomes)
    assert KEY not in repr(Endpoint("m", api_key=KEY))
    assert KEY not in MESSAGES.system + MESSAGES.user


def _echo_key(_request: ChatRequest) -> Any:
    from tests.protocol.messages import Failure

    return Failure(401, "invalid_api_key", f"Incorrect API key provided: {KEY}.", "auth", {})


def test_nothing_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prompts hold unpublished text: a tracing switch left on for another program must not send them anywhere."""
    import langsmith.utils
    from langchain_core.tracers.langchain import LangChainTracer

    made = []

    def refuse(*_: object, **__: object) -> NoReturn:
        made.append("a tracer")
        raise RuntimeError

    monkeypatch.setattr(LangChainTracer, "__init__", refuse)
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    langsmith.utils.get_env_var.cache_clear()  # type: ignore[attr-defined]
    with ProtocolServer(Honest(honest)) as server:
        (reply,) = call(server)
    langsmith.utils.get_env_var.cache_clear()  # type: ignore[attr-defined]
    assert isinstance(reply, Reply)
    assert made == []


NOW = datetime(2031, 5, 14, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "7", "retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "Wed, 14 May 2031 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Wed, 14 May 2031 11:00:00 GMT"}, 0.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
    ],
)
def test_when_to_come_again(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds
