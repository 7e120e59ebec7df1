"""What a person knows of outlets as a CSV file. A row that cannot be read becomes a value that says why."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.domain import Reliability
from verifier.errors import InputError, UsageError
from verifier.readers.encoding import decode
from verifier.store.sources import outlet_key, unseen

COLUMNS = ("outlet", "owner", "reliability", "country")
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One outlet; None where the file has no such column, an empty text where the cell takes away what was set."""

    line: int
    outlet: str
    owner: str | None
    reliability: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that says nothing usable, and why; `line` is where it begins in the file, from 1."""

    line: int
    error: str


@dataclass(frozen=True, slots=True)
class SourcesFile:
    """The rows of a file in their order, and what had to be guessed to read it."""

    rows: tuple[SourceRow | BadRow, ...]
    warnings: tuple[str, ...]


def read_sources(content: bytes, name: str) -> SourcesFile:
    """The rows of a CSV file with a header line (`outlet`, and any of `owner`, `reliability`, `country`).

    Raises UsageError when the file is no text or its header names other columns; `name` is the file's.
    """
    try:
        decoded = decode(content)
    except InputError as error:
        raise UsageError(f"{name!r} cannot be read: {error}") from None
    lines = decoded.text.splitlines(keepends=True)
    first = lines[0] if lines else ""
    reader = csv.reader(lines, delimiter=max(DELIMITERS, key=first.count))
    columns = _columns(next(reader, []), name)
    return SourcesFile(tuple(_rows(reader, columns)), decoded.warnings)


def read_reliability(given: str) -> Reliability:
    """The letter meant, whatever its case; F for none. Raises ValueError for anything else."""
    try:
        return Reliability(given.strip().upper() or "F")
    except ValueError:
        letters = ", ".join(Reliability)
        raise ValueError(f"reliability is one of the letters {letters}, not {given!r}") from None


def _columns(header: Sequence[str], name: str) -> list[str]:
    columns = [cell.strip().casefold() for cell in header]
    other = [column for column in columns if column not in COLUMNS]
    if "outlet" not in columns or other or len(set(columns)) < len(columns):
        raise UsageError(
            f"the first line of {name!r} names the columns {', '.join(map(repr, header)) or 'none'}: "
            f"it must name outlet, and may name {', '.join(COLUMNS[1:])}, each once and nothing else"
        )
    return columns


def _rows(reader: Iterator[list[str]], columns: Sequence[str]) -> Iterator[SourceRow | BadRow]:
    seen: dict[str, int] = {}
    while True:
        line = _lines_read(reader) + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield BadRow(line, f"not valid CSV: {error}")
            continue
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(line, cells, columns)
        if isinstance(row, SourceRow) and (before := seen.setdefault(outlet_key(row.outlet), line)) != line:
            row = BadRow(line, f"outlet {row.outlet!r} stands in line {before} already: keep one of the two")
        yield row


def _row(line: int, cells: Sequence[str], columns: Sequence[str]) -> SourceRow | BadRow:
    if len(cells) != len(columns):
        return BadRow(line, f"{len(cells)} cells where the header has {len(columns)}: look for a delimiter too many")
    given = {column: " ".join(cell.split()) for column, cell in zip(columns, cells, strict=True)}
    if not given["outlet"]:
        return BadRow(line, "it names no outlet")
    for column, cell in given.items():
        if found := unseen(cell):
            return BadRow(line, f"{column} {cell!r} holds {found}: leave it out")
    try:
        read_reliability(given.get("reliability", ""))
    except ValueError as error:
        return BadRow(line, str(error))
    return SourceRow(line, given["outlet"], given.get("owner"), given.get("reliability"), given.get("country"))


def _lines_read(reader: Iterator[list[str]]) -> int:
    return int(getattr(reader, "line_num", 0))
