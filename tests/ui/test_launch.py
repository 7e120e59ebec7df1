"""The command line that serves the pages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ui.launch import address, command, environment


def test_it_serves_this_machine_only_and_reports_nothing() -> None:
    line = command(8765)
    assert line[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert Path(line[4]).is_file()
    options = list(zip(line[5::2], line[6::2], strict=True))
    assert ("--server.address", "127.0.0.1") in options
    assert ("--server.port", "8765") in options
    assert ("--browser.gatherUsageStats", "false") in options
    assert {value for name, value in options if name == "--server.allowedHosts"} == {"127.0.0.1", "localhost"}
    assert address(8765) == "http://127.0.0.1:8765"


def test_the_theme_travels_with_the_package() -> None:
    line = command()
    assert Path(line[line.index("--theme.base") + 1]).is_file()


def test_the_workspace_is_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert environment(Path("storm"))["VERIFIER_WORKSPACE"] == str(tmp_path / "storm")
