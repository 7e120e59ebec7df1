"""Prepared cells come back in the words that are shown, through the engine that asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from prompts import Line, load
from tests.making import DAY, article, claim
from tests.protocol.messages import ChatRequest
from tests.protocol.modes import Honest
from tests.protocol.replay import Recorder, Replay, squeezed
from tests.protocol.server import ProtocolServer
from verifier.domain import Article, How, Judgement, Pair, Passage, Stance
from verifier.engines.embedded import EmbeddedEngine
from verifier.engines.llm import checks
from verifier.engines.llm.engine import LlmEngine
from verifier.models.fake import HashingEmbedder, OverlapScorer
from verifier.settings import LlmSettings
from verifier.steps.reading import Reader
from verifier.steps.vectors import Vectors
from verifier.store import Store

CLOSED = "The harbour at Lomwick was closed on Monday."
WIRE = article(
    "The harbour at Lomwick was closed on Monday, the port authority said.\n"
    "Mayor Iva Dorn denied that the harbour at Lomwick was closed on Monday.\n"
    "About 400 dockers went home, according to the union.",
)
ODD = article(
    "The harbour at  Lomwick was closed\u200b on Monday, the port au\u00adthority said ¦ again.\n \n"
    "Bakers in Brimsey voted for longer holidays. Nobody was hurt.",
    outlet="Quill Gazette",
)


def _passages(where: Article) -> tuple[Passage, ...]:
    """A passage a paragraph."""
    spans = [(block.start, block.end) for block in where.blocks]
    return tuple(Passage(f"passage-{where.id}-{a}", where.id, a, b, where.text[a:b]) for a, b in spans)


def _pairs(where: Article) -> list[Pair]:
    texts = (CLOSED, "About 400 dockers went home.", "A comet was seen over Quill Bay.")
    return [Pair(claim(text), where.id, _passages(where)) for text in texts]


@pytest.fixture
def embedded(tmp_path: Path) -> EmbeddedEngine:
    store = Store.open(tmp_path / "vectors.db", create=True)
    return EmbeddedEngine(Vectors(store, HashingEmbedder()), OverlapScorer(), Reader())


@contextmanager
def _asking(replay: Replay, embedded: EmbeddedEngine, folder: Path) -> Iterator[LlmEngine]:
    store = Store.open(folder / "replies.db", create=True)
    with ProtocolServer(Honest(replay)) as server:
        engine = LlmEngine(embedded, LlmSettings("protocol-test", base_url=server.base_url), store)
        yield engine
        engine.close()
    store.close()


def _votes(judgements: Sequence[Judgement]) -> set[tuple[str, Stance, str]]:
    return {(j.claim_id, j.stance, j.quote) for j in judgements if j.stance is not Stance.RELATED}


@pytest.mark.parametrize("where", [WIRE, ODD], ids=["wire", "odd"])
def test_a_model_that_replays_the_embedded_engine_finds_and_votes_as_it_does(
    where: Article, embedded: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(embedded)
    mentions, judgements = recorder.extract_mentions(where), recorder.judge_stances(where, _pairs(where))
    replay = Replay(recorder.articles, recorder.mentions, recorder.judged)
    monkeypatch.setattr(checks, "ASKED_FROM", 0.0)
    monkeypatch.setattr(checks, "CLEAR_FROM", 2.0)
    with _asking(replay, embedded, tmp_path) as engine:
        ((_, extracted),) = engine.extract_each([where])
        ((_, judged),) = engine.judge_each([(where, _pairs(where))])
    assert [(m.start, m.end, m.text, m.kind) for m in extracted.mentions] == [
        (m.start, m.end, m.text, m.kind) for m in mentions
    ]
    assert _votes(judged) == _votes(judgements)
    assert any(j.stance is Stance.SUPPORTS for j in judged)
    assert all(where.text[j.start : j.end] == j.quote for j in judged)
    assert replay.unknown == set()


def _asked(prompt: str, claims: Sequence[Line], passages: Sequence[Line]) -> ChatRequest:
    messages = load(prompt).render({"claims": claims, "published": DAY, "passages": passages})
    body = [{"role": "system", "content": messages.system}, {"role": "user", "content": messages.user}]
    return ChatRequest(1, 0.0, {"messages": body}, {})


def _articles(*several: Article) -> Mapping[str, Article]:
    return {one.id: one for one in several}


def test_gold_goes_before_what_was_recorded_and_leaves_open_what_it_does_not_list() -> None:
    other = replace(ODD, id="article-other", text=ODD.text.replace("Bakers", "Cooks"))
    denial = "Mayor Iva Dorn denied that the harbour at Lomwick was closed on Monday"
    start = WIRE.text.index(denial)
    gold = Judgement("g", WIRE.id, Stance.CONTRADICTS, start, start + len(denial), denial, How.DENIAL)
    first = _passages(other)[0]
    recorded = Judgement("r", other.id, Stance.SUPPORTS, first.start, first.end, first.text)
    pair = Pair(claim(CLOSED), other.id, _passages(other))
    replay = Replay(_articles(WIRE, other), {}, [(pair, [recorded])], {CLOSED: [gold]})
    claims = [Line("c1", CLOSED, DAY)]
    shown = [Line(f"p{n}", one.text) for n, one in enumerate(_passages(WIRE), 1)]
    (row,) = replay(_asked("stance", claims, shown))["rows"]
    assert row == {"claim_id": "c1", "passage_id": "p2", "quote": denial, "stance": "contradicts", "how": "denial"}
    (again,) = replay(_asked("second_look", claims, shown[1:2]))["rows"]
    assert (again["quote"], again["both_can_hold"], again["how"]) == (denial, "no", "denial")
    (row,) = replay(_asked("stance", claims, [Line("p1", first.text)]))["rows"]
    assert row == {"claim_id": "c1", "passage_id": None, "quote": None, "stance": "related", "how": None}
    assert replay.unknown == set()


def test_words_beyond_what_is_shown_are_left_out_of_the_quote() -> None:
    spans = (0, len(WIRE.text))
    judgement = Judgement("j", WIRE.id, Stance.SUPPORTS, *spans, WIRE.text)
    last = _passages(WIRE)[-1]
    replay = Replay(_articles(WIRE), {}, [(Pair(claim(CLOSED), WIRE.id, (last,)), [judgement])])
    (row,) = replay(_asked("stance", [Line("c1", CLOSED)], [Line("p7", last.text)]))["rows"]
    assert (row["passage_id"], row["quote"]) == ("p7", last.text)


def test_a_pair_that_nobody_prepared_is_related_and_counted() -> None:
    replay = Replay(_articles(WIRE), {}, [])
    shown = [Line("p1", _passages(WIRE)[0].text)]
    (row,) = replay(_asked("stance", [Line("c1", CLOSED)], shown))["rows"]
    assert (row["stance"], row["quote"]) == ("related", None)
    (row,) = replay(_asked("second_look", [Line("c1", CLOSED)], shown))["rows"]
    assert (row["quote"], row["how"]) == (None, None)
    assert replay.unknown == {(CLOSED, WIRE.id)}


def test_a_text_of_no_article_is_an_error() -> None:
    replay = Replay(_articles(WIRE), {}, [])
    with pytest.raises(LookupError, match="A comet was"):
        replay(_asked("stance", [Line("c1", CLOSED)], [Line("p1", "A comet was seen.")]))


def test_squeezing_leaves_what_is_shown() -> None:
    assert squeezed("a\u00adb \u200b¦\n c") == "ab¦c"
