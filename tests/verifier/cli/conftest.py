"""Every test in a folder of its own, with fakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verifier.cli.calling import (
    ARTICLES,
    use_fakes,
    verify,
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test in a folder of its own, with fakes, and with nothing set that changes the output."""
    monkeypatch.chdir(tmp_path)
    shown = "VERIFIER_WORKSPACE", "VERIFIER_DEBUG", "NO_COLOR", "FORCE_COLOR", "COLUMNS"
    asked = "VERIFIER_ENGINE", "VERIFIER_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"
    for name in shown + asked:
        monkeypatch.delenv(name, raising=False)
    use_fakes(monkeypatch.setattr)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def added(articles: Path) -> Path:
    verify("init")
    verify("add", "articles")
    return articles


@pytest.fixture
def ran(added: Path) -> Path:
    verify("run")
    return added
