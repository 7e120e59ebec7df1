"""What a terminal gets: no character that steers it, its own width, colours, and an end when it has enough."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
from pathlib import Path

import pytest

import verifier.cli
from tests.verifier.cli.calling import (
    CLOSED,
    records,
    start,
    use_fakes,
    verify,
)
from verifier.domain import Stance
from verifier.engines.fake import FakeEngine
from verifier.workspace import DATABASE


@pytest.mark.parametrize("command", [("claims",), ("show",), ("check",), ("add",)])
def test_article_text_does_not_steer_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    prose = "Nothing else is known of it so far, and nobody has said when more will be. " * 9
    quote = "The \x1b[2J[bold]dam[/bold] \x1b]0;owned\x07was closed [link=http://x.example]here[/link]."
    engine = FakeEngine({quote: quote}, {(quote, quote): (Stance.SUPPORTS, None)})
    use_fakes(monkeypatch.setattr, engine)
    (tmp_path / "\x1b[31mred.txt").write_text(
        f"outlet: \x1b[5mBlink\ndate: 2024-03-04\n\n{quote} {prose}\n", encoding="utf-8"
    )
    verify("init")
    outputs = [verify("add", "\x1b[31mred.txt")]
    verify("run")
    (found,) = records(verify("claims", "--jsonl"))
    assert found["supporting"][0]["quote"] == quote
    if command != ("add",):
        argument = {"claims": (), "show": (found["id"],), "check": (quote,)}[command[0]]
        outputs = [verify(*command, *argument)]
        assert "[bold]dam[/bold] was closed [link=http://x.example]here[/link]" in outputs[0].stdout
    for output in outputs:
        assert "\x1b" not in output.stdout + output.stderr
        assert "\x07" not in output.stdout + output.stderr


@pytest.mark.parametrize("engine", ["KilledEngine", "TerminatedEngine"])
def test_an_interrupted_run_goes_on(added: Path, engine: str) -> None:
    done = start("run", engine=engine)
    assert done.returncode == 130
    assert done.stdout == b""
    assert done.stderr.decode().splitlines()[-1] == (
        "interrupted: nothing finished is lost, and the same `verifier run` goes on from there"
    )
    with sqlite3.connect(Path(".verifier") / DATABASE) as database:
        assert database.execute("SELECT status FROM run").fetchall() == [("stopped",)]
    database.close()
    assert start("run").returncode == 0


def test_signals_that_are_ignored_stay_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGHUP), signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(verifier.cli, "app", lambda prog_name: None)
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        verifier.cli.main()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGHUP, before[0])
        signal.signal(signal.SIGTERM, before[1])


def test_whoever_reads_has_enough(ran: Path) -> None:
    for arguments in (("claims", "--jsonl"), ("claims",), ("export", "--format", "markdown")):
        reader, writer = os.pipe()
        os.close(reader)
        try:
            done = start(*arguments, stdout=writer)
        finally:
            os.close(writer)
        assert (done.returncode, done.stderr) == (0, b"")


def test_a_terminal_that_knows_only_ascii(articles: Path) -> None:
    quote = f"{CLOSED} Łatuszka, café — Латушко."
    (articles / "a.txt").write_text(f"outlet: Łódź\ndate: 2024-03-04\n\n{quote}\n", encoding="utf-8")
    verify("init")
    verify("add", "articles")
    verify("run")
    done = start("claims", "--jsonl", encoding="ascii")
    found = [json.loads(line) for line in done.stdout.decode("ascii").splitlines()]
    assert "Łódź" in {row["outlet"] for verdict in found for row in verdict["supporting"]}
    done = start("claims", encoding="ascii")
    assert done.returncode == 0
    assert "Single-source - 1 article, 1 origin" in done.stdout.decode("ascii")
    assert r"\u0141\xf3d\u017a" in done.stdout.decode("ascii")


COLOURED = re.compile(r"\x1b\[[0-9;]*(3[0-9]|9[0-7])[0-9;]*m")


def test_colours(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in verify("claims").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert COLOURED.search(verify("claims").stdout)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not COLOURED.search(verify("claims").stdout)


def test_a_terminal_is_as_wide_as_it_is(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "50")
    result = verify("check", CLOSED)
    lines = [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line) for line in result.stdout.splitlines()]
    assert max(map(len, lines)) <= 50
    assert result.stderr
