from __future__ import annotations

# Cyrillic is what it is about.
# ruff: noqa: RUF001
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.readers.dates import read_date

EIGHTH = date(2024, 3, 8)


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-08",
        "2024-03-08T23:30Z",
        "2024-03-08T10:00:00+02:00",
        "2024-03-08 10:11:12",
        "2024/3/8",
        "20240308",
        "20240308T101500Z",
        20240308,
        "8 March 2024",
        "8th of March 2024",
        "Friday, 8 March 2024",
        "March 8, 2024",
        "Mar. 8, 2024 03:55 PM GMT+03:00",
        "Published on Mar 8, 2024 16:51",
        "08.03.2024",
        "8. März 2024, 14:05 Uhr",
        "8 марта 2024 г.",
        "Fri, 08 Mar 2024 10:00:00 +0000",
        EIGHTH,
        datetime(2024, 3, 8, 23, 59, tzinfo=UTC),
    ],
)
def test_reads_dates_as_papers_write_them(written: object) -> None:
    assert read_date(written) == (EIGHTH, None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("23/04/2024", date(2024, 4, 23)), ("04/23/2024", date(2024, 4, 23)), ("4/4/2024", date(2024, 4, 4))],
)
def test_slashes_are_read_where_only_one_reading_is_a_date(written: str, expected: date) -> None:
    assert read_date(written) == (expected, None)


def test_a_date_with_two_readings_is_not_guessed() -> None:
    found, problem = read_date("03/04/2024")
    assert found is None
    assert problem == "no date: '03/04/2024' may be day or month first; write it as YYYY-MM-DD"


@pytest.mark.parametrize("written", [None, "", "unknown", "N/A", "null", " "])
def test_an_absent_date_is_a_plain_warning(written: object) -> None:
    assert read_date(written) == (None, "no date")


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "08.03.24",
        "2024-13-45",
        "2024-02-30",
        "May 2024",
        "2024",
        "2024-03-04 to 2024-03-07",
        "9" * 99,
        True,
    ],
)
def test_an_unreadable_date_is_quoted(written: object) -> None:
    found, problem = read_date(written)
    assert found is None
    assert problem is not None
    assert str(written)[:40] in problem


@given(st.one_of(st.text(max_size=120), st.from_regex(r"[0-9]{1,4}[-/. ][A-Za-z0-9]{1,9}[-/. ,]{1,2}[0-9]{1,4}")))
def test_never_raises_and_always_explains(written: str) -> None:
    found, problem = read_date(written)
    assert (found is None) == (problem is not None)
