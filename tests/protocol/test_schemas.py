"""What fits a schema, and which schemas OpenAI's strict mode takes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.messages import ChatRequest
from tests.protocol.modes import smallest
from tests.protocol.schemas import leaves, misfit, part_at, replaced, strict_problem
from tests.protocol.talking import ROWS, STANCES, body


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    strict = {"type": "object", "additionalProperties": False, "required": list(properties)}
    return strict | {"properties": properties} | more


_PLAIN = st.sampled_from(
    [
        {"type": "string"},
        {"type": "integer", "minimum": 2},
        {"type": "boolean"},
        {"enum": ["a", "b"], "type": "string"},
        {"const": 3},
        {"type": ["string", "null"]},
        {"$ref": "#/$defs/word"},
        {"anyOf": [{"type": "null"}, {"type": "string"}]},
    ]
)
_SCHEMAS = st.dictionaries(
    st.sampled_from("pqrs"),
    st.recursive(
        _PLAIN,
        lambda inner: (
            st.builds(lambda part: {"type": "array", "items": part, "minItems": 1}, inner)
            | st.dictionaries(st.sampled_from("xyz"), inner).map(_object)
        ),
        max_leaves=6,
    ),
).map(lambda properties: _object(properties, **{"$defs": {"word": {"type": "string", "minLength": 1}}}))


@given(_SCHEMAS)
def test_the_smallest_reply_fits_and_can_be_changed_leaf_by_leaf(schema: dict[str, Any]) -> None:
    value = smallest(ChatRequest(1, 0.0, body("x", schema), {}))
    assert misfit(value, schema) is None
    assert strict_problem(schema) is None
    for leaf in leaves(value, schema):
        changed = replaced(value, leaf.path, object)
        assert part_at(changed, leaf.path) is object
        assert replaced(changed, leaf.path, leaf.value) == value


@pytest.mark.parametrize(
    ("path", "wrong", "told"),
    [
        (("rows", 0, "stance"), "perhaps", r"reply\.rows\[0\]\.stance: 'perhaps' is not one of"),
        (("rows", 1, "reason"), 3, r"int where string"),
        (("rows",), {}, "dict where array"),
        (("rows", 2), {"claim_id": "c"}, "'quote' is missing"),
        (("rows", 2), ROWS["rows"][2] | {"extra": 1}, "'extra' is not in the schema"),
    ],
)
def test_a_misfit_is_named_with_its_place(path: tuple[str | int, ...], wrong: Any, told: str) -> None:
    found = misfit(replaced(ROWS, path, wrong), STANCES)
    with pytest.raises(AssertionError, match=told):
        raise AssertionError(found)


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"type": "array", "items": {}}, "root must be an object"),
        (_object({"a": {"type": "string"}}, required=[]), "required must name every property"),
        (_object({"a": {"type": "object", "properties": {}}}), "root.a: additionalProperties"),
        (_object({"a": {"allOf": []}}), "root.a: allOf is not permitted"),
        (_object({"a": {"type": "array"}}), "root.a: an array needs items"),
        (_object({"a": {"type": "string", "enum": [str(n) for n in range(1001)]}}), "more than 1000 enum values"),
    ],
)
def test_what_strict_mode_refuses_is_named(schema: dict[str, Any], told: str) -> None:
    assert told in (strict_problem(schema) or "")
