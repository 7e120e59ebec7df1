"""What code sees that keeps two statements apart, and when it needs no model to hold them for one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.language.sameness import Wording, can_be_same, have_same_words, in_words_of, read_wording

MONDAY, TUESDAY = date(2024, 3, 4), date(2024, 3, 5)


def _read(text: str, published: date | None = None) -> Wording:
    return read_wording(text, published)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The guards blocked the tunnel.", "The tunnel was blocked by the guards."),
        ("The guards blocked the tunnel at Orle.", "The tunnel at Orle was blocked by the guards."),
        ("In Orle, the tunnel was blocked.", "The tunnel was blocked in Orle."),
        ("The Orle tunnel was blocked.", "The tunnel of Orle was blocked."),
    ],
)
def test_the_same_words_in_the_same_roles(a: str, b: str) -> None:
    one, other = _read(a), _read(b)
    assert can_be_same(one, other)
    assert have_same_words(one, other)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mara Ilk sued Jon Teller.", "Jon Teller sued Mara Ilk."),
        ("Norland attacked Orle.", "Norland was attacked by Orle."),
        ("The guards shot the miners.", "The miners shot the guards."),
        ("The bus from Orle to Dace stopped.", "The bus from Dace to Orle stopped."),
        ("Prices rose to 7 percent.", "Prices rose by 7 percent."),
        ("The guards freed the miners.", "The miners were freed from the guards."),
    ],
)
def test_swapped_parts_are_kept_apart(a: str, b: str) -> None:
    assert not can_be_same(_read(a), _read(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ten miners were freed.", "At least ten miners were freed."),
        ("Ten miners died and 30 were hurt.", "Thirty miners died and 10 were hurt."),
        ("Shaft 3 is flooded.", "Shaft 4 is flooded."),
        ("The second shaft is flooded.", "The third shaft is flooded."),
        ("The aid is worth 3 million dollars.", "The aid is worth 3 million euros."),
        ("The shaft was closed in March 2023.", "The shaft was closed in May 2023."),
        ("The shaft was closed.", "The shaft was not closed."),
        ("The water is safe.", "The water is unsafe."),
        ("The shaft will close.", "The shaft may close."),
        ("The guards took the shaft.", "The guards tried to take the shaft."),
        ("All shafts are flooded.", "Almost all shafts are flooded."),
        ("The shaft is north of Orle.", "The shaft is south of Orle."),
        ("The shaft at Orle is flooded.", "The shaft near Orle is flooded."),
        ("Mara Ilk owns the shaft.", "Mara Elder owns the shaft."),
        ("The Defence Ministry bought the shaft.", "The Norwegian Defence Ministry bought the shaft."),
        ("The army left Orle.", "The navy left Orle."),
    ],
)
def test_hard_differences_are_kept_apart(a: str, b: str) -> None:
    assert not can_be_same(_read(a), _read(b))
    assert not can_be_same(_read(b), _read(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The mine employs 1,500 people.", "The mine employs 1.5 thousand people."),
        ("President Osip Radin opened the mine.", "The mine was opened by Radin."),
        ("The lift stopped.", "The elevator came to a halt."),
        ("Nearly all of the miners were sent home.", "Almost all miners were sent home."),
        ("Two miners died in the blast.", "The explosion killed two miners."),
    ],
)
def test_what_may_be_the_same_is_left_to_the_model(a: str, b: str) -> None:
    one, other = _read(a), _read(b)
    assert can_be_same(one, other)
    assert not have_same_words(one, other)


def test_a_particle_can_turn_the_same_words_round() -> None:
    assert not have_same_words(_read("The union called a strike."), _read("The union called off the strike."))


def test_days_count_and_not_how_they_are_written() -> None:
    monday, dated = _read("The shaft closed on Monday.", TUESDAY), _read("On 4 March 2024 the shaft closed.", TUESDAY)
    assert can_be_same(monday, dated)
    assert not can_be_same(_read("The shaft closed yesterday.", MONDAY), _read("The shaft closed yesterday.", TUESDAY))


def test_without_days_the_articles_must_be_of_one_week() -> None:
    first = _read("The shaft was shelled.", date(2024, 3, 1))
    assert can_be_same(first, _read("The shaft was shelled.", date(2024, 3, 8)))
    assert not can_be_same(first, _read("The shaft was shelled.", date(2024, 3, 9)))
    assert can_be_same(first, _read("The shaft was shelled.", None))


def test_a_background_date_long_past_does_not_date_the_event() -> None:
    text = "The shaft, closed since 2014, was shelled."
    assert not can_be_same(_read(text, date(2024, 3, 1)), _read(text, date(2024, 3, 20)))


def test_numbers_and_dates_in_the_words_of_the_other() -> None:
    one = _read("On 4 March 1.5 thousand men came.", TUESDAY)
    other = _read("1,500 men arrived on Monday.", TUESDAY)
    assert in_words_of(one, other) == "On Monday 1,500 men came."


TEXTS = st.sampled_from(
    [
        "The guards blocked the tunnel.",
        "The tunnel was blocked by the guards.",
        "On Monday about 300 men left Orle for Dace.",
        "About 300 men left Orle on 4 March 2024.",
        "Mara Ilk, the mayor of Orle, did not resign.",
        "",
        "?!",
        "Ünïcode 5 km\u00a0away",
    ]
)


@given(TEXTS, TEXTS)
def test_it_is_symmetric_and_everything_is_the_same_as_itself(a: str, b: str) -> None:
    one, other = _read(a, TUESDAY), _read(b, TUESDAY)
    assert can_be_same(one, other) == can_be_same(other, one)
    assert have_same_words(one, other) == have_same_words(other, one)
    assert can_be_same(one, one)
    assert have_same_words(one, one)
    assert in_words_of(one, one) == a


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    one = _read(text, TUESDAY)
    assert can_be_same(one, one)
    assert in_words_of(one, one) == text
