"""CSV and JSON, a row an article: columns are found by their names, by a known export's names, or by a mapping."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from verifier.domain import Article, Refused
from verifier.errors import InputError
from verifier.readers.encoding import guess_encoding, sniff_encoding, without_surrogates
from verifier.readers.fields import ALIASES, name_of, plain_label, read_fields
from verifier.readers.layout import lay_out
from verifier.readers.record import make_article

_LARGEST_FIELD = 20_000_000
_LARGEST_JSON = 500_000_000
_SAMPLE = 1_000_000
_DELIMITERS = ",;\t|"
_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|article|main|section|div|p|h1)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Preset:
    """How one service's export names things. `columns` tell it apart; `mapping` goes from our names to its."""

    service: str
    columns: frozenset[str]
    mapping: Mapping[str, str]
    warning: str | None = None


PRESETS = (
    Preset(
        "Media Cloud",
        frozenset({"media_name", "publish_date", "url"}),
        {"outlet": "media_name", "date": "publish_date", "title": "title", "language": "language", "id": "id"},
    ),
    Preset(
        "GDELT",
        frozenset({"seendate", "domain", "url"}),
        {"outlet": "domain", "date": "seendate", "title": "title", "language": "language"},
        "date is the day GDELT first saw the page",
    ),
    Preset(
        "Event Registry",
        frozenset({"uri", "lang", "body", "dateTimePub"}),
        {
            "text": "body",
            "outlet": "source",
            "date": "dateTimePub",
            "language": "lang",
            "author": "authors",
            "id": "uri",
        },
    ),
)


def read_csv(path: str, stream: BinaryIO, mapping: Mapping[str, str] | None) -> Iterator[Article | Refused]:
    """The articles in a CSV or TSV file with a header line; paths are `file.csv#LINE`, counted from 1."""
    # The limit is the csv module's own and holds for the process; 128 KB, its default, is less than a long read.
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_FIELD))
    text, warnings = _open_text(stream)
    try:
        yield from _read_rows(path, text, mapping, warnings)
    finally:
        # The stream is the caller's to close; left to the collector, the wrapper would close it with a warning.
        with suppress(ValueError):
            text.detach()


def _read_rows(
    path: str, text: io.TextIOWrapper, mapping: Mapping[str, str] | None, warnings: tuple[str, ...]
) -> Iterator[Article | Refused]:
    try:
        first = text.readline()
        skipped = 1 if re.fullmatch(r"sep=.\s*", first, re.IGNORECASE) else 0
        if not skipped:
            text.seek(0)
        reader = csv.reader(text, delimiter=first[4] if skipped else _delimiter(first))
        header = [name.strip().lstrip("\ufeff") for name in next(reader, [])]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"its header line cannot be read ({error}): save the file as UTF-8") from error
    columns = _columns(header, mapping)
    if not {"text", "url"} & columns.names.keys():
        raise InputError(_no_text_column(header))
    used = {column for several in columns.names.values() for column in several}
    if twice := sorted(column for column in used if header.count(column) > 1):
        raise InputError(f"several columns are called {twice[0]!r}: give each a name of its own")
    yield from _csv_rows(path, reader, header, columns, skipped, warnings)


def _csv_rows(
    path: str,
    reader: Iterator[list[str]],
    header: list[str],
    columns: _Columns,
    skipped: int,
    warnings: tuple[str, ...],
) -> Iterator[Article | Refused]:
    line = _lines_read(reader) + skipped
    while True:
        where, line = f"{path}#{line + 1}", line
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Refused(where, f"not valid CSV: {error}")
            line = _lines_read(reader) + skipped
            continue
        except UnicodeDecodeError as error:
            yield Refused(where, f"the bytes from here on are not {error.encoding}: save the file as UTF-8")
            return
        if cells is None:
            return
        line = _lines_read(reader) + skipped
        if len(cells) > len(header):
            yield Refused(where, f"{len(cells)} cells where the header has {len(header)}: a quotation mark is missing")
        elif any(cell.strip() for cell in cells):
            row = dict(zip(header, cells, strict=False))
            yield _read_row(where, row, columns, _digest(row), warnings)


def _lines_read(reader: Iterator[list[str]]) -> int:
    return int(getattr(reader, "line_num", 0))


def read_jsonl(path: str, stream: BinaryIO, mapping: Mapping[str, str] | None) -> Iterator[Article | Refused]:
    """The articles in a file of one JSON object a line; paths are `file.jsonl#LINE`, counted from 1."""
    encoding = sniff_encoding(stream.read(4)) or "utf-8"
    stream.seek(0)
    if encoding not in {"utf-8", "utf-8-sig"}:
        stream = io.BytesIO(stream.read(_LARGEST_JSON).decode(encoding, "surrogatepass").encode("utf-8", "replace"))
    number = 0
    while line := stream.readline(_LARGEST_FIELD):
        number += 1
        where = f"{path}#{number}"
        content = line.removeprefix(b"\xef\xbb\xbf").strip()
        if len(line) == _LARGEST_FIELD and not line.endswith(b"\n"):
            yield Refused(where, f"line longer than {_LARGEST_FIELD // 1_000_000} MB")
            while line and not line.endswith(b"\n"):
                line = stream.readline(_LARGEST_FIELD)
        elif content:
            yield _read_json_line(where, content, mapping)


def read_json(path: str, stream: BinaryIO, mapping: Mapping[str, str] | None) -> Iterator[Article | Refused]:
    """The articles in a JSON list, alone or inside an object (`{"articles": [...]}`); paths are `file.json#NUMBER`."""
    data = stream.read(_LARGEST_JSON + 1)
    if len(data) > _LARGEST_JSON:
        raise InputError(f"larger than {_LARGEST_JSON // 1_000_000} MB: save it as JSONL, one article a line")
    try:
        document = _parse(data)
    except InputError:
        if data.strip().count(b"\n") and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            yield from read_jsonl(path, io.BytesIO(data), mapping)
            return
        raise
    rows = _find_rows(document)
    if rows is None:
        raise InputError("no list of articles in it: expected [{...}, ...], or an object that holds such a list")
    for number, row in enumerate(rows, 1):
        where = path if row is document else f"{path}#{number}"
        yield _read_object(where, row, mapping, None)


def _read_json_line(where: str, line: bytes, mapping: Mapping[str, str] | None) -> Article | Refused:
    try:
        row = _parse(line)
    except InputError as error:
        return Refused(where, str(error))
    return _read_object(where, row, mapping, hashlib.sha256(line).hexdigest())


def _read_object(where: str, row: object, mapping: Mapping[str, str] | None, sha256: str | None) -> Article | Refused:
    if not isinstance(row, dict):
        return Refused(where, f"not an object with an article's fields but {type(row).__name__}")
    try:
        return _read_row(where, row, _columns(list(row), mapping), sha256 or _digest(row))
    except InputError as error:
        return Refused(where, str(error))


def _parse(data: bytes) -> object:
    try:
        return json.loads(data)
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8, as JSON must be (byte {error.start})") from error
    except RecursionError as error:
        raise InputError("not readable JSON: nested too deeply") from error
    except ValueError as error:
        raise InputError(f"not valid JSON: {error}") from error


def _find_rows(document: object, depth: int = 0) -> list[object] | None:
    """The list of rows in a JSON document: itself, the first list of objects in it, or it alone."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict) or depth > 2:
        return None
    if isinstance(document.get("messages"), list):
        raise InputError("this looks like a Telegram export, which cannot be read yet")
    if "text" in _columns(list(document), None).names:
        return [document]
    for value in document.values():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return list(value)
        if isinstance(value, dict) and (rows := _find_rows(value, depth + 1)):
            return rows
    return None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what: our names to the columns to look in, the first filled one wins."""

    names: Mapping[str, tuple[str, ...]]
    all: tuple[str, ...]
    warning: str | None = None


def _columns(header: list[str], mapping: Mapping[str, str] | None) -> _Columns:
    """Raises InputError where `mapping` names a column there is not."""
    found: dict[str, list[str]] = {}
    preset = next((preset for preset in PRESETS if preset.columns <= set(header)), None)
    for name, column in (mapping or {}).items():
        if column not in header:
            raise InputError(f"no column {column!r} for {name}; its columns are {_listed(header)}")
        found[name] = [column]
    for name, column in (preset.mapping if preset else {}).items():
        if column in header and name not in found:
            found[name] = [column]
    taken = {column for columns in found.values() for column in columns}
    settled = set(found)
    named = [(known, column) for column in header if (known := name_of(column)) is not None]
    for known, column in sorted(named, key=_rank):
        if known not in settled and column not in taken:
            found.setdefault(known, []).append(column)
    warning = preset.warning if preset and not (mapping and "date" in mapping) else None
    return _Columns({name: tuple(columns) for name, columns in found.items()}, tuple(header), warning)


def _rank(named: tuple[str, str]) -> int:
    """Our own name before its aliases, those in the order in which they are listed."""
    name, column = named
    return (name, *ALIASES[name]).index(plain_label(column))


def _read_row(
    where: str, row: Mapping[str, object], columns: _Columns, sha256: str, warnings: tuple[str, ...] = ()
) -> Article | Refused:
    raw = {name: _filled(row, candidates) for name, candidates in columns.names.items()}
    text = raw.pop("text", None)
    fields = read_fields(raw)
    if not isinstance(text, str) or not text.strip():
        if fields.url:
            return Refused(where, "URL only: fetching is off. Save the page as an HTML file and add that file")
        return Refused(where, "no text in it" if "text" in columns.names else _no_text_column(columns.all))
    notes = [*warnings, *filter(None, (columns.warning if fields.published else None,))]
    if _LOOKS_LIKE_HTML.match(text):
        from verifier.readers.html import extract

        page = extract(text)
        return make_article(where, sha256, page.text, page.blocks, fields, name="", warnings=(*notes, *page.warnings))
    text, broken = without_surrogates(text)
    blocks = lay_out(text, headings={fields.title} if fields.title else ())
    return make_article(where, sha256, text, blocks, fields, name="", warnings=(*notes, *filter(None, (broken,))))


def _filled(row: Mapping[str, object], candidates: tuple[str, ...]) -> object:
    values = (row.get(column) for column in candidates)
    return next((value for value in values if value not in (None, "", [], {})), None)


def _no_text_column(header: tuple[str, ...] | list[str]) -> str:
    return f"no column holds the text; say which with text=COLUMN. Its columns are {_listed(header)}"


def _listed(header: tuple[str, ...] | list[str]) -> str:
    shown = ", ".join(repr(str(column)[:40]) for column in header[:20])
    return f"{shown} and {len(header) - 20} more" if len(header) > 20 else shown or "none"


def _digest(row: Mapping[str, object]) -> str:
    """SHA-256 of a row's JSON with sorted keys: the same for one record in a CSV and in a JSON list."""
    packed = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()


def _open_text(stream: BinaryIO) -> tuple[io.TextIOWrapper, tuple[str, ...]]:
    """The stream as text, in the encoding its first megabyte is in; newlines stay as they are."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    marked = sniff_encoding(sample)
    if marked is not None:
        return io.TextIOWrapper(stream, marked, newline=""), ()
    if b"\x00" in sample:
        raise InputError("not a text file: it holds NUL bytes. If it is a table, save it as CSV in UTF-8")
    try:
        # The sample may end inside a character.
        whole = sample if len(sample) < _SAMPLE else sample[: sample.rfind(b"\n") + 1 or None]
        whole.decode("utf-8")
    except UnicodeDecodeError:
        guessed = guess_encoding(sample)
        return io.TextIOWrapper(stream, guessed, newline=""), (f"encoding guessed: {guessed}",)
    return io.TextIOWrapper(stream, "utf-8", newline=""), ()


def _delimiter(header: str) -> str:
    """The delimiter under which the header line names the most columns we know, then the most columns."""

    def known(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return sum(name_of(name) is not None for name in names), len(names)

    return max(_DELIMITERS, key=known)
