"""From a reply's text to cells, or to why not. Pure: nothing is guessed, filled in or repaired, and nothing is raised.

A reply is prose that may hold one JSON object with the list of rows. Each row is checked by itself, so one bad row
costs that row.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Generic, NoReturn, TypeVar

from verifier.domain import How, Kind, LinkKind, Reply, Stance, Word
from verifier.language.cues import Attitude

Row = Mapping[str, Any]
Cells = TypeVar("Cells")

LONGEST = 2_000_000
"""Characters of a reply that are read; the longest honest one has some 40,000."""

MOST_OBJECTS = 200
"""Opening braces tried: each costs a parse."""

MOST_ROWS = 3
"""Rows for one claim, as the prompt says."""

MOST_ROWS_IN_ALL = 1000

LONGEST_CELL = 4_000
"""Characters of one cell; the longest honest one is a sentence or two. Reading a claim of a million took 17 s."""

DEEPEST = 8
"""Levels of a reply; the schemas have five."""

_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)
_REFUSAL = re.compile(r"\W*(?:(?:I.?m |I am )?sorry|I (?:cannot|can.?t|am unable|won.t))\b", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Fault(Word):
    """What is wrong with a reply or with one of its rows."""

    MALFORMED = "malformed", "No single JSON object with the rows asked for can be read."
    TRUNCATED = "truncated", "It breaks off."
    EMPTY = "empty", "There is no text."
    REFUSED = "refused", "The model would not answer."
    FILTERED = "filtered", "The provider withheld the answer."
    SCHEMA = "schema", "A row is missing, has wrong cells, or contradicts another."


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is wrong; `id` is the claim it leaves without cells, None where it concerns the whole reply."""

    fault: Fault
    detail: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Read(Generic[Cells]):
    """The rows that are whole, in the order of the reply, and all that is wrong."""

    rows: tuple[Cells, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class SpeakerCells:
    """One link of the chain as the model copied it."""

    name: str
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class NumberCells:
    """A number as written and what it counts."""

    written: str
    counted: str


@dataclass(frozen=True, slots=True)
class MentionCells:
    """One statement of an article. Speakers run from the nearest to the furthest.

    Days are "2031-05-14", "2031-05" or "2031", checked to exist.
    """

    quote: str
    speakers: tuple[SpeakerCells, ...]
    attitude: Attitude
    said_on: str | None
    claim: str
    kind: Kind
    hedge: str | None
    numbers: tuple[NumberCells, ...]
    event_on: str | None


@dataclass(frozen=True, slots=True)
class StanceCells:
    """What the passages do to one claim; `quote` and `passage` are None only where nothing speaks of its matter."""

    claim: str
    passage: str | None
    quote: str | None
    stance: Stance
    how: How | None


@dataclass(frozen=True, slots=True)
class SecondLookCells:
    """What a second look at one contradiction found; True is yes, False no, None unclear."""

    claim: str
    quote: str | None
    speaker: str | None
    same_matter: bool | None
    same_time: bool | None
    both_can_hold: bool | None
    how: How | None

    @property
    def stands(self) -> bool:
        """Whether the contradiction counts: of the same matter, and excluding the claim or doubting it."""
        if self.quote is None or self.how is None or self.same_matter is not True or self.same_time is False:
            return False
        return self.how is How.DOUBT or self.both_can_hold is False


def read_mentions(reply: Reply, schema: Mapping[str, Any]) -> Read[MentionCells]:
    """The statements of an article, in the order of the reply; of a truncated one those before the break."""
    rows, failures = _checked_rows(reply, schema)
    found: list[MentionCells] = []
    for row in rows:
        wrong = _first_wrong_day(row) or (None if row["quote"].strip() and row["claim"].strip() else "an empty text")
        if wrong is None:
            found.append(_mention(row))
        else:
            failures.append(Failure(Fault.SCHEMA, f"{wrong} in the row of {row['quote'][:60]!r}"))
    return Read(tuple(found), tuple(failures))


def read_stances(
    reply: Reply, schema: Mapping[str, Any], claims: Collection[str], passages: Collection[str]
) -> Read[StanceCells]:
    """The rows of each claim. A claim with one bad row has none, and every claim has rows or a failure."""
    rows, failures = _checked_rows(reply, schema)
    known = frozenset(passages)
    return _by_claim(rows, failures, claims, lambda mine: _stance_fault(mine, known), _stance)


def read_second_looks(reply: Reply, schema: Mapping[str, Any], claims: Collection[str]) -> Read[SecondLookCells]:
    """One row for each claim, or a failure."""
    rows, failures = _checked_rows(reply, schema)
    return _by_claim(rows, failures, claims, lambda mine: "more than one row" if len(mine) > 1 else None, _second_look)


def _by_claim(
    rows: Iterable[Row],
    failures: list[Failure],
    claims: Collection[str],
    fault: Callable[[list[Row]], str | None],
    make: Callable[[Row], Cells],
) -> Read[Cells]:
    by_claim: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["claim_id"] not in claims:
            failures.append(Failure(Fault.SCHEMA, f"no claim {row['claim_id'][:20]!r} was asked for"))
        elif row not in by_claim[row["claim_id"]]:  # said twice is said once
            by_claim[row["claim_id"]].append(row)
    broken_off = any(failure.fault is Fault.TRUNCATED for failure in failures)
    last = next(reversed(by_claim), None) if broken_off else None
    failures = [one if one.id in claims else replace(one, id=None) for one in failures]
    spoilt = {failure.id for failure in failures}
    mixed_up = not broken_off and not spoilt.union(by_claim).issuperset(claims)
    why = next((failure.fault for failure in failures if failure.id is None), Fault.SCHEMA)
    found: list[Cells] = []
    for claim in claims:
        mine = by_claim.get(claim, [])
        if claim in spoilt:
            continue
        if not mine:
            failures.append(Failure(why, "no row", claim))
        elif claim == last:
            failures.append(Failure(Fault.TRUNCATED, "its rows may go on behind the break", claim))
        elif len(mine) > 1 and mixed_up:
            failures.append(Failure(Fault.SCHEMA, "several rows, and none for another claim: whose are they?", claim))
        elif wrong := fault(mine):
            failures.append(Failure(Fault.SCHEMA, wrong, claim))
        else:
            found += map(make, mine)
    return Read(tuple(found), tuple(failures))


def _stance_fault(rows: Sequence[Row], passages: Collection[str]) -> str | None:
    for row in rows:
        if row["passage_id"] is not None and row["passage_id"] not in passages:
            return f"no passage {row['passage_id'][:20]!r} was given"
        if (row["how"] is None) == (row["stance"] == Stance.CONTRADICTS):
            return f"how {row['how']!r} does not go with {row['stance']!r}"
        if row["stance"] != Stance.RELATED and not (row["quote"] and row["quote"].strip() and row["passage_id"]):
            return f"{row['stance']!r} without a quote"
    if len(rows) > 1 and any(row["stance"] == Stance.RELATED for row in rows):
        return "a related row beside others"
    if len({row["quote"] for row in rows}) < len(rows):
        return "one quote with two stances"
    return "too many rows" if len(rows) > MOST_ROWS else None


def _first_wrong_day(row: Row) -> str | None:
    return next((f"no day {row[c][:20]!r}" for c in ("said_on", "event_on") if row[c] and not _is_day(row[c])), None)


def _is_day(text: str) -> bool:
    parts = _DAY.fullmatch(text)
    if parts is None or not text.isascii():
        return False
    try:
        date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError:
        return False
    return True


def _mention(row: Row) -> MentionCells:
    return MentionCells(
        quote=row["quote"],
        speakers=tuple(SpeakerCells(one["name"], LinkKind(one["kind"])) for one in row["speakers"]),
        attitude=Attitude(row["attitude"]),
        said_on=row["said_on"] or None,
        claim=row["claim"],
        kind=Kind(row["kind"]),
        hedge=row["hedge"] or None,
        numbers=tuple(NumberCells(one["written"], one["counted"]) for one in row["numbers"]),
        event_on=row["event_on"] or None,
    )


def _stance(row: Row) -> StanceCells:
    how = None if row["how"] is None else How(row["how"])
    return StanceCells(row["claim_id"], row["passage_id"], row["quote"] or None, Stance(row["stance"]), how)


def _second_look(row: Row) -> SecondLookCells:
    said = {"yes": True, "no": False, "unclear": None}
    return SecondLookCells(
        claim=row["claim_id"],
        quote=row["quote"] or None,
        speaker=row["speaker"] or None,
        same_matter=said[row["same_matter"]],
        same_time=said[row["same_time"]],
        both_can_hold=said[row["both_can_hold"]],
        how=None if row["how"] is None else How(row["how"]),
    )


def _checked_rows(reply: Reply, schema: Mapping[str, Any]) -> tuple[list[Row], list[Failure]]:
    """Rows that keep the schema, cells it does not know left out, and what is wrong with the others."""
    ((key, listed),) = schema["properties"].items()
    raw, failure = _raw_rows(reply, key)
    failures = [] if failure is None else [failure]
    check = _validator(json.dumps(listed["items"], sort_keys=True))
    rows: list[Row] = []
    for one in raw:
        row = _known_cells(one, listed["items"])
        wrong = next(iter(check.iter_errors(row)), None)
        if wrong is None and (why := _text_fault(row)):
            failures.append(Failure(Fault.SCHEMA, why, _claim_of(row)))
        elif wrong is None:
            rows.append(row)
        else:
            place = "/".join(map(str, wrong.absolute_path)) or "the row"
            failures.append(Failure(Fault.SCHEMA, f"{place}: not by {wrong.validator!r}", _claim_of(row)))
    return rows, failures


def _claim_of(row: object) -> str | None:
    claim = row.get("claim_id") if isinstance(row, dict) else None
    return claim if isinstance(claim, str) else None


def _known_cells(value: Any, schema: Mapping[str, Any]) -> Any:
    """A cell nobody asked for has nowhere to go; it is no reason to ask again."""
    if isinstance(value, dict) and "properties" in schema:
        return {name: _known_cells(value[name], part) for name, part in schema["properties"].items() if name in value}
    if isinstance(value, list) and "items" in schema:
        return [_known_cells(one, schema["items"]) for one in value]
    return value


def _text_fault(value: object) -> str | None:
    """Lone surrogates cannot be written, NUL PostgreSQL refuses, and no honest cell is that long."""
    text = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in text or any("\ud800" <= c <= "\udfff" for c in text):
        return "characters that no text has"
    return f"a cell of {longest:,} characters" if (longest := _longest(value)) > LONGEST_CELL else None


def _longest(value: object) -> int:
    """Characters of the longest text in it."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return len(value) if isinstance(value, str) else max(map(_longest, inner), default=0)


@lru_cache(maxsize=16)
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    return Draft202012Validator(json.loads(schema))


def _raw_rows(reply: Reply, key: str) -> tuple[list[Any], Failure | None]:
    if reply.finish_reason == "content_filter":
        return [], Failure(Fault.FILTERED, "finish reason content_filter")
    if reply.refusal:
        return [], Failure(Fault.REFUSED, reply.refusal[:200])
    text = _THOUGHTS.sub("", reply.text)
    cut = reply.finish_reason == "length"
    if not text.strip():
        return [], Failure(Fault.TRUNCATED if cut else Fault.EMPTY, "no text")
    if len(text) > LONGEST:
        return [], Failure(Fault.MALFORMED, f"{len(text):,} characters")
    answers = _objects_with(text, key)
    if any(len(rows) > MOST_ROWS_IN_ALL for rows in answers):
        return [], Failure(Fault.MALFORMED, f"more than {MOST_ROWS_IN_ALL} rows")
    if len(answers) == 1:
        return answers[0], None
    if answers:
        return [], Failure(Fault.MALFORMED, f"{len(answers)} different answers")
    if cut or _breaks_off(text, key):
        return _rows_before_break(text, key), Failure(Fault.TRUNCATED, "the rows break off")
    if _REFUSAL.match(text):
        return [], Failure(Fault.REFUSED, text.strip()[:200])
    return [], Failure(Fault.MALFORMED, f"no JSON object with a list {key!r}")


def _objects_with(text: str, key: str) -> list[list[Any]]:
    """The lists under `key` of the JSON objects that stand in the text side by side, each once."""
    found: list[list[Any]] = []
    place, tried = text.find("{"), 0
    while place >= 0 and tried < MOST_OBJECTS:
        tried += 1
        value, end = _parse(text, place)
        if isinstance(value, dict) and isinstance(value.get(key), list) and value[key] not in found:
            found.append(value[key])
        place = text.find("{", end)
    return found


def _parse(text: str, place: int) -> tuple[Any, int]:
    """The JSON value at `place` and where it ends; (None, `place` + 1) where there is none."""
    try:
        value, end = _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError):
        return None, place + 1
    return (value, end) if _is_shallow(value, DEEPEST) else (None, end)


def _is_shallow(value: object, left: int) -> bool:
    """Comparing or printing what is nested a thousand deep overflows the stack."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return left > 0 and all(_is_shallow(one, left - 1) for one in inner)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def _list_start(text: str, key: str) -> int | None:
    opened = re.search(r'\{\s*"' + re.escape(key) + r'"\s*:\s*\[', text)
    return None if opened is None else opened.end()


def _breaks_off(text: str, key: str) -> bool:
    """Whether the list is opened and the text ends before it is closed, also inside a string."""
    start = _list_start(text, key)
    if start is None:
        return False
    bare = re.sub(r'"(?:[^"\\]|\\.)*(?:"|\Z)', "", text[start:], flags=re.DOTALL)
    return bare.count("[") + 1 > bare.count("]")


def _rows_before_break(text: str, key: str) -> list[Any]:
    rows: list[Any] = []
    place = _list_start(text, key)
    while place is not None and len(rows) < MOST_ROWS_IN_ALL:
        gap = re.compile(r"[\s,]*").match(text, place)
        place = gap.end() if gap else place
        value, end = _parse(text, place) if text[place : place + 1] == "{" else (None, place)
        if not isinstance(value, dict):
            break
        rows.append(value)
        place = end
    return rows
