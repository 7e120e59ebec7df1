"""Which engine a command uses, and what asking a language model costs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.protocol.backend import Abilities
from tests.protocol.messages import ChatRequest
from tests.protocol.modes import Honest, smallest
from tests.protocol.server import ProtocolServer
from tests.verifier.cli.calling import CLOSED, OPEN, records, verify
from tests.verifier.engines.llm.answering import mention_row
from verifier.engines import PlannedCall
from verifier.errors import QuotaReached
from verifier.models.fake import HashingEmbedder
from verifier.pipeline import Plan, RunReport
from verifier.settings import LlmSettings
from verifier.store import RunStatus
from verifier.workspace import Workspace

PLAN = Plan([PlannedCall("a", 1000, 1500, 20, 90), PlannedCall("b", 1000, 2500, 40, 180)], extracted=True)
MODEL = "gpt-5-mini"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[LlmSettings | None]:
    """What workspaces were opened with."""
    seen: list[LlmSettings | None] = []
    fakes = Workspace.open

    def watch(folder: Path, llm: LlmSettings | None = None) -> Workspace:
        seen.append(llm)
        return fakes(folder, llm=llm)

    monkeypatch.setattr(Workspace, "open", watch)
    return seen


@pytest.mark.parametrize("arguments", [("run",), ("check", CLOSED), ("eval", "gold.jsonl")])
def test_the_engine_is_the_embedded_one_unless_set(
    ran: Path, opened: list[LlmSettings | None], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    gold = {"id": 1, "text": CLOSED, "label": "disputed", "support": ["a.txt"]}
    Path("gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    monkeypatch.setenv("VERIFIER_MODEL", MODEL)
    assert "asking" not in verify(*arguments).stderr
    told = verify(*arguments, "--engine", "llm", "--max-cost", "0.5").stderr
    assert told.startswith("asking gpt-5-mini at the address of the provider openai\n")
    assert opened == [None, LlmSettings(MODEL, budget=0.5)]
    Path(".verifier/verifier.toml").write_text('engine = "llm"')
    verify(*arguments)
    assert opened[-1] == LlmSettings(MODEL)


def test_other_commands_ask_nobody(
    ran: Path, opened: list[LlmSettings | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERIFIER_ENGINE", "llm")
    verify("claims")
    verify("export", "--format", "jsonl")
    assert opened == [None, None]


def test_a_budget_needs_a_price(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_MODEL", "llama3.1:8b")
    told = verify("run", "--engine", "llm", "--max-cost", "1", code=2).stderr
    assert "no price is known for the model 'llama3.1:8b', so --max-cost cannot be kept" in told


def test_a_dry_run_leaves_all_as_it_is(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = records(verify("claims", "--jsonl"))
    monkeypatch.setattr(Workspace, "plan", lambda self, on_progress: PLAN)
    monkeypatch.setattr(Workspace, "run", None)
    monkeypatch.setenv("VERIFIER_MODEL", MODEL)
    assert verify("run", "--dry-run", "--engine", "llm", "--max-cost", "0.001").stdout.splitlines() == [
        "2 calls, none of them made: this is an estimate",
        "4,000 tokens in (counted), 60 to 270 tokens out",
        "0.0007 USD to 0.0015 USD, by the prices of 30 June 2026",
        "--max-cost 0.0010 USD may stop the run before its end",
    ]
    assert json.loads(verify("run", "--dry-run", "--engine", "llm", "--json").stdout) == {
        "schema_version": 1,
        "calls": 2,
        "tokens_in": 4000,
        "tokens_out": {"low": 60, "high": 270},
        "cost": {"low": pytest.approx(0.00067), "high": pytest.approx(0.00154)},
        "exact": True,
        "extracted": True,
    }
    assert records(verify("claims", "--jsonl")) == before


def test_a_dry_run_says_what_it_does_not_know(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guessed = Plan([replace(PLAN.calls[0], exact=False)], extracted=False)
    monkeypatch.setattr(Workspace, "plan", lambda self, on_progress: guessed)
    monkeypatch.setenv("VERIFIER_MODEL", "llama3.1:8b")
    assert verify("run", "--dry-run", "--engine", "llm").stdout.splitlines() == [
        "1 call, none of them made: this is an estimate",
        "1,500 tokens in (estimated, erring high), 20 to 90 tokens out",
        "no price known for llama3.1:8b",
        "articles are still to be read: how many claims they hold is guessed from the embedded engine",
    ]
    assert json.loads(verify("run", "--dry-run", "--engine", "llm", "--json").stdout)["cost"] is None


def test_a_dry_run_of_the_embedded_engine_looks_at_nothing(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "plan", None)
    monkeypatch.setattr(Workspace, "_parts", None)
    told = verify("run", "--dry-run")
    line = "the embedded engine asks no language model, so a run costs nothing: --engine llm asks one\n"
    assert (told.stdout, told.stderr) == (line, "")
    assert json.loads(verify("run", "--dry-run", "--json").stdout) == {
        "schema_version": 1,
        "calls": 0,
        "tokens_in": 0,
        "tokens_out": {"low": 0, "high": 0},
        "cost": {"low": 0.0, "high": 0.0},
        "exact": True,
        "extracted": None,
    }
    assert "no workspace in 'nowhere'" in verify("run", "--dry-run", "-w", "nowhere", code=2).stderr


def reporting(monkeypatch: pytest.MonkeyPatch, **fields: Any) -> None:
    """Let every run report these fields."""
    run = Workspace.run

    def changed(self: Workspace, on_progress: Any) -> RunReport:
        return replace(run(self, on_progress), **fields)

    monkeypatch.setattr(Workspace, "run", changed)


def test_what_a_run_cost(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "language model" not in verify("run").stdout
    asked = {"n_calls": 12, "n_known_replies": 3, "tokens_in": 34_000, "tokens_out": 2_000, "dollars": 0.0125}
    reporting(monkeypatch, **asked)
    line = "12 calls of the language model, 3 more known from before; 34,000 tokens in, 2,000 out; 0.0125 USD"
    assert line in verify("run").stdout.splitlines()
    assert asked.items() <= json.loads(verify("run", "--json").stdout).items()
    reporting(monkeypatch, dollars=None)
    assert "2,000 out; no price known" in verify("run").stdout


def test_parts_that_could_not_be_read_are_a_failure(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reporting(monkeypatch, n_unread_windows=2)
    shown = verify("run", code=3).stdout
    assert "2 parts of articles could not be read; the next run tries again" in shown


def test_a_run_that_is_stopped_can_go_on(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise QuotaReached("0.5000 of the budget of 0.50 USD are spent")

    ended: list[RunStatus] = []
    monkeypatch.setattr("verifier.pipeline.run", stop)
    monkeypatch.setattr("verifier.store.Store.finish_run", lambda self, run, status, counts: ended.append(status))
    told = verify("run", code=5).stderr.splitlines()[-1]
    assert told.endswith("are spent; nothing finished or paid for is lost, the same `verifier run` goes on from there")
    assert ended == [RunStatus.STOPPED]


def asking(monkeypatch: pytest.MonkeyPatch, server: ProtocolServer) -> None:
    """Let commands ask this server, with the fakes of everything else."""
    monkeypatch.setattr(Workspace, "open", lambda folder, llm: OPEN(folder, embedder=HashingEmbedder(), llm=llm))
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", "right")
    monkeypatch.setenv("VERIFIER_MODEL", MODEL)
    monkeypatch.setenv("VERIFIER_ENGINE", "llm")


def test_articles_are_read_by_the_language_model(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ProtocolServer(abilities=Abilities(models=(MODEL,), key="right")) as server:
        asking(monkeypatch, server)
        planned = json.loads(verify("run", "--dry-run", "--json").stdout)
        assert (planned["calls"] >= 3, planned["extracted"], server.calls) == (True, False, 0)
        report = json.loads(verify("run", "--json").stdout)
        assert (report["n_read"], report["n_calls"], server.calls) == (3, 3, 3)
        assert report["tokens_in"] > 0
        assert report["dollars"] > 0
        verify("run")
        assert server.calls == 3


def test_statements_that_are_not_taken_over_are_counted(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [mention_row(CLOSED), mention_row(CLOSED, claim="The dam was shut."), mention_row("Nobody said this.")]

    def answer(request: ChatRequest) -> Any:
        if "mentions" not in json.dumps(request.schema):
            return smallest(request)
        return {"mentions": rows if CLOSED in request.text else []}

    with ProtocolServer(Honest(answer), abilities=Abilities(models=(MODEL,), key="right")) as server:
        asking(monkeypatch, server)
        shown = verify("run", code=3).stdout.splitlines()  # a pair is left, and the smallest reply does not judge it
    assert "1 quote dropped: not in the article word for word" in shown
    assert "1 statement left out: another is on the same quote" in shown


def test_a_budget_of_nothing_lets_no_call_through(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ProtocolServer(abilities=Abilities(models=(MODEL,), key="right")) as server:
        asking(monkeypatch, server)
        told = verify("run", "--max-cost", "0", code=5).stderr.splitlines()[-1]
        assert server.calls == 0
        assert "budget" in told
        assert "the same `verifier run` goes on from there" in told
        verify("run", "--max-cost", "0.5")


def test_a_refused_key_stops_the_run(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ProtocolServer(abilities=Abilities(models=(MODEL,), key="another")) as server:
        asking(monkeypatch, server)
        told = verify("run", code=4).stderr.splitlines()[-1]
        assert "`verifier doctor --call` tests the endpoint" in told
        assert "another" not in told
