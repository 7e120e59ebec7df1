"""A run that asks a language model and is stopped: by the endpoint, by its budget, by a person. The same command goes
on, and pays for nothing again."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.made_situation import honest, write_articles
from tests.protocol.backend import Abilities
from tests.protocol.messages import ChatRequest, Failure
from tests.protocol.modes import Honest
from tests.protocol.server import ProtocolServer
from tests.verifier.cli.calling import OPEN, verify
from verifier.domain import Usage
from verifier.engines.llm import engine
from verifier.engines.llm.prices import price_of
from verifier.models.fake import HashingEmbedder
from verifier.workspace import Workspace

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


def test_a_run_keeps_its_budget(endpoint: Endpoint) -> None:
    price, budget = price_of(MODEL), 0.005
    assert price is not None
    told = verify("run", "--max-cost", str(budget), code=5).stderr
    used = endpoint.server.log.usage()
    spent = price.of(Usage(used.prompt, used.cached, used.completion))
    assert "USD are spent; raise it and run again" in told
    assert budget / 2 < spent <= budget
    go_on_and_compare(endpoint)


@pytest.mark.parametrize("after", [2, ARTICLES + 4])
def test_an_interrupted_run_repeats_only_what_was_in_flight(endpoint: Endpoint, after: int) -> None:
    def interrupt(request: ChatRequest) -> Any:
        if endpoint.model.left == -1:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return honest(request)

    endpoint.model.left, endpoint.model.then = after, interrupt
    told = verify("run", code=130).stderr
    assert told.endswith("interrupted: nothing finished is lost, and the same `verifier run` goes on from there\n")
    go_on_and_compare(endpoint, repeated_at_most=AT_ONCE)
