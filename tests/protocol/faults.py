"""What goes wrong with replies, drawn with a seed.

A draw depends on the seed, the request's body and how often that body was asked before, never on the order of arrival:
the same faults hit the same requests however many are in flight, and asking again draws anew.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from enum import StrEnum
from typing import Any

from tests.protocol.messages import Break, Broken, ChatRequest, Failure, Outcome, Raw, Reply
from tests.protocol.schemas import Leaf, leaves, part_at, replaced

ID_NAME = re.compile(r"(^|_)ids?$")
"""A property of this name holds an id."""
LONG = 2**20


class Fault(StrEnum):
    """What can go wrong, by where it shows."""

    # the reply's text
    MALFORMED = "malformed JSON"
    TRUNCATED = "cut at length"
    EMPTY = "empty content"
    REFUSED = "refusal"
    FILTERED = "content filter"
    WRONG_ID = "wrong id"
    DUPLICATE_ID = "duplicate id"
    WRONG_ENUM = "wrong enum value"
    PROSE = "prose around"
    FENCED = "code fence"
    SCHEMA_IGNORED = "schema ignored"
    LONG = "1 MB"
    NO_CHOICES = "no choices"
    HTML = "HTML with status 200"
    # the endpoint
    LIMITED = "429 bare"
    LIMITED_SECONDS = "429 with seconds"
    LIMITED_DATE = "429 with a date"
    SERVER_ERROR = "error 500"
    BAD_GATEWAY = "error 502"
    UNAVAILABLE = "error 503"
    # the connection
    RESET_BEFORE = "reset before headers"
    RESET_AFTER = "reset after headers"
    CUT_STREAM = "stream cut"
    STALL = "stall"
    # for good: asking again does not help
    NO_KEY = "error 401"
    NO_CREDIT = "error 402"
    NO_QUOTA = "429 for good"
    NO_MODEL = "error 404"
    INPUT_FILTERED = "error 400 content filter"


_KINDS = list(Fault)
REPLY_FAULTS = tuple(_KINDS[: _KINDS.index(Fault.LIMITED)])
ENDPOINT_FAULTS = tuple(_KINDS[_KINDS.index(Fault.LIMITED) : _KINDS.index(Fault.RESET_BEFORE)])
CONNECTION_FAULTS = tuple(_KINDS[_KINDS.index(Fault.RESET_BEFORE) : _KINDS.index(Fault.NO_KEY)])
FINAL_FAULTS = tuple(_KINDS[_KINDS.index(Fault.NO_KEY) :])


@dataclass(frozen=True)
class Faults:
    """How often which fault: `rates` are shares of all requests and sum to at most 1.

    `retry_after_s` is what the 429s with seconds or a date ask for.
    """

    rates: Mapping[Fault, float] = field(default_factory=dict)
    seed: int = 0
    retry_after_s: int = 1

    def __post_init__(self) -> None:
        if sum(self.rates.values()) > 1 + 1e-9:
            raise ValueError(f"rates sum to {sum(self.rates.values()):g}: at most 1 is possible")

    @classmethod
    def evenly(cls, share: float, kinds: tuple[Fault, ...] = REPLY_FAULTS, seed: int = 0) -> Faults:
        """`share` of all requests, each of `kinds` as often as the others."""
        return cls({kind: share / len(kinds) for kind in kinds}, seed)


class FaultSource:
    """Draws, and spoils what it has drawn for."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._asked: Counter[str] = Counter()

    def draw(self, request: ChatRequest) -> tuple[Fault | None, random.Random]:
        """The fault for this request, and the source of whatever else is random about it."""
        asked = self._asked[request.key]
        self._asked[request.key] += 1
        seed = hashlib.sha256(f"{self._faults.seed} {request.key} {asked}".encode()).digest()
        rng = random.Random(seed)
        point = rng.random()
        for fault, rate in self._faults.rates.items():
            point -= rate
            if point < 0:
                return fault, rng
        return None, rng

    def failure(self, fault: Fault, now: float) -> Failure | None:
        """The HTTP error a fault is, None for faults of replies and connections."""
        failure = _FAILURES.get(fault)
        if failure is not None and fault in (Fault.LIMITED_SECONDS, Fault.LIMITED_DATE):
            wait = self._faults.retry_after_s
            value = str(wait) if fault is Fault.LIMITED_SECONDS else formatdate(now + wait, usegmt=True)
            return Failure(failure.status, failure.code, failure.message, failure.kind, {"retry-after": value})
        return failure


def spoil(fault: Fault, reply: Reply, request: ChatRequest, rng: random.Random) -> tuple[Fault, Outcome]:
    """`reply` with a fault of replies or connections, and the fault it came to.

    A fault that needs ids or enums in the reply, and finds none, becomes MALFORMED; a cut stream without a stream a
    reset.
    """
    if fault is Fault.CUT_STREAM and not request.stream:
        fault = Fault.RESET_AFTER
    if fault in _BREAKS:
        return fault, Broken(reply, _BREAKS[fault])
    spoilt = _SPOILERS[fault](reply.content or "", request, rng)
    if spoilt is None:
        fault, spoilt = Fault.MALFORMED, _malformed(reply.content or "", request, rng)
    return fault, spoilt if isinstance(spoilt, Outcome) else Reply(spoilt)


Spoilt = str | Reply | Raw | None
Spoiler = Callable[[str, ChatRequest, random.Random], Spoilt]


def _malformed(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    tokens = [match.start() for match in re.finditer(r'[{}\[\]",:]', content)]
    if not tokens:
        return '{"' + content
    # the last bracket always goes: without it no JSON text is whole
    gone = {tokens[-1], rng.choice(tokens)}
    return "".join(character for index, character in enumerate(content) if index not in gone)


def _truncated(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    return Reply(content[: int(len(content) * rng.uniform(0.1, 0.9))], finish="length")


def _empty(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    return ""


def _refused(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    return Reply(None, refusal="I'm sorry, but I can't assist with that request.")


def _filtered(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    return Reply(content[: rng.randrange(len(content) // 2 + 1)], finish="content_filter")


def _wrong_id(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    value, ids = _ids(content, request)
    if not ids:
        return None
    victim = rng.choice(ids)
    wrong = victim.value + 100_003 if isinstance(victim.value, int) else f"{victim.value}x{rng.randrange(100)}"
    return _dump(replaced(value, victim.path, wrong))


def _duplicate_id(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    value, ids = _ids(content, request)
    others = [leaf for leaf in ids if leaf.value != ids[0].value and leaf.name == ids[0].name]
    if others:
        return _dump(replaced(value, rng.choice(others).path, ids[0].value))
    rows = [(leaf.path[:at], index) for leaf in ids for at, index in enumerate(leaf.path) if isinstance(index, int)]
    if not rows:
        return None
    path, index = rows[0]
    array = part_at(value, path)
    return _dump(replaced(value, path, [*array, array[index]]))


def _wrong_enum(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    value = _parsed(content)
    chosen = [leaf for leaf in leaves(value, request.schema) if "enum" in leaf.schema]
    if not chosen:
        return None
    victim = rng.choice(chosen)
    return _dump(replaced(value, victim.path, rng.choice([f"{victim.value}?", str(victim.value).upper(), "perhaps"])))


def _prose(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    return f"Certainly! Here is what you asked for {{as JSON}}:\n\n{content}\n\nTell me if anything is to be changed."


def _fenced(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    return f"```{rng.choice(['json', 'JSON', ''])}\n{content}\n```"


def _schema_ignored(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    value = _parsed(content)
    if rng.random() < 0.5:
        return _dump({"result": value, "comment": "done"})
    return "\n".join(f"- {'.'.join(map(str, leaf.path))}: {leaf.value}" for leaf in leaves(value, request.schema))


def _long(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    value = _parsed(content)
    texts = [
        leaf for leaf in leaves(value, request.schema) if isinstance(leaf.value, str) and "enum" not in leaf.schema
    ]
    if not texts:
        return content + " " * LONG
    victim = rng.choice(texts)
    return _dump(replaced(value, victim.path, victim.value + " and so on" * (LONG // 10)))


def _no_choices(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    return Raw(json.dumps({"id": "chatcmpl-0", "object": "chat.completion", "choices": [], "model": request.model}))


def _html(content: str, request: ChatRequest, rng: random.Random) -> Spoilt:
    return Raw("<!doctype html><title>Sign in</title><p>Please sign in to go on.", "text/html")


def _ids(content: str, request: ChatRequest) -> tuple[Any, list[Leaf]]:
    value = _parsed(content)
    found = [leaf for leaf in leaves(value, request.schema) if ID_NAME.search(leaf.name) and leaf.value is not None]
    return value, found


def _parsed(content: str) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_SPOILERS: dict[Fault, Spoiler] = {
    Fault.MALFORMED: _malformed,
    Fault.TRUNCATED: _truncated,
    Fault.EMPTY: _empty,
    Fault.REFUSED: _refused,
    Fault.FILTERED: _filtered,
    Fault.WRONG_ID: _wrong_id,
    Fault.DUPLICATE_ID: _duplicate_id,
    Fault.WRONG_ENUM: _wrong_enum,
    Fault.PROSE: _prose,
    Fault.FENCED: _fenced,
    Fault.SCHEMA_IGNORED: _schema_ignored,
    Fault.LONG: _long,
    Fault.NO_CHOICES: _no_choices,
    Fault.HTML: _html,
}

_BREAKS = {
    Fault.RESET_BEFORE: Break.BEFORE_HEADERS,
    Fault.RESET_AFTER: Break.AFTER_HEADERS,
    Fault.CUT_STREAM: Break.CUT,
    Fault.STALL: Break.STALL,
}

_LIMIT = Failure(429, "rate_limit_exceeded", "Rate limit reached.", "requests")
_FAILURES = {
    Fault.LIMITED: _LIMIT,
    Fault.LIMITED_SECONDS: _LIMIT,
    Fault.LIMITED_DATE: _LIMIT,
    Fault.SERVER_ERROR: Failure(500, None, "The server had an error.", "server_error"),
    Fault.BAD_GATEWAY: Failure(502, None, "Bad gateway.", "server_error"),
    Fault.UNAVAILABLE: Failure(503, None, "The engine is overloaded.", "server_error"),
    Fault.NO_KEY: Failure(401, "invalid_api_key", "Incorrect API key provided."),
    Fault.NO_CREDIT: Failure(402, "insufficient_credit", "This account has no credit left."),
    Fault.NO_QUOTA: Failure(429, "insufficient_quota", "You exceeded your current quota.", "insufficient_quota"),
    Fault.NO_MODEL: Failure(404, "model_not_found", "The model does not exist or you do not have access to it."),
    Fault.INPUT_FILTERED: Failure(400, "content_filter", "The prompt was filtered by the content policy."),
}
