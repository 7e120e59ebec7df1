"""Which workspace is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verifier.cli.calling import (
    verify,
)
from verifier.cli.options import open_workspace


def test_which_workspace(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verify("init", "named")
    assert "--workspace named" in verify("init", "named").stdout
    verify("add", "articles", "-w", "named")
    verify("init")
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert open_workspace(None).folder == tmp_path / ".verifier"
    monkeypatch.setenv("VERIFIER_WORKSPACE", str(tmp_path / "named"))
    assert open_workspace(None).n_articles == 3
    assert open_workspace(tmp_path / ".verifier").n_articles == 0
    assert "named with 3 articles" in verify("init").stdout
    monkeypatch.delenv("VERIFIER_WORKSPACE")
    verify("init")
    assert (below / ".verifier").is_dir()
