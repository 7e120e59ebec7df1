"""The prompts that ship: what they ask for, and that a change is seen."""

from __future__ import annotations

import json
import re

import jsonschema  # type: ignore[import-untyped]
import pytest

from prompts import load, names
from verifier.domain import How, Kind, Label, LinkKind, Reason, Stance

HASHES = {
    "extract": (1, "73d0b4d397a94645"),
    "second_look": (1, "545eea954980a874"),
    "stance": (2, "b726a584aeedb573"),
}
"""Whoever changes a prompt raises its version here and there: stored replies and verdicts name it."""


@pytest.mark.parametrize("name", names())
def test_a_changed_prompt_is_a_new_version(name: str) -> None:
    prompt = load(name)
    assert (prompt.version, prompt.hash[:16]) == HASHES[name]


@pytest.mark.parametrize("name", names())
def test_no_cell_is_a_label(name: str) -> None:
    words = set(re.findall(r"[a-z_-]+", json.dumps(dict(load(name).schema)).lower()))
    forbidden = {*Label, "label", "verdict", "true", "corroborate", "independent_origins", "confidence"}
    assert not words & {str(word) for word in forbidden}
    assert not words & ({str(reason) for reason in Reason} - {str(how) for how in How})


@pytest.mark.parametrize("name", names())
def test_the_examples_are_replies_by_the_schema(name: str) -> None:
    prompt = load(name)
    examples = re.findall(r"^\{.*\}$", prompt.system, re.MULTILINE)
    assert examples
    for example in examples:
        jsonschema.validate(json.loads(example), dict(prompt.schema))


@pytest.mark.parametrize("name", names())
def test_quotes_of_the_examples_are_in_their_texts(name: str) -> None:
    system = load(name).system
    shown = "\n".join(re.findall(r"^(?:[cp]\d.*|)¦ .*$", system, re.MULTILINE))
    quotes = re.findall(r'"quote":"(.*?)"', system)
    assert quotes
    assert [quote for quote in quotes if quote not in shown] == []


@pytest.mark.parametrize("name", names())
def test_a_quote_comes_before_what_is_decided_by_it(name: str) -> None:
    (rows,) = load(name).schema["properties"].values()
    cells = rows["items"]["required"]
    decided = [cells.index(cell) for cell in ("stance", "claim", "both_can_hold", "kind") if cell in cells[1:]]
    assert decided
    assert all(cells.index("quote") < place for place in decided)
    assert cells == list(rows["items"]["properties"])


@pytest.mark.parametrize("name", names())
def test_the_static_part_is_long_enough_to_be_cached(name: str) -> None:
    """1,296 to 1,390 tokens of o200k_base; English has at most five characters a token."""
    assert len(load(name).system) >= 1024 * 5


def test_cells_use_the_words_of_the_program() -> None:
    row = load("stance").schema["properties"]["rows"]["items"]["properties"]
    assert set(row["stance"]["enum"]) == {str(stance) for stance in Stance} - {"unjudged"}
    assert set(row["how"]["enum"]) - {None} == {str(how) for how in How}
    mention = load("extract").schema["properties"]["mentions"]["items"]["properties"]
    assert set(mention["kind"]["enum"]) == {str(kind) for kind in Kind}
    link = mention["speakers"]["items"]["properties"]
    assert set(link["kind"]["enum"]) == {str(kind) for kind in LinkKind} - {"outlet"}
