"""What fills the cells that need reading: an engine finds mentions and judges stances, and never labels.

`embedded` works with the models that ship; `llm` asks a language model about what those leave open; `fake` answers from
a table and stands in for tests.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from verifier.domain import Article, Judgement, Mention, Pair, Stance, Unjudged, Usage

Due = tuple[Article, Sequence[Pair]]
"""An article and the pairs in which its passages are to be judged."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The mentions of one article in text order; `unread` says of each part that could not be read, why, and
    `nothing_read` whether that is all of it.

    `n_same_quotes` were left out, since a mention is a place and another is at theirs.
    """

    mentions: Sequence[Mention]
    unread: tuple[str, ...] = ()
    n_same_quotes: int = 0
    nothing_read: bool = False


@dataclass(frozen=True, slots=True)
class Spent:
    """What an engine asked of a language model: `calls` that brought a reply, replies `known` from before, tokens, US
    dollars.

    Tokens are the endpoint's where it reports them; `estimated` says that some are not. `dollars` is None where no
    price is known.
    """

    calls: int = 0
    known: int = 0
    usage: Usage = field(default_factory=Usage)
    estimated: bool = False
    dollars: float | None = 0.0


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """Tokens of a call that is not made yet; `prefix` of the `input` is the same in many calls, so it may be cached.

    Calls with one `key` are made once. `exact` says that the input was counted and not estimated.
    """

    key: str
    prefix: int
    input: int
    output_low: int
    output_high: int
    exact: bool = True


class Engine(Protocol):
    """Reads one article at a time, so that a text planted in it can reach only what is said about that article.

    Articles may come back in any order, each once. EngineStopped is raised when no further article will come; those
    that came before it are whole.
    """

    @property
    def name(self) -> str:
        """What every verdict says judged it."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same input may get another answer: models, prompts, rules."""

    @property
    def spent(self) -> Spent:
        """What was asked of a language model so far."""

    def plan(self, article: Article, pairs: Sequence[Pair] | None, /) -> list[PlannedCall]:
        """The calls that judging `pairs` takes, or reading `article` where that is None; none is made."""

    def preview(self, article: Article) -> list[Mention]:
        """What reading will bring, as far as that can be told without asking anybody."""

    def extract_each(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Extracted]]:
        """Every checkable statement of each article. A mention whose quote is not `article.text[start:end]` is dropped
        by whoever asked, and counted."""

    def judge_each(self, due: Iterable[Due]) -> Iterator[tuple[Article, list[Judgement]]]:
        """At least one judgement for every pair, each quoting its article verbatim.

        A pair that could not be judged gets an *unjudged* judgement whose note says why; nothing is raised for it.
        """


class OneByOne(ABC):
    """An engine that answers about one article at once, in the order asked, and asks nobody."""

    spent = Spent()

    @abstractmethod
    def extract_mentions(self, article: Article) -> list[Mention]:
        """The statements of `article` in text order."""

    @abstractmethod
    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """At least one judgement for every pair."""

    def plan(self, _article: Article, _pairs: Sequence[Pair] | None, /) -> list[PlannedCall]:
        """See `Engine`."""
        return []

    def preview(self, article: Article) -> list[Mention]:
        """See `Engine`."""
        return self.extract_mentions(article)

    def extract_each(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Extracted]]:
        """See `Engine`."""
        for article in articles:
            yield article, Extracted(self.extract_mentions(article))

    def judge_each(self, due: Iterable[Due]) -> Iterator[tuple[Article, list[Judgement]]]:
        """See `Engine`."""
        for article, pairs in due:
            yield article, self.judge_stances(article, pairs)


def unjudged(pair: Pair, why: Unjudged) -> Judgement:
    """A pair without a stance, and why."""
    first = pair.passages[0]
    return Judgement(pair.claim.id, pair.article_id, Stance.UNJUDGED, first.start, first.end, first.text, note=why)
