"""What goes wrong is one line that names the thing and the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verifier.cli.calling import (
    verify,
)
from vectorstore import IndexBusyError
from verifier.errors import CredentialsRefused, EngineStopped, QuotaReached, SchemaTooNew, WorkspaceMissing
from verifier.settings import LlmSettings
from verifier.workspace import Workspace


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", ""),
        ("check", "?!"),
        ("check", "a", "--claims", "b"),
        ("check", "--claims", "nowhere.jsonl"),
        ("check", "--claims", "articles"),
        ("check", "--claims", "-", "--date", "2024-03-05"),
        ("check", "a", "--json", "--jsonl"),
        ("check", "a", "--until", "5 March"),
        ("check", "a", "--fail-on", "true"),
        ("check", "a", "--engine", "llm"),
        ("check", "a", "--engine", "gpt"),
        ("run", "--engine", "llm"),
        ("run", "--max-cost", "-1"),
        ("run", "--max-cost", "nan"),
        ("eval", "articles/a.txt", "--max-cost", "much"),
        ("claims", "--limit", "0"),
        ("claims", "--label", "verified"),
        ("show", "claim-0"),
        ("show",),
        ("export", "--format", "csv"),
        ("export",),
        ("eval", "nowhere.jsonl"),
        ("ui", "--port", "0"),
        ("init", "a", "-w", "b"),
        ("nothing",),
        ("--nothing",),
    ],
)
def test_requests_that_make_no_sense(ran: Path, arguments: tuple[str, ...]) -> None:
    result = verify(*arguments, code=2)
    assert result.stdout == ""
    assert result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "articles"),
        ("run",),
        ("check", "a"),
        ("claims",),
        ("show", "claim-0"),
        ("export", "--format", "jsonl"),
        ("ui",),
        ("doctor", "-w", "nowhere"),
    ],
)
def test_no_workspace(arguments: tuple[str, ...]) -> None:
    named = arguments if "-w" in arguments else (*arguments, "--workspace", "nowhere")
    error = verify(*named, code=2).stderr.splitlines()[-1]
    assert error == "error: no workspace in 'nowhere': create one with `verifier init nowhere`"
    assert not Path("nowhere").exists()


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (SchemaTooNew("database 'x' is newer:\nupgrade"), 1, "error: database 'x' is newer: upgrade"),
        (IndexBusyError("'x' belongs to process 7: wait"), 1, "error: 'x' belongs to process 7: wait"),
        (OSError(28, "No space left on device", "x"), 1, "error: [Errno 28] No space left on device: 'x'"),
        (
            ZeroDivisionError("division"),
            1,
            "error in the program itself, please report it: ZeroDivisionError: division",
        ),
        (
            EngineStopped("asked no more"),
            1,
            "error: asked no more; nothing finished or paid for is lost, the same `verifier claims` goes on from there",
        ),
        (
            CredentialsRefused("no key"),
            4,
            "error: no key; `verifier doctor --call` tests the endpoint; nothing finished or paid for is lost, the",
        ),
        (QuotaReached("0.5 USD are spent"), 5, "error: 0.5 USD are spent; nothing finished or paid for is lost, the"),
        (KeyboardInterrupt(), 130, "interrupted: nothing finished is lost, and the same `verifier claims` goes on"),
    ],
)
def test_errors_are_one_line(monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, line: str) -> None:
    def fail(folder: Path, llm: LlmSettings | None) -> Workspace:
        raise error

    monkeypatch.setattr(Workspace, "open", fail)
    result = verify("claims", code=code)
    assert result.stdout == ""
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1


def test_debug_lets_the_traceback_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DEBUG", "1")
    result = verify("claims", "-w", "nowhere", code=1)
    assert isinstance(result.exception, WorkspaceMissing)
