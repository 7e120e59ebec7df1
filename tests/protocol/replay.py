"""Honest answers to the product's own prompts, looked up among cells that were prepared beforehand.

    recorder = Recorder(embedded_engine)
    …                                       # a run or a check of a workspace with `recorder` as its engine
    replay = Replay(recorder.articles, recorder.mentions, recorder.judged)
    with ProtocolServer(Honest(replay)) as server:
        …                                   # the same in another workspace, whose engine asks `server`

The prompt is told by its system part, a claim by its text, an article by the lines that are shown of it. Quotes are
copied from what is shown, as a model would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from prompts import load
from prompts import names as prompt_names
from prompts.marking import LINE_MARK, visible_lines
from tests.protocol.messages import ChatRequest
from verifier.domain import Article, How, Judgement, Mention, Pair, Stance
from verifier.engines import OneByOne
from verifier.engines.embedded import EmbeddedEngine
from verifier.engines.llm.replies import MOST_ROWS
from verifier.language.quantities import find_quantities

Row = dict[str, Any]
Span = tuple[int, int]

_BLOCK = re.compile(r"^<(\w+) ([0-9a-f]{12})>\n(.*?)\n</\1 \2>$", re.DOTALL | re.MULTILINE)
_HEAD = re.compile(rf"([a-z][0-9]{{1,4}})(?: \[[0-9-]+\])? {LINE_MARK} ")

NO_GOLD: Mapping[str, Sequence[Judgement]] = {}


class Recorder(OneByOne):
    """The embedded engine, whose every answer is kept."""

    name = "recorder"

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine
        self.articles: dict[str, Article] = {}
        self.mentions: dict[str, list[Mention]] = {}
        self.judged: list[tuple[Pair, list[Judgement]]] = []

    @property
    def fingerprint(self) -> str:
        """The embedded engine's."""
        return self._engine.fingerprint

    def extract_mentions(self, article: Article) -> list[Mention]:
        """The embedded engine's."""
        self.articles[article.id] = article
        self.mentions[article.id] = self._engine.extract_mentions(article)
        return self.mentions[article.id]

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """The embedded engine's."""
        self.articles[article.id] = article
        found = self._engine.judge_stances(article, pairs)
        by_claim: dict[str, list[Judgement]] = {}
        for one in found:
            by_claim.setdefault(one.claim_id, []).append(one)
        self.judged += [(pair, by_claim[pair.claim.id]) for pair in pairs]
        return found


class Replay:
    """Answers `extract`, `stance` and `second_look`.

    `gold` maps claim texts to what a person found in all articles, and goes before `judged`: an article it does not
    list leaves the claim open. A claim and an article that nobody prepared are *related*, without a quote, and counted
    in `unknown`. LookupError for a text that is in none of the articles.
    """

    def __init__(
        self,
        articles: Mapping[str, Article],
        mentions: Mapping[str, Sequence[Mention]],
        judged: Iterable[tuple[Pair, Sequence[Judgement]]],
        gold: Mapping[str, Sequence[Judgement]] = NO_GOLD,
    ) -> None:
        self._texts = [_Text(article) for article in articles.values()]
        self._mentions = {
            one: [(squeezed(mention.quote), _mention_row(mention, articles[one])) for mention in found]
            for one, found in mentions.items()
        }
        self._judged = {(squeezed(pair.claim.text), pair.article_id): list(found) for pair, found in judged}
        self._gold = {squeezed(text): list(found) for text, found in gold.items()}
        self._answers: dict[str, Callable[[Mapping[str, str]], Row]] = {
            "extract": self._extracted,
            "stance": self._stances,
            "second_look": self._second_looks,
        }
        self._prompts = {load(name).system: name for name in prompt_names()}
        self.unknown: set[tuple[str, str]] = set()

    def __call__(self, request: ChatRequest) -> Row:
        """The reply as an object."""
        system, user = request.messages
        blocks = {name: body for name, _, body in _BLOCK.findall(user.text)}
        return self._answers[self._prompts[system.text]](blocks)

    def _extracted(self, shown: Mapping[str, str]) -> Row:
        lines = [line.removeprefix(f"{LINE_MARK} ") for line in shown["article"].split("\n")]
        read = squeezed("".join(lines))
        rows = self._mentions.get(self._holding(lines)[0].article.id, [])
        return {"mentions": [row for quote, row in rows if quote in read]}

    def _stances(self, shown: Mapping[str, str]) -> Row:
        passages = _rows(shown["passages"])
        texts = self._holding(passages.values())
        return {
            "rows": [
                row
                for claim_id, claim in _rows(shown["claims"]).items()
                for row in _stance_rows(claim_id, *self._found(claim, texts), passages)
            ]
        }

    def _second_looks(self, shown: Mapping[str, str]) -> Row:
        passages = _rows(shown["passages"])
        texts = self._holding(passages.values())
        claims, own = _rows(shown["claims"]), list(passages.values())
        return {
            "rows": [
                _second_look_row(claim_id, *self._found(claim, texts), passage)
                for (claim_id, claim), passage in zip(claims.items(), own, strict=True)
            ]
        }

    def _holding(self, lines: Iterable[str]) -> list[_Text]:
        """The articles that hold all of the texts: several where one copies another."""
        shown = list(lines)
        wanted = list(map(squeezed, shown))
        found = [text for text in self._texts if all(one in text.squeezed for one in wanted)]
        if not found:
            raise LookupError(f"no article that was prepared holds {shown[0][:80]!r} and what is shown with it")
        return found

    def _found(self, claim: str, texts: Sequence[_Text]) -> tuple[list[Judgement], _Text]:
        """The judgements of a claim in the first of the articles that has any, and that article."""
        key = squeezed(claim)
        for text in texts:
            one = text.article.id
            if key in self._gold:
                if mine := [judgement for judgement in self._gold[key] if judgement.article_id == one]:
                    return mine, text
            elif (key, one) in self._judged:
                return self._judged[key, one], text
        if key not in self._gold:
            self.unknown.add((claim, texts[0].article.id))
        return [], texts[0]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A judgement's words as far as they stand in a passage that is shown."""

    judgement: Judgement
    passage: str
    quote: str


class _Text:
    """An article as it is shown: without white space and invisible characters, with the place of each that is left."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._places = [place for place, char in enumerate(article.text) if _is_shown(char)]
        self.squeezed = squeezed(article.text)

    def span(self, shown: str) -> Span:
        """Where `shown` stands first in the article's text."""
        wanted = squeezed(shown)
        at = self.squeezed.find(wanted)
        return self._places[at], self._places[at + len(wanted) - 1] + 1

    def placed(self, judgement: Judgement, passages: Mapping[str, str]) -> _Placed | None:
        """The judgement in the passage that holds most of its words; None where none holds any."""
        held: dict[str, Span] = {}
        for passage_id, passage in passages.items():
            start, end = self.span(passage)
            held[passage_id] = max(start, judgement.start), min(end, judgement.end)
        best = max(held, key=lambda one: held[one][1] - held[one][0])
        quote = " ".join(visible_lines(self.article.text[slice(*held[best])]))
        return _Placed(judgement, best, quote) if quote else None


def squeezed(text: str) -> str:
    """The characters of `text` that a prompt shows, white space left out."""
    return "".join(filter(_is_shown, text))


@cache
def _is_shown(char: str) -> bool:
    return bool(visible_lines(char))


def _rows(block: str) -> dict[str, str]:
    """{id: text} of the rows of a block."""
    found: dict[str, str] = {}
    for line in block.split("\n"):
        head = _HEAD.match(line)
        if head:
            found[head[1]] = line[head.end() :]
        else:
            found[next(reversed(found))] += " " + line.removeprefix(f"{LINE_MARK} ")
    return found


def _stance_rows(
    claim_id: str, judgements: Sequence[Judgement], text: _Text, passages: Mapping[str, str]
) -> Iterator[Row]:
    """At most three rows with different quotes, or one that is related."""
    found = [one for one in judgements if one.stance in (Stance.SUPPORTS, Stance.CONTRADICTS)]
    votes = {one.quote: one for one in filter(None, (text.placed(one, passages) for one in found))}
    for one in [*votes.values()][:MOST_ROWS]:
        stance, how = one.judgement.stance, one.judgement.how
        yield _stance_row(claim_id, one.passage, one.quote, stance, how if stance is Stance.CONTRADICTS else None)
    if not votes:
        yield _stance_row(claim_id, None, None, Stance.RELATED, None)


def _stance_row(claim_id: str, passage: str | None, quote: str | None, stance: Stance, how: How | None) -> Row:
    cells = {"claim_id": claim_id, "passage_id": passage, "quote": quote}
    return {**cells, "stance": str(stance), "how": how and str(how)}


def _second_look_row(claim_id: str, judgements: Sequence[Judgement], text: _Text, passage: str) -> Row:
    against = [one for one in judgements if one.stance is Stance.CONTRADICTS]
    placed = next(filter(None, (text.placed(one, {"p": passage}) for one in against)), None)
    if placed is None:
        told = dict.fromkeys(("same_matter", "same_time"), "unclear") | {"both_can_hold": "yes", "how": None}
        return {"claim_id": claim_id, "quote": None, "speaker": None, **told}
    how = placed.judgement.how or How.OTHER_ACCOUNT
    told = {"same_matter": "yes", "same_time": "yes", "both_can_hold": "yes" if how is How.DOUBT else "no"}
    return {"claim_id": claim_id, "quote": placed.quote, "speaker": None, **told, "how": str(how)}


def _mention_row(mention: Mention, article: Article) -> Row:
    said = mention.said_at if mention.said_at != article.published else None
    cited = [link for link in mention.chain[1:] if link.start is not None]
    names = [link.name if link.name in article.text else article.text[link.start : link.end] for link in cited]
    numbers = [
        {"written": mention.quote[one.start : one.end], "counted": one.counted}
        for one in find_quantities(mention.quote)
    ]
    return {
        "quote": " ".join(visible_lines(mention.quote)),
        "speakers": [{"name": name, "kind": str(link.kind)} for name, link in zip(names, cited, strict=True)],
        "attitude": "asserts",
        "said_on": said and said.isoformat(),
        "claim": mention.text,
        "kind": str(mention.kind),
        "hedge": mention.hedge,
        "numbers": numbers,
        "event_on": mention.event_at and mention.event_at.isoformat(),
    }
