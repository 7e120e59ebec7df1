"""One SQLite file: how it is opened, read and written, and what its errors mean for the caller.

Any number of threads and processes may have it open. Readers never wait; writers queue for up to `PATIENCE`.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError

from verifier.errors import StoreError, WorkspaceMissing
from verifier.store import migrations

T = TypeVar("T")

# Seconds a writer waits for another one. The longest single write known, 100,000 new verdicts, took 49 s of CPU time.
PATIENCE = 120.0

# Set on every connection. NORMAL in WAL mode: a power cut can lose the last commits, never damage the file; a
# killed process loses none.
PRAGMAS = ("PRAGMA foreign_keys = ON", "PRAGMA synchronous = NORMAL")

# Of the values of one IN (...); far below SQLite's limit of 32,766.
CHUNK = 500

# What an error of SQLite means for whoever reads the message, by the first part of its name that fits.
ADVICE = {
    "SQLITE_BUSY": f"another process kept it busy for {PATIENCE:.0f} s; let it end or stop it, then try again",
    "SQLITE_LOCKED": "another thread has kept it busy; try again",
    "SQLITE_FULL": "the disk is full; free some space and try again, what was stored before is safe",
    "SQLITE_READONLY": "it may not be written; give yourself write permission on the file and its folder",
    "SQLITE_PERM": "it may not be opened; give yourself permission on the file and its folder",
    "SQLITE_AUTH": "it may not be opened; give yourself permission on the file and its folder",
    "SQLITE_CANTOPEN": "it cannot be opened; check that its folder exists and that you may write there",
    "SQLITE_NOTADB": "it is not a verifier database; choose another workspace, or restore the file from a copy",
    "SQLITE_CORRUPT": "it is damaged; restore it from a copy, or add the articles to a new workspace",
    "SQLITE_IOERR": "the disk cannot be read or written; check it and the connection to it, then try again",
    "SQLITE_NOMEM": "memory ran out; close other programs and try again",
    "SQLITE_CONSTRAINT": "the records contradict those stored, or each other; please report this",
    "SQLITE_TOOBIG": "a text is longer than the database can hold (1 GB); leave that article out",
}


class Database:
    """A database file that is open; the parts of `Store` read and write through it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _engine(path)
        self._local = threading.local()

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Opens the database at `path` and brings its schema up to date; with `create`, makes it if need be.

        WorkspaceMissing when there is none, SchemaTooNew when a newer version wrote it, StoreError when it
        cannot be opened or is not a database of this program.
        """
        if not create and not _is_file(path):
            raise WorkspaceMissing(f"no workspace database at {str(path)!r}: create one with `verifier init`")
        database = cls(path)
        try:
            database._prepare()
        except BaseException:
            database.close()
            raise
        return database

    def _prepare(self) -> None:
        with self._reading() as connection:
            due = len(migrations.MIGRATIONS) - migrations.version_of(connection, self.path)
        with _translated(self.path):
            _use_wal(self._engine)
        while due:
            with self._writing() as connection:
                due = migrations.migrate_one(connection, self.path)

    def close(self) -> None:
        """Closes the file; the database is not used afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Makes all calls of this thread inside the block one transaction: all of it is stored, or nothing.

        Other writers wait meanwhile, so nothing slow (a model, a network call) belongs inside.
        """
        with self._writing():
            yield

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database, or the transaction this thread is in."""
        with _translated(self.path):
            if (present := self._present()) is not None:
                yield present
                return
            with self._engine.connect() as connection:
                yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A connection in a write transaction of its own, or in the one this thread is in already."""
        with _translated(self.path):
            if (present := self._present()) is not None:
                yield present
                return
            with self._engine.connect().execution_options(writing=True) as connection, connection.begin():
                self._local.connection = connection
                try:
                    yield connection
                finally:
                    self._local.connection = None

    def _present(self) -> Connection | None:
        return getattr(self._local, "connection", None)


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists of at most `CHUNK`, without repeats, in order."""
    several = list(dict.fromkeys(values))
    for start in range(0, len(several), CHUNK):
        yield several[start : start + CHUNK]


def _engine(path: Path) -> Engine:
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": PATIENCE}, max_overflow=-1)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise StoreError(f"database {str(path)!r} cannot be looked for: {error.strerror}; check its folder") from error


def _use_wal(engine: Engine) -> None:
    # The mode stays with the file, but a copy of it, such as a backup, is back in the default one.
    raw = engine.raw_connection()
    try:
        deadline = time.monotonic() + PATIENCE
        while not _switched_to_wal(raw.cursor(), deadline):
            time.sleep(0.01)
    finally:
        raw.close()


def _switched_to_wal(cursor: DBAPICursor, deadline: float) -> bool:
    # The first switch needs the file for itself, and SQLite does not wait for that: when several processes create one
    # workspace, all but one are told at once that it is locked.
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
            raise
        return False
    return True


def _set_up(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself, `_begin` does
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    # A transaction that reads first and then writes fails at once when another one wrote in between, whatever
    # the patience; one that asks for the write lock at its start waits for it.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turns the errors of SQLite into StoreError: the path, what it means, the next step."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(_explained(path, error.orig or error)) from error
    except sqlite3.Error as error:
        raise StoreError(_explained(path, error)) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            f"database {str(path)!r}: {error.object[error.start]!r} is half a character and cannot be "
            "stored; whoever made that text must replace it first"
        ) from error


def _explained(path: Path, error: BaseException) -> str:
    name = getattr(error, "sqlite_errorname", "")
    advice = next((text for start, text in ADVICE.items() if name.startswith(start)), "please report this")
    return f"database {str(path)!r}: {advice} ({error})"
