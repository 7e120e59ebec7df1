"""Gaps belong to a claim by their own words or by what stands before them, and name who does not tell."""

from __future__ import annotations

import pytest

from tests.making import article
from verifier.domain import Gap
from verifier.language.reading import read
from verifier.steps.gaps import find_gaps

CLOSED = "The harbour of Lomwick was closed by the port authority."
STATED = "The port authority closed the harbour of Lomwick, Iva Dorn said."


def found(claim: str, text: str, told: str = STATED) -> list[tuple[str, Gap, str | None]]:
    where = article(text)
    start = text.find(told)
    spans = [(start, start + len(told))] if start >= 0 else []
    return [
        (text[g.start : g.end], g.gap, g.chain[-1].name if len(g.chain) > 1 else None)
        for g in find_gaps(claim, read(where), spans)
    ]


@pytest.mark.parametrize(
    ("gap", "sort", "silent"),
    [
        ("The Interior Ministry declined to comment.", Gap.WITHHELD, "Interior Ministry"),
        ("Mayor Bo Lind did not respond.", Gap.WITHHELD, "Bo Lind"),
        ("She declined to comment.", Gap.WITHHELD, "Iva Dorn"),
        ("This could not be independently verified.", Gap.UNVERIFIED, None),
        ("There were no similar reports from Western secret services.", Gap.UNREPORTED, None),
        ("The Associated Ledger was unable to verify this.", Gap.UNVERIFIED, None),
    ],
)
def test_a_gap_without_words_of_its_own_means_what_stands_before(gap: str, sort: Gap, silent: str | None) -> None:
    assert found(CLOSED, f"{STATED} {gap}") == [(gap, sort, silent)]
    assert found(CLOSED, f"{STATED}\n{gap}") == [(gap, sort, silent)]
    assert found(CLOSED, f"{STATED}\nBakers in Brimsey voted for longer holidays.\n{gap}") == []


def test_a_gap_with_words_of_its_own_means_these() -> None:
    own = "Reports that the harbour of Lomwick was closed could not be verified."
    other = "Reports about longer holidays for bakers could not be verified."
    assert [text for text, _, _ in found(CLOSED, f"A comet was seen by many people. {own}")] == [own]
    assert found(CLOSED, f"{STATED} {other}") == []


def test_figures_are_those_of_a_claim_with_figures_and_reach_back_over_paragraphs() -> None:
    counted = "About 1,500 soldiers came to Lomwick, Iva Dorn said."
    gap = "The Harbour Post could not independently verify the figures."
    text = f"{counted} {STATED}\nBakers in Brimsey voted for longer holidays.\n{gap}"
    assert [one for one, _, _ in found("About 1,500 soldiers came to Lomwick.", text, counted)] == [gap]
    assert found(CLOSED, text) == []


def test_things_do_not_withhold_anything() -> None:
    assert found(CLOSED, f"{STATED} A closed gate does not say who closed it.") == []
