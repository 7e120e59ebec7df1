"""A prompt file keeps its contract or is refused; rendering fills each variable once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import Line, PromptError, load, names
from prompts.loading import parse

GOOD = """---
name: tiny
version: 1
purpose: Tests.
variables: {day: date, article: text, claims: rows}
schema:
  type: object
  additionalProperties: false
  required: [rows]
  properties: {rows: {type: array, items: {type: string}}}
---

# System

Say {"rows": []}.

# User

{{day}}
{{claims}}
{{article}}
"""
VALUES: dict[str, Any] = {"day": date(2031, 5, 1), "article": "The dam held.", "claims": [Line("c1", "It held.")]}


def test_a_file_becomes_a_prompt() -> None:
    prompt = parse(GOOD)
    assert (prompt.name, prompt.version, prompt.purpose) == ("tiny", 1, "Tests.")
    assert prompt.system == 'Say {"rows": []}.'
    assert prompt.template == "{{day}}\n{{claims}}\n{{article}}"
    assert dict(prompt.variables) == {"day": "date", "article": "text", "claims": "rows"}
    assert prompt.schema["required"] == ["rows"]


def test_rendering_puts_each_value_in_its_place() -> None:
    messages = parse(GOOD).render(VALUES)
    lines = messages.user.splitlines()
    assert lines[0] == "2031-05-01"
    assert lines[2] == "c1 ¦ It held."
    assert lines[5] == "¦ The dam held."
    assert messages.system == 'Say {"rows": []}.'


def test_what_is_not_known_says_so() -> None:
    assert parse(GOOD).render(VALUES | {"day": None}).user.startswith("unknown\n")


@given(st.lists(st.sampled_from(["{{day}}", "{{claims}}", "{{article}}", "{", "}", "\\1", "\\g<0>", "%s", "x"])))
def test_braces_in_a_value_stay_what_they_are(parts: list[str]) -> None:
    text = "".join(parts)
    user = parse(GOOD).render(VALUES | {"article": text}).user
    assert user.count("2031-05-01") == 1
    assert user.count("c1 ¦ It held.") == 1
    if text:
        assert f"¦ {text}" in user


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({"day": None, "article": ""}, r"missing \['claims'\]"),
        (VALUES | {"label": "x"}, r"unknown \['label'\]"),
        (VALUES | {"day": "2031-05-01"}, "'day' .* not str"),
        (VALUES | {"day": datetime(2031, 5, 1)}, "'day' .* not datetime"),
        (VALUES | {"article": 5}, "'article' .* not int"),
        (VALUES | {"claims": "c1"}, "'claims' .* not str"),
        (VALUES | {"claims": []}, "'claims' .* not list"),
        (VALUES | {"claims": ["c1"]}, "'claims' .* not list"),
        (VALUES | {"claims": [Line("c1", "a"), Line("c1", "b")]}, "'claims' .* not list"),
    ],
)
def test_wrong_variables_are_refused(values: dict[str, Any], match: str) -> None:
    with pytest.raises(PromptError, match=match):
        parse(GOOD).render(values)


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("# User", "# Person", "front matter between"),
        ("---\nname", "name", "front matter between"),
        ("purpose: Tests.\n", "", "has the fields"),
        ("purpose: Tests.", "purpose: Tests.\nextra: 1", "has the fields"),
        ("version: 1", "version: '1'", "'version'"),
        ("version: 1", "version: true", "'version'"),
        ("name: tiny", "name: [", "not YAML"),
        ("day: date, ", "", "each is used once"),
        ("{{article}}", "{{article}} {{article}}", "each is used once"),
        ("{{article}}", "{{articles}}", "each is used once"),
        ("day: date", "day: string", "one of text, rows, date"),
        ("Say {", "Say {{day}} {", "system part has none"),
        ("{{article}}", "{{article}} {{ x }}", "where no variable stands"),
        ("additionalProperties: false", "additionalProperties: true", "open or does not require"),
        ("required: [rows]", "required: []", "open or does not require"),
        ("properties: {rows:", "properties: {more: {type: string}, rows:", "one property"),
        ("{type: string}", "{type: object, properties: {a: {type: string}}}", "open or does not require"),
    ],
)
def test_a_broken_file_is_refused(old: str, new: str, match: str) -> None:
    assert old in GOOD
    with pytest.raises(PromptError, match=match):
        parse(GOOD.replace(old, new, 1))


@pytest.mark.parametrize("change", [("Say", "Tell"), ("{{day}}\n", "{{day}}\n\n"), ("version: 1", "version: 2")])
def test_the_hash_follows_what_the_model_sees(change: tuple[str, str]) -> None:
    assert parse(GOOD.replace(*change)).hash != parse(GOOD).hash
    assert parse(GOOD.replace("Tests.", "More tests.")).hash == parse(GOOD).hash


def test_an_unknown_prompt_is_named_with_those_there_are() -> None:
    with pytest.raises(PromptError, match=r"'verdict'; there are: .*extract"):
        load("verdict")
    with pytest.raises(PromptError, match=r"'\.\./prompts/extract'"):
        load("../prompts/extract")
    assert names() == ("extract", "second_look", "stance")
