"""What every stance scorer promises: probabilities, order, no neighbours, and no silent cutting."""

from __future__ import annotations

import pytest

from verifier.errors import ModelError
from verifier.models import StanceScorer
from verifier.models.fake import OverlapScorer
from verifier.models.stance import StanceModel

CLAIM = "The harbour at Lomwick was closed."
PAIRS = [(f"The harbour at Lomwick was closed on day {n}, the port said.", CLAIM) for n in range(5)]
OTHER = ("Geese crossed the meadow.", CLAIM)


@pytest.fixture(params=[OverlapScorer, StanceModel], ids=["fake", "real"])
def scorer(request: pytest.FixtureRequest) -> StanceScorer:
    made: StanceScorer = request.param()
    return made


def test_three_probabilities(scorer: StanceScorer) -> None:
    for scores in scorer.score([*PAIRS, OTHER]):
        assert all(0 <= one <= 1 for one in scores)
        assert sum(scores) == pytest.approx(1, abs=1e-4)


def test_a_pair_is_scored_alone_and_in_order(scorer: StanceScorer) -> None:
    together = scorer.score([OTHER, *PAIRS])
    assert together == [scorer.score([one])[0] for one in (OTHER, *PAIRS)]
    assert scorer.score([]) == []


def test_saying_it_supports_more_than_speaking_of_geese(scorer: StanceScorer) -> None:
    near, far = scorer.score([(CLAIM, CLAIM), OTHER])
    assert near.supports > 0.5 > far.supports


def test_what_does_not_fit_is_refused(scorer: StanceScorer) -> None:
    long = "harbour " * 300, CLAIM
    assert scorer.count_tokens(*long) > scorer.max_tokens >= scorer.count_tokens(*OTHER)
    with pytest.raises(ModelError):
        scorer.score([OTHER, long])
