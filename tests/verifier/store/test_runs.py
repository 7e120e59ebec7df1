"""Runs: noted from start to end, watched and stopped from elsewhere."""

from __future__ import annotations

import pytest

from verifier.errors import UsageError
from verifier.store import RunStatus, Store


def test_a_run_is_noted_from_start_to_end(store: Store) -> None:
    first = store.start_run({"engine": "embedded", "limit": None})
    reasons = {"why_unread": {"time-out": 2}}
    store.finish_run(first, RunStatus.INCOMPLETE, {"articles": 3, "dollars": 0.25, **reasons})
    second = store.start_run({})

    later, earlier = store.runs()
    assert (later.id, later.status, later.finished_at) == (second, RunStatus.RUNNING, None)
    assert (earlier.id, earlier.status) == (first, RunStatus.INCOMPLETE)
    assert earlier.counts == {"articles": 3, "dollars": 0.25}
    assert (earlier.reasons, later.reasons) == (reasons, {})
    assert earlier.settings == {"engine": "embedded", "limit": None}
    assert earlier.finished_at is not None
    assert earlier.started_at <= earlier.finished_at
    assert store.runs(1) == [later]


def test_an_unknown_run_cannot_end(store: Store) -> None:
    with pytest.raises(UsageError, match="'run-1'"):
        store.finish_run("run-1", RunStatus.DONE, {})


def test_a_run_that_did_not_say_how_it_ended_was_killed(store: Store) -> None:
    killed, done = store.start_run({}), store.start_run({})
    store.finish_run(done, RunStatus.DONE, {})
    store.start_run({})

    assert [run.status for run in store.runs()] == [RunStatus.RUNNING, RunStatus.DONE, RunStatus.KILLED]
    assert store.run(killed).finished_at is None


def test_steps_stand_in_the_order_in_which_the_run_came_to_them(store: Store) -> None:
    other = store.start_run({})
    store.note_step(other, "judge", 1, 1)
    run_id = store.start_run({})
    for step, done, total in (("extract", 0, 2), ("extract", 2, 2), ("chunk", 1, 3)):
        store.note_step(run_id, step, done, total)

    extract, chunk = store.run(run_id).steps
    assert (extract.name, extract.done, extract.total) == ("extract", 2, 2)
    assert (chunk.name, chunk.done, chunk.total) == ("chunk", 1, 3)
    assert extract.began_at <= extract.at <= chunk.at


def test_a_run_under_way_learns_that_it_is_to_stop(store: Store) -> None:
    run_id = store.start_run({})
    assert store.note_step(run_id, "judge", 1, 9) is False

    store.want_stop(run_id)
    assert store.run().stop_wanted
    assert store.note_step(run_id, "judge", 2, 9) is True


def test_the_run_under_way_is_the_one_that_has_not_ended(store: Store) -> None:
    assert store.running() is None
    run_id = store.start_run({})
    found = store.running()
    assert found is not None
    assert found.id == run_id
    store.finish_run(run_id, RunStatus.STOPPED, {})
    assert store.running() is None


def test_a_run_is_found_by_how_its_id_begins(store: Store) -> None:
    with pytest.raises(UsageError, match="nothing has been run"):
        store.run()
    first, second = store.start_run({}), store.start_run({})

    assert store.run().id == second
    assert store.run(first[:-2]).id == first
    with pytest.raises(UsageError, match="several runs"):
        store.run("run-")
    for wrong in ("x", "%", "run_"):
        with pytest.raises(UsageError, match=f"begins with '{wrong}'"):
            store.run(wrong)
