"""Gold: claims with the labels and rows that a person gave them, read from JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from verifier.claims_file import Id, json_lines, read_day, read_id, read_text
from verifier.domain import How, Label
from verifier.errors import GoldUnreadable

_Word = TypeVar("_Word", Label, How)
_Value = TypeVar("_Value", str, bool)


@dataclass(frozen=True, slots=True)
class GoldCells:
    """Who stands behind a gold row, and whether it counts: the cells of `domain.Row` that no stance fills.

    `origin` and `group` are names, None where nobody can be named; `document` is a name that the copies of a text
    share, `allied_with` holds groups. `chain` has the names from the outlet outwards and is for readers alone.
    """

    document: str
    chain: tuple[str, ...]
    origin: str | None
    group: str | None
    named: bool
    weak: bool
    own_voice: bool
    allied_with: frozenset[str]
    said_at: date | None
    comparable: bool


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A passage that gold counts for or against a claim: its article (path, its end, URL or id), its quote, or both.

    `how` is for contradictions; `cells` is None where gold does not say who stands behind the row.
    """

    article: str | None
    quote: str | None
    how: How | None = None
    cells: GoldCells | None = None


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim with the answer a person gave; `n_origins` is None where gold does not say."""

    line: int
    id: Id
    text: str
    label: Label
    on: date | None
    n_origins: int | None
    support: tuple[GoldRow, ...]
    contradict: tuple[GoldRow, ...]


def read_gold(content: bytes, name: str) -> list[GoldClaim]:
    """Gold claims from JSON Lines; raises GoldUnreadable naming the first line that cannot be read.

    Fields: `id`, `text`, `label`, `support`, `contradict`, and optionally `date`, `origins` (names, or how many) and
    `n_origins`. Rows are plain texts (an article, else a quote) or objects with `article`, `quote` or both, and
    optionally `how` and, where there is an `origin` (a name, or null for nobody), the other cells of `GoldCells`.
    """
    claims = []
    for number, found in json_lines(content):
        try:
            claims.append(_gold_claim(number, found))
        except ValueError as error:
            raise GoldUnreadable(f"{name!r}, line {number}: {error}") from None
    if not claims:
        raise GoldUnreadable(f"{name!r} holds no claims: write one JSON object a line")
    return claims


def _gold_claim(number: int, found: dict[str, object] | str) -> GoldClaim:
    if isinstance(found, str):
        raise ValueError(found)
    given = read_id(found)
    if given is None:
        raise ValueError(f"'id' must be a text or a whole number, not {found.get('id')!r}")
    return GoldClaim(
        line=number,
        id=given,
        text=read_text(found.get("text")),
        label=_word(Label, "label", found.get("label")),
        on=read_day(found.get("date")),
        n_origins=_count_origins(found),
        support=_rows(found, "support"),
        contradict=_rows(found, "contradict"),
    )


def _word(words: type[_Word], field: str, given: object) -> _Word:
    for word in words:
        if word == given:
            return word
    raise ValueError(f"{field!r} must be one of {', '.join(words)}, not {given!r}")


def _count_origins(found: Mapping[str, object]) -> int | None:
    origins = found.get("n_origins", found.get("origins"))
    if origins is None:
        return None
    if isinstance(origins, list):
        return len(origins)
    if isinstance(origins, int) and not isinstance(origins, bool) and origins >= 0:
        return origins
    raise ValueError(f"'origins' must be a list of names or how many there are, not {origins!r}")


def _rows(found: Mapping[str, object], field: str) -> tuple[GoldRow, ...]:
    given = found.get(field, [])
    if not isinstance(given, list):
        raise ValueError(f"{field!r} must be a list of rows, not {given!r}")
    rows = []
    for number, one in enumerate(given, start=1):
        try:
            rows.append(_row(one))
        except ValueError as error:
            raise ValueError(f"row {number} of {field!r}: {error}") from None
    return tuple(rows)


def _row(given: object) -> GoldRow:
    if isinstance(given, str) and given:
        return GoldRow(given, given)
    if not isinstance(given, dict) or not (given.get("article") or given.get("quote")):
        raise ValueError(f"it needs an 'article', a 'quote' or both, and is {given!r}")
    article, quote = _cell(given, "article", str), _cell(given, "quote", str)
    how = None if given.get("how") is None else _word(How, "how", given["how"])
    return GoldRow(article, quote, how, _cells(given, article) if "origin" in given else None)


def _cells(given: Mapping[str, object], article: str | None) -> GoldCells:
    origin = _cell(given, "origin", str)
    document = _cell(given, "document", str) or article
    if document is None:
        raise ValueError("with an 'origin' it needs an 'article' or a 'document'")
    named, comparable = _cell(given, "named", bool), _cell(given, "comparable", bool)
    try:
        said_at = read_day(given.get("said_at"))
    except ValueError as error:
        raise ValueError(str(error).replace("'date'", "'said_at'", 1)) from None
    return GoldCells(
        document=document,
        chain=_names(given, "chain"),
        origin=origin,
        group=_cell(given, "group", str) or origin,
        named=origin is not None if named is None else named,
        weak=_cell(given, "weak", bool) or False,
        own_voice=_cell(given, "own_voice", bool) or False,
        allied_with=frozenset(_names(given, "allied_with")),
        said_at=said_at,
        comparable=comparable is not False,
    )


def _cell(given: Mapping[str, object], field: str, kind: type[_Value]) -> _Value | None:
    value = given.get(field)
    if value is None or (isinstance(value, kind) and value != ""):
        return value
    raise ValueError(f"{field!r} must be {'a text' if kind is str else 'true or false'}, not {value!r}")


def _names(given: Mapping[str, object], field: str) -> tuple[str, ...]:
    """A list of names; the links of a chain may be objects with a `name`."""
    links = given.get(field)
    names = [one.get("name") if isinstance(one, dict) else one for one in links] if isinstance(links, list) else None
    if links is None:
        return ()
    if names is None or not all(isinstance(name, str) for name in names):
        raise ValueError(f"{field!r} must be a list of names, not {links!r}")
    return tuple(map(str, names))
