"""One file under many hands: its errors, threads, processes and kills."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from verifier.domain import Article, Judgement, Stance
from verifier.errors import StoreError, WorkspaceMissing
from verifier.store import Store, VerdictFilter, database


def judgement(number: int) -> Judgement:
    return Judgement(f"claim-{number}", "a", Stance.RELATED, 0, 1, "x")


# Opening


def test_no_file_is_no_workspace(path: Path) -> None:
    with pytest.raises(WorkspaceMissing, match="verifier init") as caught:
        Store.open(path)
    assert repr(str(path)) in str(caught.value)
    assert not path.exists()


def test_what_was_stored_is_there_on_opening_again(path: Path) -> None:
    for create in (True, False, True):
        with Store.open(path, create=create) as store:
            store.put_value("engine", store.value("engine") or "embedded")

    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_an_empty_file_left_by_a_killed_creation_is_completed(path: Path) -> None:
    path.touch()

    with Store.open(path) as store:
        assert store.count_articles() == 0


def test_a_path_may_hold_any_characters(tmp_path: Path) -> None:
    path = tmp_path / "Новости ?mode=ro&x=%41#1;.db"
    with Store.open(path, create=True) as store:
        store.put_value("a", "1")

    assert path.is_file()


@pytest.mark.parametrize("pragma", [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1)])
def test_a_copy_made_by_a_backup_is_opened_like_the_original(
    store: Store, tmp_path: Path, pragma: tuple[str, object]
) -> None:
    name, expected = pragma
    copy = tmp_path / "copy.db"
    with sqlite3.connect(store.path) as raw:
        raw.execute("VACUUM INTO ?", (str(copy),))
    raw.close()

    with Store.open(copy) as opened, opened._reading() as connection:
        assert connection.execute(text(f"PRAGMA {name}")).scalar() == expected


# Errors


def test_every_error_of_sqlite_has_advice_or_needs_none() -> None:
    internal = {  # bugs of ours or of SQLite, states that are no errors, and features not used here
        "ABORT", "AUTH_USER", "DONE", "EMPTY", "ERROR", "FORMAT", "INTERNAL", "INTERRUPT", "MISMATCH", "MISUSE",
        "NOLFS", "NOTFOUND", "NOTICE", "OK", "PROTOCOL", "RANGE", "ROW", "SCHEMA", "WARNING",
    }  # fmt: skip
    primary = {
        name.removeprefix("SQLITE_")
        for name in dir(sqlite3)
        if name.startswith("SQLITE_") and isinstance(getattr(sqlite3, name), int) and name.count("_") == 1
    }
    # The module also exports the codes of actions for its authorizer, whose names have other forms.
    actions = {
        "ALTER", "ANALYZE", "ATTACH", "DELETE", "DENY", "DETACH", "FUNCTION", "IGNORE", "INSERT", "PRAGMA", "READ",
        "RECURSIVE", "REINDEX", "SAVEPOINT", "SELECT", "TRANSACTION", "UPDATE",
    }  # fmt: skip
    advised = {name.removeprefix("SQLITE_") for name in database.ADVICE}

    assert primary - actions - internal == advised


def test_a_file_that_is_no_database_is_named(path: Path) -> None:
    path.write_bytes(b"It rained in Minsk. " * 100)

    with pytest.raises(StoreError, match="not a verifier database") as caught:
        Store.open(path)
    assert repr(str(path)) in str(caught.value)
    assert path.read_bytes() == b"It rained in Minsk. " * 100


@pytest.mark.parametrize("place", ["no such folder/workspace.db", ""])
def test_a_place_where_no_file_can_be_is_named(tmp_path: Path, place: str) -> None:
    with pytest.raises(StoreError, match="check that its folder exists") as caught:
        Store.open(tmp_path / place, create=True)
    assert repr(str(tmp_path / place)) in str(caught.value)


def test_a_full_disk_is_named_and_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path, create=True) as store:
        store.put_value("before", "1")
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "PRAGMA max_page_count = 1"))
    with Store.open(path) as store:
        with pytest.raises(StoreError, match="disk is full"):
            store.put_judgements({str(number): [judgement(number)] for number in range(5000)})
        assert store.judgements(["0"]) == {}
    monkeypatch.undo()

    with Store.open(path) as store:
        assert store.value("before") == "1"
        store.put_judgements({"0": [judgement(0)]})


def test_a_database_that_may_only_be_read_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(path, create=True).close()
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "PRAGMA query_only = ON"))

    with Store.open(path) as store, pytest.raises(StoreError, match="may not be written"):
        store.put_value("a", "1")


def test_a_damaged_file_is_named(path: Path) -> None:
    with Store.open(path, create=True) as store:
        store.put_judgements({str(number): [judgement(number)] for number in range(2000)})
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 2))

    with pytest.raises(StoreError, match="damaged"), Store.open(path) as store:
        store.judgements(str(number) for number in range(2000))


def test_a_writer_that_waits_too_long_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.01)
    with Store.open(path, create=True) as store, Store.open(path) as other, other.transaction():
        other.put_value("a", "1")
        with pytest.raises(StoreError, match="another process kept it busy"):
            store.put_value("a", "2")
        assert store.value("a") is None  # reading never waits


def test_opening_waits_for_no_writer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.01)
    with Store.open(path, create=True) as store, store.transaction():
        store.put_value("a", "1")
        with Store.open(path) as other:
            assert other.value("a") is None


def test_a_file_that_is_locked_while_its_mode_is_set_is_waited_for(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.db"  # not in WAL mode yet
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("VACUUM INTO ?", (str(copy),))
    other.close()
    other = sqlite3.connect(copy, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(database, "PATIENCE", 0.01)
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            other.rollback()

    monkeypatch.setattr(database, "time", SimpleNamespace(monotonic=lambda: 0.0, sleep=sleep))
    Store.open(copy).close()
    assert len(waits) == 2

    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN IMMEDIATE")
    clock = iter((0.0, 1.0))
    monkeypatch.setattr(database, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=sleep))
    with pytest.raises(StoreError, match="kept it busy"):
        Store.open(copy)
    other.close()


# Threads and processes


def in_threads(work: Callable[[int], None], number: int = 8) -> None:
    barrier = threading.Barrier(number)

    def started(one: int) -> None:
        barrier.wait()
        work(one)

    with ThreadPoolExecutor(number) as pool:
        for result in [pool.submit(started, one) for one in range(number)]:
            result.result()


def test_threads_share_a_store(store: Store) -> None:
    def work(one: int) -> None:
        for number in range(25):
            name = f"{one}-{number}"
            store.add_article(Article(name, name, name, "It rained.", ()))
            with store.transaction():
                before = int(store.value("counted") or "0")
                store.put_value("counted", str(before + 1))
            assert store.article(name) is not None
            store.verdicts(VerdictFilter(text="rain"), limit=5)

    in_threads(work)

    assert store.count_articles() == 8 * 25
    assert store.value("counted") == str(8 * 25)


def test_a_transaction_belongs_to_its_thread(store: Store) -> None:
    with store.transaction():
        store.put_value("a", "1")
        seen: list[str | None] = []
        reader = threading.Thread(target=lambda: seen.append(store.value("a")))
        reader.start()
        reader.join()

    assert seen == [None]
    assert store.value("a") == "1"


def test_a_database_is_created_once_by_whoever_comes_first(tmp_path: Path) -> None:
    for attempt in range(10):
        path = tmp_path / f"{attempt}.db"

        def work(one: int, path: Path = path) -> None:
            with Store.open(path, create=True) as store:
                store.put_value(str(one), "here")

        in_threads(work)
        with Store.open(path) as store:
            assert [store.value(str(one)) for one in range(8)] == ["here"] * 8


@contextmanager
def process(script: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that has `store` open and runs `script`."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from verifier.domain import *\n"
        "from verifier.store import *\n"
        "store = Store.open(Path(sys.argv[1]), create=True)\n" + script
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(each or "." for each in sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


WRITER = """
print("ready", flush=True)
sys.stdin.readline()
for number in range(150):
    with store.transaction():
        store.put_value("counted", str(int(store.value("counted") or "0") + 1))
    store.put_judgements({f"k{number}": [Judgement("claim-1", "a", Stance.RELATED, 0, 1, "x")]})
"""


def test_processes_share_a_database_without_lost_updates_or_locks(store: Store) -> None:
    with process(WRITER, store.path) as one, process(WRITER, store.path) as two:
        for each in (one, two):
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
            assert each.stdin is not None
            each.stdin.write("go\n")
            each.stdin.flush()
        for _ in range(150):
            with store.transaction():
                store.put_value("counted", str(int(store.value("counted") or "0") + 1))
            store.verdicts(VerdictFilter(), limit=5)
        errors = [each.communicate()[1] for each in (one, two)]

    assert errors == ["", ""]
    assert (one.returncode, two.returncode) == (0, 0)
    assert store.value("counted") == "450"
    assert len(store.judgements(f"k{number}" for number in range(150))) == 150


ENDLESS = """
number = 0
while True:
    number += 1
    with store.transaction():
        store.put_judgements({f"k{number}": [Judgement("claim-1", "a", Stance.RELATED, 0, 1, "x" * 3000)]})
        store.put_value("last", str(number))
    print(number, flush=True)
"""

OPEN_TRANSACTION = """
with store.transaction():
    store.put_value("last", "unfinished")
    store.put_judgements({str(n): [Judgement("claim-1", "a", Stance.RELATED, 0, 1, "x" * 3000)] for n in range(3000)})
    print("inside", flush=True)
    sys.stdin.readline()
"""

UNFINISHED_CREATION = """
store.close()
from verifier.store import migrations
def stall(connection):
    connection.exec_driver_sql("CREATE TABLE later (n INTEGER)")
    print("inside", flush=True)
    sys.stdin.readline()
migrations.MIGRATIONS = (*migrations.MIGRATIONS, stall)
Store.open(Path(sys.argv[1]))
"""


def check_whole(store: Store) -> None:
    with store._reading() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    store.put_value("after", "written")


@pytest.mark.parametrize("kill_after", [1, 17, 230])
def test_what_was_finished_before_a_kill_is_there(path: Path, kill_after: int) -> None:
    with process(ENDLESS, path) as running:
        assert running.stdout is not None
        finished = [int(running.stdout.readline()) for _ in range(kill_after)][-1]
        running.kill()

    with Store.open(path) as store:
        last = int(store.value("last") or "0")
        assert last >= finished == kill_after
        assert len(store.judgements(f"k{number}" for number in range(1, last + 2))) == last
        check_whole(store)


@pytest.mark.parametrize("script", [OPEN_TRANSACTION, UNFINISHED_CREATION])
def test_what_was_unfinished_at_a_kill_never_was(path: Path, script: str) -> None:
    with process(script, path) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "inside\n"
        running.kill()

    with Store.open(path) as store:
        assert store.value("last") is None
        assert store.judgements(["0", "2999"]) == {}
        check_whole(store)
