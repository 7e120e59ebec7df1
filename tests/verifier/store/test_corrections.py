"""Corrections: a history that only grows, and what of it is in force."""

from __future__ import annotations

import pytest

from verifier.domain import Correction, CorrectionKind
from verifier.errors import StoreError, UsageError
from verifier.store import Store

SAME, DIFFERENT = CorrectionKind.SAME_ORIGIN, CorrectionKind.DIFFERENT_ORIGINS


def test_what_is_noted_comes_back_in_order(store: Store) -> None:
    first = store.add_correction(SAME, ("Holt", "J. Holt"), note="same desk", by="ana")
    second = store.add_correction(CorrectionKind.REWORDED, ("claim-1",), value="It rained.", by="ben")

    assert store.corrections() == store.corrections_in_force() == [first, second]
    assert (first.subjects, first.note, first.by, first.undoes) == (("Holt", "J. Holt"), "same desk", "ana", None)
    assert first.at <= second.at
    assert first.at.tzinfo is not None
    assert store.corrections_in_force(SAME) == [first]
    assert store.corrections_in_force(DIFFERENT) == []


def test_an_undo_is_an_event_and_overwrites_nothing(store: Store) -> None:
    made = store.add_correction(SAME, ("Holt", "J. Holt"), by="ana")
    undo = store.undo_correction(made.id, note="two people", by="ben")

    assert (undo.undoes, undo.kind, undo.subjects, undo.by) == (made.id, SAME, made.subjects, "ben")
    assert store.corrections() == [made, undo]
    assert store.corrections_in_force() == []

    again = store.add_correction(SAME, ("Holt", "J. Holt"), by="ana")
    assert store.corrections_in_force() == [again]
    assert len({each.id for each in store.corrections()}) == 3


def test_what_cannot_be_undone_names_the_next_step(store: Store) -> None:
    made = store.add_correction(SAME, ("Holt", "J. Holt"), by="ana")
    undo = store.undo_correction(made.id, by="ana")

    with pytest.raises(UsageError, match=f"{made.id!r} is undone already, by {undo.id!r}: `verifier corrections list`"):
        store.undo_correction(made.id, by="ana")
    with pytest.raises(UsageError, match=f"took back {made.id!r}: make that correction once more"):
        store.undo_correction(undo.id, by="ana")
    with pytest.raises(UsageError, match=r"no correction 'correction-0' here: `verifier corrections list`"):
        store.undo_correction("correction-0", by="ana")
    assert len(store.corrections()) == 2


def test_every_kind_and_any_text_is_kept_as_it_is(store: Store) -> None:
    hostile = "=cmd \x1b[31m\u202e<b>'\"\n"
    made: list[Correction] = [
        store.add_correction(kind, (hostile, kind.value), value=hostile, note=hostile, by=hostile)
        for kind in CorrectionKind
    ]
    assert store.corrections() == made
    with pytest.raises(StoreError, match="half a character"):
        store.add_correction(SAME, ("a\ud800", "b"), by="ana")
    assert store.corrections() == made
