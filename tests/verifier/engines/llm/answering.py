"""What tests of the engine that asks share: articles in blocks, rows of replies, a store of replies in memory, and an
answerer that knows a table."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from prompts import Messages, Prompt
from tests.making import DAY, claim, mention
from tests.protocol.messages import ChatRequest
from verifier.domain import (
    Article,
    Block,
    BlockKind,
    Claim,
    Kind,
    Mention,
    Pair,
    Passage,
    Reply,
    Usage,
    content_id,
)
from verifier.engines.embedded import EmbeddedEngine
from verifier.engines.llm.asking import Asked
from verifier.engines.llm.engine import LlmEngine
from verifier.engines.llm.gate import Stop
from verifier.engines.llm.outcomes import CallFailed
from verifier.models.fake import HashingEmbedder, OverlapScorer
from verifier.settings import LlmSettings
from verifier.steps.reading import Reader
from verifier.steps.vectors import Vectors
from verifier.store import Store

Row = dict[str, Any]

# --- articles, passages, pairs ---


def blocks(*parts: tuple[BlockKind, str], title: str | None = None, language: str = "en") -> Article:
    """An article of these blocks, an empty line between them."""
    text = "\n\n".join(part for _, part in parts)
    found, start = [], 0
    for kind, part in parts:
        found.append(Block(kind, start, start + len(part)))
        start += len(part) + 2
    return Article(
        id=content_id("article", text, title),
        path="a.txt",
        sha256="0" * 64,
        text=text,
        blocks=tuple(found),
        title=title,
        outlet="Harbour Post",
        published=DAY,
        language=language,
    )


def passage_of(where: Article, words: str) -> Passage:
    """The passage that is exactly `words`."""
    start = where.text.index(words)
    return Passage(content_id("passage", where.id, start, words), where.id, start, start + len(words), words)


def claim_of(home: Article | None, text: str, event_at: date | None = None) -> Claim:
    """A claim whose first mention is in `home`, or one that somebody brings."""
    mentions: tuple[Mention, ...] = () if home is None else (mention(home, home.text[:10], text),)
    return Claim(content_id("claim", home and home.id, text), text, Kind.FACT, event_at=event_at, mentions=mentions)


def pair_of(where: Article, text: str, *words: str, home: Article | None = None) -> Pair:
    """A claim and those passages of `where`, all of it where none is named."""
    passages = tuple(passage_of(where, one) for one in words or (where.text,))
    return Pair(claim_of(home, text) if home else claim(text), where.id, passages)


# --- rows of replies ---


def mention_row(quote: str, **cells: Any) -> Row:
    """A statement of the outlet's own, worded as it is quoted."""
    plain = {"attitude": "asserts", "said_on": None, "claim": quote, "kind": "fact", "hedge": None, "event_on": None}
    return {"quote": quote, "speakers": [], "numbers": [], **plain, **cells}


def stance_row(claim_id: str, quote: str | None = None, stance: str = "supports", how: str | None = None) -> Row:
    """A row about passage p1; without a quote, one that no passage touches."""
    if quote is None:
        return {"claim_id": claim_id, "passage_id": None, "quote": None, "stance": "related", "how": None}
    return {"claim_id": claim_id, "passage_id": "p1", "quote": quote, "stance": stance, "how": how}


def look_row(claim_id: str, quote: str | None, stands: bool = True, how: str | None = "denial") -> Row:
    """A second look that confirms a contradiction, or finds that both can hold."""
    said = "yes", "yes", "no" if stands else "yes"
    cells = dict(zip(("same_matter", "same_time", "both_can_hold"), said, strict=True))
    return {"claim_id": claim_id, "quote": quote, "speaker": None, **cells, "how": how}


def reply(rows: Sequence[Row], key: str = "rows", finish: str = "stop") -> Reply:
    """A reply with these rows under `key`."""
    return Reply(json.dumps({key: list(rows)}), finish)


def cut(rows: Sequence[Row], key: str = "rows") -> Reply:
    """A reply that breaks off behind the first letters of a further row."""
    whole = json.dumps({key: list(rows)})
    return Reply(f'{whole[:-2]}{", " if rows else ""}{{"claim', "length")


REFUSAL = Reply("", refusal="I cannot help with that.")
FILTERED = Reply("", "content_filter")
GARBAGE = Reply("The answer is yes.")

# --- who is asked ---


class Asks:
    """Stands in for an Asker: answers from a function of (prompt name, what is sent, attempt), and keeps count."""

    def __init__(self, answer: Callable[[str, Messages, int], Reply | CallFailed | Stop]) -> None:
        self._answer = answer
        self.asked: list[tuple[str, Messages, int]] = []

    async def ask(self, prompt: Prompt, messages: Messages, expected: int, attempt: int = 0) -> Asked:
        """Never waits."""
        self.asked.append((prompt.name, messages, attempt))
        return Asked(f"key {len(self.asked)}", self._answer(prompt.name, messages, attempt))


class MemoryReplies:
    """Replies in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Reply] = {}
        self.spoilt: list[str] = []
        self._lock = threading.Lock()

    def reply(self, key: str) -> Reply | None:
        """The reply under `key`."""
        with self._lock:
            return self.kept.get(key)

    def put_reply(self, key: str, prompt: str, model: str, reply: Reply) -> None:
        """A key that has a reply keeps it."""
        with self._lock:
            self.kept.setdefault(key, reply)

    def spoil_replies(self, keys: Iterable[str]) -> None:
        """In the order in which they were found spoilt."""
        with self._lock:
            self.spoilt += keys


# --- what is sent ---

_ROW = re.compile(r"^(?P<id>[cp]\d+)(?: \[[\d-]+\])? ¦ (?P<text>.*(?:\n¦ .*)*)", re.MULTILINE)
_ARTICLE = re.compile(r"<article \w+>\n(.*?)\n?</article", re.DOTALL)


def rows_of(user: str) -> dict[str, str]:
    """{id: text} of the claims and passages in a message."""
    return {found["id"]: found["text"].replace("\n¦", "") for found in _ROW.finditer(user)}


def claims_in(user: str) -> dict[str, str]:
    """{id: text} of the claims in a message."""
    return {one: text for one, text in rows_of(user).items() if one.startswith("c")}


def shown_article(user: str) -> str:
    """The prose of an article that is to be read, lines joined by spaces."""
    found = _ARTICLE.search(user)
    return "" if found is None else " ".join(line.removeprefix("¦ ") for line in found[1].split("\n"))


class Table:
    """Answers by what it knows: `mentions` rows by quote, `stances` {(claim, quote): (stance, how)}; it confirms every
    contradiction of its own on a second look."""

    def __init__(
        self, mentions: Sequence[Row] = (), stances: Mapping[tuple[str, str], tuple[str, str | None]] | None = None
    ) -> None:
        self._mentions = mentions
        self._stances = dict(stances or {})

    def __call__(self, request: ChatRequest) -> Any:
        """For a mode of the protocol server."""
        user = request.messages[-1].text
        if not claims_in(user):
            shown = shown_article(user)
            return {"mentions": [row for row in self._mentions if row["quote"] in shown]}
        looks_again = "same_matter" in json.dumps(request.schema)
        make = self._looks if looks_again else self._rows
        return {"rows": [row for one, text in claims_in(user).items() for row in make(one, text, rows_of(user))]}

    def _rows(self, claim_id: str, text: str, shown: Mapping[str, str]) -> list[Row]:
        found = [
            {"claim_id": claim_id, "passage_id": place, "quote": quote, "stance": stance, "how": how}
            for (claim_text, quote), (stance, how) in self._stances.items()
            for place, passage in shown.items()
            if claim_text == text and place.startswith("p") and quote in passage
        ]
        return found or [stance_row(claim_id)]

    def _looks(self, claim_id: str, text: str, shown: Mapping[str, str]) -> list[Row]:
        passage = shown[f"p{claim_id[1:]}"]
        for (claim_text, quote), (stance, how) in self._stances.items():
            if claim_text == text and quote in passage and stance == "contradicts":
                return [look_row(claim_id, quote, how=how)]
        return [look_row(claim_id, None, stands=False, how=None)]


# --- engines ---


def embedded_engine(store: Store) -> EmbeddedEngine:
    """With stand-ins for the models."""
    return EmbeddedEngine(Vectors(store, HashingEmbedder()), OverlapScorer(), Reader())


def llm_engine(folder: Path, base_url: str, **settings: Any) -> tuple[LlmEngine, Store]:
    """An engine over a store of its own in `folder`; close both."""
    store = Store.open(folder / "llm.db", create=True)
    asked: dict[str, Any] = {"model": "protocol-test", "base_url": base_url, "timeout": 20.0} | settings
    return LlmEngine(embedded_engine(store), LlmSettings(**asked), store), store


TEN_TOKENS = Usage(7, 2, 3)
