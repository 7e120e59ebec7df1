"""Runs as another terminal sees them."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.cli.calling import CLOSED, TRAINS, UnjudgingEngine, records, use_fakes, verify
from verifier.domain import Article, Mention
from verifier.engines.fake import FakeEngine
from verifier.store import Run, Store

HERE = Path(".verifier/situation.db")
STATED = {CLOSED: CLOSED, TRAINS: TRAINS}


def shown(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(verify("runs", "show", *arguments, "--json").stdout)
    return found


def test_before_anything_was_run(added: Path) -> None:
    assert verify("runs", "list").stdout == "Nothing has been run yet.\n"
    assert json.loads(verify("runs", "list", "--json").stdout)["runs"] == []
    assert "nothing has been run yet" in verify("runs", "show", code=2).stderr
    assert "no run is under way" in verify("runs", "stop", code=2).stderr


def test_a_run_that_has_ended(ran: Path) -> None:
    (run,) = records(verify("runs", "list", "--jsonl"))
    assert run == shown() == shown(run["id"][:8])
    assert (run["status"], run["settings"]["engine"]) == ("done", "fake")
    assert run["counts"]["n_read"] == 3
    assert {"chunk", "extract", "merge", "judge", "decide"} <= {step["name"] for step in run["steps"]}
    assert all(step["done"] == step["total"] for step in run["steps"])

    page = verify("runs", "show").stdout
    assert f"{run['id']} done" in page
    assert "articles read: 3" in page
    assert "reading articles" in page
    assert verify("runs", "list").stdout.startswith(f"{run['id']} done")


def test_what_failed_is_told_with_the_way_to_try_again(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch.setattr, UnjudgingEngine(STATED))
    verify("run", code=3)

    assert shown()["status"] == "incomplete"
    counts = shown()["counts"]
    n = counts["n_failed_rows"]
    assert counts["why_unjudged"] == {"no answer in time": n}
    page = verify("runs", "show").stdout
    assert f"passages that could not be judged: {n}\n  {n}: no answer in time\n" in page
    assert "`verifier run` tries again" in page


class WatchedEngine(FakeEngine):
    """Looks at its own run from outside, as another terminal would, and asks it to stop."""

    seen: Run | None = None

    def extract_mentions(self, article: Article) -> list[Mention]:
        with Store.open(HERE) as store:
            WatchedEngine.seen = store.running()
        verify("runs", "stop")
        return super().extract_mentions(article)


def test_a_run_is_seen_and_stopped_from_elsewhere_and_goes_on(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch.setattr, WatchedEngine(STATED))
    stopped = verify("run", code=130)

    assert WatchedEngine.seen is not None
    assert [step.name for step in WatchedEngine.seen.steps] == ["chunk", "index"]
    assert WatchedEngine.seen.id in stopped.stderr
    assert "the same `verifier run` goes on" in stopped.stderr
    run = shown()
    assert (run["status"], [step["done"] for step in run["steps"] if step["name"] == "extract"]) == ("stopped", [1])

    use_fakes(monkeypatch.setattr)
    verify("run")
    assert [run["status"] for run in records(verify("runs", "list", "--jsonl"))] == ["done", "stopped"]


def test_a_run_that_was_killed_is_told_as_such_before_and_after_the_next(added: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with Store.open(HERE) as store:
        run_id = store.start_run({"engine": "fake", "process": ended.pid, "host": platform.node()})

    assert shown()["status"] == "killed"
    assert f"the process of {run_id} is gone" in verify("runs", "stop", code=2).stderr
    verify("run")
    assert shown(run_id)["status"] == "killed"
