"""The tree of where rows come from: origins, who cites them, documents with their copies, and what to know of each."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace

import pytest

from verifier.cli.output import Page
from verifier.cli.provenance import branches, provenance
from verifier.domain import How, Link, LinkKind, Origin, Row, Stance

MINISTRY, ARMY = Origin("origin-m", "Ministry of Water"), Origin("origin-a", "Zhelvian army")


def row(
    outlet: str, origin: Origin | None = MINISTRY, *cited: str, document: str = "", quote: str = "The dam is shut."
) -> Row:
    """A row of one article by `outlet`, which cites the origin through `cited`."""
    links = [Link(outlet, LinkKind.OUTLET, True), *(Link(name, LinkKind.CITED_OUTLET, True) for name in cited)]
    if origin is not None:
        links.append(Link(origin.name, LinkKind.SPEAKER, True))
    return Row(
        article_id=f"article-{outlet}",
        document=document or outlet,
        stance=Stance.SUPPORTS,
        origin=origin,
        group=origin.id if origin else None,
        named=origin is not None,
        quote=quote,
        end=len(quote),
        chain=tuple(links),
        path=f"{outlet}.txt",
        outlet=outlet,
    )


def drawn(*rows: Row) -> list[str]:
    return [first + text for first, _, text in branches(Page(), provenance(Page(), rows))]


def test_one_row_is_one_branch() -> None:
    assert drawn(row("Northline")) == [
        "└─ Ministry of Water",
        "   └─ Northline ← Ministry of Water",
        "      “The dam is shut.”",
        "      Northline.txt, no date, characters 0-16",
    ]


def test_copies_are_folded_under_one_document_and_none_is_left_out() -> None:
    copies = [row(f"Copy {number}", document="d") for number in range(8)]
    changed = row("Border Ledger", document="d", quote="The dam was shut.")
    lines = drawn(row("Northline", document="d"), *copies, changed)
    assert lines[0] == "└─ Ministry of Water · 10 articles, 1 document"
    assert sum("“The dam is shut.”" in line for line in lines) == 1
    assert sum("same text: Copy" in line for line in lines) == 8
    at = next(number for number, line in enumerate(lines) if "same text: Border Ledger" in line)
    assert lines[at + 1].endswith("“The dam was shut.”")
    assert all(f"{name}.txt" in "".join(lines) for name in ("Northline", "Copy 7", "Border Ledger"))


def test_outlets_that_are_cited_stand_between() -> None:
    lines = drawn(
        row("Northline", MINISTRY, "Caldry Wire", "Water Daily"), row("Quill", MINISTRY, "Water Daily"), row("Sun")
    )
    assert [line for line in lines if not re.search("“|characters", line)] == [
        "└─ Ministry of Water · 3 articles, 3 documents",
        "   ├─ via Water Daily · 2 articles, 2 documents",
        "   │  ├─ Northline ← Caldry Wire ← Water Daily ← Ministry of Water",
        "   │  └─ Quill ← Water Daily ← Ministry of Water",
        "   └─ Sun ← Ministry of Water",
    ]


def test_a_copy_that_cites_another_way_stays_with_its_document() -> None:
    lines = drawn(row("Caldry Wire", document="d"), row("Border Ledger", MINISTRY, "Caldry Wire", document="d"))
    assert lines[:2] == ["└─ Ministry of Water · 2 articles, 1 document", "   └─ Caldry Wire ← Ministry of Water"]
    assert "      └─ same text: Border Ledger ← Caldry Wire ← Ministry of Water" in lines


def test_an_origin_that_the_text_does_not_name_is_cited_through_the_last_name() -> None:
    minister = Link("former water minister", LinkKind.UNNAMED, False)
    unnamed = replace(row("Free Vessna", None, "Radio Ostel"), origin=ARMY)
    unnamed = replace(unnamed, chain=(*unnamed.chain, minister))
    lines = drawn(unnamed, row("Quill", ARMY, "Radio Ostel"))
    assert lines[1] == "   └─ via Radio Ostel · 2 articles, 2 documents"
    own = replace(unnamed, origin=Origin("origin-r", "Radio Ostel"), weak=True)
    assert drawn(own, replace(own, document="other"))[1] == (
        '   ├─ Free Vessna ← Radio Ostel ← "former water minister" (unnamed)'
    )


def test_nothing_is_said_twice() -> None:
    own = replace(row("Northline", Origin("origin-n", "Northline")), own_voice=True, url="https://n.example")
    own = replace(own, chain=own.chain[:1])
    assert drawn(own) == [
        "└─ Northline · own voice",
        "   └─ “The dam is shut.”",
        "      Northline.txt, no date, characters 0-16",
        "      https://n.example",
    ]


def test_what_to_know_before_counting_an_origin() -> None:
    army = replace(row("Quill", ARMY), allied_with=frozenset({MINISTRY.id}), how=How.DENIAL, by_party=True)
    weak = replace(row("Sun"), weak=True)
    own = replace(row("Northline", Origin("origin-n", "Northline")), own_voice=True, named=False)
    twin = replace(row("Star", Origin("origin-x", "Water Ministry")), group=MINISTRY.id)
    heads = [line for line in drawn(row("Post"), army, weak, own, twin, row("Echo", None)) if line[1] == "─"]
    assert heads == [
        "├─ Ministry of Water · 2 articles, 2 documents · unnamed source behind 1 of them · "
        "possibly the same as Water Ministry, or of one owner: counted as one",
        "├─ Zhelvian army · allied with Ministry of Water, Water Ministry",
        "├─ Northline · own voice · not a named origin",
        "├─ Water Ministry · possibly the same as Ministry of Water, or of one owner: counted as one",
        "└─ origin unclear",
    ]
    assert "   └─ “The dam is shut.”" not in drawn(army)
    assert any("rejects the statement, by the party concerned: “The dam is shut.”" in line for line in drawn(army))


def test_a_terminal_that_knows_only_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    cited = (row(name, MINISTRY, "Caldry Wire") for name in ("Northline", "Star"))
    lines = drawn(*cited, row("Quill"))
    assert "".join(lines).isascii()
    assert lines[1] == "   |- via Caldry Wire - 2 articles, 2 documents"


def test_a_line_that_is_folded_hangs_under_its_branch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "30")
    page = Page()
    page.hang("├─ ", "│  ", "one two three four five\x1b[2J six seven")
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == ["├─ one two three four five six", "│  seven"]
