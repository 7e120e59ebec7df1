"""Text that comes from outside, made recognisable as data: a line mark on every line, delimiters around the block.

An instruction not to obey such text is only a request. What holds is the form: text from outside cannot make a line
without the mark, so it can write neither the closing delimiter nor the id of another row.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LINE_MARK = "¦"
"""Stands at the head of every line of data. A mark in place of every space costs 70 % more tokens (o200k_base), one a
sentence 5 %, and quotes come back as they stand in the text."""

_SENTENCE_END = re.compile(r"""(?<=[.!?…。！？])(?:["'”’»)\]]*)\s+""")  # noqa: RUF001  the marks of other scripts
_ID = re.compile(r"[a-z][0-9]{1,4}")
_DROPPED = ("Cc", "Cf", "Co", "Cs")
"""Controls, zero-width and direction marks, private use, lone surrogates: nothing a reader sees."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of data with its id ("c1": one letter and a number), and the day it speaks of where that is known."""

    id: str
    text: str
    day: date | None = None

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"the id of a row is a letter and a number such as 'c1', not {self.id!r}")


def delimited(name: str, lines: Iterable[str]) -> str:
    """The block of variable `name`: its marked lines between delimiters that hold a checksum of them.

    The checksum depends on this block alone, so a block that stays the same keeps the prefix of a request the same.
    """
    body = "\n".join(lines)
    code = hashlib.sha256(body.encode()).hexdigest()[:12]
    return f"<{name} {code}>\n{body}\n</{name} {code}>"


def marked_text(text: str) -> list[str]:
    """The lines of `text`, cut at sentence ends, each behind the mark; empty lines are left out."""
    return [f"{LINE_MARK} {part}" for line in visible_lines(text) for part in _sentences(line)]


def marked_rows(rows: Sequence[Line]) -> list[str]:
    """Each row as its id, its day and its text; the lines after the first of a text have the mark alone."""
    return [line for row in rows for line in _marked_row(row)]


def _marked_row(row: Line) -> list[str]:
    head = row.id if row.day is None else f"{row.id} [{row.day.isoformat()}]"
    first, *others = marked_text(row.text) or [f"{LINE_MARK} "]
    return [f"{head} {first}", *others]


def visible_lines(text: str) -> list[str]:
    """`text` without invisible characters, in lines, runs of white space being one space; empty lines are left out."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    seen = ("".join(c for c in line if unicodedata.category(c) not in _DROPPED) for line in lines)
    return [line for line in map(str.strip, seen) if line]


def _sentences(line: str) -> list[str]:
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    starts = [0, *ends]
    return [part for a, b in zip(starts, [*ends, len(line)], strict=True) if (part := line[a:b].strip())]
