"""The sample situation: every gold quote stands in its article, and the gold's own cells give its labels."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import verifier
from verifier.domain import How, Kind, Label, Link, LinkKind, Origin, Reason, Row, Stance, State
from verifier.steps.verdicts import decide

SAMPLES = Path(verifier.__file__).parent / "samples"
ARTICLES = SAMPLES / "articles"
WITHDRAWN = "18-merrin-courier-the-night-of-the-water.md"  # replaced by the later version under the same URL
STANCES = {"support": Stance.SUPPORTS, "contradict": Stance.CONTRADICTS, "related": Stance.RELATED}

GOLD: list[dict[str, Any]] = [
    json.loads(line) for line in (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines()
]
CLAIMS = [pytest.param(claim, id=claim["id"]) for claim in GOLD]


def rows_of(claim: dict[str, Any]) -> Iterator[tuple[Stance, dict[str, Any]]]:
    for field, stance in STANCES.items():
        for cells in claim[field]:
            yield stance, cells


def to_row(stance: Stance, cells: dict[str, Any]) -> Row:
    return Row(
        article_id=cells["article"],
        document=cells["document"],
        stance=stance,
        how=How[cells["how"].upper()] if cells["how"] else None,
        origin=Origin(cells["origin"], cells["origin"]) if cells["origin"] else None,
        group=cells["group"],
        named=cells["named"],
        weak=cells["weak"],
        own_voice=cells["own_voice"],
        allied_with=frozenset(cells["allied_with"]),
        said_at=date.fromisoformat(cells["said_at"]) if cells["said_at"] else None,
        comparable=cells["comparable"],
        quote=cells["quote"],
        chain=tuple(Link(link["name"], LinkKind[link["kind"].upper()], link["named"]) for link in cells["chain"]),
    )


@cache
def article_text(reference: str) -> str:
    """The text of a file, or of one line of a JSONL file (`name.jsonl#1`); markup of a page is taken out."""
    name, _, line = reference.partition("#")
    raw = (ARTICLES / name).read_text(encoding="utf-8")
    if line:
        text: str = json.loads(raw.splitlines()[int(line) - 1])["text"]
        return text
    if name.endswith(".html"):
        without_code = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", raw)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", without_code)))
    return raw


def test_ids_are_unique() -> None:
    assert len({claim["id"] for claim in GOLD}) == len(GOLD)
    assert len({claim["text"] for claim in GOLD}) == len(GOLD)


@pytest.mark.parametrize("claim", CLAIMS)
def test_words_are_the_programs_words(claim: dict[str, Any]) -> None:
    assert claim["label"] in set(Label)
    assert claim["reason"] in set(Reason)
    assert claim["state"] in set(State)
    assert claim["kind"] in set(Kind)
    if claim["date"]:
        date.fromisoformat(claim["date"])
    for stance, cells in rows_of(claim):
        assert bool(cells["how"]) == (stance is Stance.CONTRADICTS), cells["quote"]
        assert [link["kind"] for link in cells["chain"]].count(LinkKind.OUTLET) == 1
        assert cells["chain"][0]["kind"] == LinkKind.OUTLET


@pytest.mark.parametrize("claim", CLAIMS)
def test_quotes_stand_in_their_articles(claim: dict[str, Any]) -> None:
    for _, cells in rows_of(claim):
        assert cells["quote"] in article_text(cells["article"]), f"{cells['article']}: {cells['quote']!r}"


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_cells_give_the_label(claim: dict[str, Any]) -> None:
    decision = decide(to_row(stance, cells) for stance, cells in rows_of(claim))
    assert decision.label == claim["label"]
    assert decision.reason == claim["reason"]
    assert decision.state == claim["state"]
    assert decision.n_origins == claim["n_origins"]
    assert decision.n_contradicting_origins == claim["n_contradicting_origins"]


@pytest.mark.parametrize("claim", CLAIMS)
def test_origins_are_the_supporting_groups(claim: dict[str, Any]) -> None:
    assert set(claim["origins"]) == {cells["group"] for cells in claim["support"] if cells["group"]}
    assert len(set(claim["origins"])) == len(claim["origins"])


def test_an_article_has_one_document() -> None:
    documents: dict[str, set[str]] = {}
    for claim in GOLD:
        for _, cells in rows_of(claim):
            documents.setdefault(cells["article"], set()).add(cells["document"])
    assert {article for article, names in documents.items() if len(names) > 1} == set()


def test_the_withdrawn_version_has_no_rows() -> None:
    assert (ARTICLES / WITHDRAWN).exists()
    assert WITHDRAWN not in {cells["article"] for claim in GOLD for _, cells in rows_of(claim)}


def test_every_article_but_the_withdrawn_one_counts_somewhere() -> None:
    used = {cells["article"].partition("#")[0] for claim in GOLD for _, cells in rows_of(claim)}
    assert {path.name for path in ARTICLES.iterdir()} - used == {WITHDRAWN}


def test_the_three_labels_are_well_mixed() -> None:
    for label in Label:
        assert sum(claim["label"] == label for claim in GOLD) >= len(GOLD) // 5
