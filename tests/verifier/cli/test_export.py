"""Verdicts as files."""

from __future__ import annotations

from pathlib import Path

from tests.verifier.cli.calling import (
    CLOSED,
    verify,
)


def test_export(ran: Path, tmp_path: Path) -> None:
    listed = verify("claims", "--jsonl").stdout
    assert verify("export", "--format", "jsonl").stdout == listed
    assert verify("export", "--format", "jsonl", "--output", "-").stdout == listed
    result = verify("export", "--format", "jsonl", "--output", "out.jsonl")
    assert result.stdout == ""
    assert "wrote out.jsonl" in result.stderr
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == listed
    verify("export", "--format", "csv", "--output", "tables")
    assert (tmp_path / "tables" / "claims.csv").read_text(encoding="utf-8").count(CLOSED) >= 1
    assert verify("export", "--format", "markdown").stdout.startswith("# ")
    verify("export", "--format", "jsonl", "--output", "nowhere/out.jsonl", code=1)
    assert "'.' is a folder" in verify("export", "--format", "jsonl", "--output", ".", code=1).stderr
