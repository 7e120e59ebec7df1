"""Who contradicts a claim is the party concerned if the claim names them, or the state for which they speak."""

from __future__ import annotations

import pytest

from verifier.domain import Link, LinkKind, Row, Stance
from verifier.steps.origins import OriginBook
from verifier.steps.parties import is_party

CITED = ("Norvian Defence Ministry", "Iva Dorn", "Lomwick port authority", "Tolven Institute", "Norvian Football Union")


def contradicted_by(name: str) -> tuple[Row, OriginBook]:
    outlet = Link("Harbour Post", LinkKind.OUTLET, named=True)
    chains = [(outlet, Link(one, LinkKind.SPEAKER, named=True)) for one in {*CITED, name}]
    book = OriginBook(chains)
    chain = (outlet, Link(name, LinkKind.SPEAKER, named=True))
    resolved = book.resolve(chain, "a")
    row = Row(
        "a", "a", Stance.CONTRADICTS, origin=resolved.origin, group=resolved.group, named=resolved.named, chain=chain
    )
    return row, book


@pytest.mark.parametrize(
    ("claim", "name", "expected"),
    [
        ("Mayor Iva Dorn took a bribe.", "Iva Dorn", True),
        ("Iva Dorn took a bribe.", "Dorn", True),
        ("Iva Dorn took a bribe.", "Bo Lind", False),
        ("Norvia blew up the dam.", "Norvian Defence Ministry", True),
        ("The Norvian army blew up the dam.", "Norvian Defence Ministry", True),
        ("Soldiers blew up a dam in Norvia.", "Norvian Defence Ministry", False),
        ("Norvia blew up the dam.", "Norvian Football Union", False),
        ("Norvia blew up the dam.", "Tolven Institute", False),
        ("Russia blew up the dam.", "Russian Defence Ministry", True),
        ("Russia blew up the dam.", "Kremlin", True),
        ("Russia blew up the dam.", "Ukrainian Defence Ministry", False),
        ("The dam was blown up.", "Norvian Defence Ministry", False),
        ("Norvia blew up the dam.", "Norvian military", True),
        ("Norvia blew up the dam.", "Norvian armed forces", True),
        ("Norvia blew up the dam.", "Norvian special forces", True),
        ("Norvia blew up the dam.", "Norvian Coast Guard", True),
        ("Norvia blew up the dam.", "Norvian presidency", True),
        ("Norvia blew up the dam.", "Norvian embassy", True),
        ("Norvia blew up the dam.", "Norvian Embassy in Ostland", True),
        ("Ostland blew up the dam.", "Norvian Embassy in Ostland", False),
        ("Russia blew up the dam.", "Russian Embassy in London", True),
        ("Russia blew up the dam.", "US embassy in Moscow", False),
        ("Norvia blew up the dam.", "Norvian Embassy Club", False),
    ],
)
def test_party(claim: str, name: str, expected: bool) -> None:
    assert is_party(claim, *contradicted_by(name)) is expected


def test_nobody_named_is_no_party() -> None:
    row, book = contradicted_by("Iva Dorn")
    assert not is_party("Iva Dorn took a bribe.", Row("a", "a", Stance.CONTRADICTS), book)
    assert is_party("Iva Dorn took a bribe.", row, book)
