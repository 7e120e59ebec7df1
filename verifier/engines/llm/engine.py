"""The engine that asks a language model about what the models that ship leave open.

Of each article the embedded engine settles the clear pairs; the model is asked about the others, and once more about
each contradiction it reports. Code holds every cell against the article and against what the embedded models see, so
that a reply can add a vote only where its words stand and nothing speaks against them.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from prompts import load, names
from verifier.domain import Article, Judgement, Mention, Pair, Passage, Stance, Unjudged, content_id
from verifier.engines import Due, Extracted, PlannedCall, Spent, unjudged
from verifier.engines.embedded import Candidate, Compared, EmbeddedEngine, nearest, settled
from verifier.engines.llm.asking import Asker, Replies
from verifier.engines.llm.background import Closed, LoopThread
from verifier.engines.llm.calls import PairCall, Window, second_look_calls, stance_calls, windows
from verifier.engines.llm.cells import mention_from
from verifier.engines.llm.checks import after_second_look, agrees, is_clear, is_worth_asking, objection
from verifier.engines.llm.dialogue import Dialogue, Stopped
from verifier.engines.llm.outcomes import Trouble
from verifier.errors import CredentialsRefused, EngineStopped, QuotaReached
from verifier.fingerprints import source_fingerprint
from verifier.language.reading import reads
from verifier.settings import LlmSettings

T = TypeVar("T")
R = TypeVar("R")


_ERRORS = {
    Trouble.BUDGET: QuotaReached,
    Trouble.QUOTA: QuotaReached,
    Trouble.CREDENTIALS: CredentialsRefused,
    Trouble.NO_SUCH_MODEL: CredentialsRefused,
    Trouble.SET_UP: CredentialsRefused,
}


@dataclass(frozen=True, slots=True)
class Open:
    """An article with the pairs to ask about, and the judgements of those that are settled.

    Of each pair to ask about, `nearest` is the judgement where the reply finds neither support nor contradiction.
    `suspected`: where the embedded models see a contradiction in the pairs to ask about, for the plan.
    """

    article: Article
    pairs: tuple[Pair, ...]
    settled: list[Judgement]
    nearest: tuple[Judgement, ...] = ()
    suspected: tuple[tuple[Pair, Passage], ...] = ()


class LlmEngine:
    """Calls run in a thread of their own until `close`; `spent` says what they took."""

    name = "llm"

    def __init__(self, embedded: EmbeddedEngine, settings: LlmSettings, replies: Replies) -> None:
        self._embedded = embedded
        self._settings = settings
        self._asker = Asker(settings, replies)
        self._dialogue = Dialogue(self._asker, replies)
        self._thread = LoopThread()

    @property
    def fingerprint(self) -> str:
        """Prompts, model and rules, the embedded engine's among them."""
        asked = self._settings
        model = asked.provider, asked.base_url, asked.model, asked.temperature
        rules = source_fingerprint("verifier.engines.llm", "prompts"), [load(name).hash for name in names()]
        return content_id("llm", rules, model, self._embedded.fingerprint)

    @property
    def spent(self) -> Spent:
        """What was asked so far."""
        return self._asker.spent

    def close(self) -> None:
        """Give up what is under way, and close the connections; nothing can be asked any more."""
        self._thread.close(self._asker.close)

    def extract_each(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Extracted]]:
        """See `Engine`."""
        for article, found in self._each(
            articles, lambda article: (article, self._dialogue.mentions(asked_of(article)))
        ):
            reading = self._embedded.read(article)
            made = [mention_from(cells, window, reading) for window, cells in found.cells]
            mentions = [mention for mention in made if mention]
            kept = _once(mentions)
            nothing_read = bool(found.unread) and not found.some_read
            yield article, Extracted(kept, found.unread, len(mentions) - len(kept), nothing_read)

    def plan(self, article: Article, pairs: Sequence[Pair] | None, /) -> list[PlannedCall]:
        """See `Engine`. Second looks are guessed: as many as the embedded models see contradictions."""
        if pairs is None:
            return self._planned(asked_of(article))
        asked = self.settle_clear(article, pairs)
        calls = [*stance_calls(article, asked.pairs), *second_look_calls(article, asked.suspected)]
        return self._planned(calls)

    def _planned(self, calls: Iterable[Window | PairCall]) -> list[PlannedCall]:
        """Those whose replies are not known from before."""
        several = ((one, self._asker.plan(load(one.prompt), one.render(), one.expected)) for one in calls)
        return [replace(call, output_low=one.least) for one, call in several if not self._asker.knows(call)]

    def preview(self, article: Article) -> list[Mention]:
        """The embedded engine's mentions."""
        return self._embedded.extract_mentions(article)

    def judge_each(self, due: Iterable[Due]) -> Iterator[tuple[Article, list[Judgement]]]:
        """See `Engine`."""
        for asked, found in self._each(due, self._begin):
            yield asked.article, [*asked.settled, *self._checked(asked.article, found)]

    def _begin(self, due: Due) -> tuple[Open, Coroutine[Any, Any, list[tuple[Pair, Judgement]]]]:
        asked = self.settle_clear(*due)
        return asked, self._look(asked)

    def settle_clear(self, article: Article, pairs: Sequence[Pair]) -> Open:
        """What the embedded models leave open."""
        if not reads(article.language):
            return Open(article, (), [unjudged(pair, Unjudged.LANGUAGE) for pair in pairs])
        left: list[Pair] = []
        done: list[Judgement] = []
        nearby: list[Judgement] = []
        suspected: list[tuple[Pair, Passage]] = []
        for pair, compared in zip(pairs, self._embedded.compare(article, pairs), strict=True):
            if is_clear([signals for _, signals in compared]):
                done += settled(article, pair, compared)
                continue
            shown = _to_show(pair, compared)
            left.append(shown)
            nearby.append(nearest(article, pair, compared))
            against = [one for one in settled(article, pair, compared) if one.stance is Stance.CONTRADICTS]
            suspected += [(shown, passage) for one in against for passage in shown.passages if _meet(passage, one)]
        return Open(article, tuple(left), done, tuple(nearby), tuple(suspected))

    async def _look(self, asked: Open) -> list[tuple[Pair, Judgement]]:
        """The judgements of the open pairs, contradictions as they stand after a second look."""
        article, pairs = asked.article, asked.pairs
        found: list[tuple[Pair, Judgement]] = []
        answers = await self._dialogue.stances(article, pairs)
        for pair, near, answer in zip(pairs, asked.nearest, answers, strict=True):
            judgements = [unjudged(pair, answer)] if isinstance(answer, Unjudged) else answer
            found += [(pair, near if one.stance is Stance.RELATED else one) for one in judgements]
        suspected = [at for at, (_, one) in enumerate(found) if one.stance is Stance.CONTRADICTS]
        held = [(found[at][0], _holding(pairs, found[at][1])) for at in suspected]
        for at, again in zip(suspected, await self._dialogue.second_looks(article, held), strict=True):
            pair, judgement = found[at]
            found[at] = pair, after_second_look(judgement, again)
        return found

    def _checked(self, article: Article, found: Sequence[tuple[Pair, Judgement]]) -> list[Judgement]:
        """The judgements, related where code objects to a vote."""
        votes = [at for at, (_, one) in enumerate(found) if one.stance in (Stance.SUPPORTS, Stance.CONTRADICTS)]
        quotes = [(found[at][0], (found[at][1].start, found[at][1].end)) for at in votes]
        judgements = [judgement for _, judgement in found]
        for at, signals in zip(votes, self._embedded.compare_quotes(article, quotes), strict=True):
            if why := objection(judgements[at], signals, found[at][0].claim.text, article):
                judgements[at] = replace(judgements[at], stance=Stance.RELATED, how=None, strong=False, note=why)
            elif judgements[at].stance is Stance.SUPPORTS:
                judgements[at] = replace(judgements[at], strong=agrees(signals))
        return judgements

    def _each(
        self, items: Iterable[T], begin: Callable[[T], tuple[R, Coroutine[Any, Any, Any]]]
    ) -> Iterator[tuple[R, Any]]:
        """Each item's beginning and what its calls brought, as they end; so many are under way as calls at once.

        Raises EngineStopped once nothing more is let through and what was under way has ended, Closed where the engine
        was closed before all had come.
        """
        under_way: dict[Future[Any], R] = {}
        stopped: Stopped | None = None
        left = iter(items)
        try:
            while True:
                item = next(left, None) if stopped is None else None
                if item is not None:
                    begun, coroutine = begin(item)
                    under_way[self._thread.submit(coroutine)] = begun
                if not under_way:
                    break
                is_full = item is None or len(under_way) >= self._settings.calls_at_once
                ended, _ = wait(under_way, timeout=None if is_full else 0, return_when=FIRST_COMPLETED)
                for future in ended:
                    begun = under_way.pop(future)
                    try:
                        yield begun, future.result()
                    except Stopped as error:
                        stopped = error
                    except CancelledError:
                        raise Closed from None
        finally:
            for future in under_way:
                future.cancel()
        if stopped is not None:
            raise _as_error(stopped)


def asked_of(article: Article) -> list[Window]:
    """The windows to read: none of an article that the rules do not read, since nothing could hold cells against it."""
    return windows(article) if reads(article.language) else []


def _as_error(stopped: Stopped) -> EngineStopped:
    kind = _ERRORS.get(stopped.stop.trouble, EngineStopped)
    return kind(f"the language model is asked no more: {stopped.stop.detail}")


def _holding(pairs: Sequence[Pair], judgement: Judgement) -> Passage:
    """The passage that holds the judgement's quote: of its own pair, or of another that was asked about with it."""
    passages = (passage for pair in pairs for passage in pair.passages)
    return next(one for one in passages if one.start <= judgement.start and judgement.end <= one.end)


def _to_show(pair: Pair, compared: Sequence[Compared]) -> Pair:
    """The pair with those of its passages that hold a statement worth asking about."""
    worth = [one for one, signals in compared if is_worth_asking(signals)]
    return replace(pair, passages=tuple(one for one in pair.passages if any(_meet(one, each) for each in worth)))


def _meet(passage: Passage, words: Judgement | Candidate) -> bool:
    return passage.start < words.end and words.start < passage.end


def _once(mentions: Sequence[Mention]) -> list[Mention]:
    """In text order, a place once: the first that the reply has there. Those at no place stay, to be counted."""
    found = {mention.id if mention.end else str(at): mention for at, mention in reversed(list(enumerate(mentions)))}
    return sorted(found.values(), key=lambda mention: (mention.start, mention.end))
