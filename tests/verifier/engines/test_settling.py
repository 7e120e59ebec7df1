"""Settling: every contradiction has a reason that can be named, and likeness alone never contradicts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import How, Stance
from verifier.engines.settling import AGREES_FROM, OPPOSED_FROM, SUPPORTS_FROM, Signals, read_signals, settle
from verifier.language.attribution import Attitude
from verifier.language.quantities import Agreement

SAME = Signals(
    likeness=1.5,
    numbers=Agreement.SILENT,
    numbers_equal=False,
    negation_differs=False,
    negation_meets=False,
    opposed=False,
    names_shared=1.0,
    attitude=Attitude.ASSERTS,
    own_voice=False,
)


@pytest.mark.parametrize(
    ("change", "stance", "how"),
    [
        ({}, Stance.SUPPORTS, None),
        ({"numbers": Agreement.SUPPORTS}, Stance.SUPPORTS, None),
        ({"numbers": Agreement.OPEN}, Stance.RELATED, None),
        ({"numbers": Agreement.REFUTES}, Stance.CONTRADICTS, How.DIFFERENT_VALUE),
        ({"negation_differs": True, "negation_meets": True}, Stance.CONTRADICTS, How.DENIAL),
        ({"negation_differs": True}, Stance.RELATED, None),
        ({"negation_differs": True, "negation_meets": True, "own_voice": True}, Stance.CONTRADICTS, How.OTHER_ACCOUNT),
        ({"negation_differs": True, "numbers": Agreement.REFUTES}, Stance.RELATED, None),
        ({"attitude": Attitude.DENIES}, Stance.CONTRADICTS, How.DENIAL),
        ({"attitude": Attitude.DOUBTS}, Stance.CONTRADICTS, How.DOUBT),
        ({"attitude": Attitude.DENIES, "negation_differs": True}, Stance.RELATED, None),
        ({"attitude": Attitude.DENIES, "numbers": Agreement.REFUTES}, Stance.RELATED, None),
        ({"opposed": True}, Stance.CONTRADICTS, How.DENIAL),
        ({"opposed": True, "likeness": OPPOSED_FROM}, Stance.CONTRADICTS, How.DENIAL),
        ({"opposed": True, "negation_differs": True}, Stance.SUPPORTS, None),
        ({"names_shared": 0.4}, Stance.RELATED, None),
        ({"names_shared": 0.5, "attitude": Attitude.DENIES}, Stance.RELATED, None),
        ({"likeness": AGREES_FROM}, Stance.RELATED, None),
        ({"likeness": AGREES_FROM, "numbers": Agreement.SUPPORTS}, Stance.RELATED, None),
        ({"likeness": AGREES_FROM, "numbers": Agreement.SUPPORTS, "numbers_equal": True}, Stance.SUPPORTS, None),
    ],
)
def test_settled(change: dict[str, object], stance: Stance, how: How | None) -> None:
    found = settle(replace(SAME, **change))  # type: ignore[arg-type]
    assert (found.stance, found.how) == (stance, how)


SIGNALS = st.builds(
    Signals,
    likeness=st.floats(-1, 2),
    numbers=st.sampled_from(Agreement),
    numbers_equal=st.booleans(),
    negation_differs=st.booleans(),
    negation_meets=st.booleans(),
    opposed=st.booleans(),
    names_shared=st.floats(0, 1),
    attitude=st.sampled_from([Attitude.ASSERTS, Attitude.DENIES, Attitude.DOUBTS]),
    own_voice=st.booleans(),
)


@given(SIGNALS)
def test_law_a_contradiction_has_a_reason(signals: Signals) -> None:
    found = settle(signals)
    if found.stance is Stance.CONTRADICTS:
        assert found.how is not None
        opposite = signals.negation_differs or signals.opposed
        assert opposite or signals.numbers is Agreement.REFUTES or signals.attitude is not Attitude.ASSERTS
    if found.stance is Stance.SUPPORTS:
        assert signals.likeness >= (AGREES_FROM if signals.numbers_equal else SUPPORTS_FROM)
        assert signals.attitude is Attitude.ASSERTS


@given(SIGNALS, st.floats(0, 1))
def test_law_more_likeness_never_takes_a_stance_back(signals: Signals, more: float) -> None:
    before = settle(signals)
    after = settle(replace(signals, likeness=signals.likeness + more))
    if before.stance is not Stance.RELATED:
        assert after.stance is before.stance


def test_dates_do_not_count_as_words_in_common() -> None:
    dated = read_signals(
        "It rained on 8 March 2024.", "It snowed on 8 March 2024.", 0.0, Attitude.ASSERTS, own_voice=True
    )
    assert dated.likeness == 0.0


@pytest.mark.parametrize(
    ("claim", "statement", "shared"),
    [
        ("The harbour of Lomwick was closed.", "The harbour of Brimsey was closed.", 0.0),
        ("The harbour of Lomwick was closed.", "The harbour was closed.", 1.0),
        ("The harbour of Lomwick was closed.", "In Lomwick and Brimsey the harbours were closed.", 1.0),
        ("Teodor Vashkelin spoke of an order.", "Theodor Waschkelin spoke of an order.", 1.0),
    ],
)
def test_names_in_common(claim: str, statement: str, shared: float) -> None:
    assert read_signals(claim, statement, 0.9, Attitude.ASSERTS, own_voice=True).names_shared == shared


def test_wordings_without_content_words_have_nothing_in_common() -> None:
    assert read_signals("He did.", "They were.", 0.0, Attitude.ASSERTS, own_voice=True).likeness == 0.0
