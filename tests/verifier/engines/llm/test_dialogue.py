"""Asking until an answer can be read or asking is of no more use, with scripted answers and no endpoint."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import Messages, Prompt
from prompts.loading import AGAIN
from tests.making import article
from tests.verifier.engines.llm.answering import (
    FILTERED,
    GARBAGE,
    REFUSAL,
    Asks,
    MemoryReplies,
    blocks,
    claims_in,
    cut,
    look_row,
    mention_row,
    pair_of,
    reply,
    shown_article,
    stance_row,
)
from verifier.domain import Article, BlockKind, How, Judgement, Pair, Reply, Stance, Unjudged
from verifier.engines.llm.asking import Asked, Asker
from verifier.engines.llm.calls import MOST_CLAIMS, windows
from verifier.engines.llm.dialogue import Dialogue, Sighted, Stopped
from verifier.engines.llm.gate import Stop
from verifier.engines.llm.outcomes import CallFailed, Trouble
from verifier.engines.llm.replies import SecondLookCells

T = TypeVar("T")
Outcome = Reply | CallFailed | Stop
Answer = Callable[[str, Messages, int], Outcome]

PARAGRAPHS = [f"Ferry {n} sank on Monday." for n in range(8)]
WHERE = article("\n".join(PARAGRAPHS))
BACKED = CallFailed(Trouble.TIMED_OUT, "no answer in 120 s")


def talk(answer: Answer, main: Callable[[Dialogue], Coroutine[Any, Any, T]]) -> tuple[T, Asks, MemoryReplies]:
    """The result, who was asked what, and what was spoilt."""
    asks, replies = Asks(answer), MemoryReplies()
    return asyncio.run(main(Dialogue(cast(Asker, asks), replies))), asks, replies


def mentions(answer: Answer, where: Article = WHERE) -> tuple[Sighted, Asks, MemoryReplies]:
    return talk(answer, lambda dialogue: dialogue.mentions(windows(where)))


def script(*outcomes: Outcome) -> Answer:
    """Answers in turn."""
    left = iter(outcomes)
    return lambda *_: next(left)


def quotes(found: Sighted) -> list[str]:
    return [cells.quote for _, cells in found.cells]


def honest_mentions(messages: Messages) -> list[dict[str, Any]]:
    """A row for each paragraph that is shown."""
    return [mention_row(line) for line in PARAGRAPHS if line in shown_article(messages.user)]


# --- mentions ---


def test_a_whole_reply_takes_one_call() -> None:
    found, asks, replies = mentions(lambda _p, messages, _n: reply(honest_mentions(messages), "mentions"))
    assert quotes(found) == PARAGRAPHS
    assert (found.unread, len(asks.asked), replies.spoilt) == ((), 1, [])


def test_an_article_without_windows_asks_nothing() -> None:
    found, asks, _ = mentions(script(), article(""))
    assert (found, asks.asked) == (Sighted(), [])


def test_nothing_found_is_an_answer() -> None:
    found, asks, replies = mentions(script(reply([], "mentions")))
    assert (found, len(asks.asked), replies.spoilt) == (Sighted(some_read=True), 1, [])


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_a_cut_reply_is_asked_for_in_halves(most: int) -> None:
    def answer(_prompt: str, messages: Messages, _attempt: int) -> Reply:
        rows = honest_mentions(messages)
        return reply(rows, "mentions") if len(rows) <= most else cut(rows[:most], "mentions")

    found, asks, replies = mentions(answer)
    assert quotes(found) == PARAGRAPHS
    assert (found.unread, replies.spoilt) == ((), [])
    assert all(attempt == 0 for _, _, attempt in asks.asked)
    assert len(asks.asked) <= 2 * len(PARAGRAPHS) - 1


def test_a_reply_that_is_always_cut_is_given_up_paragraph_by_paragraph() -> None:
    found, asks, replies = mentions(lambda *_: cut([], "mentions"))
    assert found.cells == ()
    assert len(found.unread) == len(PARAGRAPHS) == len(replies.spoilt)
    assert all(why.startswith("truncated") for why in found.unread)
    assert len(asks.asked) == (len(PARAGRAPHS) - 1) + 2 * len(PARAGRAPHS)


def test_a_paragraph_that_cannot_be_halved_keeps_what_came_before_the_break() -> None:
    where = article("One paragraph. " * 50)
    found, asks, replies = mentions(lambda *_: cut([mention_row("One paragraph.")], "mentions"), where)
    assert quotes(found) == ["One paragraph."]
    assert (len(found.unread), len(asks.asked), replies.spoilt) == (1, 2, ["key 2"])


@pytest.mark.parametrize("bad", [GARBAGE, REFUSAL, FILTERED, Reply(""), Reply("[]"), Reply('{"mentions":[{}]}')])
def test_what_cannot_be_read_is_asked_for_once_more(bad: Reply) -> None:
    found, asks, replies = mentions(script(bad, reply([mention_row(PARAGRAPHS[0])], "mentions")))
    assert (quotes(found), found.unread, replies.spoilt) == ([PARAGRAPHS[0]], (), [])
    (_, first, _), (_, second, attempt) = asks.asked
    assert (second.user, attempt) == (f"{first.user}\n\n{AGAIN}", 1)


@pytest.mark.parametrize(
    ("bad", "why"),
    [(GARBAGE, "malformed"), (REFUSAL, "refused"), (FILTERED, "filtered"), (Reply("  "), "empty")],
)
def test_what_still_cannot_be_read_has_a_reason(bad: Reply, why: str) -> None:
    found, asks, replies = mentions(lambda *_: bad)
    assert found.cells == ()
    assert [one.partition(":")[0] for one in found.unread] == [why]
    assert (len(asks.asked), replies.spoilt, found.some_read) == (2, ["key 2"], False)


WRONG_DAY = mention_row(PARAGRAPHS[1], event_on="2024-02-30")


def test_one_bad_row_asks_for_all_once_more_and_keeps_the_second_answer() -> None:
    bad = reply([mention_row(PARAGRAPHS[0]), WRONG_DAY], "mentions")
    found, _, replies = mentions(script(bad, reply([mention_row(one) for one in PARAGRAPHS[:2]], "mentions")))
    assert (quotes(found), found.unread, replies.spoilt) == (PARAGRAPHS[:2], (), [])


@pytest.mark.parametrize("second", [GARBAGE, REFUSAL, BACKED, reply([WRONG_DAY], "mentions")])
def test_what_was_read_of_the_first_answer_is_kept_when_the_second_has_less(second: Reply | CallFailed) -> None:
    bad = reply([mention_row(PARAGRAPHS[0]), WRONG_DAY], "mentions")
    found, asks, _ = mentions(script(bad, second))
    assert quotes(found) == [PARAGRAPHS[0]]
    assert (len(found.unread), found.some_read) == (1, True)
    assert len(asks.asked) == 2


@pytest.mark.parametrize("trouble", list(Trouble))
def test_a_failed_call_says_why_and_is_not_asked_again(trouble: Trouble) -> None:
    found, asks, replies = mentions(lambda *_: CallFailed(trouble, "the detail"))
    assert (found, len(asks.asked), replies.spoilt) == (Sighted((), (f"{trouble}: the detail",)), 1, [])


def test_windows_that_fail_leave_the_others() -> None:
    where = article("\n".join(f"Window {n}. " + "x" * 11_000 for n in range(4)))
    assert len(windows(where)) == 4

    def answer(_prompt: str, messages: Messages, _attempt: int) -> Outcome:
        shown = shown_article(messages.user)
        return BACKED if "Window 2." in shown else reply([mention_row(shown[:9])], "mentions")

    found, _, _ = mentions(answer, where)
    assert quotes(found) == ["Window 0.", "Window 1.", "Window 3."]
    assert (len(found.unread), found.some_read) == (1, True)


def test_a_stop_is_raised() -> None:
    with pytest.raises(Stopped) as raised:
        mentions(lambda *_: Stop(Trouble.BUDGET, "spent"))
    assert raised.value.stop == Stop(Trouble.BUDGET, "spent")


# --- stances ---


def asked(n: int, where: Article = WHERE) -> list[Pair]:
    return [pair_of(where, f"Claim {one}.") for one in range(n)]


def stances(
    answer: Answer, pairs: Sequence[Pair], where: Article = WHERE
) -> tuple[list[list[Judgement] | Unjudged], Asks, MemoryReplies]:
    return talk(answer, lambda dialogue: dialogue.stances(where, pairs))


def number_of(text: str) -> int:
    """Which claim it is, by its text."""
    return int(text.removeprefix("Claim ").removesuffix("."))


def honest_stances(messages: Messages) -> list[dict[str, Any]]:
    """Each claim is supported by the paragraph with its number."""
    shown = claims_in(messages.user).items()
    return [stance_row(one, PARAGRAPHS[number_of(text) % len(PARAGRAPHS)]) for one, text in shown]


def check_all_told_apart(found: Sequence[list[Judgement] | Unjudged], pairs: Sequence[Pair]) -> None:
    """Each pair has the judgement of its own claim."""
    for number, (pair, answer) in enumerate(zip(pairs, found, strict=True)):
        assert isinstance(answer, list)
        assert [one.quote for one in answer] == [PARAGRAPHS[number % len(PARAGRAPHS)]]
        assert [one.claim_id for one in answer] == [pair.claim.id]


def test_stances_come_back_by_place_over_homes_and_portions() -> None:
    homes = [article(f"Home {n} of some claims.") for n in range(2)]
    pairs = [pair_of(WHERE, f"Claim {n}.", home=homes[n % 2]) for n in range(2 * MOST_CLAIMS + 6)]
    found, asks, replies = stances(lambda _p, messages, _n: reply(honest_stances(messages)), pairs)
    check_all_told_apart(found, pairs)
    assert (len(asks.asked), replies.spoilt) == (4, [])


def test_no_pairs_no_call() -> None:
    found, asks, _ = stances(script(), [])
    assert (found, asks.asked) == ([], [])


@pytest.mark.parametrize("most", [1, 2, 3, 7, 19])
def test_cut_stances_are_halved_down_to_one_claim(most: int) -> None:
    def answer(_prompt: str, messages: Messages, _attempt: int) -> Reply:
        rows = honest_stances(messages)
        return reply(rows) if len(rows) <= most else cut(rows[: most - 1])

    pairs = asked(MOST_CLAIMS)
    found, asks, replies = stances(answer, pairs)
    check_all_told_apart(found, pairs)
    assert replies.spoilt == []
    assert len(asks.asked) <= 2 * MOST_CLAIMS - 1


def test_what_came_before_the_break_is_not_asked_for_again() -> None:
    def answer(_prompt: str, messages: Messages, _attempt: int) -> Reply:
        rows = honest_stances(messages)
        return cut(rows[:15]) if len(rows) == MOST_CLAIMS else reply(rows)

    _, asks, _ = stances(answer, asked(MOST_CLAIMS))
    # Row 15 may go on behind the break, so 14 stand and six are asked for in halves.
    assert [len(claims_in(messages.user)) for _, messages, _ in asks.asked] == [20, 3, 3]


def test_stances_that_are_always_cut_are_unreadable_within_bounded_calls() -> None:
    found, asks, replies = stances(lambda *_: cut([]), asked(MOST_CLAIMS))
    assert found == [Unjudged.UNREADABLE] * MOST_CLAIMS
    assert len(asks.asked) == (MOST_CLAIMS - 1) + 2 * MOST_CLAIMS
    assert len(replies.spoilt) == MOST_CLAIMS


def test_only_what_has_no_row_is_asked_for_once_more() -> None:
    def answer(_prompt: str, messages: Messages, attempt: int) -> Reply:
        rows = honest_stances(messages)
        return reply(rows if attempt else [*rows[:1], *rows[2:]])

    pairs = asked(5)
    found, asks, replies = stances(answer, pairs)
    check_all_told_apart(found, pairs)
    (_, _, zeroth), (_, second, first) = asks.asked
    assert (zeroth, first, replies.spoilt) == (0, 1, [])
    assert claims_in(second.user) == {"c1": "Claim 1."}
    assert second.user.endswith(AGAIN)


WHY = [
    (GARBAGE, Unjudged.UNREADABLE),
    (Reply(""), Unjudged.UNREADABLE),
    (REFUSAL, Unjudged.REFUSED),
    (FILTERED, Unjudged.REFUSED),
    (Reply("I'm sorry, but I can't help with that."), Unjudged.REFUSED),
]


@pytest.mark.parametrize(("bad", "why"), WHY)
def test_what_was_asked_twice_in_vain_has_a_reason(bad: Reply, why: Unjudged) -> None:
    found, asks, replies = stances(lambda *_: bad, asked(3))
    assert found == [why] * 3
    assert (len(asks.asked), replies.spoilt) == (2, ["key 2"])


@pytest.mark.parametrize("trouble", list(Trouble))
def test_a_failed_call_leaves_its_claims_unjudged(trouble: Trouble) -> None:
    known = {Trouble.REJECTED: Unjudged.REFUSED, Trouble.TIMED_OUT: Unjudged.TIMED_OUT}
    found, asks, replies = stances(lambda *_: CallFailed(trouble, ""), asked(3))
    assert found == [known.get(trouble, Unjudged.NO_REPLY)] * 3
    assert (len(asks.asked), replies.spoilt) == (1, [])


def test_a_failure_on_asking_again_keeps_the_rows_that_were_read() -> None:
    def answer(_prompt: str, messages: Messages, attempt: int) -> Outcome:
        return BACKED if attempt else reply(honest_stances(messages)[:2])

    found, _, replies = stances(answer, asked(4))
    assert [isinstance(one, list) for one in found] == [True, True, False, False]
    assert (found[2:], replies.spoilt) == ([Unjudged.TIMED_OUT] * 2, [])


def test_a_stop_ends_stances() -> None:
    with pytest.raises(Stopped):
        stances(lambda *_: Stop(Trouble.CREDENTIALS, "no key"), asked(1))


HOSTILE: dict[str, Callable[[list[dict[str, Any]]], Reply]] = {
    "ids of another call": lambda rows: reply([{**row, "claim_id": "c21"} for row in rows]),
    "ids that are words": lambda rows: reply([{**row, "claim_id": "c1; c2"} for row in rows]),
    "all for one claim": lambda rows: reply([{**row, "claim_id": "c1"} for row in rows] * 2),
    "a passage that was not given": lambda rows: reply([{**row, "passage_id": "p9"} for row in rows]),
    "a label": lambda rows: reply([{**row, "stance": "corroborated"} for row in rows]),
    "NUL": lambda rows: reply([{**row, "quote": f"{row['quote']}\x00"} for row in rows]),
    "a lone surrogate": lambda rows: Reply(json.dumps({"rows": rows}).replace("Ferry", "\\ud800")),
    "1 MB of prose": lambda rows: Reply("so " * 350_000),
    "1 MB of braces": lambda rows: Reply("{" * 1_000_000),
    "2 MB around the rows": lambda rows: Reply(f"{json.dumps({'rows': rows})}{' ' * 2_000_000}"),
    "two answers": lambda rows: Reply(f"{json.dumps({'rows': rows})} {json.dumps({'rows': rows[:1]})}"),
    "a number for an id": lambda rows: reply([{**row, "claim_id": 1} for row in rows]),
    "rows in rows": lambda rows: Reply(json.dumps({"rows": [rows]})),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_replies_leave_reasons_and_no_votes(kind: str) -> None:
    found, asks, replies = stances(lambda _p, messages, _n: HOSTILE[kind](honest_stances(messages)), asked(3))
    assert found == [Unjudged.UNREADABLE] * 3
    assert (len(asks.asked), replies.spoilt) == (2, ["key 2"])


def test_a_row_said_twice_is_said_once() -> None:
    found, asks, _ = stances(lambda _p, messages, _n: reply(honest_stances(messages) * 2), asked(3))
    check_all_told_apart(found, asked(3))
    assert len(asks.asked) == 1


def two_passages() -> Pair:
    whole = pair_of(WHERE, "Claim 0.", *PARAGRAPHS[:2])
    assert [one.text for one in whole.passages] == PARAGRAPHS[:2]
    return whole


def test_a_quote_from_another_passage_is_asked_for_once_more() -> None:
    wrong, right = reply([stance_row("c1", PARAGRAPHS[1])]), reply([stance_row("c1", PARAGRAPHS[0])])
    (answer,), asks, replies = stances(script(wrong, right), [two_passages()])
    assert isinstance(answer, list)
    assert [(one.stance, one.quote) for one in answer] == [(Stance.SUPPORTS, PARAGRAPHS[0])]
    assert (len(asks.asked), replies.spoilt) == (2, [])


def test_a_quote_that_is_nowhere_twice_is_no_vote() -> None:
    (answer,), asks, replies = stances(lambda *_: reply([stance_row("c1", PARAGRAPHS[1])]), [two_passages()])
    assert isinstance(answer, list)
    assert [(one.stance, one.note) for one in answer] == [(Stance.UNJUDGED, Unjudged.NOT_LOCATED)]
    assert (len(asks.asked), set(replies.spoilt)) == (2, {"key 2"})


def test_a_misquote_costs_its_own_claim_only() -> None:
    def answer(_prompt: str, messages: Messages, attempt: int) -> Reply:
        rows = honest_stances(messages)
        return reply([{**row, "quote": "Nobody said so."} if n == 1 or attempt else row for n, row in enumerate(rows)])

    found, asks, _ = stances(answer, asked(3))
    assert [claims_in(messages.user) for _, messages, _ in asks.asked][1] == {"c1": "Claim 1."}
    assert [one[0].stance for one in found if isinstance(one, list)] == [
        Stance.SUPPORTS,
        Stance.UNJUDGED,
        Stance.SUPPORTS,
    ]


WAYS: list[Callable[[list[dict[str, Any]]], Outcome]] = [
    reply,
    lambda rows: reply(rows[: len(rows) // 2]),
    lambda rows: cut(rows[: len(rows) // 2]),
    lambda rows: cut(rows[:1]),
    lambda rows: cut([]),
    lambda rows: GARBAGE,
    lambda rows: REFUSAL,
    lambda rows: BACKED,
    lambda rows: reply(rows * 2),
    HOSTILE["all for one claim"],
    HOSTILE["ids of another call"],
    lambda rows: reply([{**row, "quote": "Nobody said so."} for row in rows]),
    lambda rows: cut([{**row, "quote": "Nobody said so."} for row in rows]),
]


@given(st.integers(1, MOST_CLAIMS + 4), st.lists(st.sampled_from(range(len(WAYS))), min_size=1, max_size=20))
def test_whatever_comes_each_pair_has_its_own_answer_or_a_reason(n: int, ways: list[int]) -> None:
    calls = iter(ways * 200)
    unread: Counter[str] = Counter()
    pairs = asked(n)
    found, asks, replies = stances(
        lambda _p, messages, _n: WAYS[next(calls)](honest_stances(messages)),
        pairs,
    )
    for number, (pair, answer) in enumerate(zip(pairs, found, strict=True)):
        if isinstance(answer, Unjudged):
            unread[answer] += 1
        else:
            assert [one.claim_id for one in answer] == [pair.claim.id]
            assert number_of(pair.claim.text) == number
            unread.update(one.note for one in answer if one.stance is Stance.UNJUDGED)
    # Two calls for each node of the trees that halving makes of the portions.
    assert len(asks.asked) <= 4 * n - 2
    unreadable = unread[Unjudged.UNREADABLE] + unread[Unjudged.REFUSED] + unread[Unjudged.NOT_LOCATED]
    assert bool(replies.spoilt) == bool(unreadable)
    assert len(set(replies.spoilt)) <= unreadable


# --- second looks ---


def looks(answer: Answer, n: int) -> tuple[list[SecondLookCells | Unjudged], Asks, MemoryReplies]:
    suspected = [(pair_of(WHERE, f"Claim {one}.", PARAGRAPHS[one]), PARAGRAPHS[one]) for one in range(n)]
    held = [(pair, pair.passages[0]) for pair, _ in suspected]
    return talk(answer, lambda dialogue: dialogue.second_looks(WHERE, held))


def honest_looks(messages: Messages) -> list[dict[str, Any]]:
    return [look_row(one, PARAGRAPHS[number_of(text)]) for one, text in claims_in(messages.user).items()]


def test_second_looks_come_back_by_place_from_one_call() -> None:
    found, asks, _ = looks(lambda _p, messages, _n: reply(honest_looks(messages)), 5)
    assert [one.quote for one in found if isinstance(one, SecondLookCells)] == PARAGRAPHS[:5]
    assert all(isinstance(one, SecondLookCells) and one.stands and one.how is How.DENIAL for one in found)
    assert [prompt for prompt, _, _ in asks.asked] == ["second_look"]


def test_a_second_look_that_quotes_another_claims_passage_is_asked_once_more_and_then_not_located() -> None:
    def answer(_prompt: str, _messages: Messages, attempt: int) -> Reply:
        return reply([look_row("c1", PARAGRAPHS[1]), *([] if attempt else [look_row("c2", PARAGRAPHS[1])])])

    (first, second), asks, _ = looks(answer, 2)
    assert first is Unjudged.NOT_LOCATED
    assert isinstance(second, SecondLookCells)
    assert (second.quote, second.stands) == (PARAGRAPHS[1], True)
    assert [attempt for _, _, attempt in asks.asked] == [0, 1]


def test_second_looks_are_halved_and_asked_once_more_as_stances_are() -> None:
    def answer(_prompt: str, messages: Messages, attempt: int) -> Reply:
        rows = honest_looks(messages)
        if len(rows) > 2:
            return cut(rows[:1])
        return reply(rows) if attempt or "Claim 3." not in messages.user else GARBAGE

    found, asks, replies = looks(answer, 4)
    assert [one.quote for one in found if isinstance(one, SecondLookCells)] == PARAGRAPHS[:4]
    assert replies.spoilt == []
    assert any(attempt for _, _, attempt in asks.asked)


@pytest.mark.parametrize(("bad", "why"), WHY)
def test_a_second_look_that_cannot_be_had_has_a_reason(bad: Reply, why: Unjudged) -> None:
    found, asks, replies = looks(lambda *_: bad, 2)
    assert (found, len(asks.asked), replies.spoilt) == ([why] * 2, 2, ["key 2"])


def test_nothing_suspected_nothing_asked() -> None:
    found, asks, _ = looks(script(), 0)
    assert (found, asks.asked) == ([], [])


# --- several at once ---


class SlowAsks(Asks):
    """Stops the first call at once and lets the others take their time."""

    def __init__(self) -> None:
        super().__init__(script())
        self.ended = 0

    async def ask(self, prompt: Prompt, messages: Messages, expected: int, attempt: int = 0) -> Asked:
        self.asked.append((prompt.name, messages, attempt))
        if len(self.asked) == 1:
            return Asked("first", Stop(Trouble.QUOTA, "no money left"))
        for _ in range(50):
            await asyncio.sleep(0)
        self.ended += 1
        return Asked("other", reply([mention_row("Ferry 0")], "mentions"))


def test_a_stop_is_raised_once_what_is_under_way_has_ended() -> None:
    where = blocks(*((BlockKind.PROSE, f"Ferry 0 sank. {'x' * 11_000}") for _ in range(3)))
    asks = SlowAsks()

    async def main() -> int:
        with pytest.raises(Stopped):
            await Dialogue(cast(Asker, asks), MemoryReplies()).mentions(windows(where))
        return asks.ended

    assert asyncio.run(main()) == len(asks.asked) - 1 == 2


def test_cancelling_a_talk_cancels_all_its_calls() -> None:
    class Never(Asks):
        cancelled = 0

        async def ask(self, prompt: Prompt, messages: Messages, expected: int, attempt: int = 0) -> Asked:
            self.asked.append((prompt.name, messages, attempt))
            try:
                await asyncio.Event().wait()
                return Asked("never", GARBAGE)
            finally:
                self.cancelled += 1

    asks = Never(script())

    async def main() -> None:
        where = blocks(*((BlockKind.PROSE, "x" * 11_000) for _ in range(3)))
        task = asyncio.create_task(Dialogue(cast(Asker, asks), MemoryReplies()).mentions(windows(where)))
        while len(asks.asked) < 3:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert asks.cancelled == 3
