"""Who answers: a callable that knows the right answers, or a script."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tests.protocol.messages import Answer, Answerer, ChatRequest, Outcome, Reply, outcome_of
from tests.protocol.schemas import Schema, choice, misfit


class Honest:
    """Answers with what `answer` says, and vouches that it fits the schema asked for, as a good endpoint does."""

    def __init__(self, answer: Answerer) -> None:
        self._answer = answer

    def answer(self, request: ChatRequest) -> Outcome:
        """ValueError when the answer does not fit: the test is wrong then, not the code under test."""
        outcome = outcome_of(self._answer(request))
        if isinstance(outcome, Reply) and request.constrained and request.schema is not None:
            found = misfit(json.loads(outcome.content or "null"), request.schema)
            if found:
                raise ValueError(f"the answer to request {request.number} does not fit its schema: {found}")
        return outcome


class Scripted:
    """Answers in the order of arrival; an entry may be a callable. After the last comes `then`, else LookupError."""

    def __init__(self, answers: Iterable[Answer | Answerer], then: Answer | Answerer = None) -> None:
        self._answers = iter(answers)
        self._then = then

    def answer(self, request: ChatRequest) -> Outcome:
        """The next."""
        answer = next(self._answers, self._then)
        if answer is None:
            raise LookupError(f"the script has no answer for request {request.number}")
        return outcome_of(answer(request) if callable(answer) else answer)


def smallest(request: ChatRequest) -> Answer:
    """The smallest reply that fits the request's schema, "ok" without one: an answer for when none matters."""
    return "ok" if request.schema is None else smallest_fit(request.schema, request.schema)


def smallest_fit(schema: Schema, root: Schema) -> Any:
    """Empty texts and arrays, zeros, first choices."""
    schema = choice(None, schema, root)
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    kind = schema.get("type", "null")
    match kind[0] if isinstance(kind, list) else kind:
        case "object":
            return {name: smallest_fit(part, root) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [smallest_fit(schema["items"], root) for _ in range(schema.get("minItems", 0))]
        case "string":
            return "x" * schema.get("minLength", 0)
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case _:
            return None
