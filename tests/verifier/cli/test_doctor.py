"""The command that looks for what is wrong."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.protocol.backend import Abilities, SchemaUse
from tests.protocol.messages import Break, Broken, ChatRequest, Failure, Raw, Reply
from tests.protocol.modes import Honest, Scripted
from tests.protocol.server import ProtocolServer
from tests.verifier.cli.calling import (
    verify,
)

KEY = "sk-canary-never-shown"
ROW = {"claim_id": "c1", "passage_id": "p1", "quote": "The ferry sank", "stance": "supports", "how": None}


def test_doctor_without_a_workspace() -> None:
    shown = verify("doctor").stdout
    assert "workspace: none" in shown
    assert re.search(r"models: embedder\S+ [\d,]+ bytes, SHA-256 [0-9a-f]{16} as it should be", shown)


def test_doctor_makes_no_index() -> None:
    verify("init")
    assert "index: none yet, and no passages for it: `verifier run` makes both" in verify("doctor").stdout
    assert not (Path(".verifier") / "index").exists()


def test_doctor(ran: Path) -> None:
    # The runs of these tests keep their index in memory, so that there is none in the folder yet.
    shown = verify("doctor", code=1).stdout
    assert "3 articles, 0 refused inputs, 4 verdicts" in shown
    assert "index: PROBLEM: there is none: `verifier run` makes it of 3 stored passages" in shown
    assert not (Path(".verifier") / "index").exists()
    assert "index: rebuilt with 3 passages" in verify("doctor", "--rebuild-index").stdout
    assert "index: 3 of 3 stored passages" in verify("doctor").stdout
    (Path(".verifier") / "index" / "chroma.sqlite3").write_bytes(b"junk")
    assert "`verifier doctor --rebuild-index` does so" in verify("doctor", code=1).stdout


def honest(_request: ChatRequest) -> Any:
    return {"rows": [ROW]}


def engine_lines(*arguments: str, code: int = 0) -> list[str]:
    """What the doctor says of engine and endpoint; the key is nowhere in all it says."""
    result = verify("doctor", *arguments, code=code)
    assert KEY not in result.output + result.stderr
    return [line for line in result.stdout.splitlines() if line.startswith(("engine:", "endpoint:"))]


def test_nothing_is_set() -> None:
    assert engine_lines() == ["engine: embedded (default)", "engine: no model is named, and none is asked"]


def test_what_is_set_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    verify("init")
    Path(".verifier/verifier.toml").write_text('engine = "llm"\nllm.model = "gpt-5-mini"\nllm.timeout = 30\n')
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert engine_lines("-w", ".verifier")[:5] == [
        "engine: llm (.verifier/verifier.toml)",
        "engine: model gpt-5-mini (.verifier/verifier.toml), by the protocol of openai",
        "engine: at the address of the provider openai (default)",
        "engine: key set (OPENAI_API_KEY)",
        "engine: timeout 30 (.verifier/verifier.toml)",
    ]
    monkeypatch.setenv("VERIFIER_MODEL", "llama3.1:8b")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:11434/v1")
    monkeypatch.delenv("OPENAI_API_KEY")
    assert engine_lines("-w", ".verifier", "--engine", "embedded") == [
        "engine: embedded (--engine)",
        "engine: model llama3.1:8b (VERIFIER_MODEL), by the protocol of openai",
        "engine: at http://localhost:11434/v1 (OPENAI_BASE_URL)",
        "engine: no key",
        "engine: timeout 30 (.verifier/verifier.toml)",
        "engine: no price known for this model: --max-cost cannot be kept",
        "engine: tokens sent are estimated, erring high: no vocabulary at hand",
    ]


def test_what_is_wrong_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "engine: PROBLEM: no model is named" in engine_lines("--engine", "llm", code=1)[-1]
    assert "endpoint: PROBLEM: no model is named" in engine_lines("--call", code=1)[-1]
    verify("init")
    Path(".verifier/verifier.toml").write_text(f'llm.api_key = "{KEY}"')
    assert "secrets come from the environment" in engine_lines(code=1)[0]
    Path(".verifier/verifier.toml").unlink()
    monkeypatch.setenv("VERIFIER_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://me:{KEY}@host/v1")
    assert "OPENAI_BASE_URL holds more than an address" in engine_lines(code=1)[-1]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProtocolServer]:
    with ProtocolServer(Honest(honest)) as server:
        set_up(monkeypatch, server)
        yield server


def set_up(monkeypatch: pytest.MonkeyPatch, server: ProtocolServer, model: str = "protocol-test") -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("VERIFIER_MODEL", model)


def test_no_call_is_made_unless_asked(server: ProtocolServer) -> None:
    assert engine_lines()[-1].startswith("engine: ")
    assert server.calls == 0


def test_an_endpoint_that_can_do_all(server: ProtocolServer) -> None:
    found = [line for line in engine_lines("--call") if line.startswith("endpoint:")]
    assert [request.stream for request in server.requests] == [False, True]
    assert len(server.requests[1].text) < 100
    assert re.fullmatch(r"endpoint: reachable: answered in \d+\.\d s, the start of LangChain included", found[0])
    assert found[1] == "endpoint: takes the JSON schema"
    assert re.fullmatch(r"endpoint: reports tokens: [\d,]+ in, \d+ out", found[2])
    assert found[3:] == ["endpoint: can stream replies, and reports tokens then", "endpoint: the reply can be read"]


@pytest.mark.parametrize(
    ("abilities", "line"),
    [
        (Abilities(schema=SchemaUse.REFUSED), "endpoint: refuses the JSON schema: the prompt asks for the form, and"),
        (Abilities(usage=False), "endpoint: reports no tokens: they are estimated, erring high"),
        (Abilities(usage=False), "endpoint: can stream replies, without tokens"),
        (
            Abilities(streaming=False),
            "endpoint: does not stream replies, which nothing here needs (The endpoint will not take this request. ",
        ),
    ],
)
def test_an_endpoint_that_can_do_less(monkeypatch: pytest.MonkeyPatch, abilities: Abilities, line: str) -> None:
    with ProtocolServer(Honest(honest), abilities=abilities) as server:
        set_up(monkeypatch, server)
        found = engine_lines("--call")
    assert any(each.startswith(line) for each in found), found
    assert found[-1] == "endpoint: the reply can be read"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("1", "(the reply came in one piece)"),
        (Raw("<html>", "text/html"), "(The answer is not of the protocol. "),
        (Broken(Reply("one, two, three"), Break.AFTER_HEADERS), "(The connection broke off. "),
    ],
)
def test_a_stream_that_fails_is_no_fault(monkeypatch: pytest.MonkeyPatch, answer: Any, why: str) -> None:
    with ProtocolServer(Scripted([honest], then=answer)) as server:
        set_up(monkeypatch, server)
        found = engine_lines("--call")
    assert found[-2].startswith(f"endpoint: does not stream replies, which nothing here needs {why}")
    assert found[-1] == "endpoint: the reply can be read"


@pytest.mark.parametrize(
    ("abilities", "told"),
    [
        (Abilities(key="another"), "The key is missing or refused. Set the right key: OPENAI_API_KEY"),
        (Abilities(models=("other",)), "does not know the model or the address. Set VERIFIER_MODEL"),
    ],
)
def test_an_endpoint_that_refuses(monkeypatch: pytest.MonkeyPatch, abilities: Abilities, told: str) -> None:
    with ProtocolServer(Honest(honest), abilities=abilities) as server:
        set_up(monkeypatch, server)
        found = engine_lines("--call", code=1)
    assert found[-1].startswith("endpoint: PROBLEM: ")
    assert told in found[-1]


def test_an_endpoint_that_refuses_every_request_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    with ProtocolServer(Scripted([], then=Failure(400, None, "'temperature' does not support 0"))) as server:
        set_up(monkeypatch, server)
        found = engine_lines("--call", code=1)[-1]
    assert "The endpoint will not take this request. Take what it names out of the settings" in found
    assert "'temperature' does not support 0" in found


def test_a_set_up_that_no_call_can_be_made_with(server: ProtocolServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "é")
    found = engine_lines("--call", code=1)[-1]
    assert "As things are set up, no call can be made. Mend what is named here." in found
    assert "OPENAI_ORG_ID" in found
    assert server.calls == 0


def test_a_reply_that_is_of_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    with ProtocolServer(Scripted([], then="The ferry? It sank.")) as server:
        set_up(monkeypatch, server)
        found = engine_lines("--call", code=1)
    assert "endpoint: PROBLEM: the reply cannot be used, try another model (malformed: " in found[-1]


def test_an_address_where_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    monkeypatch.setenv("VERIFIER_MODEL", "m")
    assert f"Is anything listening at {address}?" in engine_lines("--call", code=1)[-1]
