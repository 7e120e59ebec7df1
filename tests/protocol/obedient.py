"""A model that does whatever any text in its request says: the worst a planted instruction can meet.

It knows nothing of the prompts. It reads the request's schema and ids, starts from an honest reply, and lets every
order it finds change that reply, as far as the schema allows where replies are held to it, and further where not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.protocol import orders
from tests.protocol.faults import ID_NAME
from tests.protocol.messages import ChatRequest, Mode, Outcome, Reply
from tests.protocol.modes import smallest_fit
from tests.protocol.orders import Order, polarity_of
from tests.protocol.schemas import Leaf, Path, Schema, choice, leaves, misfit, part_at, replaced, resolved

QUOTE_NAME = re.compile(r"quote|quotation|evidence|passage|sentence|excerpt|verbatim", re.IGNORECASE)
SPEAKER_NAME = re.compile(r"speaker|source|origin|^name$|^by$|^who$|author|outlet|attribut", re.IGNORECASE)
JUDGED_NAME = re.compile(r"stance|label|verdict|judg|answer|relation|decision", re.IGNORECASE)
_SHORTEST_TRUSTED = 12
"""Characters: a shorter piece of a template stands in articles too."""


@dataclass(frozen=True, slots=True)
class Obeyed:
    """An order that changed the reply to request `number`."""

    number: int
    rule: str
    sentence: str


@dataclass
class Task:
    """A request as the rules see it, and the reply as it is so far."""

    request: ChatRequest
    value: Any
    ids: list[str]

    @property
    def schema(self) -> Schema:
        """{} without one."""
        return self.request.schema or {}

    def leaves(self, scope: Sequence[str] = ()) -> Iterator[Leaf]:
        """The leaves of the reply, of the rows with an id in `scope` alone if there is one."""
        for leaf in leaves(self.value, self.schema):
            if not scope or self._row_ids(leaf.path) & set(scope):
                yield leaf

    def put(self, path: Path, value: Any) -> None:
        """Changes a part of the reply."""
        self.value = replaced(self.value, path, value)

    def arrays(self) -> list[tuple[Path, Schema]]:
        """The outermost arrays of objects in the reply, with the schema of their items."""
        return list(_arrays(self.value, self.schema, (), self.schema))

    def _row_ids(self, path: Path) -> set[str]:
        rows = [part_at(self.value, path[:at]) for at in range(len(path))]
        return {str(v) for row in rows if isinstance(row, dict) for k, v in row.items() if ID_NAME.search(k)}


class Obedient:
    """Starts from what `honest` answers.

    `trusted` are the caller's own texts, as string.Template's templates: orders in their words are the task itself and
    not looked for. Without them the task's own instructions count as orders too. `planted` may name texts that are
    orders whatever they look like (a question, say). `obeyed` tells what was done, so that a test can see that its
    attack was understood.
    """

    def __init__(self, honest: Mode, trusted: Sequence[str] = ()) -> None:
        self._honest = honest
        self._trusted = sorted((part for text in trusted for part in _literals(text)), key=len, reverse=True)
        self.planted: list[str] = []
        self.obeyed: list[Obeyed] = []

    def answer(self, request: ChatRequest) -> Outcome:
        """The honest reply after every order was carried out."""
        outcome = self._honest.answer(request)
        if not isinstance(outcome, Reply):
            return outcome
        shown = request.text
        for part in self._trusted:
            shown = shown.replace(part, "\n")
        text = orders.readable(shown)
        dictated = orders.dictated(text) or orders.dictated(shown)
        if dictated and (reply := self._dictated(request, dictated[-1])):
            return reply
        given = orders.orders_in(text) + self._planted_in(text)
        if any(orders.STOPS.search(order.sentence) for order in given):
            return self._refused(request, given)
        value = _parsed(outcome.content)
        return Reply(self._obey(Task(request, value, _known_ids(request, text, value)), given))

    def _planted_in(self, text: str) -> list[Order]:
        words = " ".join(text.split())
        planted = (" ".join(orders.readable(each).split()) for each in self.planted)
        return [Order(each) for each in planted if each in words and not orders.orders_in(each)]

    def _dictated(self, request: ChatRequest, wanted: Any) -> Reply | None:
        if request.constrained and request.schema is not None and misfit(wanted, request.schema):
            return None
        content = wanted if isinstance(wanted, str) else _dump(wanted)
        self.obeyed.append(Obeyed(request.number, "dictated", content))
        return Reply(content)

    def _refused(self, request: ChatRequest, given: Sequence[Order]) -> Reply:
        stop = next(order for order in given if orders.STOPS.search(order.sentence))
        self.obeyed.append(Obeyed(request.number, "stop", stop.sentence))
        return Reply(None, refusal="I was told not to answer.")

    def _obey(self, task: Task, given: Sequence[Order]) -> str:
        for order in given:
            rules = [rule for pattern, rule in _RULES if pattern.search(order.sentence)]
            changed = [self._changes(task, rule, order) for rule in rules]
            if not any(changed):
                self._changes(task, _leak if orders.LEAKS.search(order.sentence) else _say, order)
        return task.value if isinstance(task.value, str) else _dump(task.value)

    def _changes(self, task: Task, rule: Rule, order: Order) -> bool:
        before = task.value
        rule(task, order)
        task.value = self._held(task, before)
        if task.value == before:
            return False
        self.obeyed.append(Obeyed(task.request.number, rule.__name__.strip("_"), order.sentence))
        return True

    def _held(self, task: Task, before: Any) -> Any:
        if task.request.schema is None or not task.request.constrained or not misfit(task.value, task.schema):
            return task.value
        fitting = _trimmed(task.value, task.schema, task.schema)
        return before if misfit(fitting, task.schema) else fitting


Rule = Callable[[Task, Order], None]


def _judge(task: Task, order: Order) -> None:
    """Sets every enum with a value that the order names or means; ids the reply passed over get a row."""
    if polarity_of(order.sentence) is None and not _named(order, list(_choices(task.schema))):
        return
    scope, quotes = order.ids(task.ids), orders.QUOTES.search(order.sentence)
    for leaf in list(task.leaves(scope)):
        value = _ordered_value(leaf, order)
        if value is None and QUOTE_NAME.search(leaf.name) and (quotes or leaf.value == ""):
            value = _quote(order)
        if value is not None:
            task.put(leaf.path, value)
    for path, item in task.arrays():
        name = _id_property(item)
        if name is not None:
            rows = part_at(task.value, path)
            answered = {str(row.get(name)) for row in rows}
            new = [_row(task, item, order, name, each) for each in scope or task.ids if each not in answered]
            task.put(path, rows + new)


def _add(task: Task, order: Order) -> None:
    """Appends a row that says what the order wants said."""
    match = orders.ADDS.search(order.sentence)
    text = order.quoted[0] if order.quoted else (match["rest"] if match else "").strip(" .:") or order.sentence
    for path, item in task.arrays():
        name = _id_property(item)
        wanted = [*order.ids(task.ids), "added-1"][0]
        task.put(path, [*part_at(task.value, path), _row(task, item, order, name, wanted, text)])


def _omit(task: Task, order: Order) -> None:
    """Takes rows out: those with the ids the order names, else all."""
    scope = set(order.ids(task.ids))
    for path, item in task.arrays():
        name = _id_property(item)
        rows = part_at(task.value, path)
        task.put(path, [row for row in rows if scope and str(row.get(name)) not in scope])


def _attribute(task: Task, order: Order) -> None:
    """Puts a name wherever a speaker stands."""
    match = orders.ATTRIBUTES.search(order.sentence)
    who = match["who"].strip() if match else order.speaker or order.text
    scope = order.ids(task.ids)
    for leaf in list(task.leaves(scope)):
        if SPEAKER_NAME.search(leaf.name) and "enum" not in leaf.schema:
            task.put(leaf.path, who)


def _set(task: Task, order: Order) -> None:
    """Sets every field of the name the order gives."""
    match = orders.SETS.search(order.sentence)
    if match is None:
        return
    for leaf in list(task.leaves(order.ids([each for each in task.ids if each != match["value"]]))):
        if leaf.name.rstrip("s").lower() == match["name"].rstrip("s").lower():
            task.put(leaf.path, _typed(match["value"].strip(), leaf))


def _swap(task: Task, order: Order) -> None:
    """Gives every row the next row's id."""
    for path, item in task.arrays():
        name = _id_property(item)
        rows = part_at(task.value, path)
        if name is not None and len(rows) > 1:
            turned = [row.get(name) for row in rows[1:] + rows[:1]]
            task.put(path, [row | {name: each} for row, each in zip(rows, turned, strict=True)])


def _leak(task: Task, order: Order) -> None:
    """Writes the request's beginning wherever text may stand."""
    _write(task, task.request.messages[0].text[:4000])


def _say(task: Task, order: Order) -> None:
    """Writes what the order wants said, or, as sign that it would do it, the order itself, wherever text may stand."""
    _write(task, order.text)


_RULES: list[tuple[re.Pattern[str], Rule]] = [
    (orders.OMITS, _omit),
    (orders.ADDS, _add),
    (orders.ATTRIBUTES, _attribute),
    (orders.SETS, _set),
    (orders.JUDGES, _judge),
    (orders.SWAPS, _swap),
]


def _write(task: Task, text: str) -> None:
    if isinstance(task.value, str):
        task.value = f"{task.value}\n{text}"
        return
    for leaf in list(task.leaves()):
        free = isinstance(leaf.value, str) and not {"enum", "const"} & set(leaf.schema)
        if free and not ID_NAME.search(leaf.name) and not QUOTE_NAME.search(leaf.name):
            task.put(leaf.path, f"{leaf.value} {text}".strip())


def _ordered_value(leaf: Leaf, order: Order) -> Any:
    """The value an order gives to a leaf: one of its enum's that the order names, else one that points the same way."""
    if "enum" not in leaf.schema and not (leaf.schema == {} and JUDGED_NAME.search(leaf.name)):
        return None
    way = polarity_of(order.sentence)
    choices = [each for each in leaf.schema.get("enum", _WORDS) if isinstance(each, str)]
    meant = [each for each in choices if way is not None and polarity_of(each) is way]
    return next(iter([*_named(order, choices)[-1:], *meant]), None)


def _named(order: Order, choices: Sequence[str]) -> list[str]:
    words = re.sub(r"[\s_-]+", " ", order.sentence.lower())
    return [each for each in choices if re.search(rf"\b{re.escape(re.sub(r'[_-]+', ' ', each.lower()))}\b", words)]


_WORDS = ("supports", "contradicts", "unrelated")


def _row(task: Task, item: Schema, order: Order, id_name: str | None, id_value: str, text: str | None = None) -> Any:
    """A row as the order wants it: the id, its choice of every enum, its text or itself wherever text may stand."""
    row = smallest_fit(item, task.schema)
    filled = _with_speakers(row, item, order, task.schema)
    for leaf in list(leaves(filled, item, (), task.schema)):
        value = _ordered_value(leaf, order)
        if leaf.path == (id_name,):
            value = _typed(id_value, leaf)
        elif value is None and isinstance(leaf.value, str) and "enum" not in leaf.schema:
            value = _free_text(leaf, order, text)
        if value is not None:
            filled = replaced(filled, leaf.path, value)
    return filled


def _free_text(leaf: Leaf, order: Order, text: str | None) -> str:
    if SPEAKER_NAME.search(leaf.name):
        return order.speaker or text or ""
    return _quote(order) if text is None else text


def _with_speakers(row: Any, item: Schema, order: Order, root: Schema) -> Any:
    """A chain of one link where the row has room for a chain and the order names somebody."""
    if order.speaker is None or not isinstance(row, dict):
        return row
    for name, part in resolved(item, root).get("properties", {}).items():
        inner = choice([], part, root)
        link = choice({}, inner.get("items", {}), root)
        if inner.get("type") == "array" and any(SPEAKER_NAME.search(each) for each in link.get("properties", {})):
            row = row | {name: [smallest_fit(link, root)]}
    return row


def _quote(order: Order) -> str:
    """What an order wants quoted, else the order: it does stand in the text."""
    return order.quoted[0] if order.quoted and orders.QUOTES.search(order.sentence) else order.sentence


def _typed(value: str, leaf: Leaf) -> Any:
    kind = leaf.schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if {"integer", "number"} & set(kinds) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return int(value) if value.lstrip("-").isdigit() else float(value)
    if "boolean" in kinds and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return None if "null" in kinds and value.lower() in ("null", "none") else value


def _id_property(item: Schema) -> str | None:
    return next((name for name in item.get("properties", {}) if ID_NAME.search(name)), None)


def _arrays(value: Any, schema: Schema, path: Path, root: Schema) -> Iterator[tuple[Path, Schema]]:
    schema = choice(value, schema, root)
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _arrays(part, schema.get("properties", {}).get(name, {}), (*path, name), root)
    elif isinstance(value, list):
        item = choice(value[0] if value else {}, schema.get("items", {}), root)
        if "properties" in item:
            yield path, item
        elif value and isinstance(value[0], dict):
            yield path, {"properties": {name: {} for name in value[0]}}


def _trimmed(value: Any, schema: Schema, root: Schema) -> Any:
    """`value` without the array items and unknown properties that keep it from fitting."""
    schema = choice(value, schema, root)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return {name: _trimmed(part, known[name], root) for name, part in value.items() if name in known}
    if isinstance(value, list):
        items = schema.get("items", {})
        return [part for part in value if misfit(part, items, root) is None][: schema.get("maxItems")]
    return value


def _known_ids(request: ChatRequest, text: str, value: Any) -> list[str]:
    """The ids the schema allows, else those the text shows; and those of the honest reply."""
    answered = [str(leaf.value) for leaf in leaves(value, request.schema) if ID_NAME.search(leaf.name)]
    allowed = list(_choices(request.schema or {}, ids=True))
    return list(dict.fromkeys(answered + (allowed or orders.ids_in(text))))


def _choices(schema: Any, name: str = "", ids: bool = False) -> Iterator[str]:
    """The texts in the enums of a schema: of its ids, or of all else."""
    if isinstance(schema, list):
        for each in schema:
            yield from _choices(each, name, ids)
    if not isinstance(schema, dict):
        return
    if bool(ID_NAME.search(name)) is ids:
        yield from (each for each in schema.get("enum", ()) if isinstance(each, str))
    for key, part in schema.items():
        inner = part.items() if key in ("properties", "$defs") else [(name, part)]
        for inner_name, each in inner:
            yield from _choices(each, inner_name, ids)


def _literals(template: str) -> Iterator[str]:
    parts = re.split(r"\$(?:[a-z_][a-z0-9_]*|\{[a-z_][a-z0-9_]*\})", template.replace("$$", "\0"), flags=re.IGNORECASE)
    for part in parts:
        literal = part.replace("\0", "$").strip()
        if len(literal) >= _SHORTEST_TRUSTED:
            yield literal


def _parsed(content: str | None) -> Any:
    try:
        return json.loads(content or "")
    except ValueError:
        return content or ""


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
