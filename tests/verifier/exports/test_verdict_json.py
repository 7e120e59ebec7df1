"""The JSON form is a contract: these names, these values."""

from __future__ import annotations

import json
from dataclasses import replace

from verifier.domain import Verdict
from verifier.exports.verdict_json import SCHEMA_VERSION, to_json, verdict_record

FIELDS = {
    *("schema_version", "id", "claim_id", "claim", "kind", "label", "reason", "state", "provisional", "confidence"),
    *("n_origins", "n_articles", "n_contradicting_origins", "as_of", "engine", "fingerprint", "n_searched"),
    *("n_unjudged", "n_language", "hedge", "warnings", "supporting", "contradicting", "related", "superseded_by"),
    *("explanation", "unjudged"),
}
ROW_FIELDS = {
    *("article_id", "path", "url", "outlet", "date", "origin", "chain", "quote", "start", "end", "stance", "reason"),
    *("how", "weak", "own_voice", "document", "said_at", "event_at", "collected_at", "by_party", "gap"),
}
LISTS = "contradicting", "supporting", "related", "unjudged"


def test_fields(verdict: Verdict) -> None:
    record = verdict_record(verdict)
    assert record.keys() == FIELDS
    assert {frozenset(row) for name in LISTS for row in record[name]} == {frozenset(ROW_FIELDS)}


def test_values(verdict: Verdict) -> None:
    record = verdict_record(verdict)
    plain = {name: value for name, value in record.items() if name not in (*LISTS, "explanation")}
    assert plain == {
        "schema_version": SCHEMA_VERSION,
        "id": "claim-1",
        "claim_id": "claim-1",
        "claim": "The ministry says <b>so</b>.",
        "kind": "intent",
        "label": "disputed",
        "reason": "denial",
        "state": "current",
        "provisional": False,
        "confidence": "low",
        "n_origins": 1,
        "n_articles": 1,
        "n_contradicting_origins": 1,
        "as_of": "2024-03-09",
        "engine": "fake",
        "fingerprint": "verdict-1",
        "n_searched": 4,
        "n_unjudged": 1,
        "n_language": 1,
        "hedge": "may",
        "warnings": ["possible dispute"],
        "superseded_by": "claim-2",
    }
    assert [len(record[name]) for name in LISTS] == [1, 1, 1, 1]


def test_a_row(verdict: Verdict) -> None:
    (row,) = verdict_record(verdict)["supporting"]
    assert row == {
        "article_id": "article-1",
        "path": "articles/a.txt",
        "url": "https://x.example/a",
        "outlet": "Border Ledger",
        "date": "2024-03-04",
        "origin": {"id": "origin-1", "name": "Interior Ministry"},
        "chain": [
            {"name": "Border Ledger", "kind": "outlet", "named": True, "start": None, "end": None},
            {"name": "Interior Ministry", "kind": "speaker", "named": True, "start": 40, "end": 57},
        ],
        "quote": '=cmd|"/c calc"!A1 says\nthe *ministry*',
        "start": 10,
        "end": 47,
        "stance": "supports",
        "reason": "",
        "how": None,
        "weak": False,
        "own_voice": False,
        "document": "article-1",
        "said_at": "2024-03-03",
        "event_at": "2024-03-02",
        "collected_at": "2024-03-05T10:00:00+00:00",
        "by_party": False,
        "gap": None,
    }


def test_reasons_of_rows(verdict: Verdict) -> None:
    record = verdict_record(verdict)
    assert record["contradicting"][0]["reason"] == "rejects the statement"
    assert record["contradicting"][0]["how"] == "denial"
    assert record["unjudged"][0]["reason"] == "language"
    assert record["contradicting"][0]["by_party"] is True
    assert record["related"][0]["origin"] is None
    assert record["related"][0]["gap"] == "unverified"
    assert record["related"][0]["reason"] == "information gap: the outlet could not verify it"


def test_the_id_given_is_given_back(verdict: Verdict) -> None:
    assert verdict_record(verdict, "c 7")["id"] == "c 7"
    assert verdict_record(verdict, 0)["id"] == 0
    assert verdict_record(replace(verdict, as_of=None))["as_of"] is None


def test_ascii_json_says_the_same(verdict: Verdict) -> None:
    record = verdict_record(verdict)
    written = to_json(record, ascii_only=True)
    assert written.isascii()
    assert json.loads(written) == json.loads(to_json(record)) == record
