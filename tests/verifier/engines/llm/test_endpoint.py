"""Calls over a real connection to a server of our own: every outcome is a value, and the key stays where it is."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NoReturn

import pytest
from pydantic import BaseModel, ValidationError

from prompts import Line, Messages, load
from tests.protocol.backend import Abilities, SchemaUse
from tests.protocol.faults import Fault, Faults
from tests.protocol.limits import Limits
from tests.protocol.messages import ChatRequest, Failure, Raw
from tests.protocol.modes import Honest, Scripted
from tests.protocol.server import ProtocolServer
from verifier.domain import Reply, Usage
from verifier.engines.llm.endpoint import Endpoint, Streamed, retry_after
from verifier.engines.llm.outcomes import CallFailed, Trouble
from verifier.engines.llm.replies import Fault as ReplyFault
from verifier.engines.llm.replies import read_stances
from verifier.settings import OPENAI, LlmSettings

KEY = "sk-canary-4711-never-shown"
CAP = 500
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


def ask(settings: LlmSettings, *caps: int) -> list[Reply | CallFailed]:
    """The outcomes of calls one after the other, with these caps."""

    async def main() -> list[Reply | CallFailed]:
        async with Endpoint(settings) as endpoint:
            return [await endpoint.call(PROMPT, MESSAGES, cap) for cap in caps]

    return asyncio.run(main())


def call(server: ProtocolServer, times: int = 1, **options: Any) -> list[Reply | CallFailed]:
    """The outcomes of calls to `server` one after the other."""
    settings: dict[str, Any] = {"base_url": server.base_url, "api_key": KEY, "timeout": 20.0} | options
    return ask(LlmSettings("protocol-test", **settings), *[CAP] * times)


def test_a_call_sends_prompt_and_schema_and_returns_what_came() -> None:
    with ProtocolServer(Honest(honest)) as server:
        (reply,) = call(server, temperature=0.0)
        (request,) = [each.request.body for each in server.log.exchanges()]
    assert isinstance(reply, Reply)
    assert json.loads(reply.text) == ROWS
    assert (reply.finish_reason, reply.refusal) == ("stop", None)
    assert reply.usage is not None
    assert reply.usage.input > 500
    assert [message["content"] for message in request["messages"]] == [MESSAGES.system, MESSAGES.user]
    assert request["response_format"]["json_schema"]["strict"] is True
    assert request["response_format"]["json_schema"]["schema"] == dict(PROMPT.schema)
    assert (request["temperature"], request["max_tokens"]) == (0.0, CAP)
    assert "max_completion_tokens" not in request
    assert "tools" not in request
    assert not request.get("stream")


def stream(server: ProtocolServer) -> Streamed | CallFailed:
    async def main() -> Streamed | CallFailed:
        async with Endpoint(LlmSettings("protocol-test", base_url=server.base_url, timeout=20.0)) as endpoint:
            assert isinstance(await endpoint.call(PROMPT, MESSAGES, CAP), Reply)
            found = await endpoint.stream(MESSAGES, CAP)
            assert isinstance(await endpoint.call(PROMPT, MESSAGES, CAP), Reply)
            return found

    return asyncio.run(main())


@pytest.mark.parametrize("usage", [True, False])
def test_a_reply_in_pieces(usage: bool) -> None:
    with ProtocolServer(Honest(honest), abilities=Abilities(usage=usage)) as server:
        found = stream(server)
        bodies = [request.body for request in server.requests]
    assert isinstance(found, Streamed)
    assert (found.pieces > 10, found.has_usage) == (True, usage)
    assert [body["stream"] for body in bodies] == [False, True, False]
    assert [body["max_tokens"] for body in bodies] == [CAP] * 3
    assert bodies[1]["stream_options"] == {"include_usage": True}


def test_an_endpoint_that_does_not_stream_says_so() -> None:
    with ProtocolServer(Honest(honest), abilities=Abilities(streaming=False)) as server:
        found = stream(server)
    assert isinstance(found, CallFailed)
    assert found.trouble is Trouble.REJECTED
    assert "streaming is not supported" in found.detail


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
        (Fault.RESET_BEFORE, Trouble.BROKEN_OFF),
        (Fault.RESET_AFTER, Trouble.BROKEN_OFF),
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
        (failed,) = call(server, timeout=1.0)
    assert isinstance(failed, CallFailed)
    assert failed.trouble is Trouble.TIMED_OUT


# --- the cap on a reply ---

OTHER_NAME = (
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
)


def refusing(refusal: str, *names: str, above: int = 0) -> Callable[[ChatRequest], Any]:
    """Answers a request unless it has a field of these names, with a number above `above` where it is one."""

    def answer(request: ChatRequest) -> Any:
        found = [request.body[name] for name in names if name in request.body]
        if any(not isinstance(value, int) or value > above for value in found):
            return Failure(400, None, refusal)
        return ROWS

    return answer


def caps_and_schemas(server: ProtocolServer) -> list[tuple[str | None, bool]]:
    """Of every request the name of its cap, and whether it had a schema."""
    bodies = [request.body for request in server.requests]
    names = "max_tokens", "max_completion_tokens"
    return [(next((one for one in names if one in body), None), "response_format" in body) for body in bodies]


OLD, NEW = "max_tokens", "max_completion_tokens"


@pytest.mark.parametrize(
    ("answer", "sent"),
    [
        (honest, [(OLD, True)]),
        (refusing(OTHER_NAME, OLD), [(OLD, True), (NEW, True)]),
        (
            refusing("body.max_tokens: extra inputs are not permitted", OLD, NEW),
            [(OLD, True), (NEW, True), (None, True)],
        ),
        (refusing("bad request", OLD, NEW), [(OLD, True), (OLD, False), (None, False)]),
        (refusing("bad request", "response_format"), [(OLD, True), (OLD, False)]),
        (
            refusing("no max_tokens", OLD, NEW, "response_format"),
            [(OLD, True), (NEW, True), (None, True), (None, False)],
        ),
    ],
)
def test_what_an_endpoint_refuses_is_left_out_from_then_on(
    answer: Callable[[ChatRequest], Any], sent: list[tuple[str | None, bool]]
) -> None:
    with ProtocolServer(Honest(answer)) as server:
        assert all(isinstance(one, Reply) for one in call(server, 3))
        assert caps_and_schemas(server) == [*sent, sent[-1], sent[-1]]


@pytest.mark.parametrize(
    "told",
    [
        "max_tokens is too large: 30000. This model supports at most 16384 completion tokens.",
        "This model's maximum context length is 16384 tokens. However, you requested 31500 tokens "
        "(1500 in the messages, 30000 in the completion). Please reduce the length of the messages or completion.",
        "`inputs` tokens + `max_new_tokens` must be <= 16384.",
    ],
)
def test_a_cap_that_is_too_large_for_one_call_stays_for_the_others(told: str) -> None:
    async def main(settings: LlmSettings) -> bool | None:
        async with Endpoint(settings) as endpoint:
            for cap in (30_000, 9_000, 30_000, 9_000):
                assert isinstance(await endpoint.call(PROMPT, MESSAGES, cap), Reply)
            return endpoint.takes_schema

    with ProtocolServer(Honest(refusing(told, OLD, NEW, above=16_384))) as server:
        assert asyncio.run(main(LlmSettings("protocol-test", base_url=server.base_url, timeout=20.0)))
        found = [request.body.get(OLD) for request in server.requests]
        assert all("response_format" in request.body for request in server.requests)
    assert found == [30_000, None, 9_000, 30_000, None, 9_000]


def test_a_request_that_is_refused_whatever_its_form_is_refused() -> None:
    with ProtocolServer(Honest(lambda _: Failure(400, None, "no such temperature"))) as server:
        (failed,) = call(server, temperature=0.0)
        assert server.calls == 3
    assert isinstance(failed, CallFailed)
    assert (failed.trouble, "no such temperature" in failed.detail) == (Trouble.REJECTED, True)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (None, NEW),
        ("https://eu.api.openai.com/v1", NEW),
        ("https://mine.openai.azure.com/openai/v1/", NEW),
        ("http://localhost:11434/v1", OLD),
        ("https://notopenai.com/v1", OLD),
    ],
)
def test_openai_itself_is_told_the_cap_by_its_newer_name(address: str | None, name: str) -> None:
    assert Endpoint(LlmSettings("m", base_url=address))._body(PROMPT, 7)[name] == 7


def test_other_providers_are_sent_neither_schema_nor_cap() -> None:
    assert Endpoint(LlmSettings("m", "anthropic"))._body(PROMPT, 7) == {}


def test_a_reply_without_end_is_cut_at_the_cap() -> None:
    with ProtocolServer(Scripted([], then="and so on " * 100_000)) as server:
        (reply,) = call(server)
    assert isinstance(reply, Reply)
    assert reply.finish_reason == "length"
    assert reply.usage is not None
    assert reply.usage.output <= CAP


# --- what is told of tokens ---


@pytest.mark.parametrize(
    ("told", "usage"),
    [
        ((10, 4, 5), Usage(10, 4, 5)),
        ((10, 999_999_999, 5), Usage(10, 0, 5)),
        ((10, 10**30, 5), Usage(10, 0, 5)),
        ((10, -4, 5), None),
        ((-10, 0, 5), None),
        ((10, 0, 10**10), None),
    ],
)
def test_numbers_of_tokens_that_cannot_be_are_none(told: tuple[int, int, int], usage: Usage | None) -> None:
    sent, cached, written = told
    body = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "x"}, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": sent,
            "completion_tokens": written,
            "total_tokens": sent + written,
            "prompt_tokens_details": {"cached_tokens": cached},
        },
    }
    with ProtocolServer(Scripted([Raw(json.dumps(body))])) as server:
        (reply,) = call(server)
    assert isinstance(reply, Reply), reply
    assert reply.usage == usage


def test_a_prompt_that_a_filter_stops_costs_nothing() -> None:
    with ProtocolServer(Honest(honest), faults=Faults({Fault.INPUT_FILTERED: 1.0})) as server:
        assert call(server) == [Reply("", "content_filter", usage=Usage())]


# --- what keeps calls from being made ---


def only(settings: LlmSettings) -> CallFailed:
    """The failure of one call."""
    (failed,) = ask(settings, CAP)
    assert isinstance(failed, CallFailed), failed
    return failed


@pytest.mark.parametrize("key", ["sk-ключ", "sk-one\nsk-two", "sk-\x00"])
def test_a_key_that_is_none_is_told_before_anything_is_sent(key: str) -> None:
    failed = only(LlmSettings("m", base_url="http://127.0.0.1:9/v1", api_key=key))
    assert (failed.trouble, "OPENAI_API_KEY" in failed.detail) == (Trouble.CREDENTIALS, True)
    assert key not in failed.detail


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("OPENAI_ORG_ID", "ключ", "OPENAI_ORG_ID"),
        ("OPENAI_PROJECT_ID", "ключ", "OPENAI_PROJECT_ID"),
        ("ALL_PROXY", "nonsense://user:hidden@127.0.0.1:1", "no client can be made for openai: ValueError: "),
        ("OPENAI_PROXY", "nonsense://user:hidden@127.0.0.1:1", "no client can be made for openai: ValueError: "),
        ("SSL_CERT_FILE", "/nowhere/at/all.pem", "SSL_CERT_FILE"),
    ],
)
def test_a_variable_that_no_client_can_be_made_with(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    with ProtocolServer(Honest(honest)) as server:
        failed = only(LlmSettings("protocol-test", base_url=server.base_url, api_key=KEY, timeout=5))
        assert server.calls == 0
    assert failed.trouble is Trouble.SET_UP
    assert told in failed.detail
    assert "hidden" not in failed.detail


def test_a_provider_without_its_key_or_package(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", "https://mine.example")
    failed = only(LlmSettings("gpt-5", "azure_openai"))
    assert (failed.trouble, "AZURE_OPENAI_API_KEY" in failed.detail) == (Trouble.SET_UP, True)
    monkeypatch.setitem(sys.modules, "langchain_groq", None)
    failed = only(LlmSettings("m", "groq"))
    assert (failed.trouble, "pip install langchain-groq" in failed.detail) == (Trouble.SET_UP, True)


def test_settings_that_a_client_does_not_take_are_told_without_their_values() -> None:
    class Strict(BaseModel):
        api_key: int

    with pytest.raises(ValidationError) as raised:
        Strict.model_validate({"api_key": KEY})
    told = Endpoint(LlmSettings("m", api_key="another"))._told(raised.value)
    assert told.startswith("ValidationError: Input should be a valid integer")
    assert KEY not in told


def test_a_key_is_in_no_detail_wherever_it_is_cut() -> None:
    endpoint = Endpoint(LlmSettings("m", api_key=KEY))
    for start in range(250, 320):
        assert "canary" not in endpoint._told(RuntimeError("x" * start + KEY))


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY"])
def test_a_proxy_is_used_and_nothing_is_said_of_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, variable: str
) -> None:
    from langchain_openai.chat_models import _client_utils

    monkeypatch.setattr(_client_utils, "_proxy_env_warning_emitted", False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with ProtocolServer(Honest(honest)) as server:
        monkeypatch.setenv(variable, server.base_url.removesuffix("/v1"))
        (reply,) = ask(LlmSettings("protocol-test", base_url="http://192.0.2.1:8000/v1", api_key=KEY, timeout=5), CAP)
        assert server.calls == 1
    assert isinstance(reply, Reply), reply
    assert "".join(capfd.readouterr()) == ""
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_words_that_cannot_be_sent_are_one_calls_failure() -> None:
    async def main(server: ProtocolServer) -> list[Reply | CallFailed]:
        async with Endpoint(LlmSettings("protocol-test", base_url=server.base_url, timeout=20.0)) as endpoint:
            return [await endpoint.call(PROMPT, Messages("x", user), CAP) for user in ("half \ud800", MESSAGES.user)]

    with ProtocolServer(Honest(honest)) as server:
        half, whole = asyncio.run(main(server))
    assert not isinstance(half, CallFailed) or half.trouble is Trouble.REJECTED, half
    assert isinstance(whole, Reply)


def test_a_cause_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    failed = only(LlmSettings("m", base_url="http://no-such-host.invalid/v1", timeout=5))
    assert (failed.trouble, "gaierror: [Errno -2] Name or service" in failed.detail) == (Trouble.UNREACHABLE, True)


def test_google_is_told_to_send_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zero is "as often as Google likes" there."""
    import langchain.chat_models

    made: list[dict[str, Any]] = []
    monkeypatch.setattr(langchain.chat_models, "init_chat_model", lambda *_, **options: made.append(options))
    for provider in ("google_genai", "anthropic", OPENAI):
        Endpoint(LlmSettings("m", provider, api_key=KEY))._connect()
    assert [options["max_retries"] for options in made] == [1, 0, 0]


def test_an_address_where_nobody_is() -> None:
    with ProtocolServer(Honest(honest)) as server:
        address = server.base_url

    (failed,) = ask(LlmSettings("m", base_url=address, api_key=KEY, timeout=5), CAP)
    assert isinstance(failed, CallFailed)
    assert (failed.trouble, "ConnectionRefusedError: " in failed.detail) == (Trouble.UNREACHABLE, True)


def test_without_key_and_address_nothing_is_sent() -> None:
    (failed,) = ask(LlmSettings("gpt-5-mini"), CAP)
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
    assert KEY not in repr(Endpoint(LlmSettings("m", api_key=KEY)))
    assert KEY not in MESSAGES.system + MESSAGES.user


def _echo_key(_request: ChatRequest) -> Any:
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
