"""Quantities: what is one, what it counts, and how two of them lie to each other."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Comparator, Quantity
from verifier.language.quantities import Agreement, Relation, compare_texts, find_quantities, relation

RANGE, EQUAL, ABOUT, LEAST, MOST = (
    Comparator.RANGE,
    Comparator.EQUAL,
    Comparator.ABOUT,
    Comparator.AT_LEAST,
    Comparator.AT_MOST,
)


@pytest.mark.parametrize(
    ("text", "low", "high", "comparator", "counted"),
    [
        ("1,400 to 1,600 soldiers arrived in the city", 1400, 1600, RANGE, "soldier"),
        ("between 40 and 50 villages", 40, 50, RANGE, "village"),
        ("between 40-50 villages", 40, 50, RANGE, "village"),
        ("another 700 to 800 Russian soldiers", 700, 800, RANGE, "soldier"),
        ("70 or 80,000 tonnes", 70_000, 80_000, RANGE, ""),
        ("10-12 killed", 10, 12, RANGE, "killed"),
        ("10\u201312 were killed", 10, 12, RANGE, "killed"),
        ("1.4 to 1.6 million people", 1.4e6, 1.6e6, RANGE, "person"),
        ("two to two-and-a-half hours", 2, 2.5, RANGE, ""),
        ("dozens of people were injured", 24, 99, RANGE, "injured"),
        ("hundreds of ships", 200, 999, RANGE, "ship"),
        ("tens of thousands of soldiers", 20_000, 99_999, RANGE, "soldier"),
        ("several hundred soldiers", 200, 999, RANGE, "soldier"),
        ("at least 10", 10, math.inf, LEAST, ""),
        ("more than 30 tanks", 30, math.inf, LEAST, "tank"),
        ("no fewer than 12 houses", 12, math.inf, LEAST, "house"),
        ("60 or more drones", 60, math.inf, LEAST, "drone"),
        ("5,000-plus homes", 5000, math.inf, LEAST, "house"),
        ("up to 1,500 troops", 0, 1500, MOST, "soldier"),
        ("at a maximum of 40,000 soldiers", 0, 40_000, MOST, "soldier"),
        ("fewer than 10 boats", 0, 10, MOST, "boat"),
        ("nearly 9,000 troops", 8550, 9450, ABOUT, "soldier"),
        ("some 300 Chechen fighters", 285, 315, ABOUT, "fighter"),
        ("12 or so ships", 11.4, 12.6, ABOUT, "ship"),
        ("1.6 thousand service members", 1600, 1600, EQUAL, "soldier"),
        ("1.6k troops", 1600, 1600, EQUAL, "soldier"),
        ("1.400 Soldiers", 1400, 1400, EQUAL, "soldier"),
        ("1 400 soldiers", 1400, 1400, EQUAL, "soldier"),
        ("1\u2009400 soldiers", 1400, 1400, EQUAL, "soldier"),
        ("1,5 million people", 1.5e6, 1.5e6, EQUAL, "person"),
        ("1,234 million people", 1.234e9, 1.234e9, EQUAL, "person"),
        ("twelve people", 12, 12, EQUAL, "person"),
        ("two hundred and five ships", 205, 205, EQUAL, "ship"),
        ("two and a half million people", 2.5e6, 2.5e6, EQUAL, "person"),
        ("half a million people", 5e5, 5e5, EQUAL, "person"),
        ("a dozen ships", 12, 12, EQUAL, "ship"),
        ("40m people", 4e7, 4e7, EQUAL, "person"),
        ("2000 soldiers arrived", 2000, 2000, EQUAL, "soldier"),
        ("On Monday 12 towns", 12, 12, EQUAL, "town"),
        ("In Brest 12 people", 12, 12, EQUAL, "person"),
        ("three buses", 3, 3, EQUAL, "bus"),
    ],
)
def test_reads_value_comparator_and_thing(
    text: str, low: float, high: float, comparator: Comparator, counted: str
) -> None:
    (quantity,) = find_quantities(text)
    assert quantity.low == pytest.approx(low)
    assert quantity.high == pytest.approx(high)
    assert quantity.comparator is comparator
    assert quantity.counted == counted


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("$3.2bn", 3.2e9, "usd"),
        ("$3.2 billion in aid", 3.2e9, "usd"),
        ("US$5 million", 5e6, "usd"),
        ("€40m", 4e7, "eur"),
        ("15 million hryvnia", 1.5e7, "uah"),
        ("billions of dollars", 2e9, "usd"),
        ("12.5 per cent", 12.5, "percent"),
        ("5%", 5, "percent"),
        ("three quarters of voters", 75, "percent"),
        ("one in five families", 20, "percent"),
        ("nine out of ten shops", 90, "percent"),
        ("half the fleet", 50, "percent"),
        ("minus 20 degrees", -20, "degree"),
        ("half an hour", 0.5, "hour"),
        ("10 percentage points", 10, "percentage point"),
        ("20 km", 20, "km"),
        ("1,500 metres", 1.5, "km"),
        ("a 40m deep trench", 0.04, "km"),
        ("300 square kilometres", 300, "km2"),
        ("500 tonnes of grain", 500, "tonne"),
        ("two days", 48, "hour"),
        ("a 12-hour battle", 12, "hour"),
        ("over two days", 48, "hour"),
        ("three times as many", 3, "fold"),
    ],
)
def test_reads_measures_in_one_unit_per_kind(text: str, low: float, unit: str) -> None:
    (quantity,) = find_quantities(text)
    assert quantity.low == pytest.approx(low)
    assert quantity.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "in 2022",
        "8 March 2024",
        "March 8",
        "at the weekend (January 7/8)",
        "from January 16 to February 1",
        "2024-03-08 and 08.03.2024",
        "at 10:30, at 6 p.m. and at 0400 GMT",
        "a 33-year-old man",
        "Jana Holt, 43, said",
        "aged 12",
        "the 2nd brigade",
        "call +44 20 7946 0958 or 555-0123",
        "1. The minister",
        "as noted [12]",
        "a Su-27, a T-72, an Il-76, S-300s, F-16s, MH17, 5G and an M1A1",
        "Resolution 1701",
        "Leopard 2 tanks",
        "won 3-1",
        "the 52-48 vote",
        "at 12 Harbour Street",
        "section 4.2 on page 3",
        "one of the ships",
        "the two countries",
        "two days ago",
        "in the third quarter of the year",
        "the second half of May",
        "both sides of the river",
        "155mm shells",
        "a five-storey building",
        "in the 1990s",
        "24/7",
        "half past one",
        "the brigade sent a battalion",
        "",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("counted", "texts"),
    [
        (
            "killed",
            [
                "10 killed",
                "10 people killed",
                "10 people were killed",
                "10 people have been killed",
                "killing 10 people",
                "leaving 10 dead",
                "10 deaths",
                "10 died",
                "10 people lost their lives",
                "claimed 10 lives",
                "the death toll rose to 10",
                "the number of dead has reached 10",
            ],
        ),
        ("injured", ["10 injured", "10 people were wounded", "wounding 10 others", "10 residents were hurt"]),
        ("killed soldier", ["10 soldiers were killed", "killed 10 troops", "10 service members killed"]),
        ("killed civilian", ["10 civilians died"]),
        ("ship", ["10 ships", "10 grey ships that left", "the number of ships rose to 10"]),
    ],
)
def test_one_count_in_many_wordings(counted: str, texts: list[str]) -> None:
    assert {find_quantities(text)[0].counted for text in texts} == {counted}


def test_a_change_has_two_values() -> None:
    low, high = find_quantities("Lukashenko should upgrade his army from 65,000 to 100,000 men")
    assert (low.low, high.low, low.counted, high.counted) == (65_000, 100_000, "man", "man")


def test_nobody_is_zero() -> None:
    (quantity,) = find_quantities("No civilians were killed in the attack.")
    assert (quantity.low, quantity.high, quantity.counted) == (0, 0, "killed civilian")


def test_offsets_hold_the_number_with_its_comparator_and_unit() -> None:
    text = "Police found at least 10 boats and 3.5 tonnes of coal."
    assert [text[q.start : q.end] for q in find_quantities(text)] == ["at least 10", "3.5 tonnes"]


def _quantity(
    low: float, high: float, comparator: Comparator, counted: str = "soldier", unit: str | None = None
) -> Quantity:
    return Quantity(low, high, comparator, unit, counted, 0, 0)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("1,400 to 1,600 soldiers", "about 1,500 soldiers", Relation.EQUIVALENT),
        ("at least 10 killed", "12 killed", Relation.B_IN_A),
        ("at least 10 killed", "at least 10 dead", Relation.EQUIVALENT),
        ("at most 40,000 soldiers", "35,000 soldiers", Relation.B_IN_A),
        ("dozens of ships", "60 ships", Relation.B_IN_A),
        ("1,400 to 1,600 soldiers", "1,550 to 2,000 soldiers", Relation.OVERLAP),
        ("5,800 soldiers", "about 9,000 troops", Relation.DISJOINT),
        ("10 soldiers", "10 ships", Relation.INCOMPARABLE),
        ("10 km", "10 tonnes", Relation.INCOMPARABLE),
        ("48 hours", "two days", Relation.EQUIVALENT),
        ("10 soldiers", "10 people", Relation.EQUIVALENT),
        ("10 soldiers", "20 people", Relation.INCOMPARABLE),
        ("10 people killed", "3 children killed", Relation.INCOMPARABLE),
        ("$3bn", "$5bn", Relation.INCOMPARABLE),
        ("30% of voters", "40% of voters", Relation.DISJOINT),
    ],
)
def test_relation(a: str, b: str, expected: Relation) -> None:
    assert relation(find_quantities(a)[0], find_quantities(b)[0]) is expected


_NUMBERS = st.integers(0, 60).map(float)


@st.composite
def _quantities(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(_NUMBERS), draw(_NUMBERS)))
    kind = draw(st.sampled_from(list(Comparator)))
    if kind is LEAST:
        high = math.inf
    if kind is MOST:
        low = 0.0
    if kind is EQUAL:
        high = low
    return _quantity(low, high, kind, draw(st.sampled_from(["", "person", "soldier", "killed", "ship"])))


@given(_quantities(), _quantities())
def test_relation_is_symmetric(a: Quantity, b: Quantity) -> None:
    swapped = {Relation.A_IN_B: Relation.B_IN_A, Relation.B_IN_A: Relation.A_IN_B}
    found = relation(a, b)
    assert relation(b, a) is swapped.get(found, found)


@given(_quantities())
def test_a_quantity_is_equivalent_to_itself(a: Quantity) -> None:
    assert relation(a, a) is Relation.EQUIVALENT


@given(st.text(alphabet="0123456789,.-\u2013/ :%$€kmbn\u00a0toandabouteln people killed\n", max_size=60))
def test_any_text_gives_ordered_disjoint_intervals(text: str) -> None:
    found = find_quantities(text)
    assert all(0 <= q.start < q.end <= len(text) and q.low <= q.high for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("10 people were killed", "Ten died.", Agreement.SUPPORTS),
        ("10 people were killed", "The death toll rose to 14.", Agreement.REFUTES),
        ("At least 10 people were killed", "A hospital counted 12 dead.", Agreement.SUPPORTS),
        ("12 people were killed", "At least 10 people were killed.", Agreement.OPEN),
        ("10 killed and 12 injured", "12 were hurt and 10 died", Agreement.SUPPORTS),
        ("10 killed and 12 injured", "10 died", Agreement.OPEN),
        ("1,400 to 1,600 soldiers arrived", "Among them are another 700 to 800 soldiers", Agreement.OPEN),
        ("1,400 soldiers arrived", "700 Russian soldiers arrived", Agreement.OPEN),
        ("600 soldiers arrived", "700 Russian soldiers arrived", Agreement.REFUTES),
        ("9,000 Zhelvian soldiers stood there", "5,800 soldiers stood there", Agreement.REFUTES),
        ("1,500 soldiers arrived", "300 soldiers left", Agreement.OPEN),
        ("5,800 Russian soldiers are in Belarus", "about 9,000 Russian troops are there", Agreement.REFUTES),
        ("Nobody was killed", "10 people were killed", Agreement.REFUTES),
        ("10 people were killed", "The toll rose from 10 to 14.", Agreement.REFUTES),
        ("at most 40,000 soldiers", "45,000 soldiers", Agreement.REFUTES),
        ("The minister resigned in 2022", "10 died", Agreement.SILENT),
    ],
)
def test_compare_texts(claim: str, passage: str, expected: Agreement) -> None:
    assert compare_texts(claim, passage).agreement is expected


def test_comparison_names_the_pairs() -> None:
    comparison = compare_texts("10 killed and 3 ships sunk", "14 people were killed")
    killed, ships = comparison.pairings
    assert (killed.relation, ships.relation) == (Relation.DISJOINT, Relation.INCOMPARABLE)
    assert killed.passage is not None
    assert killed.passage.low == 14
    assert ships.passage is None


def test_long_hostile_text_takes_no_quadratic_time() -> None:
    for text in ("about " * 4000, "10-" * 8000, "1," * 8000, "between " * 4000, "won 1 " * 4000):
        find_quantities(text)
