"""Make text from articles harmless where it is shown: a terminal, a Markdown page, a cell of a spreadsheet."""

from __future__ import annotations

import re
import unicodedata

# Escape sequences of terminals, 7-bit and 8-bit: CSI …, strings such as OSC … up to their end, and two-character ones.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
_WHITE = re.compile(r"\s+")

# Characters that change the order in which others are shown, or that are not seen at all.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# What Markdown, GitHub's and pandoc's included, reads as more than text: marks anywhere, links and emoji that need no
# brackets, and what makes a line a list or a heading. Full stops and dashes stay elsewhere, for readers of the source.
_MARKDOWN = re.compile(r"[\\`*_\[\]#|~$^@]|:(?=\S)|(?<=www)\.|^[-+=]|^\d+[.)]", re.IGNORECASE)

_FORMULA_STARTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")


def one_line(text: str) -> str:
    """`text` for a terminal: no escape sequence, no control or reordering character, white space as single blanks."""
    kept = "".join(c for c in _WHITE.sub(" ", _ESCAPES.sub("", text)) if not _is_control(c))
    return _WHITE.sub(" ", kept).strip()


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" or character in _REORDERING


def markdown(text: str) -> str:
    """`text` as Markdown that shows exactly it, on one line: nothing in it is a heading, a link, emphasis or HTML."""
    safe = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN.sub(lambda found: f"{found.group()[:-1]}\\{found.group()[-1]}", safe)


def cell(text: str) -> str:
    """`text` for a spreadsheet: with an apostrophe before it where a program might take it for a formula.

    Leading white space and invisible characters do not hide a formula, since some programs skip them.
    """
    first = next((c for c in text if not (c.isspace() or unicodedata.category(c) in {"Cc", "Cf"})), "")
    starts = first in _FORMULA_STARTS if first else False
    return f"'{text}" if starts or text[:1] in {"\t", "\r", "\n"} else text
