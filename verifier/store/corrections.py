"""What a person corrected: a history of events, to which is only added."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, insert, select

from verifier.domain import Correction, CorrectionKind
from verifier.errors import UsageError
from verifier.store.database import Database
from verifier.store.records import TEXTS, read_word
from verifier.store.tables import correction


class Corrections(Database):
    """Corrections in the order in which they were made."""

    def add_correction(
        self, kind: CorrectionKind, subjects: tuple[str, ...], *, value: str = "", note: str = "", by: str
    ) -> Correction:
        """Notes what a person says, with the time."""
        made = Correction(_new_id(), kind, subjects, value, note, by, datetime.now(UTC))
        with self._writing() as connection:
            _add(connection, made)
        return made

    def undo_correction(self, correction_id: str, *, note: str = "", by: str) -> Correction:
        """Notes that a person takes a correction back, and returns that event; UsageError when that makes no sense."""
        with self._writing() as connection:
            history = _history(connection)
            found = next((each for each in history if each.id == correction_id), None)
            taken_back = next((each for each in history if each.undoes == correction_id), None)
            if found is None:
                raise UsageError(f"no correction {correction_id!r} here: `verifier corrections list` shows them")
            if found.undoes is not None:
                raise UsageError(f"{correction_id!r} took back {found.undoes!r}: make that correction once more")
            if taken_back is not None:
                raise UsageError(
                    f"{correction_id!r} is undone already, by {taken_back.id!r}: "
                    "`verifier corrections list` shows which are in force"
                )
            undo = Correction(
                _new_id(), found.kind, found.subjects, found.value, note, by, datetime.now(UTC), undoes=found.id
            )
            _add(connection, undo)
        return undo

    def corrections(self) -> list[Correction]:
        """All of the history, the oldest first."""
        with self._reading() as connection:
            return _history(connection)

    def corrections_in_force(self, *kinds: CorrectionKind) -> list[Correction]:
        """Those that nobody has taken back, the oldest first; of these kinds, or of all."""
        history = self.corrections()
        gone = {each.undoes for each in history}
        wanted = kinds or tuple(CorrectionKind)
        return [each for each in history if each.undoes is None and each.id not in gone and each.kind in wanted]


def _new_id() -> str:
    return f"correction-{uuid4().hex[:12]}"


def _add(connection: Connection, each: Correction) -> None:
    columns = {
        "id": each.id,
        "kind": each.kind.value,
        "subjects": TEXTS.dump(each.subjects),
        "value": each.value,
        "note": each.note,
        "by": each.by,
        "at": each.at,
        "undoes": each.undoes,
    }
    connection.execute(insert(correction).values(columns))


def _history(connection: Connection) -> list[Correction]:
    return [_correction(row) for row in connection.execute(select(correction).order_by(correction.c.n))]


def _correction(row: Row[Any]) -> Correction:
    return Correction(
        id=row.id,
        kind=read_word(CorrectionKind, row.kind),
        subjects=TEXTS.load(row.subjects),
        value=row.value,
        note=row.note,
        by=row.by,
        at=row.at,
        undoes=row.undoes,
    )
