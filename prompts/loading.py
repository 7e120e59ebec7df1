"""Read a prompt from its file, refuse what does not keep the contract, and render it.

A file is YAML front matter (name, version, purpose, variables, schema), then `# System` with the part that never
changes and `# User` with the template. A variable is written `{{name}}` and has a form: `text` and `rows` come from
outside and are marked as data, `date` is a day or unknown.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeGuard

import yaml

from prompts.marking import Line, delimited, marked_rows, marked_text

Value = str | date | Sequence[Line] | None

UNKNOWN = "unknown"
"""What stands where a value is None."""

_FORMS = ("text", "rows", "date")
_FIELDS = ("name", "version", "purpose", "variables", "schema")
_VARIABLE = re.compile(r"\{\{([a-z_]+)\}\}")
_FILE = re.compile(r"---\n(?P<head>.*?)\n---\n+# System\n+(?P<system>.*?)\n+# User\n+(?P<template>.*?)\n*", re.DOTALL)


class PromptError(ValueError):
    """A prompt file breaks the contract, or was given the wrong variables."""


AGAIN = (
    "The answer given before could not be read as the one JSON object that is asked for. "
    "Answer anew and whole: all rows, all cells, nothing beside the object."
)
"""Ends the message when an answer is asked for once more; nothing of the unreadable answer is repeated."""


@dataclass(frozen=True, slots=True)
class Messages:
    """What is sent: `system` is the same for every call, `user` holds the data."""

    system: str
    user: str

    def again(self) -> Messages:
        """The same, asked once more because the answer could not be read."""
        return Messages(self.system, f"{self.user}\n\n{AGAIN}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt. `variables` maps a name to its form; `schema` is the JSON schema of the reply.

    `hash` covers all that the model sees of the file: 64 hex digits.
    """

    name: str
    version: int
    purpose: str
    system: str
    template: str
    variables: Mapping[str, str]
    schema: Mapping[str, Any]
    hash: str

    def render(self, values: Mapping[str, Value]) -> Messages:
        """Each variable once; braces inside a value stay what they are.

        Raises PromptError when a variable is missing, unknown or of another form.
        """
        if set(values) != set(self.variables):
            missing, unknown = set(self.variables) - set(values), set(values) - set(self.variables)
            raise PromptError(f"prompt {self.name!r}: missing {sorted(missing)}, unknown {sorted(unknown)} variables")
        shown = {name: self._shown(name, values[name]) for name in self.variables}
        return Messages(self.system, _VARIABLE.sub(lambda found: shown[found[1]], self.template))

    def _shown(self, name: str, value: Value) -> str:
        form = self.variables[name]
        if value is None:
            return UNKNOWN
        if form == "date" and type(value) is date:
            return value.isoformat()
        if form == "text" and isinstance(value, str):
            return delimited(name, marked_text(value))
        if form == "rows" and _is_rows(value):
            return delimited(name, marked_rows(value))
        raise PromptError(
            f"variable {name!r} of prompt {self.name!r} is of the form {form!r}, not {type(value).__name__}"
        )


def _is_rows(value: Value) -> TypeGuard[Sequence[Line]]:
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return False
    ids = [row.id for row in value if isinstance(row, Line)]
    return len(ids) == len(value) == len(set(ids))


def names() -> tuple[str, ...]:
    """The prompts there are, sorted."""
    entries = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in entries if name.endswith(".md")))


@cache
def load(name: str) -> Prompt:
    """The prompt `name`; raises PromptError when there is none, or its file breaks the contract."""
    if name not in names():
        raise PromptError(f"no prompt {name!r}; there are: {', '.join(names())}")
    prompt = parse(files(__package__).joinpath(f"{name}.md").read_text("utf-8"))
    if prompt.name != name:
        raise PromptError(f"the prompt in {name}.md calls itself {prompt.name!r}")
    return prompt


def parse(content: str) -> Prompt:
    """The prompt in the text of a file; raises PromptError naming what is wrong."""
    parts = _FILE.fullmatch(content)
    if parts is None:
        raise PromptError("a prompt is front matter between '---' lines, then '# System' and '# User'")
    head = _read_head(parts["head"])
    _check_variables(head["name"], head["variables"], parts["system"], parts["template"])
    _check_schema(head["name"], head["schema"])
    seen = json.dumps(
        [head["name"], head["version"], parts["system"], parts["template"], head["variables"], head["schema"]],
        ensure_ascii=False,
    )
    return Prompt(
        name=head["name"],
        version=head["version"],
        purpose=head["purpose"],
        system=parts["system"],
        template=parts["template"],
        variables=MappingProxyType(head["variables"]),
        schema=MappingProxyType(head["schema"]),
        hash=hashlib.sha256(seen.encode()).hexdigest(),
    )


def _read_head(text: str) -> dict[str, Any]:
    try:
        head = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PromptError(f"the front matter is not YAML: {error}") from error
    if not isinstance(head, dict) or set(head) != set(_FIELDS):
        found = sorted(map(str, head)) if isinstance(head, dict) else type(head).__name__
        raise PromptError(f"the front matter has the fields {', '.join(_FIELDS)}; found {found}")
    expected = {"name": str, "version": int, "purpose": str, "variables": dict, "schema": dict}
    for field, kind in expected.items():
        if type(head[field]) is not kind:
            raise PromptError(f"field {field!r} of the front matter is to be {kind.__name__}, not {head[field]!r}")
    return head


def _check_variables(name: str, variables: Mapping[str, str], system: str, template: str) -> None:
    used = _VARIABLE.findall(template)
    if sorted(used) != sorted(variables):
        raise PromptError(f"prompt {name!r} declares {sorted(variables)} and uses {sorted(used)}; each is used once")
    if wrong := {variable: form for variable, form in variables.items() if form not in _FORMS}:
        raise PromptError(f"a variable of prompt {name!r} is one of {', '.join(_FORMS)}, not {wrong!r}")
    if _VARIABLE.search(system) or "{{" in _VARIABLE.sub("", template):
        raise PromptError(f"prompt {name!r} has '{{{{' where no variable stands; the system part has none at all")


def _check_schema(name: str, schema: Mapping[str, Any]) -> None:
    """Strict mode wants closed objects with every property required; one list of rows is what the reader reads."""
    if schema.get("type") != "object" or len(schema.get("properties", {})) != 1:
        raise PromptError(f"the schema of prompt {name!r} is an object with one property, the list of rows")
    for part in _objects(schema):
        closed = part.get("additionalProperties") is False
        if not closed or sorted(part.get("required", ())) != sorted(part.get("properties", {})):
            raise PromptError(
                f"an object in the schema of prompt {name!r} is open or does not require all its properties"
            )


def _objects(schema: object) -> list[Mapping[str, Any]]:
    if isinstance(schema, list):
        return [found for one in schema for found in _objects(one)]
    if not isinstance(schema, dict):
        return []
    inner = [found for one in schema.values() for found in _objects(one)]
    return [schema, *inner] if schema.get("type") == "object" else inner
