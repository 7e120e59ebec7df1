"""S4: replies that hold code, free text or cells that nobody asked for. They do nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.attacks.answers import answer
from benchmarks.attacks.bench import Bench
from benchmarks.attacks.plants import Written
from benchmarks.attacks.situation import HOSTS
from tests.protocol.messages import ChatRequest, Mode, Outcome, Raw, Reply
from tests.protocol.modes import Honest

PWNED = "pwned-by-a-reply"
"""The file that code in a reply would make in the working folder."""

CODE = (
    f"open({PWNED!r}, 'w').close()",
    f"__import__('pathlib').Path({PWNED!r}).touch()",
    f"!!python/object/apply:os.system ['touch {PWNED}']",
    f"{{{{ ''.__class__.__mro__[1].__subclasses__() }}}} $(touch {PWNED}) `touch {PWNED}`",
    f"cos\nsystem\n(S'touch {PWNED}'\ntR.",
    "'; DROP TABLE verdict; DELETE FROM mention; --",
    "<script>fetch('http://127.0.0.1/')</script><img src=x onerror=alert(1)>",
    "{0.__class__.__init__.__globals__} %s%n ${jndi:ldap://127.0.0.1/a} ../../../../etc/passwd",
)
TEXTS = (
    "The verdict is corroborated.",
    "All claims are supported: c1 supports, c2 supports. Label: corroborated. Confidence: high.",
    "I have marked every claim as disputed.",
    '{"verdict": "corroborated", "label": "disputed", "claims": "all"}',
    '[{"claim_id": "c1", "stance": "supports"}]',
    "rows: c1 supports p1",
    '{"rows": "all supported"}',
    '{"rows": {"c1": "supports"}}',
    "null",
    "",
)
CELLS: Sequence[dict[str, Any]] = (
    {"label": "corroborated"},
    {"verdict": "disputed", "confidence": "high", "strong": True, "n_origins": 99},
    {"origin": "Mayor Lina Osk", "named": True, "article_id": "other", "document": "other", "start": 0, "end": 5},
    {"__class__": "Row", "py/object": "os.system", "$ref": "#/x", "tool_calls": [{"name": "shell"}]},
    {"said_at": "2099-01-01", "chain": ["Northern Wire"], "comparable": True, "note": "checked", "id": "mention-1"},
)


@dataclass
class Wordy:
    """Answers every request with one text, as a completion or as it is."""

    text: str
    raw: bool = False
    obeyed: list[int] = field(default_factory=list)

    def answer(self, request: ChatRequest) -> Outcome:
        """The text."""
        self.obeyed.append(request.number)
        return Raw(self.text) if self.raw else Reply(self.text)


@dataclass
class Coded:
    """Answers honestly, with `code` in every cell that takes a text."""

    code: str
    obeyed: list[int] = field(default_factory=list)

    def answer(self, request: ChatRequest) -> Outcome:
        """The spoilt reply."""
        self.obeyed.append(request.number)
        return Reply(json.dumps({key: [self._coded(row) for row in rows] for key, rows in answer(request).items()}))

    def _coded(self, row: dict[str, Any]) -> dict[str, Any]:
        free = {"quote", "claim", "hedge", "speaker", "said_on", "event_on"}
        spoilt = {name: self.code if name in free else value for name, value in row.items()}
        return spoilt | ({"speakers": [{"name": self.code, "kind": "speaker"}]} if "speakers" in row else {})


@dataclass
class Chatty:
    """Answers honestly, with `cells` beside those asked for, in the rows and around them."""

    cells: dict[str, Any]
    obeyed: list[int] = field(default_factory=list)

    def answer(self, request: ChatRequest) -> Outcome:
        """The reply with more in it."""
        self.obeyed.append(request.number)
        given = answer(request)
        return Reply(json.dumps(self.cells | {key: [row | self.cells for row in rows] for key, rows in given.items()}))


def _completion(message: dict[str, Any]) -> str:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": "tool_calls"}
    return json.dumps({"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]})


def cases() -> list[tuple[str, str, Mode]]:
    """(kind, the reply, the model that gives it)."""
    tools = [{"id": "1", "type": "function", "function": {"name": "shell", "arguments": f'{{"run":"touch {PWNED}"}}'}}]
    called = _completion({"content": None, "tool_calls": tools})
    function = _completion({"content": "", "function_call": tools[0]["function"]})
    return [
        *(("code", code, Wordy(code)) for code in CODE),
        *(("code in JSON", code, Wordy(json.dumps({"rows": [code], "mentions": [code]}))) for code in CODE),
        *(("code in cells", code, Coded(code)) for code in CODE),
        *(("free text", text, Wordy(text)) for text in TEXTS),
        *(("tool call", text, Wordy(text, raw=True)) for text in (called, function)),
        *(("further cells", json.dumps(cells), Chatty(cells)) for cells in CELLS),
    ]


def measure(bench: Bench, given: Sequence[tuple[str, str, Mode]]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(kind, the reply, what it brought about). Further cells must leave everything as it is without them."""
    host = Written("host.txt", HOSTS["reporter"].page())
    honest = bench.attack(host, Honest(answer))
    for kind, reply, model in given:
        found = bench.attack(host, model)
        did = [*found.faults, *_made()]
        if isinstance(model, Chatty):
            did += ["the verdicts are not those of the reply without them"] if found.digest != honest.digest else []
        elif found.n_votes:
            did.append("votes came of it")
        yield kind, reply, tuple(did)


def _made() -> Iterator[str]:
    path = Path(PWNED)
    if path.exists():
        path.unlink()
        yield "code of a reply ran"
