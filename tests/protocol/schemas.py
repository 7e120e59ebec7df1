"""JSON schemas as endpoints use them: what a reply must fit, what OpenAI's strict mode refuses, and what stands where.

Only what structured outputs allow is known; a reference is one into the schema's own $defs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]
MAX_DEPTH = 10
MAX_PROPERTIES = 5000
MAX_ENUM_VALUES = 1000
REFUSED_KEYWORDS = frozenset(
    {"allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties"}
)
"""oneOf is not in OpenAI's list of refused keywords, but is refused."""

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value inside a reply that is neither object nor array, where it stands, and the schema it is to fit."""

    path: Path
    value: Any
    schema: Schema

    @property
    def name(self) -> str:
        """The property it belongs to."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


def misfit(value: Any, schema: Schema, root: Schema | None = None, at: str = "reply") -> str | None:
    """What keeps `value` from fitting `schema`, None when it fits."""
    root = schema if root is None else root
    schema = resolved(schema, root)
    if "anyOf" in schema:
        misfits = [misfit(value, each, root, at) for each in schema["anyOf"]]
        return None if None in misfits else f"{at}: none of {len(misfits)} choices fits ({misfits[0]})"
    if "const" in schema and value != schema["const"]:
        return f"{at}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{at}: {value!r} is not one of {schema['enum']!r}"
    if not _of_type(value, schema.get("type")):
        return f"{at}: {type(value).__name__} where {schema['type']} is asked for"
    if isinstance(value, dict):
        return _object_misfit(value, schema, root, at)
    if isinstance(value, list):
        return _array_misfit(value, schema, root, at)
    return _bounds_misfit(value, schema, at)


def strict_problem(schema: Schema) -> str | None:
    """Why OpenAI would answer 400 to `schema` with strict, None if it would take it."""
    if schema.get("type") != "object" or "anyOf" in schema:
        return "the root must be an object, not anyOf"
    nodes = list(_nodes(schema, schema, ("root",)))
    for where, node, depth in nodes:
        place = ".".join(where)
        if refused := REFUSED_KEYWORDS & set(node):
            return f"{place}: {sorted(refused)[0]} is not permitted"
        if node.get("type") == "object" and node.get("additionalProperties") is not False:
            return f"{place}: additionalProperties must be given and false"
        if set(node.get("properties", {})) != set(node.get("required", ())):
            return f"{place}: required must name every property"
        if node.get("type") == "array" and "items" not in node:
            return f"{place}: an array needs items"
        if depth > MAX_DEPTH:
            return f"{place}: nested deeper than {MAX_DEPTH}"
    if sum(len(node.get("properties", {})) for _, node, _ in nodes) > MAX_PROPERTIES:
        return f"more than {MAX_PROPERTIES} properties"
    if sum(len(node.get("enum", ())) for _, node, _ in nodes) > MAX_ENUM_VALUES:
        return f"more than {MAX_ENUM_VALUES} enum values"
    return None


def leaves(value: Any, schema: Schema | None, path: Path = (), root: Schema | None = None) -> Iterator[Leaf]:
    """Every leaf of `value` in order; the schema of one that stands outside `schema`, or of all without one, is {}."""
    root = (schema or {}) if root is None else root
    schema = choice(value, schema or {}, root)
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, schema.get("properties", {}).get(name), (*path, name), root)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from leaves(part, schema.get("items"), (*path, index), root)
    else:
        yield Leaf(path, value, schema)


def replaced(value: Any, path: Path, by: Any) -> Any:
    """A copy of `value` with the part at `path` exchanged."""
    if not path:
        return by
    first, *rest = path
    if isinstance(value, list):
        return [replaced(part, tuple(rest), by) if index == first else part for index, part in enumerate(value)]
    return {name: replaced(part, tuple(rest), by) if name == first else part for name, part in value.items()}


def part_at(value: Any, path: Path) -> Any:
    """The part of `value` at `path`."""
    for step in path:
        value = value[step]
    return value


def resolved(schema: Schema, root: Schema) -> Schema:
    """`schema`, or what it refers to."""
    while "$ref" in schema:
        target: Any = root
        for step in schema["$ref"].removeprefix("#").strip("/").split("/"):
            target = target[step] if step else target
        schema = target
    return schema


def choice(value: Any, schema: Schema, root: Schema) -> Schema:
    """`schema` without references and choices: of a choice the first branch that `value` fits, else the first."""
    schema = resolved(schema, root)
    while "anyOf" in schema:
        fitting = [each for each in schema["anyOf"] if misfit(value, each, root) is None]
        schema = resolved((fitting or schema["anyOf"])[0], root)
    return schema


def _of_type(value: Any, kind: Any) -> bool:
    if kind is None:
        return True
    if isinstance(kind, list):
        return any(_of_type(value, each) for each in kind)
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _object_misfit(value: Mapping[str, Any], schema: Schema, root: Schema, at: str) -> str | None:
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            return f"{at}: {name!r} is missing"
    for name, part in value.items():
        if name in properties:
            if found := misfit(part, properties[name], root, f"{at}.{name}"):
                return found
        elif schema.get("additionalProperties") is False:
            return f"{at}: {name!r} is not in the schema"
    return None


def _array_misfit(value: list[Any], schema: Schema, root: Schema, at: str) -> str | None:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return f"{at}: {len(value)} items"
    found = (misfit(part, schema.get("items", {}), root, f"{at}[{index}]") for index, part in enumerate(value))
    return next((each for each in found if each), None)


def _bounds_misfit(value: Any, schema: Schema, at: str) -> str | None:
    if isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            return f"{at}: {len(value)} characters"
        if "pattern" in schema and not re.search(schema["pattern"], value):
            return f"{at}: {value!r} does not match {schema['pattern']!r}"
    elif isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return f"{at}: {value!r} is out of range"
    return None


def _nodes(
    schema: Schema, root: Schema, where: tuple[str, ...], depth: int = 0
) -> Iterator[tuple[tuple[str, ...], Schema, int]]:
    yield where, schema, depth
    inner = depth + (schema.get("type") in ("object", "array"))
    for name, part in schema.get("properties", {}).items():
        yield from _nodes(part, root, (*where, name), inner)
    for name, part in schema.get("$defs", {}).items():
        yield from _nodes(part, root, (*where, name), inner)
    for part in schema.get("anyOf", ()):
        yield from _nodes(part, root, where, inner)
    if isinstance(schema.get("items"), dict):
        yield from _nodes(schema["items"], root, (*where, "items"), inner)
