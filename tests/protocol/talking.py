"""Clients and requests for the server's own tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.protocol.server import ProtocolServer

STANCES = {
    "type": "object",
    "additionalProperties": False,
    "required": ["rows"],
    "properties": {
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["claim_id", "quote", "stance", "reason"],
                "properties": {
                    "claim_id": {"type": "string"},
                    "quote": {"type": "string"},
                    "stance": {"type": "string", "enum": ["supports", "contradicts", "unrelated"]},
                    "reason": {"type": "string"},
                },
            },
        }
    },
}
ROWS = {
    "rows": [
        {"claim_id": "c1", "quote": "The ferry sank.", "stance": "supports", "reason": "says so"},
        {"claim_id": "c2", "quote": "", "stance": "unrelated", "reason": "nothing on it"},
        {"claim_id": "c3", "quote": "Nobody was hurt.", "stance": "contradicts", "reason": "says the opposite"},
    ]
}


def answer_rows(_request: object) -> Any:
    """Three rows that fit STANCES."""
    return ROWS


def body(text: str = "hello", schema: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A request with one user message."""
    asked = {"model": "protocol-test", "messages": [{"role": "user", "content": text}], **more}
    if schema is not None:
        form = {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema, "strict": True}}
        asked["response_format"] = form
    return asked


class Caller:
    """Asks a server over one pool of connections."""

    def __init__(self, server: ProtocolServer, client: httpx.Client) -> None:
        self._url, self._client = f"{server.base_url}/chat/completions", client

    def post(self, text: str = "hello", schema: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """The response, whatever its status."""
        return self._client.post(self._url, json=body(text, schema, **more))

    def reply(self, text: str = "hello", schema: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """The first choice of a completion."""
        response = self.post(text, schema, **more)
        assert response.status_code == 200, response.text
        choice: dict[str, Any] = response.json()["choices"][0]
        return choice

    def content(self, text: str = "hello", schema: dict[str, Any] | None = None) -> Any:
        """A completion's content, parsed where it is JSON."""
        content = self.reply(text, schema)["message"]["content"]
        return content if schema is None else json.loads(content)


@contextmanager
def calling(server: ProtocolServer) -> Iterator[Caller]:
    """A caller of `server`, which is started and stopped around it."""
    # httpx opens at most 100 connections unless told otherwise
    unlimited = httpx.Limits(max_connections=None)
    with server, httpx.Client(timeout=60, trust_env=False, limits=unlimited) as client:
        yield Caller(server, client)
