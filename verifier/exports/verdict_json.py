"""The JSON form of a verdict: the one place that has it.

`SCHEMA_VERSION` goes up when a field goes or changes its meaning; new fields may come at any time.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

from verifier.domain import Link, Row, Verdict

SCHEMA_VERSION = 1

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def verdict_record(verdict: Verdict, given_id: str | int | None = None) -> dict[str, Any]:
    """Every field of a verdict; `id` is the one given with a claim that was brought, else the claim's own."""
    claim, decision = verdict.claim, verdict.decision
    return {
        "schema_version": SCHEMA_VERSION,
        "id": claim.id if given_id is None else given_id,
        "claim_id": claim.id,
        "claim": claim.text,
        "kind": claim.kind.value,
        "label": decision.label.value,
        "reason": decision.reason.value,
        "state": decision.state.value,
        "provisional": decision.provisional,
        "confidence": decision.confidence.value,
        "n_origins": decision.n_origins,
        "n_articles": decision.n_articles,
        "n_contradicting_origins": decision.n_contradicting_origins,
        "as_of": _iso(verdict.as_of),
        "engine": verdict.engine,
        "fingerprint": verdict.fingerprint,
        "n_searched": verdict.n_searched,
        "n_unjudged": decision.n_unjudged,
        "n_language": decision.n_language,
        "hedge": claim.hedge,
        "warnings": list(verdict.warnings),
        "superseded_by": verdict.superseded_by,
        "explanation": verdict.explanation,
        "contradicting": [_row(row) for row in decision.contradicting],
        "supporting": [_row(row) for row in decision.supporting],
        "related": [_row(row) for row in decision.related],
        "unjudged": [_row(row) for row in decision.unjudged],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "article_id": row.article_id,
        "path": row.path,
        "url": row.url,
        "outlet": row.outlet,
        "date": _iso(row.published),
        "origin": {"id": row.origin.id, "name": row.origin.name} if row.origin else None,
        "chain": [_link(link) for link in row.chain],
        "quote": row.quote,
        "start": row.start,
        "end": row.end,
        "stance": row.stance.value,
        "reason": row.note or (row.how.definition if row.how else ""),
        "how": row.how.value if row.how else None,
        "weak": row.weak,
        "own_voice": row.own_voice,
        "document": row.document,
        "said_at": _iso(row.said_at),
        "event_at": _iso(row.event_at),
        "collected_at": _iso(row.collected_at),
        "by_party": row.by_party,
        "gap": row.gap.value if row.gap else None,
    }


def _link(link: Link) -> dict[str, Any]:
    return {"name": link.name, "kind": link.kind.value, "named": link.named, "start": link.start, "end": link.end}


def _iso(day: date | datetime | None) -> str | None:
    return day.isoformat() if day else None


def to_json(record: object, *, ascii_only: bool = False) -> str:
    """JSON text on one line, whoever counts lines; `ascii_only` for streams that cannot take every character."""
    written = json.dumps(record, ensure_ascii=ascii_only, allow_nan=False)
    # Lines to some readers of JSON Lines, Python's own `splitlines` among them.
    return _LINE_ENDS.sub(lambda found: f"\\u{ord(found.group()):04x}", written)
