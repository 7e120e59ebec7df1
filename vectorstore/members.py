"""Which ids share which row of the index.

Equal vectors are one row with many ids. Reprints and boilerplate make the same passage appear hundreds of times,
and a nearest-neighbour graph breaks on them: with ten vectors 1,000 times each, a Chroma query for all 10,000 rows
got 257.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE_NAME = "members.sqlite3"

# SQLite takes at most 999 variables in one statement where it was built long ago.
_VARIABLES = 900


class Members:
    """id -> row, on disk. An id has one row; a row without an id is no longer wanted."""

    def __init__(self, folder: Path) -> None:
        """Raises sqlite3.Error when the file there is no such database."""
        # Threads take turns inside SQLite; writers are kept apart by the index.
        self._connection = sqlite3.connect(folder / FILE_NAME, check_same_thread=False)
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(
                "CREATE TABLE IF NOT EXISTS members (id TEXT PRIMARY KEY, row TEXT NOT NULL) WITHOUT ROWID;"
                "CREATE INDEX IF NOT EXISTS members_by_row ON members (row);"
            )
        except sqlite3.Error:
            self._connection.close()
            raise

    def width(self) -> int:
        """The width of the vectors as noted, 0 when none is."""
        noted: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return noted

    def note_width(self, width: int) -> None:
        """Note the width of the vectors, once for the life of the folder."""
        self._connection.execute(f"PRAGMA user_version = {width:d}")

    def put(self, ids: Sequence[str], rows: Sequence[str]) -> list[str]:
        """Give each id its row. Returns the rows that no id is left in."""
        with self._connection:
            left = self._rows_of(ids)
            self._connection.executemany(
                "INSERT INTO members VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET row = excluded.row",
                zip(ids, rows, strict=True),
            )
        return self._unused(left)

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Forget the ids. Returns the rows that no id is left in."""
        with self._connection:
            left = self._rows_of(ids)
            self._connection.executemany("DELETE FROM members WHERE id = ?", ((name,) for name in ids))
        return self._unused(left)

    def count(self) -> int:
        """How many ids there are."""
        number: int = self._connection.execute("SELECT COUNT(*) FROM members").fetchone()[0]
        return number

    def ids(self) -> set[str]:
        """All ids."""
        return {name for (name,) in self._connection.execute("SELECT id FROM members")}

    def rows(self) -> set[str]:
        """All rows that some id is in."""
        return {row for (row,) in self._connection.execute("SELECT DISTINCT row FROM members")}

    def known_rows(self, rows: Iterable[str]) -> set[str]:
        """Those of `rows` that some id is in."""
        return {row for _, row in self.ids_in(rows)}

    def ids_in(self, rows: Iterable[str]) -> Iterator[tuple[str, str]]:
        """(id, row) for every id in one of `rows`, in no order."""
        return self._select("SELECT id, row FROM members WHERE row IN", rows)

    def close(self) -> None:
        """Write everything into the one file and let go of it."""
        self._connection.close()

    def _rows_of(self, ids: Sequence[str]) -> set[str]:
        return {row for _, row in self._select("SELECT id, row FROM members WHERE id IN", ids)}

    def _unused(self, rows: set[str]) -> list[str]:
        return sorted(rows - self.known_rows(rows))

    def _select(self, head: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
        wanted = list(values)
        for start in range(0, len(wanted), _VARIABLES):
            part = wanted[start : start + _VARIABLES]
            marks = ",".join("?" * len(part))
            yield from self._connection.execute(f"{head} ({marks})", part)


def find_fault(database: Path) -> str | None:
    """What is wrong with the structure of an SQLite file, None when nothing is. Raises sqlite3.Error for others."""
    connection = sqlite3.connect(database)
    try:
        answer: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        connection.close()
    return None if answer == "ok" else answer


def row_names(units: NDArray[np.float32]) -> list[str]:
    """The row each vector belongs to: a digest of its bytes, so equal vectors share one."""
    return [hashlib.sha256(unit.tobytes()).hexdigest()[:32] for unit in units]
