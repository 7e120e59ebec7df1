"""A run that asks a language model and is stopped: by the endpoint, by its budget, by a person. The same command goes
on, and pays for nothing again."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from benchmarks.made_situation import Matter, honest, write_articles
from tests.protocol.backend import Abilities
from tests.protocol.messages import ChatRequest, Failure
from tests.protocol.modes import Honest
from tests.protocol.server import ProtocolServer
from tests.verifier.cli.calling import OPEN, verify
from verifier.cli import costs
from verifier.domain import Usage
from verifier.engines.llm import asking, engine
from verifier.engines.llm.prices import price_of
from verifier.models.fake import HashingEmbedder
from verifier.workspace import DATABASE, Workspace

AT_ONCE = 2
"""Calls in flight."""

ARTICLES = 4

MODEL = "gpt-5-mini"
"""One that has a price."""

REFUSED_KEY = Failure(401, "invalid_api_key", "Incorrect API key provided.")
NO_MODEL = Failure(404, "model_not_found", "The model does not exist.")
NO_CREDIT = Failure(402, "insufficient_credit", "This account has no credit left.")
NO_QUOTA = Failure(429, "insufficient_quota", "You exceeded your current quota.", "insufficient_quota")


@dataclass
class Model:
    """Answers honestly until `left` requests have come, then as `then` says; None for ever."""

    left: int | None = None
    then: Any = None

    def __call__(self, request: ChatRequest) -> Any:
        if self.left is None:
            return honest(request)
        self.left -= 1
        if self.left >= 0:
            return honest(request)
        return self.then(request) if callable(self.then) else self.then


@dataclass(frozen=True)
class Endpoint:
    """The model and the server before it."""

    model: Model
    server: ProtocolServer

    @property
    def repeated(self) -> int:
        """Calls paid for that had been paid for before."""
        paid = self.server.log.paid()
        return paid.total() - len(paid)


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """An endpoint that runs ask about every pair, and a workspace with articles for it."""
    monkeypatch.setattr(engine, "is_clear", lambda _: False)
    monkeypatch.setattr(Workspace, "open", lambda folder, llm=None: OPEN(folder, embedder=HashingEmbedder(), llm=llm))
    write_articles(tmp_path / "articles", ARTICLES, 6)
    prepare(".verifier")
    model = Model()
    with ProtocolServer(Honest(model), abilities=Abilities((MODEL,))) as server:
        monkeypatch.setenv("VERIFIER_ENGINE", "llm")
        monkeypatch.setenv("VERIFIER_MODEL", MODEL)
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        yield Endpoint(model, server)


def prepare(folder: str) -> None:
    verify("init", folder)
    verify("add", "articles", "-w", folder)
    Path(folder, "verifier.toml").write_text(f"[llm]\ncalls_at_once = {AT_ONCE}\n", encoding="utf-8")


def verdicts(folder: str = ".verifier") -> str:
    return verify("export", "--format", "jsonl", "-w", folder).stdout


def go_on_and_compare(endpoint: Endpoint, repeated_at_most: int = 0) -> None:
    """The same command ends well, repeats no call, and finds what a run finds that nobody stopped."""
    endpoint.model.left = None
    verify("run")
    assert endpoint.repeated <= repeated_at_most
    prepare("undisturbed")
    verify("run", "-w", "undisturbed")
    assert '"contradicts"' in verdicts()
    assert verdicts() == verdicts("undisturbed")


@pytest.mark.parametrize(
    ("failure", "code", "after"),
    [(REFUSED_KEY, 4, 0), (NO_MODEL, 4, 2), (NO_CREDIT, 5, ARTICLES + 4), (NO_QUOTA, 5, 2)],
    ids=["401", "404", "402", "429"],
)
def test_an_endpoint_that_is_closed_for_good_ends_the_run_at_once(
    endpoint: Endpoint, failure: Failure, code: int, after: int
) -> None:
    endpoint.model.left, endpoint.model.then = after, failure
    told = verify("run", code=code).stderr
    assert told.endswith("nothing finished or paid for is lost, the same `verifier run` goes on from there\n")
    assert endpoint.server.calls <= after + AT_ONCE
    go_on_and_compare(endpoint)


REJECTED = Failure(400, None, "I will not")
DOWN = Failure(503, None, "Back at noon.", headers={"Retry-After": "0"})
NO_REPLY = "no call of the language model brought a reply: `verifier doctor --call` tests the endpoint"


def test_a_run_without_a_single_reply_says_why(endpoint: Endpoint) -> None:
    endpoint.model.left, endpoint.model.then = 0, DOWN
    lines = verify("run", code=3).stdout.splitlines()
    assert lines[0] == f"{ARTICLES} articles, 0 of them read now; 0 mentions"
    at = lines.index(f"{ARTICLES} parts of articles could not be read; the next run tries again")
    assert lines[at + 1].startswith(f"  {ARTICLES}: overloaded: ")
    assert "Back at noon." in lines[at + 1]
    assert lines[at + 2] == NO_REPLY
    assert lines[at + 1] in verify("runs", "show").stdout.splitlines()
    report = json.loads(verify("run", "--json", code=3).stdout)
    assert (report["n_read"], report["n_unread_windows"], report["why_unjudged"]) == (0, ARTICLES, {})
    assert list(report["why_unread"].values()) == [ARTICLES]
    go_on_and_compare(endpoint)


def test_a_run_whose_judgements_all_fail_says_why(endpoint: Endpoint) -> None:
    endpoint.model.left, endpoint.model.then = ARTICLES, REJECTED
    lines = verify("run", code=3).stdout.splitlines()
    assert lines[0].startswith(f"{ARTICLES} articles, {ARTICLES} of them read now; ")
    (at,) = [n for n, line in enumerate(lines) if "could not be judged" in line]
    assert lines[at + 1] == f"  {lines[at].split()[0]}: refused"
    assert NO_REPLY not in lines
    go_on_and_compare(endpoint)


def test_an_endpoint_that_refuses_every_request_stops_the_run_with_its_words(endpoint: Endpoint) -> None:
    endpoint.model.left = 0
    endpoint.model.then = Failure(400, "unsupported_value", "'temperature' does not support 0 with this model.")
    told = verify("run", code=4).stderr
    assert "the endpoint refuses every request, a plain one too" in told
    assert "'temperature' does not support 0 with this model." in told
    assert "take what it names out of verifier.toml" in told
    assert "`verifier doctor --call` tests the endpoint" in told
    assert endpoint.server.calls == 3 * (AT_ONCE + 1)
    go_on_and_compare(endpoint)


def test_a_set_up_that_no_call_can_be_made_with_is_told_at_once(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "é")
    told = verify("run", code=4).stderr
    assert "OPENAI_ORG_ID" in told
    assert endpoint.server.calls == 0


def test_a_run_keeps_its_budget(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is reserved for thoughts is more than this run costs.
    monkeypatch.setattr(asking, "SHORTEST", 0)
    monkeypatch.setattr(asking, "THOUGHTS", 0)
    price, budget = price_of(MODEL), 0.005
    assert price is not None
    told = verify("run", "--max-cost", str(budget), code=5).stderr
    used = endpoint.server.log.usage()
    spent = price.of(Usage(used.prompt, used.cached, used.completion))
    assert re.search(r"USD are spent, and the next call may take 0\.0\d+; raise it and run again", told)
    assert budget / 2 < spent <= budget
    asked = f"{endpoint.server.calls:,} calls of the language model, 0 more known from before"
    account = f"{asked}; {used.prompt:,} tokens in, {used.completion:,} out; {spent:,.4f} USD"
    assert told.splitlines()[-2] == account
    go_on_and_compare(endpoint)


def test_a_run_that_is_stopped_tells_in_json_too_what_it_asked(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def bars(_: str) -> Iterator[Any]:
        with redirect_stdout(StringIO()):  # as bars on a terminal do
            yield lambda _: None

    monkeypatch.setattr(costs, "showing", bars)
    endpoint.model.left, endpoint.model.then = 3, NO_QUOTA
    told = verify("run", "--json", code=5)
    assert "calls of the language model" not in told.stderr
    used = endpoint.server.log.usage()
    asked = {"n_calls": 3, "n_known_replies": 0, "tokens_in": used.prompt, "tokens_out": used.completion}
    said = json.loads(told.stdout)
    assert said.items() >= {"stopped": True, "tokens_estimated": False, **asked}.items()
    assert said["dollars"] > 0
    with sqlite3.connect(Path(".verifier") / DATABASE) as database:
        ((status, counts),) = database.execute("SELECT status, counts FROM run").fetchall()
    database.close()
    assert status == "stopped"
    assert json.loads(counts).items() >= asked.items()


@pytest.mark.parametrize("command", [("check", Matter(3).claim), ("eval", "gold.jsonl")], ids=["check", "eval"])
def test_a_check_that_is_stopped_tells_so_as_a_run_does(endpoint: Endpoint, command: tuple[str, ...]) -> None:
    Path("gold.jsonl").write_text(json.dumps({"id": 3, "text": Matter(3).claim, "label": "disputed"}), encoding="utf-8")
    endpoint.model.left, endpoint.model.then = 1, NO_QUOTA
    told = verify(*command, "--json", code=5)
    assert "calls of the language model" not in told.stderr
    assert json.loads(told.stdout).items() >= {"stopped": True, "n_calls": 1, "n_known_replies": 0}.items()


def test_a_run_that_is_stopped_before_it_asked_has_nothing_to_tell(endpoint: Endpoint) -> None:
    endpoint.model.left, endpoint.model.then = 0, REFUSED_KEY
    told = verify("run", "--json", code=4)
    assert told.stdout == ""
    assert "calls of the language model" not in told.stderr


@pytest.mark.parametrize("command", [("check", Matter(3).claim), ("eval", "gold.jsonl")], ids=["check", "eval"])
def test_a_check_tells_what_it_asked_whether_it_is_stopped_or_not(endpoint: Endpoint, command: tuple[str, ...]) -> None:
    gold = {"id": 3, "text": Matter(3).claim, "label": "disputed"}
    Path("gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    endpoint.model.left, endpoint.model.then = 1, NO_QUOTA
    stopped = verify(*command, code=5)
    assert stopped.stdout == ""
    assert stopped.stderr.splitlines()[-2].startswith("1 call of the language model, 0 more known from before; ")
    endpoint.model.left = None
    whole = verify(*command)
    paid = endpoint.server.log.paid().total() - 1
    assert whole.stderr.splitlines()[-1].startswith(f"{paid} calls of the language model, ")
    assert endpoint.repeated == 0


@pytest.mark.parametrize("after", [2, ARTICLES + 4])
def test_an_interrupted_run_repeats_only_what_was_in_flight(endpoint: Endpoint, after: int) -> None:
    def interrupt(request: ChatRequest) -> Any:
        if endpoint.model.left == -1:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return honest(request)

    endpoint.model.left, endpoint.model.then = after, interrupt
    told = verify("run", code=130).stderr
    assert " of the language model, 0 more known from before; " in told.splitlines()[-2]
    assert told.endswith("interrupted: nothing finished is lost, and the same `verifier run` goes on from there\n")
    go_on_and_compare(endpoint, repeated_at_most=AT_ONCE)
