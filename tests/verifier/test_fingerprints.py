"""The rules' checksum follows their source."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.fingerprints import source_fingerprint


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "rules_of_a_test"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "a.py").write_text("LIMIT = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    source_fingerprint.cache_clear()
    return folder


def test_it_changes_with_a_rule_and_with_a_name_and_with_nothing_else(package: Path) -> None:
    first = source_fingerprint("rules_of_a_test")
    (package / "notes.txt").write_text("not a rule")
    source_fingerprint.cache_clear()
    assert source_fingerprint("rules_of_a_test") == first
    (package / "a.py").write_text("LIMIT = 2\n")
    source_fingerprint.cache_clear()
    second = source_fingerprint("rules_of_a_test")
    (package / "a.py").rename(package / "b.py")
    source_fingerprint.cache_clear()
    assert len({first, second, source_fingerprint("rules_of_a_test")}) == 3
