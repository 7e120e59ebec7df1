"""The embedded engine: which words it compares, and what it does with those that do not fit the model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making import article, pair
from verifier.domain import How, Stance, Unjudged
from verifier.engines.embedded import EmbeddedEngine
from verifier.language.attribution import Attitude
from verifier.models.fake import HashingEmbedder, OverlapScorer
from verifier.steps.reading import Reader
from verifier.steps.vectors import Vectors
from verifier.store import Store

SENTENCE = "The harbour at Lomwick was closed on Monday after the storm, the port authority said."
CLAIM = "The harbour at Lomwick was closed after the storm."


def make_engine(folder: Path, max_tokens: int = 256) -> EmbeddedEngine:
    scorer = OverlapScorer()
    scorer.max_tokens = max_tokens
    return EmbeddedEngine(Vectors(Store.open(folder / "s.db", create=True), HashingEmbedder()), scorer, Reader())


def test_statements_and_parts_without_one_are_candidates(tmp_path: Path) -> None:
    where = article(f"{SENTENCE}\n“We did not.”\nIt could not be verified that the harbour was closed.")
    (compared,) = make_engine(tmp_path).compare(where, [pair(CLAIM, where)])
    assert [where.text[one.start : one.end] for one, _ in compared] == [
        "The harbour at Lomwick was closed on Monday after the storm",
        "“We did not.”",
    ]
    assert all(one.attitude is not Attitude.GAP for one, _ in compared)


def test_the_model_reads_the_sentence_of_what_is_like_the_claim(tmp_path: Path) -> None:
    where = article(f"{SENTENCE}\nGeese crossed the meadow while nobody looked, witnesses said.")
    (compared,) = make_engine(tmp_path).compare(where, [pair(CLAIM, where)])
    (_, near), (_, far) = compared
    assert near.scores.supports > 0.8
    assert far.scores.neither == 1.0


@pytest.mark.parametrize(
    ("max_tokens", "stance"), [(256, Stance.SUPPORTS), (25, Stance.SUPPORTS), (12, Stance.UNJUDGED)]
)
def test_what_does_not_fit_falls_back_to_the_statement_then_to_unjudged(
    tmp_path: Path, max_tokens: int, stance: Stance
) -> None:
    where = article(SENTENCE)
    (judgement,) = make_engine(tmp_path, max_tokens).judge_stances(where, [pair(CLAIM, where)])
    assert judgement.stance is stance
    assert (judgement.note == Unjudged.TOO_LONG) == (stance is Stance.UNJUDGED)


def test_a_denial_that_points_back_contradicts_what_it_points_to(tmp_path: Path) -> None:
    claim = "President Hradin signed an order to open the dam."
    where = article(f"{claim[:-1]}, the portal Free Vessna reported. The presidential office denied this a day later.")
    found = make_engine(tmp_path).judge_stances(where, [pair(claim, where)])
    (denial,) = (one for one in found if one.stance is Stance.CONTRADICTS)
    assert denial.quote.startswith("The presidential office denied this")
    assert denial.how is How.DENIAL


def test_what_only_points_back_is_no_mention(tmp_path: Path) -> None:
    where = article(
        "Hradin signed an order to open the dam, Free Vessna reported. No such order exists, Gleb Sorokan said."
    )
    assert ["order" in one.text for one in make_engine(tmp_path).extract_mentions(where)] == [True]
    assert "No such" not in make_engine(tmp_path).extract_mentions(where)[0].text
