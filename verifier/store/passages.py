"""Passages with their word index, and the vectors of texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, Select, delete, select, tuple_
from sqlalchemy.dialects.sqlite import insert

from verifier.domain import Passage
from verifier.errors import StoreError
from verifier.store import fulltext
from verifier.store.database import CHUNK, Database, chunks
from verifier.store.progress import articles_due, note_made
from verifier.store.tables import article, passage, vector

STEP = "passages"

# float16 as stored, whatever the machine's own order of bytes.
HALF = np.dtype("<f2")


class Passages(Database):
    """Passages of articles and vectors of texts. Reading speaks of current articles only."""

    def put_passages(self, article_id: str, key: str, passages: Sequence[Passage]) -> None:
        """Replaces the passages of an article; `key` says what they were made from and by which code."""
        for each in passages:
            if each.article_id != article_id:
                raise ValueError(f"passage {each.id!r} belongs to {each.article_id!r}, not to {article_id!r}")
        with self._writing() as connection:
            connection.execute(delete(passage).where(passage.c.article_id == article_id))
            if passages:
                connection.execute(insert(passage), [_columns(each) for each in passages])
            note_made(connection, STEP, article_id, key)

    def passages_due(self, key: str) -> list[str]:
        """The ids of current articles whose passages were not made with this key, in article order."""
        with self._reading() as connection:
            return articles_due(connection, STEP, key)

    def each_passage(self) -> Iterator[Passage]:
        """All passages by article id and place; what is stored meanwhile may or may not appear."""
        after: tuple[str, int, str] | None = ("", 0, "")
        while after is not None:
            page = _current().where(tuple_(*BY_PLACE) > after).order_by(*BY_PLACE).limit(CHUNK)
            with self._reading() as connection:
                several = [_passage(row) for row in connection.execute(page)]
            yield from several
            last = several[-1] if several else None
            after = None if last is None else (last.article_id, last.start, last.id)

    def search(self, terms: Sequence[str]) -> dict[str, frozenset[str]]:
        """The passages that hold at least one of the terms: passage id -> the terms found in it.

        A term is a word or several words in a row, whole and in any case, with or without accents; it is
        never read as a query language. A term without a letter or digit is found nowhere.
        """
        found: dict[str, set[str]] = {}
        with self._reading() as connection:
            for term in dict.fromkeys(terms):
                rows = fulltext.rows_with_phrase(passage.name, term).subquery()
                hits = select(passage.c.id).join(rows, rows.c.n == passage.c.n).join(article).where(article.c.current)
                for passage_id in connection.scalars(hits):
                    found.setdefault(passage_id, set()).add(term)
        return {passage_id: frozenset(some) for passage_id, some in sorted(found.items())}

    def vectors(self, model: str, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of those texts that have one, by text; `model` is the model's fingerprint."""
        with self._reading() as connection:
            found: dict[str, NDArray[np.float32]] = {}
            for some in chunks(texts):
                by_hash = {_sha256(text): text for text in some}
                wanted = select(vector).where(vector.c.model == model, vector.c.text_sha256.in_(by_hash))
                found.update((by_hash[row.text_sha256], _unpacked(row.halves)) for row in connection.execute(wanted))
        return found

    def put_vectors(self, model: str, vectors: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
        """Stores the vectors of texts, one dimension each, as float16, and returns them as `vectors` will.

        A vector that is there already stays. Go on with what is returned: every later run computes with it.
        """
        rows = [
            {"model": model, "text_sha256": _sha256(text), "halves": _packed(numbers)}
            for text, numbers in vectors.items()
        ]
        with self._writing() as connection:
            if rows:
                connection.execute(insert(vector).on_conflict_do_nothing(), rows)
            return self.vectors(model, vectors)


BY_PLACE = (passage.c.article_id, passage.c.span_start, passage.c.id)


def _current() -> Select[Any]:
    columns = passage.c.id, passage.c.article_id, passage.c.span_start, passage.c.span_end, passage.c.text
    return select(*columns).join(article).where(article.c.current)


def _columns(each: Passage) -> dict[str, Any]:
    return {
        "id": each.id,
        "article_id": each.article_id,
        "span_start": each.start,
        "span_end": each.end,
        "text": each.text,
    }


def _passage(row: Row[Any]) -> Passage:
    return Passage(id=row.id, article_id=row.article_id, start=row.span_start, end=row.span_end, text=row.text)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _packed(numbers: NDArray[Any]) -> bytes:
    if numbers.ndim != 1 or not numbers.size:
        raise ValueError(f"a vector has one dimension and some numbers, not the shape {numbers.shape}")
    with np.errstate(over="ignore"):
        halves = numbers.astype(HALF)
    if not np.isfinite(halves).all():
        raise ValueError("a vector holds numbers that float16 cannot: not finite, or beyond 65,504")
    return halves.tobytes()


def _unpacked(halves: bytes) -> NDArray[np.float32]:
    if not halves or len(halves) % HALF.itemsize:
        raise StoreError(f"a stored vector has {len(halves)} bytes and is damaged; restore the database from a copy")
    return np.frombuffer(halves, dtype=HALF).astype(np.float32)
