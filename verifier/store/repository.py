"""The store: every record of a workspace in one database file, with the runs that made them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from verifier.store.articles import Articles
from verifier.store.claims import Claims
from verifier.store.corrections import Corrections
from verifier.store.passages import Passages
from verifier.store.readings import Readings
from verifier.store.replies import Replies
from verifier.store.runs import Runs
from verifier.store.sources import Sources
from verifier.store.tables import value as values
from verifier.store.verdicts import Verdicts


class Store(Articles, Passages, Claims, Verdicts, Corrections, Sources, Replies, Runs, Readings):
    """A workspace's database. Made by `Store.open`; a context manager; safe to share between threads.

    Each method is one transaction; `transaction()` joins several. Records go in and come out as the frozen
    ones of `verifier.domain`. StoreError when the file cannot be read or written, or holds what cannot be
    understood.
    """

    def value(self, name: str) -> str | None:
        """The small value kept under a name, such as the engine of the last run."""
        with self._reading() as connection:
            return connection.execute(select(values.c.value).where(values.c.name == name)).scalar()

    def put_value(self, name: str, value: str) -> None:
        """Keeps a small value under a name, in place of the one before."""
        row = {"name": name, "value": value}
        with self._writing() as connection:
            connection.execute(insert(values).values(row).on_conflict_do_update(["name"], set_={"value": value}))
