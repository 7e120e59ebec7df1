"""Claims a user brings as JSON Lines. A line that cannot be read becomes a value that says why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

Id = str | int

# NUL and halves of characters can be written in JSON, and neither stored nor read by a model.
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class BroughtClaim:
    """One claim with the user's own id; `on` is the date of its event, or the date as of which it holds."""

    line: int
    id: Id
    text: str
    on: date | None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no claim; `id` as far as one could be read."""

    line: int
    id: Id | None
    error: str


def read_claims(content: bytes) -> list[BroughtClaim | BadLine]:
    """The claims of a file of JSON Lines (`id`, `text`, optional `date`), one entry per line that is not blank."""
    return [_claim(number, found) for number, found in json_lines(content)]


def json_lines(content: bytes) -> Iterator[tuple[int, dict[str, object] | str]]:
    """Line numbers from 1 with the JSON object of the line, or with what is wrong with it; blank lines are left out."""
    # Only "\n" ends a line: JSON text may hold other line separators as they are.
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield number, _object(line)


def _object(line: bytes) -> dict[str, object] | str:
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start + 1} of the line: save the file as UTF-8"
    except json.JSONDecodeError as error:
        return f"not JSON: {error.msg} at character {error.colno}"
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of brackets
        return f"not JSON that can be read: {error}"
    if not isinstance(found, dict):
        return f'not a JSON object but {_short(found)}: write {{"id": …, "text": …}}'
    return found


def _claim(number: int, found: dict[str, object] | str) -> BroughtClaim | BadLine:
    if isinstance(found, str):
        return BadLine(number, None, found)
    given = read_id(found)
    if given is None:
        return BadLine(number, None, f"'id' must be a text or a whole number, not {_short(found.get('id'))}")
    try:
        return BroughtClaim(number, given, read_text(found.get("text")), read_day(found.get("date")))
    except ValueError as error:
        return BadLine(number, given, str(error))


def read_id(found: dict[str, object]) -> Id | None:
    """The `id` of a line, or None where there is none that can be used."""
    given = found.get("id")
    return given if isinstance(given, str | int) and not isinstance(given, bool) else None


def read_text(given: object) -> str:
    """The text of a claim; raises ValueError when it says nothing."""
    if not isinstance(given, str):
        raise ValueError(f"'text' must be a text, not {_short(given)}")
    if not any(character.isalnum() for character in given):
        raise ValueError(f"'text' has no word in it: {given[:40]!r}")
    if unreadable := _UNREADABLE.search(given):
        raise ValueError(f"'text' holds {unreadable.group()!r}, which is no character: leave it out")
    return given


def read_day(given: object) -> date | None:
    """A `date` (YYYY-MM-DD) or None for none; raises ValueError for anything else."""
    if given is None:
        return None
    try:
        if isinstance(given, str) and _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass  # such as a 30th of February: refused like any other form
    raise ValueError(f"'date' must be a day such as \"2024-03-05\", not {_short(given)}")


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
