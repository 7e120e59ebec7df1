"""The schema: what the migrations make is what the tables say, old ones are brought up, newer ones left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from verifier.domain import CorrectionKind, Label, Reliability, Reply, Usage
from verifier.errors import SchemaTooNew, StoreError
from verifier.store import RunStatus, Store, VerdictFilter, migrations
from verifier.store.tables import metadata

# Three articles and a run, stored by the program when `create_first_tables` was the only migration.
FIRST = Path(__file__).with_name("made_by_schema_1.db")

# The same with two corrections, one undone, and a source, when `add_corrections` was the last.
SECOND = Path(__file__).with_name("made_by_schema_2.db")

# The same with a reply, a run that ended and one that was killed, when `add_replies` was the last.
THIRD = Path(__file__).with_name("made_by_schema_3.db")

EARLIER = [FIRST, SECOND, THIRD]


def shape(engine: Engine) -> dict[str, Any]:
    """Columns, keys and indexes of all tables but those of the word indexes."""
    look = inspect(engine)
    return {
        table: {
            "columns": [(each["name"], str(each["type"]), each["nullable"]) for each in look.get_columns(table)],
            "key": look.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(
                (each["constrained_columns"], each["referred_table"], each["referred_columns"], each["options"])
                for each in look.get_foreign_keys(table)
            ),
            "unique": sorted(each["column_names"] for each in look.get_unique_constraints(table)),
            "indexes": sorted(
                (str(each["name"]), each["column_names"], bool(each["unique"])) for each in look.get_indexes(table)
            ),
        }
        for table in look.get_table_names()
        if "_words" not in table
    }


def test_migrations_make_the_tables_as_declared(store: Store, tmp_path: Path) -> None:
    declared = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    metadata.create_all(declared)

    assert shape(store._engine) == shape(declared)
    declared.dispose()


def test_each_migration_is_recorded_once(path: Path) -> None:
    for _ in range(2):
        Store.open(path, create=True).close()

    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT version FROM schema_version").fetchall() == [
            (number + 1,) for number in range(len(migrations.MIGRATIONS))
        ]
    raw.close()


def add_table(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE later (n INTEGER)"))


def add_table_and_fail(connection: Connection) -> None:
    add_table(connection)
    raise RuntimeError("half way")


def test_an_older_schema_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path, create=True) as store:
        store.put_value("engine", "embedded")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, add_table))

    with Store.open(path) as store:
        assert "later" in inspect(store._engine).get_table_names()
        assert store.value("engine") == "embedded"


@pytest.fixture(params=EARLIER, ids=["first", "second", "third"])
def old(request: pytest.FixtureRequest, path: Path) -> Path:
    """A database as one of the earlier schemas left it."""
    path.write_bytes(request.param.read_bytes())
    with sqlite3.connect(path) as raw:
        written = raw.execute("SELECT max(version) FROM schema_version").fetchone()
    raw.close()
    assert written == (1 + EARLIER.index(request.param),)
    return path


def test_a_database_of_an_earlier_schema_is_brought_up_whole(old: Path, tmp_path: Path) -> None:
    with Store.open(old) as store, Store.open(tmp_path / "new.db", create=True) as new:
        assert shape(store._engine) == shape(new._engine)
        assert (store.count_articles(), len(store.mentions()), len(store.refused())) == (3, 4, 1)
        assert store.count_by_label(VerdictFilter()) == dict.fromkeys(Label, 1)
        assert [verdict.claim for verdict in store.each_verdict(VerdictFilter(text="dam not"))] == [store.claims()[2]]
        assert store.run("").steps == ()
        made = store.add_correction(CorrectionKind.SAME_ORIGIN, ("Northline", "Border Ledger"), by="ana")
        store.put_reply("a", "stance", "small", Reply("yes"))
    with Store.open(old) as store:
        assert store.corrections()[-1] == made
        assert store.reply("a") == Reply("yes")


def test_what_a_person_said_under_the_second_schema_is_kept(path: Path) -> None:
    path.write_bytes(SECOND.read_bytes())

    with Store.open(path) as store:
        made, undo, apart = store.corrections()
        assert (made.note, undo.undoes, undo.by) == ("one desk", made.id, "ben")
        assert store.corrections_in_force() == [apart]
        (source,) = store.sources()
        assert (source.outlet, source.owner, source.reliability) == ("Northline", "Lomwick Press", Reliability.B)


def test_replies_and_runs_of_the_third_schema_are_kept(path: Path) -> None:
    path.write_bytes(THIRD.read_bytes())

    with Store.open(path) as store:
        assert store.reply("kept") == Reply('{"rows":[]}', "stop", None, Usage(10, 0, 2))
        killed, done = store.runs(2)
        assert (killed.status, killed.finished_at, killed.stop_wanted) == (RunStatus.RUNNING, None, False)
        assert (done.status, done.settings, done.counts) == (RunStatus.DONE, {"engine": "llm"}, {"n_articles": 3})


def test_a_migration_that_fails_leaves_nothing_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(path, create=True).close()
    before = path.read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, add_table_and_fail))
        with pytest.raises(RuntimeError, match="half way"):
            Store.open(path)

    assert path.read_bytes() == before
    Store.open(path).close()


def test_a_newer_schema_is_refused_and_untouched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, add_table))
        Store.open(path, create=True).close()
    before = path.read_bytes()

    for create in (True, False):
        with pytest.raises(SchemaTooNew, match="upgrade verifier") as caught:
            Store.open(path, create=create)
        assert repr(str(path)) in str(caught.value)

    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("create", [True, False])
def test_a_database_of_another_program_is_refused_and_untouched(path: Path, create: bool) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE bookmark (url TEXT)")
    raw.close()
    before = path.read_bytes()

    with pytest.raises(StoreError, match="another program"):
        Store.open(path, create=create)
    assert path.read_bytes() == before


def test_a_database_that_does_not_say_its_version_is_refused(path: Path) -> None:
    Store.open(path, create=True).close()
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM schema_version")
    raw.close()

    with pytest.raises(StoreError, match="does not say"):
        Store.open(path)
