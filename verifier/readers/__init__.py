"""One file per input format, each from bytes to articles. A bad input is a Refused with a reason, never an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import BinaryIO

from verifier.domain import Article, Refused
from verifier.errors import InputError

TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
CSV_SUFFIXES = (".csv", ".tsv")
JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
SUFFIXES = TEXT_SUFFIXES + HTML_SUFFIXES + CSV_SUFFIXES + JSON_SUFFIXES

# One article; the longest of 654 real ones has 64,000 characters.
_MOST_BYTES = 10_000_000


def read(path: str, stream: BinaryIO, mapping: Mapping[str, str] | None = None) -> Iterator[Article | Refused]:
    """The articles in `stream`, whose format is told by the suffix of `path`, else by its first characters.

    `mapping` says which column holds what, by our names (`{"text": "story", "outlet": "paper"}`); it is for tables.
    `stream` must be seekable.
    """
    suffix = PurePath(path).suffix.lower()
    empty = True
    try:
        for found in _read(path, stream, suffix if suffix in SUFFIXES else _sniff(stream), mapping):
            empty = False
            yield found
    except InputError as error:
        yield Refused(path, str(error))
    else:
        if empty:
            yield Refused(path, "no rows in it")


def _read(path: str, stream: BinaryIO, suffix: str, mapping: Mapping[str, str] | None) -> Iterator[Article | Refused]:
    if suffix in CSV_SUFFIXES:
        from verifier.readers.tables import read_csv

        return read_csv(path, stream, mapping)
    if suffix == ".json":
        from verifier.readers.tables import read_json

        return read_json(path, stream, mapping)
    if suffix in JSON_SUFFIXES:
        from verifier.readers.tables import read_jsonl

        return read_jsonl(path, stream, mapping)
    data = _whole(stream)
    if suffix in HTML_SUFFIXES:
        from verifier.readers.html import read_html

        return read_html(path, data)
    from verifier.readers.text import read_text

    return read_text(path, data)


def _whole(stream: BinaryIO) -> bytes:
    data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise InputError(f"larger than {_MOST_BYTES // 1_000_000} MB: no single article is. Split it into its articles")
    return data


def _sniff(stream: BinaryIO) -> str:
    head = stream.read(2_000).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    stream.seek(0)
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<article")):
        return ".html"
    if head.startswith(b'{"'):
        return ".jsonl"
    return ".json" if head.startswith((b"{", b"[{")) else ".txt"
