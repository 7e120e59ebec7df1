"""Dates in running text, resolved against the day of publication."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.language.dates import find_dates

SUNDAY = date(2023, 1, 8)


def days(text: str, reference: date | None = SUNDAY) -> list[tuple[str, str, str]]:
    return [(text[d.start : d.end], f"{d.first:%F}", f"{d.last:%F}") for d in find_dates(text, reference)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 8 March 2024", "2024-03-08", "2024-03-08"),
        ("on March 8, 2024,", "2024-03-08", "2024-03-08"),
        ("on 2024-03-08", "2024-03-08", "2024-03-08"),
        ("am 08.03.2024", "2024-03-08", "2024-03-08"),
        ("at the weekend (January 7/8)", "2023-01-07", "2023-01-08"),
        ("on the 5th of January", "2023-01-05", "2023-01-05"),
        ("on 26 December", "2022-12-26", "2022-12-26"),
        ("on February 1", "2023-02-01", "2023-02-01"),
        ("from January 16 to February 1", "2023-01-16", "2023-02-01"),
        ("from 28 December to 3 January", "2022-12-28", "2023-01-03"),
        ("in late December", "2022-12-21", "2022-12-31"),
        ("in January", "2023-01-01", "2023-01-31"),
        ("in February 2024", "2024-02-01", "2024-02-29"),
        ("in spring 2023", "2023-03-01", "2023-05-31"),
        ("on Sunday", "2023-01-08", "2023-01-08"),
        ("on Tuesday", "2023-01-03", "2023-01-03"),
        ("last Sunday", "2023-01-01", "2023-01-01"),
        ("next Tuesday", "2023-01-10", "2023-01-10"),
        ("they will arrive on Tuesday", "2023-01-10", "2023-01-10"),
        ("yesterday", "2023-01-07", "2023-01-07"),
        ("two days ago", "2023-01-06", "2023-01-06"),
        ("a week ago", "2022-12-31", "2023-01-02"),
        ("last week", "2022-12-26", "2023-01-01"),
        ("this week", "2023-01-02", "2023-01-08"),
        ("at the weekend", "2023-01-07", "2023-01-08"),
    ],
)
def test_resolved(text: str, first: str, last: str) -> None:
    assert days(text)[-1][1:] == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital.",
        "Theresa May spoke.",
        "The second gate was open for 30 seconds.",
        "on 31 February 2023",
        "He paid 1,400 to 1,600 crowns.",
        "the 2nd brigade",
    ],
)
def test_no_dates(text: str) -> None:
    assert days(text) == []


def test_without_a_reference_only_full_dates_resolve() -> None:
    assert days("on Tuesday, 8 March, that is not 9 March 2024", None) == [("9 March 2024", "2024-03-09", "2024-03-09")]


def test_a_weekday_with_its_date_gives_both_in_order() -> None:
    assert [d[1] for d in days("on Sunday (January 8)")] == ["2023-01-08", "2023-01-08"]


@given(st.text(max_size=80), st.one_of(st.none(), st.dates()))
def test_law_spans_are_in_order_and_intervals_are_forward(text: str, reference: date | None) -> None:
    found = find_dates(text, reference)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= d.start < d.end <= len(text) and d.first <= d.last for d in found)
