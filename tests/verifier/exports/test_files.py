"""Each format as it is written, and that a file is whole or not there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from verifier.domain import Origin, Verdict
from verifier.errors import UsageError
from verifier.exports import ExportUnwritable, Format, write_files, write_stream
from verifier.exports.csv import CLAIM_COLUMNS, EVIDENCE_COLUMNS
from verifier.exports.verdict_json import verdict_record


def test_jsonl(verdict: Verdict, tmp_path: Path) -> None:
    other = replace(verdict, engine="other\u2028engine")
    (path,) = write_files([verdict, other], Format.JSONL, tmp_path / "out.jsonl")
    text = path.read_text(encoding="utf-8")
    assert [json.loads(line) for line in text.splitlines()] == [verdict_record(verdict), verdict_record(other)]
    assert text.endswith("}\n")


def test_csv(verdict: Verdict, tmp_path: Path) -> None:
    claims, evidence = write_files([verdict], Format.CSV, tmp_path / "tables")
    assert [claims.name, evidence.name] == ["claims.csv", "evidence.csv"]
    (claim,) = read_csv(claims, CLAIM_COLUMNS)
    assert claim["label"] == "disputed"
    assert claim["provisional"] == "no"
    assert claim["warnings"] == "possible dispute"
    rows = read_csv(evidence, EVIDENCE_COLUMNS)
    assert [row["part"] for row in rows] == ["contradicting", "supporting", "related", "unjudged"]
    assert {row["claim_id"] for row in rows} == {"claim-1"}
    assert rows[1]["chain"] == "Border Ledger ← Interior Ministry"
    assert rows[0]["chain"] == 'Border Ledger ← "officials" (unnamed)'
    assert rows[0]["outlet"] == "'@Other"
    assert rows[1]["quote"] == "'" + verdict.decision.supporting[0].quote
    assert rows[2]["origin"] == ""
    assert [row["by_party"] for row in rows] == ["yes", "no", "no", "no"]
    assert (rows[1]["event_at"], rows[1]["collected_at"]) == ("2024-03-02", "2024-03-05T10:00:00+00:00")
    assert rows[2]["gap"] == "unverified"


def test_csv_origins_and_chains_hold_nothing_that_is_not_seen(verdict: Verdict, tmp_path: Path) -> None:
    first = verdict.decision.supporting[0]
    link = replace(first.chain[-1], name="Minis\u202etry\x1b[31m")
    hostile = replace(first, chain=(*first.chain[:-1], link), origin=Origin("origin-1", link.name))
    decision = replace(verdict.decision, contradicting=(), deciding=(hostile,), repeats=())
    _, evidence = write_files([replace(verdict, decision=decision)], Format.CSV, tmp_path / "tables")
    shown = read_csv(evidence, EVIDENCE_COLUMNS)[0]
    assert (shown["origin"], shown["chain"]) == ("Ministry", "Border Ledger ← Ministry")


def read_csv(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
    assert tuple(reader.fieldnames or ()) == columns
    return rows


def test_csv_columns_are_all_there_is(verdict: Verdict) -> None:
    record = verdict_record(verdict)
    lists = {"contradicting", "supporting", "related", "unjudged"}
    assert set(CLAIM_COLUMNS) == record.keys() - lists - {"id"}
    assert set(EVIDENCE_COLUMNS) == record["supporting"][0].keys() | {"claim_id", "part"}


def test_markdown(verdict: Verdict) -> None:
    out = io.StringIO()
    write_stream([verdict], Format.MARKDOWN, out)
    text = out.getvalue()
    assert "1 claim: 0 corroborated, 1 disputed, 0 single-source." in text
    assert "## The ministry says &lt;b&gt;so&lt;/b&gt;." in text
    assert '**Disputed · 1 for / 1 against** (low confidence; intent, hedged: "may")' in text
    assert (
        r'- "\=cmd\|"/c calc"!A1 says the \*ministry\*" Border Ledger ← Interior Ministry '
        r"(said 3 March 2024; of 2 March 2024; collected 2024-03-05 10:00 UTC) \[2\]"
    ) in text
    assert "(rejects the statement, by the party concerned)" in text
    assert 'Not known:\n\n- "The Ledger could not confirm this."' in text
    assert r"1. \@Other, no date: articles/b.txt" in text
    assert r"2. Border Ledger, 4 March 2024: articles/a.txt, https\://x.example/a" in text
    assert text.index("Against:") < text.index("For:")
    assert "Unreviewed" in text
    assert "`claim-2`" in text


def test_an_empty_brief_is_a_brief() -> None:
    out = io.StringIO()
    write_stream([], Format.MARKDOWN, out)
    assert "0 claims" in out.getvalue()


def test_csv_cannot_go_to_a_stream(verdict: Verdict) -> None:
    with pytest.raises(UsageError, match="--output"):
        write_stream([verdict], Format.CSV, io.StringIO())


@pytest.mark.parametrize("form", Format)
def test_a_failed_export_leaves_what_was_there(form: Format, verdict: Verdict, tmp_path: Path) -> None:
    target = tmp_path / "out"
    before = {path: path.read_bytes() for path in write_files([verdict], form, target)}

    def failing() -> Iterator[Verdict]:
        yield replace(verdict, engine="newer")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_files(failing(), form, target)
    assert {path: path.read_bytes() for path in before} == before
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before.keys()


@pytest.mark.parametrize("form", Format)
def test_a_place_that_cannot_be_written_is_named(form: Format, verdict: Verdict, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    target = tmp_path / "file" / "out"
    with pytest.raises(ExportUnwritable, match="--output") as caught:
        write_files([verdict], form, target)
    assert repr(str(target))[1:-1] in str(caught.value)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"
