"""What every engine promises: quotes are verbatim, every pair has an answer, nothing is raised for odd input."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making import article, pair
from verifier.domain import Stance
from verifier.engines import Engine
from verifier.engines.embedded import EmbeddedEngine
from verifier.engines.fake import FakeEngine
from verifier.models.fake import HashingEmbedder, OverlapScorer
from verifier.steps.reading import Reader
from verifier.steps.vectors import Vectors
from verifier.store import Store

TEXT = (
    "The harbour at Lomwick was closed on Monday, the port authority said.\n"
    'Mayor Iva Dorn denied that the harbour at Lomwick was closed. "Nothing is shut," she said.\n'
    "About 400 dockers went home, according to the union."
)


@pytest.fixture(params=["fake", "embedded"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "embedded":
        return EmbeddedEngine(
            Vectors(Store.open(tmp_path / "s.db", create=True), HashingEmbedder()), OverlapScorer(), Reader()
        )
    quote = "The harbour at Lomwick was closed on Monday"
    return FakeEngine({quote: "The harbour was closed."}, {("The harbour was closed.", quote): (Stance.SUPPORTS, None)})


def test_mentions_quote_verbatim_and_in_order(engine: Engine) -> None:
    where = article(TEXT)
    mentions = engine.extract_mentions(where)
    assert mentions
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)
    assert all(where.text[m.start : m.end] == m.quote and m.article_id == where.id and m.text for m in mentions)
    assert len({m.id for m in mentions}) == len(mentions)


def test_chains_start_at_the_outlet(engine: Engine) -> None:
    assert all(m.chain[0].name == "Harbour Post" for m in engine.extract_mentions(article(TEXT)))


def test_every_pair_has_a_judgement_that_quotes_verbatim(engine: Engine) -> None:
    where = article(TEXT)
    pairs = [pair("The harbour was closed.", where), pair("A comet was seen over Quill Bay.", where)]
    judgements = engine.judge_stances(where, pairs)
    assert {j.claim_id for j in judgements} == {p.claim.id for p in pairs}
    assert all(where.text[j.start : j.end] == j.quote and j.quote for j in judgements)
    assert all(j.note for j in judgements if j.stance is Stance.UNJUDGED)


def test_answers_do_not_depend_on_what_else_is_asked(engine: Engine) -> None:
    where = article(TEXT)
    pairs = [pair("The harbour was closed.", where), pair("About 400 dockers went home.", where)]
    together = engine.judge_stances(where, pairs)
    apart = [j for one in pairs for j in engine.judge_stances(where, [one])]
    assert together == apart


@pytest.mark.parametrize("text", ["!!! ??? ...", "Ünïcödé ‮desrever‬ \u200btext\u200b about nothing.", "a " * 5000])
def test_odd_texts_raise_nothing(engine: Engine, text: str) -> None:
    where = article(text)
    engine.extract_mentions(where)
    assert engine.judge_stances(where, [pair("The harbour was closed.", where)])


def test_the_fingerprint_is_stable(engine: Engine) -> None:
    assert engine.fingerprint == engine.fingerprint
