"""Verdicts out: one file per format, each a whole file or none.

`verdict_json` is the one place that gives verdicts their JSON form; `inert` makes hostile text harmless where it shows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from verifier.domain import Verdict
from verifier.errors import UsageError, VerifierError


class Format(StrEnum):
    """What verdicts can be written as."""

    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"


CLAIMS_FILE = "claims.csv"
EVIDENCE_FILE = "evidence.csv"


class ExportUnwritable(VerifierError):
    """The file asked for cannot be written; what was there before is untouched."""


def write_stream(verdicts: Iterable[Verdict], form: Format, out: TextIO) -> None:
    """Write a format that is one document to an open stream; CSV is two and needs `write_files`."""
    from verifier.exports import jsonl, markdown

    if form is Format.CSV:
        raise UsageError(f"csv is two files, {CLAIMS_FILE} and {EVIDENCE_FILE}: name a folder for them with --output")
    (jsonl.write if form is Format.JSONL else markdown.write)(verdicts, out)


def write_files(verdicts: Iterable[Verdict], form: Format, target: Path) -> list[Path]:
    """Write to the file `target` (for CSV the folder, made if missing); the paths written.

    Nothing has its name before all of it is written, so a reader, or a kill, finds the former file or the new one.
    """
    if form is not Format.CSV:
        check_writable(target, "--output")
        with whole_files(target) as (out,):
            write_stream(verdicts, form, out)
        return [target]
    from verifier.exports import csv

    with _explained(target):
        target.mkdir(parents=True, exist_ok=True)
    paths = [target / CLAIMS_FILE, target / EVIDENCE_FILE]
    with whole_files(*paths) as (claims, evidence):
        csv.write(verdicts, claims, evidence)
    return paths


def check_writable(path: Path, option: str) -> None:
    """Raise ExportUnwritable where no file could be written; `option` is what names another place."""
    if path.is_dir():
        raise ExportUnwritable(f"{str(path)!r} is a folder: name a file in it with {option}")
    with _explained(path, option=option), _draft(path):
        pass


@contextmanager
def whole_files(*paths: Path, option: str = "--output") -> Iterator[list[TextIO]]:
    """Text streams (UTF-8, newlines as given) that take their names when the block ends, and vanish when it fails."""
    with _explained(*paths, option=option), ExitStack() as stack:
        drafts = [stack.enter_context(_draft(path)) for path in paths]
        yield [draft for draft, _ in drafts]
        for draft, _ in drafts:
            draft.flush()
            os.fsync(draft.fileno())
        for (_, name), path in zip(drafts, paths, strict=True):
            name.replace(path)


@contextmanager
def _draft(path: Path) -> Iterator[tuple[TextIO, Path]]:
    # In the same folder, since a rename is whole only within one file system.
    name = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with name.open("w", encoding="utf-8", errors="backslashreplace", newline="") as draft:
            yield draft, name
    finally:
        name.unlink(missing_ok=True)


@contextmanager
def _explained(*paths: Path, option: str = "--output") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = " and ".join(repr(str(path)) for path in paths)
        raise ExportUnwritable(
            f"cannot write {where} ({error.strerror or error}): name another place with {option}"
        ) from error
