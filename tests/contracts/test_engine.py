"""What every engine promises: quotes are verbatim, every pair has an answer, nothing is raised for odd input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.making import article, pair
from tests.protocol.modes import Honest
from tests.protocol.server import ProtocolServer
from tests.verifier.engines.llm.answering import Table, embedded_engine, llm_engine, mention_row
from verifier.domain import Article, Judgement, Mention, Pair, Stance
from verifier.engines import Engine
from verifier.engines.fake import FakeEngine
from verifier.store import Store

TEXT = (
    "The harbour at Lomwick was closed on Monday, the port authority said.\n"
    'Mayor Iva Dorn denied that the harbour at Lomwick was closed. "Nothing is shut," she said.\n'
    "About 400 dockers went home, according to the union."
)
QUOTE = "The harbour at Lomwick was closed on Monday"
CLAIM = "The harbour was closed."


@pytest.fixture(params=["fake", "embedded", "llm"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with ExitStack() as closing:
        if request.param == "fake":
            yield FakeEngine({QUOTE: CLAIM}, {(CLAIM, QUOTE): (Stance.SUPPORTS, None)})
        elif request.param == "embedded":
            store = Store.open(tmp_path / "s.db", create=True)
            closing.callback(store.close)
            yield embedded_engine(store)
        else:
            denied = "Mayor Iva Dorn denied that the harbour at Lomwick was closed"
            table = Table(
                [mention_row("About 400 dockers went home"), mention_row(QUOTE)],
                {(CLAIM, QUOTE): ("supports", None), (CLAIM, denied): ("contradicts", "denial")},
            )
            server = closing.enter_context(ProtocolServer(Honest(table)))
            llm, store = llm_engine(tmp_path, server.base_url)
            closing.callback(store.close)
            closing.callback(llm.close)
            yield llm


def mentions_of(engine: Engine, where: Article) -> Sequence[Mention]:
    """What the engine finds in one article, all of which it reads."""
    ((back, found),) = engine.extract_each([where])
    assert back is where
    assert found.unread == ()
    return found.mentions


def judgements_of(engine: Engine, where: Article, pairs: Sequence[Pair]) -> list[Judgement]:
    """In the order of places and claims: an engine may give them in any."""
    ((back, found),) = engine.judge_each([(where, pairs)])
    assert back is where
    return sorted(found, key=lambda one: (one.claim_id, one.start, one.end))


def test_mentions_quote_verbatim_and_in_order(engine: Engine) -> None:
    where = article(TEXT)
    mentions = mentions_of(engine, where)
    assert mentions
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)
    assert all(where.text[m.start : m.end] == m.quote and m.article_id == where.id and m.text for m in mentions)
    assert len({m.id for m in mentions}) == len(mentions)


def test_chains_start_at_the_outlet(engine: Engine) -> None:
    assert all(m.chain[0].name == "Harbour Post" for m in mentions_of(engine, article(TEXT)))


def test_every_pair_has_a_judgement_that_quotes_verbatim(engine: Engine) -> None:
    where = article(TEXT)
    pairs = [pair(CLAIM, where), pair("A comet was seen over Quill Bay.", where)]
    judgements = judgements_of(engine, where, pairs)
    assert {j.claim_id for j in judgements} == {p.claim.id for p in pairs}
    assert any(j.stance is Stance.SUPPORTS and j.quote.startswith(QUOTE) for j in judgements)
    assert all(where.text[j.start : j.end] == j.quote and j.quote for j in judgements)
    assert all(j.note for j in judgements if j.stance is Stance.UNJUDGED)


def test_answers_do_not_depend_on_what_else_is_asked(engine: Engine) -> None:
    where = article(TEXT)
    pairs = [pair(CLAIM, where), pair("About 400 dockers went home.", where)]
    together = judgements_of(engine, where, pairs)
    apart = [j for one in sorted(pairs, key=lambda one: one.claim.id) for j in judgements_of(engine, where, [one])]
    assert together == apart


def test_each_article_comes_back_once(engine: Engine) -> None:
    some = [article(f"{TEXT}\nThis was report {n}.", path=f"{n}.txt") for n in range(3)]
    assert sorted(where.path for where, _ in engine.extract_each(iter(some))) == [one.path for one in some]
    due = [(one, [pair(CLAIM, one)]) for one in some]
    assert sorted(where.path for where, _ in engine.judge_each(iter(due))) == [one.path for one in some]
    assert all(j.article_id == where.id for where, found in engine.judge_each(due) for j in found)


def test_nothing_asked_nothing_answered(engine: Engine) -> None:
    assert list(engine.extract_each([])) == []
    assert list(engine.judge_each([])) == []
    assert judgements_of(engine, article(TEXT), []) == []


@pytest.mark.parametrize("text", ["", "!!! ??? ...", "Ünïcödé ‮desrever‬ \u200btext\u200b about nothing.", "a " * 5000])
def test_odd_texts_raise_nothing(engine: Engine, text: str) -> None:
    where = article(text)
    mentions_of(engine, where)
    assert not text or judgements_of(engine, where, [pair(CLAIM, where)])


def test_a_plan_and_a_preview_ask_nobody(engine: Engine) -> None:
    where = article(TEXT)
    planned = [*engine.plan(where, None), *engine.plan(where, [pair(CLAIM, where)])]
    assert all(0 < one.prefix < one.input for one in planned)
    assert all(where.text[m.start : m.end] == m.quote for m in engine.preview(where))
    assert (engine.spent.calls, engine.spent.known, engine.spent.usage.input) == (0, 0, 0)


def test_the_fingerprint_is_stable(engine: Engine) -> None:
    assert engine.fingerprint == engine.fingerprint
