"""JSON Lines: one verdict a line, with everything that stands behind it. See `verdict_json` for the fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from verifier.domain import Verdict
from verifier.exports.verdict_json import to_json, verdict_record


def write(verdicts: Iterable[Verdict], out: TextIO) -> None:
    """One line per verdict, in the order given."""
    ascii_only = not (out.encoding or "").lower().startswith("utf")
    for verdict in verdicts:
        out.write(to_json(verdict_record(verdict), ascii_only=ascii_only) + "\n")
