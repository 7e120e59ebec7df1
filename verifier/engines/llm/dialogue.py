"""Ask until the answer can be read or asking is of no more use: a reply that was cut is asked for in halves, what
cannot be read is asked for once more, and what is left then has a reason."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from prompts import Messages, load
from verifier.domain import Article, Judgement, Pair, Passage, Reply, Stance, Unjudged
from verifier.engines.llm.asking import Asker, Replies
from verifier.engines.llm.calls import EXTRACT, PairCall, Window, second_look_calls, stance_calls
from verifier.engines.llm.cells import judgement_from
from verifier.engines.llm.gate import Stop
from verifier.engines.llm.outcomes import CallFailed, Trouble
from verifier.engines.llm.quotes import locate
from verifier.engines.llm.replies import (
    Failure,
    Fault,
    MentionCells,
    Read,
    SecondLookCells,
    StanceCells,
    read_mentions,
    read_second_looks,
    read_stances,
)

Cells = TypeVar("Cells", StanceCells, SecondLookCells)
Made = TypeVar("Made")
Done = TypeVar("Done")

_WHY: dict[Fault | Trouble, Unjudged] = {
    Fault.REFUSED: Unjudged.REFUSED,
    Fault.FILTERED: Unjudged.REFUSED,
    Trouble.REJECTED: Unjudged.REFUSED,
    Trouble.TIMED_OUT: Unjudged.TIMED_OUT,
}


class Stopped(Exception):
    """No further call is let through."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop.detail)
        self.stop = stop


@dataclass(frozen=True, slots=True)
class Sighted:
    """The cells of an article's windows, why parts of it have none, and whether any reply about it could be read."""

    cells: tuple[tuple[Window, MentionCells], ...] = ()
    unread: tuple[str, ...] = ()
    some_read: bool = False

    def __add__(self, other: Sighted) -> Sighted:
        return Sighted(self.cells + other.cells, self.unread + other.unread, self.some_read or other.some_read)


@dataclass(frozen=True, slots=True)
class _Form(Generic[Cells, Made]):
    """How the reply to a call is read, what becomes of a row, and whether that stands without asking again."""

    read: Callable[[PairCall, Reply], Read[Cells]]
    make: Callable[[PairCall, Cells], Made]
    is_whole: Callable[[Made], bool]


class Dialogue:
    """All that is asked about an article. Raises Stopped when nothing more is let through."""

    def __init__(self, asker: Asker, replies: Replies) -> None:
        self._asker = asker
        self._replies = replies

    async def mentions(self, windows: Sequence[Window]) -> Sighted:
        """The statements in the windows of an article."""
        found = Sighted()
        for one in await _all_of(map(self._window, windows)):
            found += one
        return found

    async def stances(self, article: Article, pairs: Sequence[Pair]) -> list[list[Judgement] | Unjudged]:
        """For each pair the judgements of its rows, or why there are none."""
        answers = await self._all(stance_calls(article, pairs), _STANCES)
        return [answers[number] for number in range(len(pairs))]

    async def second_looks(
        self, article: Article, suspected: Sequence[tuple[Pair, Passage]]
    ) -> list[SecondLookCells | Unjudged]:
        """What a second look finds at each contradiction."""
        answers = await self._all(second_look_calls(article, suspected), _SECOND_LOOKS)
        found = [answers[number] for number in range(len(suspected))]
        return [one if isinstance(one, Unjudged) else one[0] for one in found]

    async def _window(self, window: Window, attempt: int = 0) -> Sighted:
        messages = window.render()
        key, outcome = await self._ask(EXTRACT, messages.again() if attempt else messages, window.expected, attempt)
        if isinstance(outcome, CallFailed):
            return Sighted(unread=(f"{outcome.trouble}: {outcome.detail}",))
        found = read_mentions(outcome, load(EXTRACT).schema)
        cells = tuple((window, one) for one in found.rows)
        if not found.failures:
            return Sighted(cells, some_read=True)
        if _is_cut(found.failures) and (halves := window.halves()):
            return await self.mentions(halves)
        if attempt == 0:
            again = await self._window(window, attempt=1)
            return again if len(again.cells) >= len(cells) or not again.unread else Sighted(cells, again.unread, True)
        await self._spoil(key)
        return Sighted(cells, tuple(f"{one.fault}: {one.detail}" for one in found.failures), bool(cells))

    async def _all(self, calls: Sequence[PairCall], form: _Form[Cells, Made]) -> dict[int, list[Made] | Unjudged]:
        several = await _all_of(self._call(call, form) for call in calls)
        return {number: answer for answers in several for number, answer in answers.items()}

    async def _call(
        self, call: PairCall, form: _Form[Cells, Made], attempt: int = 0
    ) -> dict[int, list[Made] | Unjudged]:
        messages = call.render()
        key, outcome = await self._ask(call.prompt, messages.again() if attempt else messages, call.expected, attempt)
        if isinstance(outcome, CallFailed):
            return dict.fromkeys(call.numbers, _WHY.get(outcome.trouble, Unjudged.NO_REPLY))
        found = form.read(call, outcome)
        made: dict[int, list[Made]] = {}
        for row in found.rows:
            made.setdefault(call.number(row.claim), []).append(form.make(call, row))
        misquoted = {number for number, rows in made.items() if not all(map(form.is_whole, rows))}
        if misquoted and attempt:
            await self._spoil(key)
        left = [one for one in call.numbers if one not in made or (one in misquoted and not attempt)]
        rest = await self._rest(call.only(left), found.failures, key, form, attempt) if left else {}
        better = {one: answer for one, answer in rest.items() if one not in made or not isinstance(answer, Unjudged)}
        return {**made, **better}

    async def _rest(
        self, rest: PairCall, failures: Sequence[Failure], key: str, form: _Form[Cells, Made], attempt: int
    ) -> dict[int, list[Made] | Unjudged]:
        if _is_cut(failures) and (halves := rest.halves()):
            return await self._all(halves, form)
        if attempt == 0:
            return await self._call(rest, form, attempt=1)
        await self._spoil(key)
        why = next((_WHY[one.fault] for one in failures if one.fault in _WHY), Unjudged.UNREADABLE)
        return dict.fromkeys(rest.numbers, why)

    async def _ask(
        self, prompt: str, messages: Messages, expected: int, attempt: int
    ) -> tuple[str, Reply | CallFailed]:
        """The key of the reply, and the reply."""
        asked = await self._asker.ask(load(prompt), messages, expected, attempt)
        if isinstance(asked.outcome, Stop):
            raise Stopped(asked.outcome)
        return asked.key, asked.outcome

    async def _spoil(self, key: str) -> None:
        await asyncio.to_thread(self._replies.spoil_replies, [key])


async def _all_of(several: Iterable[Coroutine[Any, Any, Done]]) -> list[Done]:
    """What each brings; the first error once all have ended, since what is under way may be paid for."""
    found: list[Done] = []
    for one in await asyncio.gather(*several, return_exceptions=True):
        if isinstance(one, BaseException):
            raise one
        found.append(one)
    return found


def _is_cut(failures: Sequence[Failure]) -> bool:
    return any(one.fault is Fault.TRUNCATED for one in failures)


def _read_stances(call: PairCall, reply: Reply) -> Read[StanceCells]:
    return read_stances(reply, load(call.prompt).schema, call.claim_ids, call.passage_ids)


def _read_second_looks(call: PairCall, reply: Reply) -> Read[SecondLookCells]:
    return read_second_looks(reply, load(call.prompt).schema, call.claim_ids)


def _judgement(call: PairCall, row: StanceCells) -> Judgement:
    passage = call.passage_ids[row.passage] if row.passage else None
    return judgement_from(row, call.claim_ids[row.claim], passage, call.article)


def _located(call: PairCall, row: SecondLookCells) -> SecondLookCells | Unjudged:
    """Not located where the row stands on a quote that is not in the claim's own passage."""
    passage = call.passages[list(call.claim_ids).index(row.claim)]
    if row.stands and locate(row.quote or "", passage.text) is None:
        return Unjudged.NOT_LOCATED
    return row


_STANCES = _Form(_read_stances, _judgement, lambda made: made.stance is not Stance.UNJUDGED)
_SECOND_LOOKS = _Form(_read_second_looks, _located, lambda made: not isinstance(made, Unjudged))
