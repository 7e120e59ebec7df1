"""Gold is read as it is written, and a file that cannot be read says where."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from verifier.domain import How, Label
from verifier.errors import GoldUnreadable
from verifier.evaluation import GoldCells, GoldClaim, GoldRow, read_gold


def line(**fields: Any) -> bytes:
    return json.dumps({"id": "g1", "text": "The dam was closed.", "label": "disputed"} | fields).encode()


def test_a_gold_claim() -> None:
    content = line(
        date="2024-03-04",
        origins=["police", "ministry"],
        support=["a.txt", {"article": "b.txt", "quote": "x"}, {"quote": "y"}],
        contradict=[{"article": "c.txt"}],
    )
    (claim,) = read_gold(content, "gold.jsonl")
    support = GoldRow("a.txt", "a.txt"), GoldRow("b.txt", "x"), GoldRow(None, "y")
    assert claim == GoldClaim(
        1, "g1", "The dam was closed.", Label.DISPUTED, date(2024, 3, 4), 2, support, (GoldRow("c.txt", None),)
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({}, None), ({"origins": []}, 0), ({"origins": 3}, 3), ({"origins": ["a"], "n_origins": 2}, 2)],
)
def test_how_many_origins(fields: dict[str, Any], expected: int | None) -> None:
    assert read_gold(line(**fields), "gold.jsonl")[0].n_origins == expected


@pytest.mark.parametrize(
    "bad",
    [
        b"not json",
        b"[]",
        line(id=None),
        line(id=True),
        line(text=""),
        line(text=3),
        line(label="true"),
        line(label=None),
        line(label=["disputed"]),
        line(date="yesterday"),
        line(origins="police"),
        line(origins=-1),
        line(origins=True),
        line(support="a.txt"),
        line(support=[1]),
        line(support=[""]),
        line(support=[{}]),
        line(support=[{"article": 3}]),
        line(contradict=[{"article": "a", "quote": 5}]),
    ],
)
def test_a_bad_line_is_named(bad: bytes) -> None:
    with pytest.raises(GoldUnreadable, match=r"^'my gold', line 3: "):
        read_gold(line() + b"\n\n" + bad, "my gold")


def test_an_empty_file_is_no_gold() -> None:
    with pytest.raises(GoldUnreadable, match="no claims"):
        read_gold(b"\n", "gold.jsonl")


def test_who_stands_behind_a_row() -> None:
    row = {
        "article": "a.txt",
        "quote": "x",
        "how": "doubt",
        "document": "wire",
        "chain": [{"name": "Post", "kind": "outlet", "named": True}, {"name": "Holt"}],
        "origin": "Holt",
        "group": "Ministry",
        "named": True,
        "weak": True,
        "own_voice": False,
        "allied_with": ["Army"],
        "said_at": "2024-03-04",
        "comparable": False,
        "remark": ["not read"],
    }
    ((read,),) = (claim.contradict for claim in read_gold(line(contradict=[row]), "gold.jsonl"))
    assert read.how is How.DOUBT
    assert read.cells == GoldCells(
        document="wire",
        chain=("Post", "Holt"),
        origin="Holt",
        group="Ministry",
        named=True,
        weak=True,
        own_voice=False,
        allied_with=frozenset({"Army"}),
        said_at=date(2024, 3, 4),
        comparable=False,
    )


@pytest.mark.parametrize(("origin", "named"), [("Holt", True), (None, False)])
def test_an_origin_is_enough(origin: str | None, named: bool) -> None:
    ((row,),) = (claim.support for claim in read_gold(line(support=[{"article": "a", "origin": origin}]), "gold.jsonl"))
    nobody: frozenset[str] = frozenset()
    cells = GoldCells("a", (), origin, origin, named, False, False, nobody, None, True)
    assert row == GoldRow("a", None, None, cells)


def test_without_an_origin_a_row_has_no_cells() -> None:
    ((row,),) = (claim.support for claim in read_gold(line(support=[{"article": "a", "chain": ["b"]}]), "gold.jsonl"))
    assert row.cells is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("how", "maybe"),
        ("origin", 3),
        ("origin", ""),
        ("group", ["Ministry"]),
        ("document", 3),
        ("named", "yes"),
        ("weak", 1),
        ("own_voice", "no"),
        ("comparable", 0),
        ("chain", "Post"),
        ("chain", [3]),
        ("chain", [{"kind": "outlet"}]),
        ("allied_with", [None]),
        ("said_at", "Monday"),
    ],
)
def test_a_bad_cell_is_named(field: str, value: object) -> None:
    row = {"article": "a", "origin": "Holt", field: value}
    with pytest.raises(GoldUnreadable, match=rf"^'my gold', line 1: row 2 of 'support': '{field}' must be .*, not "):
        read_gold(line(support=["a", row]), "my gold")


def test_an_origin_needs_to_say_which_document() -> None:
    with pytest.raises(GoldUnreadable, match="an 'article' or a 'document'"):
        read_gold(line(support=[{"quote": "x", "origin": "Holt"}]), "gold.jsonl")
