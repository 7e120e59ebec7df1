"""Costs follow from usage and a dated list; what is not listed has no cost that could be mistaken for nought."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Usage
from verifier.engines import PlannedCall
from verifier.engines.llm.prices import _LIST, Price, cost_range, price_of

PRICE = Price(1.0, 0.1, 8.0)
CALLS = st.builds(
    lambda prefix, rest, low, more: PlannedCall("", prefix, prefix + rest, low, low + more),
    *[st.integers(0, 10_000) for _ in range(4)],
)


def test_a_cost_by_hand() -> None:
    assert PRICE.of(Usage(input=1_500_000, cached=500_000, output=250_000)) == pytest.approx(1.0 + 0.05 + 2.0)


@given(st.builds(Usage, *[st.integers(0, 10**9)] * 3))
def test_no_usage_costs_less_than_nothing(usage: Usage) -> None:
    assert 0 <= PRICE.of(usage) <= PRICE.of(Usage(usage.input, 0, usage.output))


def test_dated_versions_have_the_price_of_their_name() -> None:
    assert price_of("gpt-4o-mini-2024-07-18") == price_of("gpt-4o-mini") == Price(0.15, 0.075, 0.60)


@pytest.mark.parametrize("model", ["llama-3-70b", "", "gpt-4o-2024-05-13", "gpt-4o-audio", "my-gpt-5-deployment"])
def test_an_unknown_model_has_no_cost(model: str) -> None:
    assert price_of(model) is None
    assert cost_range([PlannedCall("", 1, 2, 3, 4)], price_of(model)) is None


@given(st.lists(CALLS, max_size=5))
def test_the_range_holds_what_the_calls_may_cost(calls: list[PlannedCall]) -> None:
    found = cost_range(calls, PRICE)
    assert found is not None
    real = sum(PRICE.of(Usage(c.input, c.prefix // 2, (c.output_low + c.output_high) // 2)) for c in calls)
    assert found.low - 1e-9 <= real <= found.high + 1e-9


def test_the_list_is_plausible() -> None:
    assert all(0 < price.cached < price.input < price.output for price in _LIST.values())
