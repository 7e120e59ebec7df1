"""Claims that a user brings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.verifier.cli.calling import (
    CLOSED,
    NEVER,
    TRAINS,
    records,
    verify,
)


def test_one_claim(added: Path) -> None:
    shown = verify("check", CLOSED).stdout
    assert "Disputed" in shown
    assert NEVER in shown
    record = json.loads(verify("check", TRAINS, "--json").stdout)
    assert record["label"] == "corroborated"
    assert record["id"] == record["claim_id"]
    assert verify("check", "Cows can fly over Drosk.").stdout.count("No origin in this collection says this") == 1


def test_until_and_date(added: Path) -> None:
    record = json.loads(verify("check", CLOSED, "--until", "2024-03-05", "--date", "2024-03-04", "--json").stdout)
    assert record["n_searched"] == 2
    assert record["as_of"] == "2024-03-05"
    assert record["contradicting"] == []


LINES = b"\n".join(
    [
        b'\xef\xbb\xbf{"id": "one", "text": "' + CLOSED.encode() + b'", "date": "2024-03-04"}',
        b"",
        b'{"id": 2, "text": "' + TRAINS.encode() + b'", "more": 1}\r',
        b"not json",
        b'{"id": "empty", "text": " \\u200b!"}',
        b'{"text": "no id"}',
        b'{"id": "day", "text": "x", "date": "2024-02-30"}',
        b'["a list"]',
        b'{"id": "one", "text": "' + CLOSED.encode() + b'"}',
        b'{"id": "latin", "text": "caf\xe9"}',
        b'{"id": "half", "text": "half \\ud800"}',
        b'{"id": true, "text": "x"}',
        b'{"id": "number", "text": 5}',
        b'{"id": "week", "text": "x", "date": "2024-W10-1"}',
        b"[" * 100_000,
        b'{"id": 3, "text": "a\xe2\x80\xa8b"}',
    ]
)


@pytest.mark.parametrize("as_file", [True, False])
def test_claims_of_a_file_in_their_order(added: Path, tmp_path: Path, as_file: bool) -> None:
    (tmp_path / "claims.jsonl").write_bytes(LINES)
    result = verify("check", "--claims", "claims.jsonl" if as_file else "-", code=3, given=LINES)
    found = records(result)
    assert [(record["id"], record.get("label"), record.get("line")) for record in found] == [
        ("one", "disputed", None),
        (2, "corroborated", None),
        (None, None, 4),
        ("empty", None, 5),
        (None, None, 6),
        ("day", None, 7),
        (None, None, 8),
        ("one", "disputed", None),
        (None, None, 10),
        ("half", None, 11),
        (None, None, 12),
        ("number", None, 13),
        ("week", None, 14),
        (None, None, 15),
        (3, "single-source", None),
    ]
    assert all(record["schema_version"] == 1 for record in found)
    assert all(record["error"] for record in found if "label" not in record)
    document = json.loads(verify("check", "--claims", "-", "--json", code=3, given=LINES).stdout)
    assert document["verdicts"] == found


def test_a_file_without_claims(added: Path) -> None:
    assert verify("check", "--claims", "-", given=b"\n \n").stdout == ""
    assert records(verify("check", "--claims", "-", given=b"{}", code=3))[0]["line"] == 1


def test_the_gate(added: Path) -> None:
    assert "Disputed" in verify("check", CLOSED, "--fail-on", "disputed", code=10).stdout
    verify("check", CLOSED, "--fail-on", "corroborated")
    verify("check", TRAINS, "--fail-on", "disputed", "--fail-on", "corroborated", code=10)
    verify("check", "--claims", "-", "--fail-on", "disputed", code=10, given=LINES)
