"""Tokens of prompts and replies, and what of a prompt a provider would have cached."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.protocol.messages import ChatRequest

CountTokens = Callable[[str], int]
CACHED_FROM = 1024
"""Tokens a repeated prefix must have before OpenAI bills it as cached."""
CACHED_STEP = 128
"""Tokens by which the cached prefix grows."""
_BLOCK = 512
"""Characters, about one step: how finely prefixes are compared."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one exchange; `cached` is the part of `prompt` that repeats an earlier prompt's beginning."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0

    @property
    def total(self) -> int:
        """Prompt and completion."""
        return self.prompt + self.completion

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.prompt + other.prompt, self.completion + other.completion, self.cached + other.cached)

    def json(self) -> dict[str, Any]:
        """In OpenAI's shape."""
        return {
            "prompt_tokens": self.prompt,
            "completion_tokens": self.completion,
            "total_tokens": self.total,
            "prompt_tokens_details": {"cached_tokens": self.cached, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
        }


def quarter_of_length(text: str) -> int:
    """A token for every four characters, rounded up."""
    return -(-len(text) // 4)


class Meter:
    """Counts, and remembers the beginnings of the prompts it has seen."""

    def __init__(self, count: CountTokens = quarter_of_length) -> None:
        self.count = count
        self._seen: set[bytes] = set()

    def prompt_tokens(self, request: ChatRequest) -> int:
        """Tokens of what the model reads: the schema, then the messages, as OpenAI bills them."""
        return self.count(_prompt(request))

    def usage(self, request: ChatRequest, completion: str) -> Usage:
        """Of a request that was answered; its prompt counts as cached from now on."""
        prompt = _prompt(request)
        return Usage(self.count(prompt), self.count(completion), self._cached(prompt))

    def _cached(self, prompt: str) -> int:
        digest = hashlib.blake2b(digest_size=16)
        repeated, known = 0, True
        for end in range(_BLOCK, len(prompt) + 1, _BLOCK):
            digest.update(prompt[end - _BLOCK : end].encode("utf-8", "surrogatepass"))
            beginning = digest.digest()
            known = known and beginning in self._seen
            if known:
                repeated = end
            self._seen.add(beginning)
        tokens = self.count(prompt[:repeated]) // CACHED_STEP * CACHED_STEP
        return tokens if tokens >= CACHED_FROM else 0


def _prompt(request: ChatRequest) -> str:
    schema = "" if request.schema is None else json.dumps(request.schema)
    return schema + "".join(f"\n{message.role}\n{message.text}" for message in request.messages)
