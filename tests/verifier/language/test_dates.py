"""Dates in running text, resolved against the day of publication."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.language.dates import compare_dates, find_dates, without_dates
from verifier.language.quantities import Agreement

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
        ("they could arrive as soon as Tuesday", "2023-01-10", "2023-01-10"),
        ("they might have arrived on Tuesday", "2023-01-03", "2023-01-03"),
        ("on Wednesday last week", "2022-12-28", "2022-12-28"),
        ("on Monday of next week", "2023-01-09", "2023-01-09"),
        ("last week's Tuesday", "2022-12-27", "2022-12-27"),
        ("yesterday", "2023-01-07", "2023-01-07"),
        ("two days ago", "2023-01-06", "2023-01-06"),
        ("a week ago", "2022-12-31", "2023-01-02"),
        ("last week", "2022-12-26", "2023-01-01"),
        ("this week", "2023-01-02", "2023-01-08"),
        ("at the weekend", "2023-01-07", "2023-01-08"),
        ("last night", "2023-01-07", "2023-01-08"),
        ("on 5 January last year", "2022-01-05", "2022-01-05"),
        ("between 28 December and 3 January", "2022-12-28", "2023-01-03"),
        ("28 March 2021 to 4 April 2022", "2021-03-28", "2022-04-04"),
        ("on 7 mars 2022", "2022-03-07", "2022-03-07"),
        ("on 24.II.2022", "2022-02-24", "2022-02-24"),
        ("on 15/02/2022", "2022-02-15", "2022-02-15"),
        ("05/06/2022", "2022-05-06", "2022-06-05"),
        ("on Wednesday (04.01)", "2023-01-04", "2023-01-04"),
        ("in Q3 2022", "2022-07-01", "2022-09-30"),
        ("the second half of last year", "2022-07-01", "2022-12-31"),
        ("the second half of March", "2022-03-16", "2022-03-31"),
        ("the second week of November", "2022-11-08", "2022-11-14"),
        ("by the end of 2024", "2024-12-01", "2024-12-31"),
        ("mid-2022", "2022-05-01", "2022-08-31"),
        ("since 2014", "2014-01-01", "2014-12-31"),
        ("between 2015 and 2019", "2015-01-01", "2019-12-31"),
        ("the 2018-19 season", "2018-01-01", "2019-12-31"),
        ("in the late 1990s", "1997-01-01", "1999-12-31"),
        ("last autumn", "2022-09-01", "2022-11-30"),
        ("last winter", "2021-12-01", "2022-02-28"),
        ("next month", "2023-02-01", "2023-02-28"),
        ("earlier this month", "2023-01-01", "2023-01-08"),
        ("in the last six months", "2022-07-12", "2023-01-08"),
        ("five years ago", "2018-01-01", "2018-12-31"),
        ("a month and a half ago", "2022-11-17", "2022-12-01"),
        ("they will meet in five days", "2023-01-13", "2023-01-13"),
        ("from Tuesday to Thursday", "2023-01-03", "2023-01-05"),
        ("on New Year's Eve", "2022-12-31", "2022-12-31"),
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
        "in 2000 people",
        "The next day he left.",
        "the march took in five days",
        "The Sunday Times wrote",
        "2022-13-41 and 31/31/2022",
    ],
)
def test_no_dates(text: str) -> None:
    assert days(text) == []


def test_without_a_reference_only_full_dates_resolve() -> None:
    assert days("on Tuesday, 8 March, that is not 9 March 2024", None) == [("9 March 2024", "2024-03-09", "2024-03-09")]


def test_a_weekday_beside_a_date_is_that_day() -> None:
    assert {d[1] for d in days("on Tuesday, 8 March 2022")} == {"2022-03-08"}


def test_two_days_joined_by_and_are_not_a_stretch() -> None:
    assert [d[1] for d in days("on October 8 and December 2")] == ["2022-10-08", "2022-12-02"]


def test_as_of_is_told_from_other_dates() -> None:
    found = find_dates("As of 3 January, 400 of the houses hit on 1 January stood empty.", SUNDAY)
    assert [(f"{span.first:%d}", span.as_of) for span in found] == [("03", True), ("01", False)]


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("It sank on 3 January.", "It sank last Tuesday.", Agreement.SUPPORTS),
        ("It sank on 3 January.", "It sank in early January.", Agreement.SUPPORTS),
        ("It sank on 3 January.", "It sank on 5 January.", Agreement.REFUTES),
        ("It sank on 3 January.", "It sank.", Agreement.OPEN),
        ("It sank.", "It sank on 3 January.", Agreement.SILENT),
    ],
)
def test_compare_dates(claim: str, passage: str, expected: Agreement) -> None:
    assert compare_dates(claim, SUNDAY, passage, SUNDAY) is expected


@given(st.text(alphabet="0123456789 .-/:," + "MayJunelastyrofdTuswkndgin", max_size=60), st.dates())
def test_law_the_spans_do_not_depend_on_the_reference(text: str, reference: date) -> None:
    spans = {(d.start, d.end) for d in find_dates(text, reference)}
    assert all(text[start:end] not in without_dates(text) or text.count(text[start:end]) > 1 for start, end in spans)


def test_long_hostile_text_takes_no_quadratic_time() -> None:
    for text in ("May 1 to " * 3000, "2022-" * 6000, "the last " * 4000, "from Monday to " * 2000, "1/" * 9000):
        find_dates(text, SUNDAY)


def test_a_weekday_with_its_date_gives_both_in_order() -> None:
    assert [d[1] for d in days("on Sunday (January 8)")] == ["2023-01-08", "2023-01-08"]


@given(st.text(max_size=80), st.one_of(st.none(), st.dates()))
def test_law_spans_are_in_order_and_intervals_are_forward(text: str, reference: date | None) -> None:
    found = find_dates(text, reference)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= d.start < d.end <= len(text) and d.first <= d.last for d in found)
