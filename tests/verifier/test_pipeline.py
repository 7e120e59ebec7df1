"""What a run tells of reasons."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from verifier.pipeline import MOST_REASONS, OTHER_REASONS, grouped


def test_reasons_come_with_their_number_the_commonest_first() -> None:
    assert list(grouped(["b", "c", "a", "c", "b", "c"]).items()) == [("c", 3), ("b", 2), ("a", 1)]
    assert grouped([]) == {}


@given(st.lists(st.sampled_from([f"reason {n}" for n in range(2 * MOST_REASONS)]), max_size=80))
def test_no_reason_is_lost(reasons: list[str]) -> None:
    found = grouped(reasons)
    told = {reason: n for reason, n in found.items() if reason != OTHER_REASONS}
    assert sum(found.values()) == len(reasons)
    assert told.items() <= Counter(reasons).items()
    assert len(told) == min(MOST_REASONS, len(set(reasons)))
    assert list(told.values()) == sorted(told.values(), reverse=True)
