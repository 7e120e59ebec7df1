"""What calls cost, by a list that has a date. A model that is not on it has no known price, which is not nought."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from verifier.domain import Usage
from verifier.engines import PlannedCall

LISTED_ON = date(2026, 6, 30)
"""As published by the provider then, standard tier; prices have mostly fallen since, so that costs err high."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens; `cached` for input the provider has in its cache."""

    input: float
    cached: float
    output: float

    def of(self, usage: Usage) -> float:
        """US dollars, never below nought."""
        cached = min(usage.cached, usage.input)
        return ((usage.input - cached) * self.input + cached * self.cached + usage.output * self.output) / 1e6


_LIST = {
    "gpt-4.1": Price(2.00, 0.50, 8.00),
    "gpt-4.1-mini": Price(0.40, 0.10, 1.60),
    "gpt-4.1-nano": Price(0.10, 0.025, 0.40),
    "gpt-4o": Price(2.50, 1.25, 10.00),
    "gpt-4o-mini": Price(0.15, 0.075, 0.60),
    "gpt-5": Price(1.25, 0.125, 10.00),
    "gpt-5-mini": Price(0.25, 0.025, 2.00),
    "gpt-5-nano": Price(0.05, 0.005, 0.40),
    "gpt-5.1": Price(1.25, 0.125, 10.00),
    "gpt-5.2": Price(1.75, 0.175, 14.00),
    "gpt-5.4": Price(2.50, 0.25, 15.00),
    "gpt-5.4-mini": Price(0.75, 0.075, 4.50),
    "gpt-5.4-nano": Price(0.20, 0.02, 1.25),
    "gpt-5.5": Price(5.00, 0.50, 30.00),
    "o3": Price(2.00, 0.50, 8.00),
    "o4-mini": Price(1.10, 0.275, 4.40),
}

_DEARER_ONCE = frozenset({"gpt-4o-2024-05-13"})
"""A dated version whose price is not that of its name."""

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class CostRange:
    """US dollars, at best and at worst."""

    low: float
    high: float


def price_of(model: str) -> Price | None:
    """The price of `model`, dated versions included; None when it is not on the list."""
    if model in _DEARER_ONCE:
        return None
    return _LIST.get(model) or _LIST.get(_DATED.sub("", model))


def cost_range(calls: Iterable[PlannedCall], price: Price | None) -> CostRange | None:
    """What the calls will cost: at best every prefix is cached and replies are short; None without a price."""
    if price is None:
        return None
    low = high = 0.0
    for call in calls:
        low += price.of(Usage(call.input, call.prefix, call.output_low))
        high += price.of(Usage(call.input, 0, call.output_high))
    return CostRange(low, high)
