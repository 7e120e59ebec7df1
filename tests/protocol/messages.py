"""What goes over the wire, as records: a chat request, and what may come back for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

SECRET_HEADERS = frozenset({"authorization", "api-key", "x-api-key", "cookie", "proxy-authorization"})
PRESENT = "present"
"""Stands in the log for the value of a secret header."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a request; content parts are joined by line ends."""

    role: str
    text: str


@dataclass(frozen=True)
class ChatRequest:
    """A chat request as it arrived.

    `number` counts chat requests from 1 in the order of arrival, `at` is epoch seconds by the server's clock, `headers`
    have lower-case names and no secrets, `constrained` says whether this endpoint holds replies to the schema.
    """

    number: int
    at: float
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    constrained: bool = True

    @cached_property
    def messages(self) -> list[Message]:
        """The messages in order."""
        return [Message(str(each["role"]), _text(each.get("content"))) for each in self.body["messages"]]

    @cached_property
    def text(self) -> str:
        """Every word the model is shown, the schema's apart."""
        return "\n".join(message.text for message in self.messages)

    @property
    def model(self) -> str:
        """The model asked for."""
        return str(self.body["model"])

    @property
    def schema(self) -> Mapping[str, Any] | None:
        """The JSON schema the reply is asked to fit, None where there is none."""
        asked = self.body.get("response_format") or {}
        if asked.get("type") != "json_schema":
            return None
        schema: Mapping[str, Any] = asked["json_schema"].get("schema", {})
        return schema

    @property
    def strict(self) -> bool:
        """Whether the schema is asked for with `strict`."""
        return self.schema is not None and bool(self.body["response_format"]["json_schema"].get("strict"))

    @property
    def stream(self) -> bool:
        """Whether the reply is wanted as server-sent events."""
        return bool(self.body.get("stream"))

    @property
    def wants_usage(self) -> bool:
        """Whether a stream shall end with its usage."""
        return bool((self.body.get("stream_options") or {}).get("include_usage"))

    @cached_property
    def key(self) -> str:
        """The same for two requests with the same body."""
        return hashlib.sha256(json.dumps(self.body, sort_keys=True).encode()).hexdigest()[:16]

    def json(self) -> dict[str, Any]:
        """For the log file."""
        fields = {"number": self.number, "at": self.at, "key": self.key}
        return fields | {"headers": dict(self.headers), "body": dict(self.body)}


@dataclass(frozen=True, slots=True)
class Reply:
    """A chat completion. `finish` is OpenAI's finish_reason: stop, length or content_filter."""

    content: str | None
    finish: str = "stop"
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An HTTP error in OpenAI's shape."""

    status: int
    code: str | None
    message: str
    kind: str = "invalid_request_error"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Raw:
    """A 200 that is no chat completion: a proxy's HTML, a completion without choices."""

    body: str
    content_type: str = "application/json"


class Break(StrEnum):
    """What becomes of a connection."""

    BEFORE_HEADERS = "reset before headers"
    AFTER_HEADERS = "reset after headers"
    CUT = "stream cut"
    STALL = "stall"


@dataclass(frozen=True, slots=True)
class Broken:
    """A reply that does not get through, or, after a stall, only once the test releases it."""

    reply: Reply
    how: Break


Outcome = Reply | Failure | Raw | Broken
Answer = Any
"""What a test may answer with: an Outcome, a text, or an object to be sent as JSON."""
Answerer = Callable[[ChatRequest], Answer]


class Mode(Protocol):
    """Who answers: on the server's thread, one request at a time, so it must be quick (look up, do not compute)."""

    def answer(self, request: ChatRequest) -> Outcome:
        """The outcome for `request`; an exception is answered with 500 and raised when the server stops."""


def outcome_of(answer: Answer) -> Outcome:
    """The outcome a test means by `answer`."""
    if isinstance(answer, Outcome):
        return answer
    return Reply(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False))


def _text(content: Any) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    return "\n".join(str(part.get("text", "")) for part in content)
