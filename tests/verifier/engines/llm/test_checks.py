"""Each rule that code holds against a reply, and which pairs need none. Probabilities are set, not computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import article
from verifier.domain import How, Judgement, Stance, Unjudged
from verifier.engines.llm import checks
from verifier.engines.llm.checks import (
    ASKED_FROM,
    CLEAR_FROM,
    NOT_ASSERTED,
    NOT_CONFIRMED,
    OBJECTION,
    OBJECTS_BELOW,
    OTHER_NUMBERS,
    SAME_NUMBERS,
    after_second_look,
    agrees,
    is_clear,
    objection,
    worth_asking,
)
from verifier.engines.llm.doubts import UNHEARD
from verifier.engines.llm.replies import SecondLookCells
from verifier.engines.settling import CONTRADICTS_FROM, DENIED_FROM, SUPPORTS_FROM, Signals, Wording
from verifier.language.cues import Attitude
from verifier.language.quantities import Agreement
from verifier.models.stance import StanceScores

LITTLE = 1e-6
Sees = Callable[[float, float], None]


@pytest.fixture
def sees(monkeypatch: pytest.MonkeyPatch) -> Sees:
    """Sets what the embedded models see: the probability of the same thing, and of speaking against it."""

    def see(same: float, against: float) -> None:
        monkeypatch.setattr(checks, "probabilities", lambda _signals: (same, against))

    return see


def signals(
    likeness: float = 1.0, numbers: Agreement = Agreement.SILENT, attitude: Attitude = Attitude.ASSERTS
) -> Signals:
    plain = Wording(
        shared=0.0,
        covered=0.0,
        names_shared=1.0,
        numbers=numbers,
        numbers_equal=False,
        negation_differs=False,
        opposed=False,
    )
    return Signals(plain, likeness, attitude, own_voice=True)


def judgement(stance: Stance = Stance.SUPPORTS, how: How | None = None) -> Judgement:
    return Judgement("claim-1", "article-1", stance, 3, 9, "quoted", how=how)


# --- what needs no asking ---


def test_a_pair_without_anything_on_the_claims_matter_is_clear(sees: Sees) -> None:
    assert is_clear([])
    sees(ASKED_FROM - LITTLE, 1.0)
    assert is_clear([signals()] * 3)
    sees(ASKED_FROM, 0.0)
    assert not is_clear([signals()])


def test_what_the_embedded_models_take_for_a_vote_is_asked_about() -> None:
    assert min(CONTRADICTS_FROM, DENIED_FROM, SUPPORTS_FROM) > ASKED_FROM


def test_a_statement_beyond_doubt_is_clear(sees: Sees) -> None:
    sees(CLEAR_FROM, 0.0)
    assert is_clear([signals()])
    sees(CLEAR_FROM - LITTLE, 0.0)
    assert not is_clear([signals()])
    sees(1.0, 1 - CLEAR_FROM + LITTLE)
    assert not is_clear([signals()])


@pytest.mark.parametrize("attitude", [Attitude.DENIES, Attitude.DOUBTS, Attitude.GAP])
def test_what_a_speaker_does_not_assert_is_asked_about(sees: Sees, attitude: Attitude) -> None:
    sees(1.0, 0.0)
    assert not is_clear([signals(attitude=attitude)])


@pytest.mark.parametrize(
    ("numbers", "clear"),
    [(Agreement.SILENT, True), (Agreement.SUPPORTS, True), (Agreement.OPEN, False), (Agreement.REFUTES, False)],
)
def test_numbers_that_do_not_fit_are_asked_about(sees: Sees, numbers: Agreement, clear: bool) -> None:
    sees(1.0, 0.0)
    assert is_clear([signals(numbers=numbers)]) is clear


def test_beside_a_clear_statement_another_one_is_asked_about(sees: Sees) -> None:
    sees(1.0, 0.0)
    assert is_clear([signals(), signals()])
    assert not is_clear([signals(), signals(attitude=Attitude.DENIES)])


def test_what_the_model_could_not_read_is_asked_about(sees: Sees) -> None:
    sees(0.0, 0.0)
    assert not is_clear([replace(signals(), fits=False)])


# --- the second look ---

LOOK = SecondLookCells("c1", "quoted", None, same_matter=True, same_time=True, both_can_hold=False, how=How.DENIAL)
CONTRADICTION = judgement(Stance.CONTRADICTS, How.OTHER_ACCOUNT)


def test_a_contradiction_that_stands_takes_the_manner_of_the_second_look() -> None:
    found = after_second_look(CONTRADICTION, LOOK)
    assert (found.stance, found.how, found.strong, found.note) == (Stance.CONTRADICTS, How.DENIAL, True, "")
    assert (found.start, found.end, found.quote) == (3, 9, "quoted")


@pytest.mark.parametrize(
    "cells",
    [
        {"both_can_hold": True},
        {"both_can_hold": None},
        {"same_matter": False},
        {"same_matter": None},
        {"same_time": False},
        {"quote": None},
        {"how": None},
    ],
)
def test_one_that_does_not_stand_is_related(cells: dict[str, Any]) -> None:
    found = after_second_look(CONTRADICTION, replace(LOOK, **cells))
    assert (found.stance, found.how, found.strong, found.note) == (Stance.RELATED, None, False, NOT_CONFIRMED)
    assert found.quote == "quoted"


@pytest.mark.parametrize("cells", [{"same_time": None}, {"how": How.DOUBT, "both_can_hold": True}])
def test_one_that_stands_in_part_is_not_clear_cut(cells: dict[str, Any]) -> None:
    found = after_second_look(CONTRADICTION, replace(LOOK, **cells))
    assert (found.stance, found.strong) == (Stance.CONTRADICTS, False)


@pytest.mark.parametrize("why", list(Unjudged))
def test_one_that_could_not_be_looked_at_again_is_no_vote(why: Unjudged) -> None:
    found = after_second_look(CONTRADICTION, why)
    assert (found.stance, found.how, found.strong, found.note) == (Stance.UNJUDGED, None, False, why)


SAID = (True, False, None)


@pytest.mark.parametrize(("matter", "time", "both"), list(product(SAID, SAID, SAID)))
@pytest.mark.parametrize("how", [None, *How])
def test_no_second_look_makes_a_vote_of_another_matter(
    matter: bool | None, time: bool | None, both: bool | None, how: How | None
) -> None:
    cells = SecondLookCells("c1", "quoted", None, matter, time, both, how)
    found = after_second_look(CONTRADICTION, cells)
    counts = found.stance is Stance.CONTRADICTS
    assert counts == (matter is True and time is not False and how is not None and (both is False or how is How.DOUBT))
    assert (found.how is not None) == counts
    assert not found.strong or (time is True and both is False)


# --- objections ---

WHERE = article("The harbour at Lomwick was closed.")
CLAIM = "The port is shut."


def objected(to: Judgement, one: Signals, claim: str = CLAIM) -> str | None:
    return objection(to, one, claim, WHERE)


def test_support_that_the_models_see_none_of_is_objected_to(sees: Sees) -> None:
    sees(OBJECTS_BELOW - LITTLE, 0.0)
    assert objected(judgement(), signals()) == OBJECTION
    sees(1.0, 1 - OBJECTS_BELOW + LITTLE)
    assert objected(judgement(), signals()) == OBJECTION
    sees(OBJECTS_BELOW, 0.0)
    assert objected(judgement(), signals()) is None


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        (Agreement.REFUTES, OTHER_NUMBERS),
        (Agreement.OPEN, None),
        (Agreement.SILENT, None),
        (Agreement.SUPPORTS, None),
    ],
)
def test_support_with_another_value_is_objected_to(sees: Sees, numbers: Agreement, why: str | None) -> None:
    sees(1.0, 0.0)
    assert objected(judgement(), signals(numbers=numbers)) == why


@pytest.mark.parametrize("attitude", [Attitude.DENIES, Attitude.DOUBTS, Attitude.GAP])
def test_support_that_its_speaker_does_not_assert_is_objected_to(sees: Sees, attitude: Attitude) -> None:
    sees(1.0, 0.0)
    assert objected(judgement(), signals(attitude=attitude)) == NOT_ASSERTED


def test_a_doubt_counts_unless_the_models_see_support_beyond_doubt(sees: Sees) -> None:
    claim = "The harbour at Sorn was closed."
    sees(OBJECTS_BELOW - LITTLE, 0.0)
    assert objected(judgement(), signals(), claim) == OBJECTION
    sees(OBJECTS_BELOW, 0.0)
    assert objected(judgement(), signals(), claim) == UNHEARD
    sees(CLEAR_FROM - LITTLE, 0.0)
    assert objected(judgement(), signals(), claim) == UNHEARD
    assert objected(judgement(Stance.CONTRADICTS, How.DENIAL), signals(), claim) is None
    sees(CLEAR_FROM, 0.0)
    assert objected(judgement(), signals(), claim) is None


@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize("numbers", Agreement)
def test_another_value_that_holds_together_is_objected_to(sees: Sees, how: How, numbers: Agreement) -> None:
    sees(1.0, 0.0)
    why = objected(judgement(Stance.CONTRADICTS, how), signals(numbers=numbers))
    assert why == (SAME_NUMBERS if how is How.DIFFERENT_VALUE and numbers is Agreement.SUPPORTS else None)


@pytest.mark.parametrize("attitude", Attitude)
def test_the_models_object_to_no_contradiction(sees: Sees, attitude: Attitude) -> None:
    sees(0.0, 0.0)
    assert objected(judgement(Stance.CONTRADICTS, How.DENIAL), signals(attitude=attitude)) is None


def test_support_that_both_report_is_clear_cut(sees: Sees) -> None:
    sees(SUPPORTS_FROM, 0.0)
    assert agrees(signals())
    sees(SUPPORTS_FROM - LITTLE, 0.0)
    assert not agrees(signals())
    sees(1.0, 1 - SUPPORTS_FROM + LITTLE)
    assert not agrees(signals())


@given(st.floats(-1, 2), st.floats(0, 1), st.sampled_from(Agreement), st.sampled_from(Attitude), st.booleans())
def test_what_is_clear_as_stated_is_never_objected_to(
    likeness: float, supports: float, numbers: Agreement, attitude: Attitude, differs: bool
) -> None:
    one = replace(signals(likeness, numbers, attitude), scores=StanceScores(supports, 0.0, 1 - supports))
    one = replace(one, wording=replace(one.wording, covered=1.0, negation_differs=differs))
    if worth_asking(one) >= ASKED_FROM and is_clear([one]):
        assert objected(judgement(), one, "The harbour at Sorn was not closed.") is None
        assert agrees(one)


def test_the_models_can_see_a_statement_beyond_doubt() -> None:
    best = replace(signals(2.0, Agreement.SUPPORTS), scores=StanceScores(1.0, 0.0, 0.0))
    assert is_clear([replace(best, wording=replace(best.wording, covered=1.0, shared=1.0, numbers_equal=True))])
