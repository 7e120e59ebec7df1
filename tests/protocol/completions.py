"""Outcomes as bytes: a completion, the same as server-sent events, an error, a list of models."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.protocol import wire
from tests.protocol.messages import ChatRequest, Failure, Raw, Reply
from tests.protocol.usage import Usage

PIECES = 32
"""Into how many deltas a streamed reply is cut at most."""


@dataclass(frozen=True, slots=True)
class Response:
    """Status and bytes, in the pieces they are written in."""

    status: int
    parts: list[bytes]


def failure_response(failure: Failure) -> Response:
    """An error."""
    error = {"message": failure.message, "type": failure.kind, "param": None, "code": failure.code}
    return json_response({"error": error}, failure.status, failure.headers)


def raw_response(raw: Raw) -> Response:
    """A body as it is."""
    return Response(200, [wire.whole(200, raw.body.encode(), {"content-type": raw.content_type})])


def json_response(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON."""
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return Response(status, [wire.whole(status, body, {"content-type": "application/json", **(headers or {})})])


def completion_response(
    request: ChatRequest, reply: Reply, usage: Usage | None, headers: Mapping[str, str], whole: bool = True
) -> Response:
    """A completion, streamed if that was asked for; `usage` None is not told. One not `whole` is a stream that ends
    half-way in good order, with neither finish_reason nor [DONE].
    """
    if not request.stream:
        message = {"role": "assistant", "content": reply.content, "refusal": reply.refusal}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": reply.finish}
        body = _about(request, "chat.completion") | {"choices": [choice]}
        return json_response(body if usage is None else body | {"usage": usage.json()}, headers=headers)
    events = list(_events(request, reply, usage))
    if not whole:
        events = events[: len(events) // 2]
    stream = {"content-type": "text/event-stream", "transfer-encoding": "chunked", **headers}
    return Response(200, [wire.head(200, stream), *map(wire.chunk, events), wire.chunk(b"")])


def models_response(models: tuple[str, ...]) -> Response:
    """What GET /models answers."""
    data = [{"id": model, "object": "model", "created": 0, "owned_by": "tests"} for model in models]
    return json_response({"object": "list", "data": data})


def _events(request: ChatRequest, reply: Reply, usage: Usage | None) -> Iterator[bytes]:
    about = _about(request, "chat.completion.chunk")
    told = {"usage": None} if request.wants_usage and usage is not None else {}

    def event(delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _event(about | {"choices": [choice]} | told)

    yield event({"role": "assistant", "content": "", "refusal": None})
    for name, text in (("content", reply.content or ""), ("refusal", reply.refusal or "")):
        step = max(1, -(-len(text) // PIECES))
        for start in range(0, len(text), step):
            yield event({name: text[start : start + step]})
    yield event({}, reply.finish)
    if told and usage is not None:
        yield _event(about | {"choices": [], "usage": usage.json()})
    yield b"data: [DONE]\n\n"


def _event(value: Any) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n\n"


def _about(request: ChatRequest, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{request.number}",
        "object": kind,
        "created": int(request.at),
        "model": request.model,
        "system_fingerprint": "fp_protocol",
    }
