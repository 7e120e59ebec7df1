"""What is printed, and how: text and JSON to stdout, remarks to stderr, and no character that steers a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from verifier.exports.inert import one_line
from verifier.exports.verdict_json import SCHEMA_VERSION, to_json

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table


def say(message: str) -> None:
    """A remark for whoever sits at the terminal: one line on stderr."""
    print(one_line(message), file=sys.stderr, flush=True)


def installed_version(package: str) -> str:
    """The version of an installed package, or that there is none, as in a checkout that is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed as a package)"


def takes_every_character() -> bool:
    """Whether stdout can take any character, or only those of an older encoding."""
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def print_json(record: dict[str, Any]) -> None:
    """One record on one line of stdout, with `schema_version` first."""
    print(_json({"schema_version": SCHEMA_VERSION, **record}))


def print_document(head: dict[str, Any], name: str, records: Iterable[dict[str, Any]]) -> None:
    """One JSON document: `schema_version`, the fields of `head`, and under `name` the list of records, a line each."""
    start = _json({"schema_version": SCHEMA_VERSION, **head})
    print(f"{start[:-1]}, {_json(name)}: [", end="")
    for number, record in enumerate(records):
        print(",\n" if number else "\n", _json(record), sep="", end="")
    print("\n]}")


def _json(value: object) -> str:
    return to_json(value, ascii_only=not takes_every_character())


class Page:
    """Lines for people: wrapped and coloured on a terminal, whole and plain anywhere else."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console: Console = Console(highlight=False, markup=False, emoji=False)
        wide = takes_every_character()
        self.arrow, self.dot, self.open, self.close = ("←", "·", "“", "”") if wide else ("<-", "-", '"', '"')
        self.towards = "→" if wide else "->"
        self.branch, self.corner, self.trunk = ("├─ ", "└─ ", "│  ") if wide else ("|- ", "`- ", "|  ")

    def line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """One line, made harmless; on a terminal it is folded under its own indent."""
        from rich.padding import Padding
        from rich.text import Text

        if self._console.is_terminal:
            self._print(Padding(Text(one_line(text), style=style), (0, 0, 0, indent)))
        else:
            print(" " * indent + one_line(text))

    def hang(self, first: str, rest: str, text: str) -> None:
        """One line, made harmless, behind `first`; where a terminal folds it, the rest stands behind `rest`."""
        from rich.text import Text

        harmless = Text(one_line(text))
        if self._console.is_terminal:
            lines = harmless.wrap(self._console, max(self._console.width - len(rest), 1))
            for number, line in enumerate(lines):
                self._print(Text(rest if number else first) + line)
        else:
            print(first + harmless.plain)

    def table(self, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
        """A small table, the first column to the left and all others to the right."""
        from rich import box
        from rich.table import Table

        table: Table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
        for number, column in enumerate(columns):
            table.add_column(column, justify="right" if number else "left", overflow="fold")
        for row in rows:
            table.add_row(*map(one_line, row))
        self._print(table)

    def _print(self, shown: RenderableType) -> None:
        # Through `print`, since rich ends the process itself when whoever reads has enough.
        with self._console.capture() as captured:
            self._console.print(shown)
        print(captured.get(), end="")
