"""Judging: verbatim or unjudged, and an answer for every pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.making import article, pair
from verifier.domain import Article, Judgement, Mention, Pair, Stance
from verifier.engines.fake import FakeEngine
from verifier.steps.mentions import extract
from verifier.steps.stances import judge, pair_key

WHERE = article("The Lomwick harbour was closed. Ships waited.")
PAIR = pair("The harbour was closed.", WHERE)
GOOD = Judgement(PAIR.claim.id, WHERE.id, Stance.SUPPORTS, 0, 31, "The Lomwick harbour was closed.")


class Answering(FakeEngine):
    """Gives the judgements it was made with."""

    def __init__(self, *answers: Judgement, mentions: Sequence[Mention] = ()) -> None:
        super().__init__()
        self._answers = answers
        self._mentions = list(mentions)

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        return list(self._answers)

    def extract_mentions(self, article: Article) -> list[Mention]:
        return self._mentions


def judged(engine: FakeEngine) -> list[list[Judgement]]:
    """The judgements of the one pair there is."""
    ((article_id, found),) = judge([(WHERE, [PAIR])], engine)
    assert article_id == WHERE.id
    return found


def test_a_verbatim_quote_passes() -> None:
    assert judged(Answering(GOOD)) == [[GOOD]]


def test_altered_quotes_become_unjudged() -> None:
    altered = [
        replace(GOOD, quote="The Lomwick harbour was opened."),
        replace(GOOD, start=1, end=32),
        replace(GOOD, quote="", start=0, end=0),
        replace(GOOD, start=-31, end=1000),
    ]
    for one in altered:
        ((found,),) = judged(Answering(one))
        assert (found.stance, found.note) == (Stance.UNJUDGED, "quote not located")


def test_a_pair_without_an_answer_is_unjudged() -> None:
    ((found,),) = judged(Answering())
    assert (found.stance, found.note) == (Stance.UNJUDGED, "no answer")


def test_answers_about_other_claims_and_articles_are_not_taken() -> None:
    strangers = replace(GOOD, claim_id="claim-other"), replace(GOOD, article_id="article-other")
    ((found,),) = judged(Answering(*strangers))
    assert found.note == "no answer"


def test_the_key_follows_the_content() -> None:
    engine = FakeEngine()
    other = pair("The harbour was opened.", WHERE)
    assert pair_key(PAIR, engine) == pair_key(pair("The harbour was closed.", WHERE), engine)
    assert pair_key(PAIR, engine) != pair_key(other, engine)
    assert pair_key(PAIR, engine) != pair_key(PAIR, FakeEngine({"quote": "text"}))


def test_mentions_that_are_not_verbatim_are_dropped_and_counted() -> None:
    good = FakeEngine({"Ships waited.": "Ships waited."}).extract_mentions(WHERE)[0]
    engine = Answering(mentions=[good, replace(good, quote="Ships left."), replace(good, end=9)])
    (extraction,) = extract([WHERE], engine)
    assert extraction.mentions == (good,)
    assert extraction.n_dropped == 2
