"""The command that serves the pages."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.cli.calling import (
    verify,
)


def test_the_pages_are_served_for_this_machine_alone(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[Any, ...]] = []
    monkeypatch.setattr(os, "execve", lambda *arguments: started.append(arguments))
    assert "http://127.0.0.1:8600" in verify("ui", "--port", "8600").stderr
    ((program, command, environment),) = started
    assert program == command[0] == sys.executable
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert Path(command[4]).is_file()
    options = dict(zip(command[5::2], command[6::2], strict=True))
    assert options["--server.address"] == "127.0.0.1"
    assert options["--server.port"] == "8600"
    assert options["--browser.gatherUsageStats"] == "false"
    assert options["--server.fileWatcherType"] == "none"
    assert options["--client.toolbarMode"] == "minimal"
    assert Path(environment["VERIFIER_WORKSPACE"]) == Path(".verifier").resolve()
