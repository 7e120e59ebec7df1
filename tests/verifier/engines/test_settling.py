"""Settling: likeness alone never takes a side, numbers and attitudes are code's to judge, and more likeness never
turns a stance round."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import How, Stance
from verifier.engines.settling import (
    SCORED_FROM,
    Signals,
    Wording,
    against_features,
    read_wording,
    same_features,
    settle,
    shipped_weights,
)
from verifier.language.attribution import Attitude
from verifier.language.quantities import Agreement
from verifier.models.stance import NOTHING, StanceScores

SAYS_IT = StanceScores(0.97, 0.01, 0.02)
SAYS_NOT = StanceScores(0.01, 0.97, 0.02)
ALIKE = Wording(
    shared=0.9,
    covered=1.0,
    names_shared=1.0,
    numbers=Agreement.SILENT,
    numbers_equal=False,
    negation_differs=False,
    opposed=False,
)
SAME = Signals(ALIKE, 0.9, Attitude.ASSERTS, own_voice=False, scores=SAYS_IT)


def change(changes: dict[str, object]) -> Signals:
    """SAME with other values, in the wording or beside it."""
    wording = {name: value for name, value in changes.items() if name in Wording.__dataclass_fields__}
    rest = {name: value for name, value in changes.items() if name not in wording}
    return replace(SAME, wording=replace(ALIKE, **wording), **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "stance", "how"),
    [
        ({}, Stance.SUPPORTS, None),
        ({"numbers": Agreement.SUPPORTS, "numbers_equal": True}, Stance.SUPPORTS, None),
        ({"numbers": Agreement.OPEN}, Stance.RELATED, None),
        ({"numbers": Agreement.REFUTES}, Stance.CONTRADICTS, How.DIFFERENT_VALUE),
        ({"attitude": Attitude.DENIES}, Stance.CONTRADICTS, How.DENIAL),
        ({"attitude": Attitude.DOUBTS}, Stance.CONTRADICTS, How.DOUBT),
        ({"attitude": Attitude.DENIES, "negation_differs": True}, Stance.RELATED, None),
        ({"attitude": Attitude.DENIES, "numbers": Agreement.REFUTES}, Stance.RELATED, None),
        ({"scores": SAYS_NOT, "negation_differs": True}, Stance.CONTRADICTS, How.DENIAL),
        ({"scores": SAYS_NOT}, Stance.CONTRADICTS, How.OTHER_ACCOUNT),
        # "14 were killed" and "at least 10 were killed" can both hold, whatever the model says.
        ({"scores": SAYS_NOT, "numbers": Agreement.SUPPORTS}, Stance.RELATED, None),
        ({"scores": SAYS_NOT, "numbers": Agreement.OPEN}, Stance.RELATED, None),
        ({"scores": SAYS_NOT, "numbers": Agreement.OPEN, "negation_differs": True}, Stance.CONTRADICTS, How.DENIAL),
        (
            {"scores": SAYS_NOT, "negation_differs": True, "own_voice": True},
            Stance.CONTRADICTS,
            How.OTHER_ACCOUNT,
        ),
        ({"names_shared": 0.4}, Stance.RELATED, None),
        ({"names_shared": 0.5, "attitude": Attitude.DENIES}, Stance.RELATED, None),
        ({"scores": NOTHING, "shared": 0.3, "covered": 0.4}, Stance.RELATED, None),
        ({"fits": False}, Stance.UNJUDGED, None),
    ],
)
def test_settled(changes: dict[str, object], stance: Stance, how: How | None) -> None:
    found = settle(change(changes))
    assert (found.stance, found.how) == (stance, how)
    assert bool(found.note) == (stance is Stance.UNJUDGED)


SCORES = st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(1, 100)).map(
    lambda parts: StanceScores(*(part / sum(parts) for part in parts))
)
SHARES = st.floats(0, 1, allow_nan=False)
SIGNALS = st.builds(
    Signals,
    st.builds(Wording, SHARES, SHARES, SHARES, st.sampled_from(Agreement), st.booleans(), st.booleans(), st.booleans()),
    st.floats(-1, 1, allow_nan=False),
    st.sampled_from([a for a in Attitude if a is not Attitude.GAP]),
    st.booleans(),
    SCORES,
    st.booleans(),
)


@given(SIGNALS)
def test_laws(signals: Signals) -> None:
    found = settle(signals)
    assert (found.how is not None) == (found.stance is Stance.CONTRADICTS)
    assert not found.strong or found.stance in {Stance.SUPPORTS, Stance.CONTRADICTS}
    if signals.likeness < SCORED_FROM:
        assert found.stance is Stance.RELATED
    if found.stance is Stance.SUPPORTS:
        assert signals.wording.numbers not in {Agreement.REFUTES, Agreement.OPEN}
        assert signals.attitude is Attitude.ASSERTS


def test_every_signal_has_a_weight() -> None:
    weights = shipped_weights()
    assert weights.same.keys() == {"constant", *same_features(SAME)}
    assert weights.against.keys() == {"constant", *against_features(SAME)}


@pytest.mark.parametrize(
    ("claim", "statement", "expected"),
    [
        ("About 400 dockers struck in Lomwick.", "400 dockers struck in Lomwick.", {"numbers_equal": True}),
        ("About 400 dockers struck in Lomwick.", "900 dockers struck in Lomwick.", {"numbers": Agreement.REFUTES}),
        ("The dam was damaged.", "The dam was not damaged.", {"negation_differs": True, "opposed": False}),
        ("The bridge is open.", "The bridge is closed.", {"opposed": True}),
        ("Iva Dorn resigned.", "Dorn resigned.", {"names_shared": 1.0, "shared": 1.0}),
        ("Iva Dorn resigned.", "Jonas Vell resigned.", {"names_shared": 0.0}),
    ],
)
def test_wordings_are_read(claim: str, statement: str, expected: dict[str, object]) -> None:
    wording = read_wording(claim, statement, statement)
    assert {name: getattr(wording, name) for name in expected} == expected


def test_the_sentence_around_a_statement_counts_as_held() -> None:
    alone = read_wording("Dockers struck at the harbour.", "They struck.", "They struck.")
    within = read_wording("Dockers struck at the harbour.", "They struck.", "At the harbour, dockers said they struck.")
    assert within.covered == 1.0 > alone.covered
    assert within.shared == alone.shared
