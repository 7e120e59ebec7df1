"""A `VectorIndex` in a folder, kept by Chroma. The only file that imports chromadb.

Chroma's files survive no interrupted write for certain, and opening damaged ones ends the process instead of raising.
So one owner holds the folder at a time, a clean close seals it, and a folder without a whole seal is tried out in
another process first. docs/models/embedder.md tells how much an approximate search finds.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vectorstore import Hit, IndexDamagedError, VectorIndexError
from vectorstore.condition import REBUILD, check_folder
from vectorstore.members import FILE_NAME as MEMBERS_FILE
from vectorstore.members import Members, find_fault, row_names
from vectorstore.memory import MemoryIndex
from vectorstore.ownership import FolderLock
from vectorstore.seal import break_seal, write_seal
from vectorstore.signals import shielded
from vectorstore.vectors import check_k, check_min_score, check_width, ranked, round_scores, unit_query, unit_rows

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_COLLECTION = "vectors"
# 20,600 distinct sentences, every hit with a cosine of 0.5 or more: found .9997 of them at 1,400 rows/s, against
# .9985 at 3,300 rows/s with Chroma's own 100 and 16. Embedding is ten times slower than either.
_EF_CONSTRUCTION = 200
_NEIGHBORS = 32
# 4 ms for the first 256 rows of 20,000; a search that needs more asks for four times as many, until it has enough.
_FIRST_ROWS = 256
_GROWTH = 4

# An approximate graph may lose sight of single rows (7 of 10,000 random vectors, none of 20,600 sentences), while
# lost files leave at most the last 1,000 rows to be found.
_REACHABLE_SHARE = 0.99

EXACT_ROWS = 100_000
"""Up to this many distinct vectors `within` compares every one, from a copy in memory (150 MB at most): exact, and at
20,000 vectors ten times as fast as asking Chroma for the 1,800 that lie above a cosine of 0.4 (30 against 298 ms)."""


class _Rows(NamedTuple):
    """Rows found, best first."""

    names: list[str]
    scores: list[float]


class ChromaIndex:
    """A `VectorIndex` whose vectors stay in a folder. Approximate beyond `EXACT_ROWS`: see `within`.

    Closes itself when the program ends. A program that is to survive SIGTERM while threads other than the main one
    write must handle that signal itself.
    """

    def __init__(self, folder: Path, width: int, expected_count: int | None = None) -> None:
        """Open the folder, or begin a new index there when it is missing or empty.

        `expected_count`: how many ids it must hold, where the caller knows.
        Raises IndexBusyError when it has another owner, and IndexDamagedError when it is damaged, not an index,
        made for another width, or holds another number of ids: then call `rebuild`.
        """
        self.width = check_width(width)
        self._folder = folder.resolve()
        self._lock = threading.RLock()
        self._closed = False
        self._sound = True
        self._mirror: MemoryIndex | None = None
        self._owned = FolderLock(self._folder)
        try:
            check_folder(self._folder, _writer())
            self._client, self._collection, self._members = _open_folder(self._folder)
        except BaseException:
            self._owned.release()
            raise
        self._batch_size = self._client.get_max_batch_size()
        atexit.register(self.close)
        try:
            self._check_contents(expected_count)
        except BaseException:
            self.close()
            raise

    def add(self, ids: Sequence[str], vectors: NDArray[np.floating]) -> None:
        """See `VectorIndex.add`. Each batch is stored whole or not at all, whatever interrupts it."""
        units = unit_rows(ids, vectors, self.width)
        with self._lock, self._native("store vectors"):
            for start in range(0, len(ids), self._batch_size):
                part = slice(start, start + self._batch_size)
                self._add_batch(ids[part], units[part])

    def delete(self, ids: Sequence[str]) -> None:
        """See `VectorIndex.delete`."""
        with self._lock, self._native("delete ids"):
            self._drop_rows(self._members.remove(ids))

    def count(self) -> int:
        """See `VectorIndex.count`."""
        with self._native("count ids"):
            return self._members.count()

    def ids(self) -> set[str]:
        """See `VectorIndex.ids`."""
        with self._native("list ids"):
            return self._members.ids()

    def within(self, vector: NDArray[np.floating], min_score: float) -> list[Hit]:
        """See `VectorIndex.within`. Scores are exact; beyond `EXACT_ROWS` distinct vectors a few hits in ten thousand
        may be missing."""
        check_min_score(min_score)
        with self._native("search"):
            mirror = self._current_mirror()
        if mirror is not None:
            found = mirror.within(vector, min_score)
            return self._hits(_Rows([hit.id for hit in found], [hit.score for hit in found]))
        rows = self._search(vector, _FIRST_ROWS, lambda found: found.scores[-1] < min_score)
        return [hit for hit in self._hits(rows) if hit.score >= min_score]

    def nearest(self, vector: NDArray[np.floating], k: int) -> list[Hit]:
        """See `VectorIndex.nearest`; a few in ten thousand may be missing among more than 256 distinct vectors."""
        check_k(k)

        def has_enough(found: _Rows) -> bool:
            # Rows that tie with the last one may still be to come, and ids tie-break them.
            return sum(hit.score > found.scores[-1] for hit in self._hits(found)) >= k

        return self._hits(self._search(vector, max(_FIRST_ROWS, k + 1), has_enough))[:k]

    def close(self) -> None:
        """See `VectorIndex.close`. Waits for a write in progress, and seals the folder."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            atexit.unregister(self.close)
            try:
                with shielded():
                    self._client.close()
                    self._members.close()
                    if self._sound and (self._folder / MEMBERS_FILE).is_file():
                        write_seal(self._folder, _writer())
            finally:
                self._owned.release()

    def _add_batch(self, ids: Sequence[str], units: NDArray[np.float32]) -> None:
        rows = row_names(units)
        known = self._members.known_rows(set(rows))
        new = {row: unit for row, unit in zip(rows, units, strict=True) if row not in known}
        # Rows before members and members before dropped rows: stopped anywhere, what is left is a row without an id,
        # which no search shows.
        if new:
            vectors = np.stack(list(new.values()))
            with shielded():
                self._collection.upsert(ids=list(new), embeddings=vectors)
            if self._mirror is not None:
                self._mirror.add(list(new), vectors)
        self._drop_rows(self._members.put(ids, rows))

    def _drop_rows(self, rows: Sequence[str]) -> None:
        if self._mirror is not None:
            self._mirror.delete(rows)
        for start in range(0, len(rows), self._batch_size):
            with shielded():
                self._collection.delete(ids=list(rows[start : start + self._batch_size]))

    def _current_mirror(self) -> MemoryIndex | None:
        """The copy in memory, read from the folder on first use; None when there are too many vectors for one."""
        with self._lock:
            if self._mirror is None:
                rows = sorted(self._members.rows())
                if len(rows) > EXACT_ROWS:
                    return None
                mirror = MemoryIndex(self.width)
                for start in range(0, len(rows), self._batch_size):
                    self._read_into(mirror, rows[start : start + self._batch_size])
                self._mirror = mirror
            elif self._mirror.count() > EXACT_ROWS:
                self._mirror = None
            return self._mirror

    def _read_into(self, mirror: MemoryIndex, rows: list[str]) -> None:
        stored = self._collection.get(ids=rows, include=["embeddings"])
        if len(stored["ids"]) < len(rows):
            raise IndexDamagedError(f"the vector index in {str(self._folder)!r} has lost vectors; {REBUILD}")
        mirror.add(stored["ids"], np.asarray(stored["embeddings"], np.float32).reshape(-1, self.width))

    def _search(self, vector: NDArray[np.floating], first: int, has_enough: Callable[[_Rows], bool]) -> _Rows:
        query = unit_query(vector, self.width)
        with self._native("search"):
            wanted = first
            while True:
                found = self._query(query, wanted)
                if len(found.names) < wanted:
                    return self._with_unreached(query, found)
                if has_enough(found):
                    return found
                wanted *= _GROWTH

    def _query(self, query: NDArray[np.float32], wanted: int) -> _Rows:
        answer = self._collection.query(query_embeddings=query[np.newaxis], n_results=wanted, include=["distances"])
        distances = answer["distances"]
        if distances is None:
            raise IndexDamagedError(f"Chroma gave no distances for {str(self._folder)!r}; {REBUILD}")
        scores = round_scores(1 - np.array(distances[0], np.float64))
        return _Rows(answer["ids"][0], scores.tolist())

    def _with_unreached(self, query: NDArray[np.float32], found: _Rows) -> _Rows:
        # Asked for all it has, the graph may still leave out rows it has lost sight of.
        unreached = sorted(self._members.rows() - set(found.names))
        if not unreached:
            return found
        stored = self._collection.get(ids=unreached, include=["embeddings"])
        vectors = np.asarray(stored["embeddings"], np.float32).reshape(-1, self.width)
        scores = round_scores(vectors @ query / np.linalg.norm(vectors, axis=1))
        return _Rows(found.names + stored["ids"], found.scores + scores.tolist())

    def _hits(self, rows: _Rows) -> list[Hit]:
        scores = dict(zip(rows.names, rows.scores, strict=True))
        members = list(self._members.ids_in(rows.names))
        return ranked((name for name, _ in members), (scores[row] for _, row in members))

    def _check_contents(self, expected_count: int | None) -> None:
        holds = f"the vector index in {str(self._folder)!r} holds"
        noted = self._members.width()
        if not noted:
            self._members.note_width(self.width)
        elif noted != self.width:
            raise IndexDamagedError(f"{holds} vectors of {noted} numbers, not {self.width}; {REBUILD}")
        found = self._members.count()
        if expected_count is not None and found != expected_count:
            raise IndexDamagedError(f"{holds} {found} ids, expected {expected_count}; {REBUILD}")

    @contextmanager
    def _native(self, action: str) -> Iterator[None]:
        # What goes in is checked before, so whatever Chroma or SQLite object to lies in the folder.
        if self._closed:
            raise VectorIndexError("this index is closed; open it again")
        try:
            yield
        except VectorIndexError:
            raise
        except Exception as error:
            self._sound = False
            raise IndexDamagedError(
                f"cannot {action} in {str(self._folder)!r}: {error}; close the index, then {REBUILD}"
            ) from error


def rebuild(folder: Path, ids: Sequence[str], vectors: NDArray[np.floating]) -> ChromaIndex:
    """A new index of these ids and vectors [n, width] in place of whatever lies at `folder`, opened.

    It is built beside the folder and takes its place only when it is whole; until then, and when anything fails, the
    old one stays. An old index is removed. Anything else found there is kept, renamed to `<folder>.set-aside-<number>`.
    Raises IndexBusyError when the folder has another owner, and VectorInputError as `add` does.
    """
    folder = folder.resolve()
    building = folder.with_name(folder.name + ".building")
    width = vectors.shape[-1]
    owned = FolderLock(folder)
    try:
        shutil.rmtree(building, ignore_errors=True)
        fresh = ChromaIndex(building, width)
        try:
            fresh.add(ids, vectors)
        finally:
            fresh.close()
        _swap_in(building, folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
        building.with_name(building.name + ".lock").unlink(missing_ok=True)
        owned.release()
    return ChromaIndex(folder, width, expected_count=len(ids))


def try_out(folder: str) -> None:
    """Use the index in `folder` once, as a program of its own that damaged files may end. Exits with what is wrong."""
    members = Members(Path(folder))
    wanted, width = members.rows(), members.width()
    members.close()
    for name in (MEMBERS_FILE, "chroma.sqlite3"):
        if fault := find_fault(Path(folder) / name):
            sys.exit(f"{name}: {fault}")
    client = _start_client(Path(folder))
    collection = _get_collection(client)
    stored = set(collection.get(include=[])["ids"])
    if stored and not width:
        sys.exit(f"{MEMBERS_FILE} is not the one it was")
    if wanted - stored:
        sys.exit(f"{len(wanted - stored)} of {len(wanted)} vectors are gone")
    if stored:
        probe = collection.get(ids=[min(stored)], include=["embeddings"])["embeddings"]
        # Asking for everything walks the whole graph, which is where damage shows.
        found = collection.query(query_embeddings=probe, n_results=len(stored), include=["distances"])["ids"][0]
        if len(found) < _REACHABLE_SHARE * len(stored):
            sys.exit(f"only {len(found)} of {len(stored)} vectors can be found")
    client.close()


def _writer() -> str:
    # Another version may read the files differently, so it does not trust the seal.
    return f"chromadb {version('chromadb')}"


def _open_folder(folder: Path) -> tuple[Client, Collection, Members]:
    with ExitStack() as undo:
        try:
            folder.mkdir(exist_ok=True)
            break_seal(folder)
            members = Members(folder)
            undo.callback(members.close)
            client = _start_client(folder)
            undo.callback(client.close)
            collection = _get_collection(client)
        except Exception as error:
            raise IndexDamagedError(f"cannot open the vector index in {str(folder)!r}: {error}; {REBUILD}") from error
        undo.pop_all()
    return client, collection, members


def _start_client(folder: Path) -> Client:
    import chromadb
    from chromadb.api.client import Client
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    # The type promised has no close(), and a client left open is handed out again for the same path.
    if not isinstance(client, Client):
        raise TypeError(f"Chroma gave a {type(client).__name__}, which cannot be closed")
    return client


def _get_collection(client: Client) -> Collection:
    # Without embedding_function=None Chroma downloads a model on first use.
    return client.get_or_create_collection(
        _COLLECTION,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_construction": _EF_CONSTRUCTION, "max_neighbors": _NEIGHBORS}},
    )


def _swap_in(building: Path, folder: Path) -> None:
    old = _move_away(folder) if folder.exists() else None
    building.rename(folder)
    if old is not None and (old / MEMBERS_FILE).is_file():
        shutil.rmtree(old, ignore_errors=True)


def _move_away(folder: Path) -> Path:
    number = 1
    while (target := folder.with_name(f"{folder.name}.set-aside-{number}")).exists():
        number += 1
    return folder.rename(target)
