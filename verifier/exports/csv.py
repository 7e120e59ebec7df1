"""CSV: a table of claims and a table of evidence, joined by `claim_id`. No cell is ever a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from verifier.domain import Verdict
from verifier.exports.inert import cell, one_line
from verifier.exports.verdict_json import verdict_record
from verifier.wording import chain_text

CLAIM_COLUMNS = (
    *("claim_id", "claim", "kind", "label", "reason", "state", "provisional", "confidence"),
    *("n_origins", "n_articles", "n_contradicting_origins", "as_of", "n_searched", "n_unjudged", "n_language"),
    *("hedge", "warnings", "superseded_by", "explanation", "engine", "fingerprint", "schema_version"),
)
ROW_COLUMNS = (
    *("stance", "how", "reason", "outlet", "date", "said_at", "origin", "chain", "quote", "start", "end"),
    *("weak", "own_voice", "document", "article_id", "path", "url", "event_at", "collected_at", "by_party", "gap"),
)
EVIDENCE_COLUMNS = ("claim_id", "part", *ROW_COLUMNS)


def write(verdicts: Iterable[Verdict], claims: TextIO, evidence: TextIO) -> None:
    """One line per verdict and one per row of it; `part` is the list of the verdict in which the row stands."""
    claim_table = csv.writer(claims, quoting=csv.QUOTE_ALL)
    evidence_table = csv.writer(evidence, quoting=csv.QUOTE_ALL)
    claim_table.writerow(CLAIM_COLUMNS)
    evidence_table.writerow(EVIDENCE_COLUMNS)
    for verdict in verdicts:
        record = verdict_record(verdict)
        claim_table.writerow(_cells(record, CLAIM_COLUMNS))
        evidence_table.writerows(_evidence(verdict, record))


def _evidence(verdict: Verdict, record: dict[str, Any]) -> Iterator[list[str]]:
    decision = verdict.decision
    for part in ("contradicting", "supporting", "related", "unjudged"):
        for row, cells in zip(getattr(decision, part), record[part], strict=True):
            flat = {
                **cells,
                "claim_id": verdict.claim.id,
                "part": part,
                "origin": one_line(row.origin.name) if row.origin else None,
                "chain": one_line(chain_text(row.chain)),
            }
            yield _cells(flat, EVIDENCE_COLUMNS)


def _cells(record: dict[str, Any], columns: Iterable[str]) -> list[str]:
    return [cell(_text(record[column])) for column in columns]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, list) else str(value)
