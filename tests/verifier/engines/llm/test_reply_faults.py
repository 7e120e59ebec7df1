"""Bad replies, a few of each kind: `python -m benchmarks.reply_faults` asks more."""

from __future__ import annotations

import pytest

from benchmarks.reply_faults import Answers, Size, answers, tally
from tests.protocol.faults import REPLY_FAULTS, Fault, Faults
from verifier.engines.llm import gate

SMALL = Size(articles=6, matters=8, homes=3)


@pytest.fixture(scope="module")
def best() -> Answers:
    """What an endpoint without faults brings."""
    return answers(SMALL, Faults())


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is not of the protocol is asked for again at once."""
    monkeypatch.setattr(gate, "FIRST_WAIT", 0.0)


@pytest.mark.parametrize("kind", list(REPLY_FAULTS))
def test_a_bad_reply_never_passes_for_an_answer(best: Answers, kind: Fault) -> None:
    asked = answers(SMALL, Faults({kind: 0.4}, seed=3))
    found = tally(asked, best)
    assert asked.faults
    assert asked.raised == ()
    assert found.wrong == ()
    assert found.recovered + found.failed.total() == found.total


def test_one_reply_in_ten_is_bad_and_nearly_all_is_recovered(best: Answers) -> None:
    asked = answers(SMALL, Faults.evenly(0.1, seed=3))
    found = tally(asked, best)
    assert asked.faults
    assert found.recovered >= 0.97 * found.total
    assert asked.requests <= 1.25 * best.requests
