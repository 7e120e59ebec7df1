"""Filters and the address say the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.filters import LONGEST_SEARCH, ListFilter, unknown_in
from verifier.domain import Kind, Label
from verifier.store import VerdictFilter

FILTERS = st.builds(
    ListFilter,
    label=st.none() | st.sampled_from(Label),
    kind=st.none() | st.sampled_from(Kind),
    search=st.text(max_size=LONGEST_SEARCH).map(str.strip),
)


@given(FILTERS)
def test_a_filter_survives_the_address(given_filter: ListFilter) -> None:
    query = given_filter.query()
    assert ListFilter.from_query(query) == given_filter
    assert not unknown_in(query)


def test_no_filter_leaves_the_address_clean() -> None:
    assert ListFilter().query() == {}
    assert ListFilter().wanted() == VerdictFilter()
    assert ListFilter().relaxed() == {}


def test_every_condition_can_be_dropped() -> None:
    chosen = ListFilter(Label.DISPUTED, Kind.FACT, "pier")
    assert chosen.relaxed() == {
        "the label": ListFilter(None, Kind.FACT, "pier"),
        "the kind": ListFilter(Label.DISPUTED, None, "pier"),
        "the search": ListFilter(Label.DISPUTED, Kind.FACT, ""),
    }


def test_an_unknown_word_in_the_address_is_named_with_the_known_ones() -> None:
    query = {"label": "true", "q": "pier"}
    assert ListFilter.from_query(query) == ListFilter(search="pier")
    assert unknown_in(query) == [
        "The address asks for the label 'true', which there is not; there are corroborated, disputed, single-source."
    ]
