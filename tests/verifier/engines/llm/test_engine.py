"""The engine over a real connection: what it asks, what it makes of the answers, and how it stops."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.making import article, pair
from tests.protocol.backend import Abilities
from tests.protocol.faults import Fault, Faults
from tests.protocol.limits import Limits
from tests.protocol.messages import Break, Broken, ChatRequest, Failure, Mode, Reply
from tests.protocol.modes import Honest, Scripted
from tests.protocol.server import ProtocolServer
from tests.verifier.engines.llm.answering import (
    Table,
    blocks,
    claims_in,
    embedded_engine,
    look_row,
    mention_row,
    shown_article,
    stance_row,
)
from verifier.domain import Article, BlockKind, How, Judgement, Pair, Stance, Unjudged
from verifier.engines import Extracted
from verifier.engines.llm.background import Closed
from verifier.engines.llm.checks import NOT_ASSERTED, NOT_CONFIRMED, OBJECTION, OTHER_NUMBERS
from verifier.engines.llm.engine import LlmEngine
from verifier.errors import CredentialsRefused, EngineStopped, QuotaReached
from verifier.settings import LlmSettings
from verifier.steps.mentions import extract
from verifier.store import Store

PRICED = "gpt-4o-mini"
TEXT = (
    "The harbour at Lomwick was closed on Monday, the port authority said.\n"
    'Mayor Iva Dorn denied that the harbour at Lomwick was closed. "Nothing is shut," she said.\n'
    "About 400 dockers went home, according to the union."
)
WHERE = article(TEXT)
CLOSED = "The harbour at Lomwick was closed on Monday"
DENIED = "Mayor Iva Dorn denied that the harbour at Lomwick was closed"
OPEN, CLEAR, FAR = "The harbour was closed.", "About 400 dockers went home.", "A comet was seen over Quill Bay."


@contextmanager
def engine_at(server: ProtocolServer, store: Store, **settings: Any) -> Iterator[LlmEngine]:
    """Closed at the end."""
    plain: dict[str, Any] = {"model": "protocol-test", "base_url": server.base_url, "timeout": 20.0}
    engine = LlmEngine(embedded_engine(store), LlmSettings(**plain | settings), store)
    try:
        yield engine
    finally:
        engine.close()


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    assert [one.name for one in threading.enumerate() if one.name == "llm-calls"] == []


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "s.db", create=True)
    yield opened
    opened.close()


Answered = tuple[list[Judgement], ProtocolServer]


def judged(store: Store, mode: Mode, pairs: Sequence[Pair], where: Article = WHERE) -> Answered:
    """The judgements about one article, and who was asked."""
    with ProtocolServer(mode) as server, engine_at(server, store) as engine:
        ((back, found),) = list(engine.judge_each([(where, pairs)]))
    assert back is where
    return found, server


def read(store: Store, mode: Mode, where: Article) -> tuple[Extracted, ProtocolServer]:
    with ProtocolServer(mode) as server, engine_at(server, store) as engine:
        ((back, found),) = list(engine.extract_each([where]))
    assert back is where
    return found, server


def rows(*made: dict[str, Any]) -> dict[str, Any]:
    return {"rows": list(made)}


# --- mentions ---


def test_mentions_come_in_text_order_a_place_once(store: Store) -> None:
    answer = [
        mention_row("About 400 dockers went home"),
        mention_row(CLOSED, claim="The harbour at Lomwick was closed on 4 March 2024.", event_on="2024-03-04"),
        mention_row(CLOSED, claim="Lomwick harbour was shut."),
        mention_row("Nothing is shut", attitude="denies"),
    ]
    found, _ = read(store, Scripted([{"mentions": answer}]), WHERE)
    assert [one.quote for one in found.mentions] == [CLOSED, "About 400 dockers went home"]
    assert found.mentions[0].text == "The harbour at Lomwick was closed on 4 March 2024."
    assert (found.unread, found.n_same_quotes) == ((), 1)


def test_quotes_that_are_nowhere_are_counted_each(store: Store) -> None:
    answer = [mention_row("Invented"), mention_row("Invented"), mention_row("Hask was closed"), mention_row(CLOSED)]
    with (
        ProtocolServer(Scripted([{"mentions": answer}])) as server,
        engine_at(server, store) as engine,
    ):
        (found,) = extract([WHERE], engine)
    assert [one.quote for one in found.mentions] == [CLOSED]
    assert (found.n_dropped, found.n_same_quotes, found.unread) == (3, 0, ())


@pytest.mark.parametrize(
    "where",
    [
        article(""),
        article(TEXT, language="de"),
        blocks((BlockKind.HEADING, "The harbour was closed on Monday."), (BlockKind.FURNITURE, "Share this")),
    ],
)
def test_what_has_no_prose_that_is_read_makes_no_call(where: Article, store: Store) -> None:
    found, server = read(store, Scripted([]), where)
    assert (found, server.calls) == (Extracted([]), 0)


def test_what_stands_between_paragraphs_is_neither_shown_nor_quoted(store: Store) -> None:
    parts = [(BlockKind.PROSE, "It rained on Monday."), (BlockKind.CAPTION, "The ferry sank.")]
    where = blocks(*parts, (BlockKind.PROSE, "Everybody knows: The ferry sank."))
    found, server = read(store, Scripted([{"mentions": [mention_row("The ferry sank.")]}]), where)
    assert shown_article(server.requests[0].messages[-1].text).count("The ferry sank.") == 1
    assert [one.start for one in found.mentions] == [where.text.rindex("The ferry sank.")]


def test_a_paragraph_longer_than_a_window_is_read_in_two_calls(store: Store) -> None:
    where = article(f"{'The ferry sank. ' * 900}The harbour was closed.")
    answer = {"mentions": [mention_row("The harbour was closed")]}
    found, server = read(store, Scripted([], then=answer), where)
    assert [one.start for one in found.mentions if one.end] == [where.text.index("The harbour was closed")]
    assert server.calls == 2
    shown = [shown_article(one.messages[-1].text) for one in server.requests]
    assert sum(one.count("The ferry sank.") for one in shown) == 900


def test_a_long_paragraph_whose_reply_is_cut_is_read_in_halves(store: Store) -> None:
    where = article(" ".join(f"Ferry number {n} sank at noon, the harbour master said." for n in range(60)))

    def answer(request: ChatRequest) -> Any:
        shown = shown_article(request.messages[-1].text)
        made = {"mentions": [mention_row(shown.partition(" sank")[0])]}
        return Reply(json.dumps(made)[:-8], "length") if len(shown) > 2_000 else made

    found, server = read(store, Scripted([], then=answer), where)
    assert found.unread == ()
    assert [one.quote for one in found.mentions] == ["Ferry number 0", "Ferry number 30"]
    assert server.calls == 3


def test_a_part_that_cannot_be_read_says_why_and_the_others_are_there(store: Store) -> None:
    where = article("\n".join(f"Ferry {n} sank. {'x' * 11_000}" for n in range(3)))

    def answer(request: ChatRequest) -> Any:
        shown = shown_article(request.messages[-1].text)
        return "no" if "Ferry 1" in shown else {"mentions": [mention_row(shown[:12])]}

    found, server = read(store, Scripted([], then=answer), where)
    assert [one.quote for one in found.mentions] == ["Ferry 0 sank", "Ferry 2 sank"]
    assert len(found.unread) == 1
    assert server.calls == 4


# --- judgements ---


def test_clear_pairs_make_no_call_and_are_judged_as_the_embedded_engine_does(store: Store) -> None:
    pairs = [pair(CLEAR, WHERE), pair(FAR, WHERE)]
    found, server = judged(store, Scripted([]), pairs)
    assert server.calls == 0
    assert found == embedded_engine(store).judge_stances(WHERE, pairs)
    assert [one.stance for one in found] == [Stance.SUPPORTS, Stance.RELATED]


def test_only_open_pairs_are_asked_about(store: Store) -> None:
    table = Table(stances={(OPEN, CLOSED): ("supports", None)})
    found, server = judged(store, Honest(table), [pair(CLEAR, WHERE), pair(OPEN, WHERE), pair(FAR, WHERE)])
    assert [claims_in(one.messages[-1].text) for one in server.requests] == [{"c1": OPEN}]
    assert {one.claim_id for one in found} == {pair(text, WHERE).claim.id for text in (OPEN, CLEAR, FAR)}
    (ours,) = [one for one in found if one.claim_id == pair(OPEN, WHERE).claim.id]
    assert (ours.stance, ours.quote, ours.strong) == (Stance.SUPPORTS, CLOSED, True)


def test_another_language_is_not_asked_about(store: Store) -> None:
    where = article(TEXT, language="de")
    found, server = judged(store, Scripted([]), [pair(OPEN, where)], where)
    assert server.calls == 0
    assert [(one.stance, one.note) for one in found] == [(Stance.UNJUDGED, Unjudged.LANGUAGE)]


@pytest.mark.parametrize(
    ("claim", "quote", "why"),
    [
        (OPEN, "About 400 dockers went home", OBJECTION),
        ("About 500 dockers went home.", "About 400 dockers went home", OTHER_NUMBERS),
        (OPEN, DENIED, NOT_ASSERTED),
    ],
)
def test_a_vote_that_code_objects_to_is_related_and_says_why(claim: str, quote: str, why: str, store: Store) -> None:
    found, _ = judged(store, Scripted([rows(stance_row("c1", quote))]), [pair(claim, WHERE)])
    assert [(one.stance, one.how, one.strong, one.note) for one in found] == [(Stance.RELATED, None, False, why)]
    assert [one.quote for one in found] == [quote]


CONTRADICTED = rows(stance_row("c1", DENIED, "contradicts", "other_account"))


def test_a_contradiction_counts_after_a_second_look(store: Store) -> None:
    found, server = judged(store, Scripted([CONTRADICTED, rows(look_row("c1", DENIED))]), [pair(OPEN, WHERE)])
    assert [(one.stance, one.how, one.strong) for one in found] == [(Stance.CONTRADICTS, How.DENIAL, True)]
    assert server.calls == 2
    second = server.requests[1]
    assert "same_matter" in json.dumps(second.schema)
    assert "contradicts" not in second.messages[-1].text


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (rows(look_row("c1", DENIED, stands=False)), (Stance.RELATED, NOT_CONFIRMED)),
        (rows(look_row("c1", "Nobody said so")), (Stance.UNJUDGED, Unjudged.NOT_LOCATED)),
        (rows(look_row("c1", None)), (Stance.RELATED, NOT_CONFIRMED)),
        ("no", (Stance.UNJUDGED, Unjudged.UNREADABLE)),
        (Failure(400, None, "I will not"), (Stance.UNJUDGED, Unjudged.REFUSED)),
        ("Sorry, I cannot help with that.", (Stance.UNJUDGED, Unjudged.REFUSED)),
    ],
)
def test_without_a_second_look_that_confirms_it_a_contradiction_is_no_vote(
    second: Any, expected: tuple[Stance, str], store: Store
) -> None:
    found, _ = judged(store, Scripted([CONTRADICTED], then=second), [pair(OPEN, WHERE)])
    assert [(one.stance, one.note) for one in found] == [expected]
    assert all(one.how is None and not one.strong for one in found)


def test_support_and_denial_in_one_article_are_two_judgements(store: Store) -> None:
    stances: dict[tuple[str, str], tuple[str, str | None]] = {
        (OPEN, CLOSED): ("supports", None),
        (OPEN, DENIED): ("contradicts", "denial"),
    }
    found, server = judged(store, Honest(Table(stances=stances)), [pair(OPEN, WHERE)])
    assert {(one.stance, one.quote) for one in found} == {(Stance.SUPPORTS, CLOSED), (Stance.CONTRADICTS, DENIED)}
    assert server.calls == 2


def test_more_contradictions_than_a_call_holds_are_all_looked_at_again(store: Store) -> None:
    claims = [f"The harbour was closed by order {chr(97 + n)}." for n in range(9)]
    table: dict[tuple[str, str], tuple[str, str | None]] = {
        (claim, quote): ("contradicts", "other_account")
        for claim in claims
        for quote in (CLOSED, DENIED, "Nothing is shut")
    }
    found, server = judged(store, Honest(Table(stances=table)), [pair(claim, WHERE) for claim in claims])
    assert len(found) == 27
    assert all(one.stance is Stance.CONTRADICTS for one in found)
    assert server.calls == 3


def test_pairs_the_model_will_not_judge_have_a_reason_each(store: Store) -> None:
    pairs = [pair(OPEN, WHERE), pair("The harbour at Lomwick was open.", WHERE), pair(CLEAR, WHERE)]
    found, _ = judged(store, Scripted([], then="I'm sorry, I can't help with that."), pairs)
    assert (
        sorted((one.stance, one.note) for one in found if one.stance is Stance.UNJUDGED)
        == [(Stance.UNJUDGED, Unjudged.REFUSED)] * 2
    )
    assert {one.claim_id for one in found} == {one.claim.id for one in pairs}


def test_every_quote_is_the_articles_whatever_the_reply(store: Store) -> None:
    answers = [rows(stance_row("c1", "“Nothing  is shut,” she said")), rows(stance_row("c1", CLOSED))]
    found, _ = judged(store, Scripted(answers), [pair(OPEN, WHERE)])
    assert all(TEXT[one.start : one.end] == one.quote for one in found)
    assert found[0].quote == '"Nothing is shut," she said'


# --- once more, and many ---


def articles(n: int) -> list[Article]:
    """All alike, and none the same."""
    return [article(f"{TEXT}\nThis was report {chr(97 + k)}.", path=f"{k}.txt") for k in range(n)]


def honest(server_answers: Table | None = None) -> Honest:
    return Honest(server_answers or Table([mention_row(CLOSED)], {(OPEN, CLOSED): ("supports", None)}))


def due(some: Sequence[Article]) -> list[tuple[Article, list[Pair]]]:
    return [(one, [pair(OPEN, one)]) for one in some]


def test_the_same_again_makes_no_call_and_brings_the_same(store: Store) -> None:
    with ProtocolServer(honest()) as server:
        with engine_at(server, store) as engine:
            first = list(engine.extract_each(articles(3))), list(engine.judge_each(due(articles(3))))
            assert (engine.spent.calls, engine.spent.known) == (6, 0)
        with engine_at(server, store) as engine:
            again = list(engine.extract_each(articles(3))), list(engine.judge_each(due(articles(3))))
            assert (engine.spent.calls, engine.spent.known) == (0, 6)
        assert server.calls == 6
    assert [sorted(part, key=lambda one: one[0].path) for part in again] == [
        sorted(part, key=lambda one: one[0].path) for part in first
    ]


def test_no_more_are_under_way_than_calls_at_once(store: Store) -> None:
    drawn = 0

    def draw() -> Iterator[Article]:
        nonlocal drawn
        for one in articles(9):
            drawn += 1
            yield one

    with ProtocolServer(honest(), limits=Limits(concurrency=3, latency=0.01)) as server:
        with engine_at(server, store, calls_at_once=3) as engine:
            came = 0
            for _ in engine.extract_each(draw()):
                came += 1
                assert drawn <= came + 3
        assert (came, drawn, server.calls) == (9, 9, 9)
        assert all(one.status == 200 for one in server.log.exchanges())


def test_a_plan_names_the_calls_that_are_made(store: Store) -> None:
    where = blocks(*((BlockKind.PROSE, f"{CLOSED}. {'x ' * 5000}{n}.") for n in range(3)))
    pairs = [pair(OPEN, WHERE), pair(CLEAR, WHERE), pair("The harbour at Lomwick was open.", WHERE)]
    with ProtocolServer(honest()) as server, engine_at(server, store) as engine:
        # the embedded models see a contradiction, which is guessed to be looked at twice, and the model here does not
        reading, (*judging, guessed) = engine.plan(where, None), engine.plan(WHERE, pairs)
        assert guessed.prefix != judging[0].prefix
        assert server.calls == 0
        assert (len(reading), len(judging)) == (3, 1)
        assert engine.plan(article("", language="en"), None) == []
        assert engine.plan(WHERE, [pair(CLEAR, WHERE)]) == []
        list(engine.extract_each([where]))
        assert server.calls == len(reading)
        read = server.log.usage().completion
        list(engine.judge_each([(WHERE, pairs)]))
        assert server.calls == len(reading) + len(judging)
        assert all(0 < one.prefix < one.input for one in reading + judging)
        for planned, taken in (reading, read), (judging, server.log.usage().completion - read):
            assert 0 < sum(one.output_low for one in planned) <= taken <= sum(one.output_high for one in planned)


def test_a_preview_asks_nobody(store: Store) -> None:
    with ProtocolServer(Scripted([])) as server, engine_at(server, store) as engine:
        assert engine.preview(WHERE) == embedded_engine(store).extract_mentions(WHERE)
        assert server.calls == 0


def test_the_fingerprint_follows_what_may_change_an_answer(store: Store) -> None:
    def of(**settings: Any) -> str:
        return LlmEngine(embedded_engine(store), LlmSettings(**{"model": "m"} | settings), store).fingerprint

    different: list[dict[str, Any]] = [
        {},
        {"model": "n"},
        {"base_url": "http://a/v1"},
        {"temperature": 0.0},
        {"provider": "other"},
    ]
    assert len({of(**one) for one in different}) == len(different)
    same: list[dict[str, Any]] = [{"timeout": 3.0}, {"api_key": "k"}, {"calls_at_once": 2}, {"budget": 1.0}]
    assert {of(**one) for one in same} == {of()}


# --- stopping ---


def refuse_after(n: int, failure: Failure) -> Mode:
    answer = Table([mention_row(CLOSED)], {(OPEN, CLOSED): ("supports", None)})
    return Scripted([answer] * n, then=failure)


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure(401, "invalid_api_key", "Incorrect API key"), CredentialsRefused),
        (Failure(404, "model_not_found", "No such model"), CredentialsRefused),
        (Failure(429, "insufficient_quota", "You exceeded your quota"), QuotaReached),
        (Failure(402, None, "No credit"), QuotaReached),
    ],
)
def test_what_is_complete_comes_before_the_stop(failure: Failure, error: type[EngineStopped], store: Store) -> None:
    with ProtocolServer(refuse_after(2, failure)) as server, engine_at(server, store, calls_at_once=1) as engine:
        came: list[str] = []
        with pytest.raises(error, match="asked no more"):
            came.extend(where.path for where, _ in engine.extract_each(articles(6)))
        assert server.calls == 3
        with pytest.raises(error):
            list(engine.judge_each(due(articles(1))))
        assert server.calls == 3
    assert came == ["0.txt", "1.txt"]


def test_after_a_stop_the_rest_alone_is_asked(store: Store) -> None:
    with (
        ProtocolServer(refuse_after(2, Failure(402, None, "No credit"))) as server,
        engine_at(server, store, calls_at_once=1) as engine,
        pytest.raises(QuotaReached),
    ):
        list(engine.judge_each(due(articles(5))))
    with ProtocolServer(honest(), port=int(server.base_url.split(":")[2].split("/")[0])) as server:
        with engine_at(server, store) as engine:
            assert len(list(engine.judge_each(due(articles(5))))) == 5
            assert (engine.spent.calls, engine.spent.known) == (3, 2)
        assert server.calls == 3


def test_what_was_under_way_at_the_stop_is_kept_and_comes(store: Store) -> None:
    """One refused for good while three more are under way: their replies are paid for."""

    def answer(request: ChatRequest) -> Any:
        if "report a" in request.messages[-1].text:
            return Failure(402, None, "No credit")
        return {"mentions": [mention_row(CLOSED)]}

    def latency(request: ChatRequest) -> float:
        return 0.0 if "report a" in request.messages[-1].text else 0.2

    some = articles(4)
    with (
        ProtocolServer(Scripted([], then=answer), limits=Limits(latency=latency)) as server,
        engine_at(server, store) as engine,
    ):
        came: list[Any] = []
        with pytest.raises(QuotaReached):
            came.extend(where.path for where, _ in engine.extract_each([*some[1:], some[0]]))
        assert engine.spent.calls == 3
    assert sorted(came) == ["1.txt", "2.txt", "3.txt"]


def test_a_budget_is_a_quota(store: Store) -> None:
    with (
        ProtocolServer(honest(), abilities=Abilities((PRICED,))) as server,
        engine_at(server, store, model=PRICED, budget=0.004, calls_at_once=1) as engine,
    ):
        came: list[Any] = []
        with pytest.raises(QuotaReached, match="budget"):
            came.extend(engine.extract_each(articles(40)))
        assert 1 <= len(came) < 40
        assert engine.spent.dollars is not None
        assert engine.spent.dollars <= 0.004


def stalling(answer: Table | None = None) -> ProtocolServer:
    return ProtocolServer(honest(answer), faults=Faults({Fault.STALL: 1.0}))


def release_once(server: ProtocolServer, n: int) -> threading.Thread:
    """Lets the first `n` requests go as soon as all of them wait."""

    def release() -> None:
        server.wait_until(lambda: server.stalled == n)
        server.release()

    thread = threading.Thread(target=release)
    thread.start()
    return thread


def wait_until_idle(engine: LlmEngine) -> None:
    """Until nothing is under way; an error after five seconds."""

    async def idle() -> None:
        while len(asyncio.all_tasks()) > 1:
            await asyncio.sleep(0.001)

    engine._thread.submit(idle()).result(5)


Iteration = Callable[[LlmEngine], Iterator[Any]]


@pytest.mark.parametrize(
    "begin",
    [lambda engine: engine.extract_each(articles(6)), lambda engine: engine.judge_each(due(articles(6)))],
    ids=["extract", "judge"],
)
def test_closing_in_mid_iteration_cancels_what_is_under_way(begin: Iteration, store: Store) -> None:
    with stalling() as server, engine_at(server, store, calls_at_once=3) as engine:
        iteration = begin(engine)
        released = release_once(server, 3)
        next(iteration)
        released.join()
        iteration.close()  # type: ignore[attr-defined]  # these iterators are generators
        wait_until_idle(engine)
        assert server.calls < 6
        server.release()


def test_an_interrupt_in_the_callers_loop_leaves_nothing_running(store: Store) -> None:
    with stalling() as server, engine_at(server, store, calls_at_once=2) as engine:
        iteration = engine.extract_each(articles(4))
        released = release_once(server, 2)
        next(iteration)
        released.join()
        with pytest.raises(KeyboardInterrupt):
            iteration.throw(KeyboardInterrupt())  # type: ignore[attr-defined]
        assert list(iteration) == []
        wait_until_idle(engine)
        server.release()


def test_articles_that_cannot_be_drawn_leave_nothing_running(store: Store) -> None:
    def draw() -> Iterator[Article]:
        yield from articles(2)
        raise OSError("the disk is gone")

    with stalling() as server, engine_at(server, store) as engine:
        with pytest.raises(OSError, match="disk is gone"):
            list(engine.extract_each(draw()))
        wait_until_idle(engine)
        server.release()


def test_an_engine_closed_with_calls_under_way_does_not_wait_for_them(store: Store) -> None:
    with stalling() as server, engine_at(server, store, calls_at_once=2) as engine:
        iteration = engine.extract_each(articles(4))
        released = release_once(server, 2)
        next(iteration)
        released.join()
        engine.close()
        assert server.calls < 4
        iteration.close()  # type: ignore[attr-defined]  # these iterators are generators


@pytest.mark.parametrize("n", [2, 4], ids=["the last is under way", "some are to come"])
def test_going_on_after_closing_says_that_the_engine_is_closed(n: int, store: Store) -> None:
    once = Scripted([{"mentions": []}], then=Broken(Reply("{}"), Break.STALL))
    with ProtocolServer(once) as server, engine_at(server, store, calls_at_once=2) as engine:
        iteration = engine.extract_each(articles(n))
        next(iteration)
        engine.close()
        with pytest.raises(Closed, match="the engine was closed: make another one"):
            next(iteration)
        assert list(iteration) == []
        with pytest.raises(Closed):
            list(engine.judge_each(due(articles(1))))


def test_closing_twice_or_unused_is_no_matter(store: Store) -> None:
    with ProtocolServer(honest()) as server, engine_at(server, store) as engine:
        engine.close()
        list(engine.extract_each([]))
        engine.close()
        engine.close()


def test_it_works_where_a_loop_runs_already(store: Store) -> None:
    async def main() -> int:
        with ProtocolServer(honest()) as server, engine_at(server, store) as engine:
            return sum(len(found.mentions) for _, found in engine.extract_each(articles(2)))

    assert asyncio.run(main()) == 2


def test_two_engines_and_two_iterations_at_once(store: Store, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "other.db", create=True)
    with ProtocolServer(honest()) as server, engine_at(server, store) as one, engine_at(server, other) as two:
        iterations = [one.extract_each(articles(3)), two.extract_each(articles(3)), one.judge_each(due(articles(3)))]
        came = [[next(iteration) for iteration in iterations] for _ in range(3)]
        assert all(list(iteration) == [] for iteration in iterations)
        assert {where.path for where, _ in came[0]} <= {"0.txt", "1.txt", "2.txt"}
        assert server.calls == 9
    other.close()
