"""What language models replied, by content key: no call is paid for twice.

A reply is data from outside, kept as it came; whoever reads its cells judges it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from verifier.domain import Reply, Usage
from verifier.store.database import Database, chunks
from verifier.store.tables import reply as replies

_BEYOND = 2**63
"""No column takes a number from here on."""


class Replies(Database):
    """Replies by key. A spoilt one, whose cells could not be read, serves until the run that met it has completed."""

    def reply(self, key: str) -> Reply | None:
        """The reply kept under a key, spoilt ones too; None when there is none."""
        with self._reading() as connection:
            row = connection.execute(select(replies).where(replies.c.key == key)).first()
        return None if row is None else _reply(row)

    def put_reply(self, key: str, prompt: str, model: str, reply: Reply) -> None:
        """Keeps the reply of a model to the prompt of this name; a key that has a reply keeps that one.

        ValueError for a number of tokens below 0, or beyond what the database holds.
        """
        usage = reply.usage
        if usage is not None and not all(0 <= count < _BEYOND for count in astuple(usage)):
            raise ValueError(f"{usage!r} of {key!r} holds a number of tokens that cannot be kept")
        columns = {
            "key": key,
            "prompt": prompt,
            "model": model,
            "spoilt": False,
            "input_tokens": usage and usage.input,
            "cached_tokens": usage and usage.cached,
            "output_tokens": usage and usage.output,
            "at": datetime.now(UTC),
            "finish_reason": reply.finish_reason,
            "refusal": reply.refusal,
            "text": reply.text,
        }
        with self._writing() as connection:
            connection.execute(insert(replies).values(columns).on_conflict_do_nothing())

    def spoil_replies(self, keys: Iterable[str]) -> None:
        """Notes that the cells of these replies could not be read; a key without a reply has nothing to note."""
        with self._writing() as connection:
            for some in chunks(keys):
                connection.execute(update(replies).where(replies.c.key.in_(some)).values(spoilt=True))

    def forget_spoilt_replies(self) -> int:
        """Deletes the spoilt replies, so that the next run asks anew, and returns how many they were.

        Only for the end of a run that completed: one that goes on after a kill must not pay for them again.
        """
        with self._writing() as connection:
            return connection.execute(delete(replies).where(replies.c.spoilt)).rowcount


def _reply(row: Row[Any]) -> Reply:
    usage = None if row.input_tokens is None else Usage(row.input_tokens, row.cached_tokens, row.output_tokens)
    return Reply(text=row.text, finish_reason=row.finish_reason, refusal=row.refusal, usage=usage)
