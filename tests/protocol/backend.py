"""The endpoint behind the wire: what it can do, whom it admits, what it answers. No sockets, no threads, no waiting."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.protocol.completions import Response, completion_response, failure_response, raw_response
from tests.protocol.faults import Faults, FaultSource, spoil
from tests.protocol.limits import Limiter, Limits
from tests.protocol.log import Exchange, RequestLog
from tests.protocol.messages import (
    PRESENT,
    SECRET_HEADERS,
    Break,
    Broken,
    ChatRequest,
    Failure,
    Mode,
    Outcome,
    Raw,
    Reply,
)
from tests.protocol.schemas import strict_problem
from tests.protocol.usage import CountTokens, Meter
from tests.protocol.wire import HttpRequest


class SchemaUse(StrEnum):
    """What an endpoint does with a JSON schema."""

    HONOURED = "honoured"
    IGNORED = "ignored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Abilities:
    """What an endpoint can do, and which key it wants (None: none). Models it does not know are answered with 404."""

    models: tuple[str, ...] = ("protocol-test",)
    schema: SchemaUse = SchemaUse.HONOURED
    streaming: bool = True
    usage: bool = True
    context_tokens: int | None = None
    key: str | None = None


class Backend:
    """One endpoint. `errors` keeps what went wrong in a test's own answers."""

    def __init__(
        self,
        mode: Mode,
        limits: Limits,
        faults: Faults,
        abilities: Abilities,
        count_tokens: CountTokens,
        log: RequestLog,
    ) -> None:
        self.mode, self.abilities, self.log = mode, abilities, log
        self.limiter = Limiter(limits)
        self.errors: list[Exception] = []
        self._faults = FaultSource(faults)
        self._meter = Meter(count_tokens)
        self._calls = 0

    def receive(self, http: HttpRequest, now: float) -> tuple[Exchange, Outcome]:
        """Logs a chat request and decides on it; one that is admitted is in flight until `limiter.leave`."""
        self._calls += 1
        body, unreadable = _body(http.body)
        headers = {name: PRESENT if name in SECRET_HEADERS else value for name, value in http.headers.items()}
        constrained = self.abilities.schema is SchemaUse.HONOURED
        exchange = Exchange(ChatRequest(self._calls, now, body, headers, constrained))
        self.log.arrived(exchange)
        refused = self.key_refusal(http.headers) or unreadable or self._refusal(exchange.request)
        refused = refused or self.limiter.refusal(now, self._meter.prompt_tokens(exchange.request))
        if refused:
            return exchange, refused
        exchange.admitted = True
        self.limiter.enter(now)
        return exchange, self._answer(exchange, now)

    def key_refusal(self, headers: Mapping[str, str]) -> Failure | None:
        """401 unless the key is right."""
        given = headers.get("authorization", "").removeprefix("Bearer ") or headers.get("api-key")
        if self.abilities.key is None or given == self.abilities.key:
            return None
        return Failure(401, "invalid_api_key", "Incorrect API key provided.")

    def response(self, exchange: Exchange, outcome: Outcome, now: float) -> Response:
        """The bytes for an outcome, whole even for a connection that will break."""
        if isinstance(outcome, Failure):
            response = failure_response(outcome)
        elif isinstance(outcome, Raw):
            response = raw_response(outcome)
        else:
            reply = outcome.reply if isinstance(outcome, Broken) else outcome
            whole = not (isinstance(outcome, Broken) and outcome.how is Break.CUT)
            usage = exchange.usage if self.abilities.usage else None
            headers = {"x-request-id": f"req_{exchange.request.number}", **self.limiter.headers(now)}
            response = completion_response(exchange.request, reply, usage, headers, whole)
        exchange.status = response.status
        return response

    def _refusal(self, request: ChatRequest) -> Failure | None:
        body, asked = request.body, (request.body.get("response_format") or {}).get("type", "text")
        if not isinstance(body.get("messages"), list) or not body["messages"]:
            return _bad("messages must be a list with at least one message")
        if body.get("model") not in self.abilities.models:
            known = ", ".join(self.abilities.models)
            return Failure(404, "model_not_found", f"The model {body.get('model')!r} does not exist; known: {known}.")
        if body.get("tools") or body.get("functions") or body.get("n", 1) != 1:
            return _bad("tools, functions and n are not served here")
        if request.stream and not self.abilities.streaming:
            return _bad("streaming is not supported")
        if asked not in ("text", "json_object", "json_schema"):
            return _bad(f"response_format {asked!r} is not known")
        if asked == "json_schema" and self.abilities.schema is SchemaUse.REFUSED:
            return _bad("response_format of type 'json_schema' is not supported with this model")
        if request.strict and (problem := strict_problem(request.schema or {})):
            return _bad(f"Invalid schema for response_format: {problem}", "invalid_json_schema")
        tokens, most = self._meter.prompt_tokens(request), self.abilities.context_tokens
        if most is not None and tokens > most:
            message = f"The context length is {most} tokens, the messages came to {tokens}."
            return _bad(message, "context_length_exceeded")
        return None

    def _answer(self, exchange: Exchange, now: float) -> Outcome:
        request = exchange.request
        fault, rng = self._faults.draw(request)
        exchange.fault = fault
        if fault is not None and (failure := self._faults.failure(fault, now)):
            return failure
        try:
            outcome = self.mode.answer(request)
        except Exception as error:
            self.errors.append(error)
            exchange.error = repr(error)
            # 418 is no status a client retries or has a meaning for
            return Failure(418, "test_error", f"the test's own answer failed: {error!r}")
        if isinstance(outcome, Reply):
            outcome = self._cut(outcome, request)
            if fault is not None:
                exchange.fault, outcome = spoil(fault, outcome, request, rng)
        self._account(exchange, outcome, now)
        return outcome

    def _cut(self, reply: Reply, request: ChatRequest) -> Reply:
        most = request.body.get("max_completion_tokens") or request.body.get("max_tokens")
        tokens = self._meter.count(reply.content or "")
        if not most or tokens <= most:
            return reply
        return Reply((reply.content or "")[: len(reply.content or "") * most // tokens], finish="length")

    def _account(self, exchange: Exchange, outcome: Outcome, now: float) -> None:
        reply = outcome.reply if isinstance(outcome, Broken) else outcome
        if isinstance(reply, Reply):
            exchange.content, exchange.finish = reply.content, reply.finish
            exchange.usage = self._meter.usage(exchange.request, (reply.content or "") + (reply.refusal or ""))
            self.limiter.charge(now, exchange.usage.total)


def _body(data: bytes) -> tuple[dict[str, Any], Failure | None]:
    try:
        body = json.loads(data)
    except ValueError:
        body = None
    if isinstance(body, dict):
        return body, None
    return {"unreadable": data.decode("utf-8", "replace")}, _bad("the body is not a JSON object")


def _bad(message: str, code: str | None = None) -> Failure:
    return Failure(400, code, message)
