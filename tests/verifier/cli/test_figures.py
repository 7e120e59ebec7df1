"""Commands that give figures."""

from __future__ import annotations

import json
from pathlib import Path

from tests.verifier.cli.calling import (
    CLOSED,
    NEVER,
    TRAINS,
    verify,
)


def test_eval(ran: Path, tmp_path: Path) -> None:
    gold = [
        {
            "id": 1,
            "text": CLOSED,
            "label": "disputed",
            "support": ["a.txt"],
            "contradict": [{"article": "c.txt", "quote": NEVER}],
        },
        {
            "id": 2,
            "text": TRAINS,
            "label": "corroborated",
            "origins": ["Northline", "Border Ledger"],
            "support": [TRAINS],
        },
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")
    record = json.loads(verify("eval", "gold.jsonl", "--json").stdout)
    assert record["scores"]["labels"]["disputed"] == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "n_gold": 1,
        "n_given": 1,
    }
    assert record["scores"]["confusion"]["disputed"] == {"corroborated": 0, "disputed": 1, "single-source": 0}
    assert record["exact_origins"] == {"hits": 1, "total": 1, "value": 1.0}
    assert record["scores"]["accuracy"]["value"] == 1.0
    shown = verify("eval", "gold.jsonl").stdout
    assert "two articles say so" in shown
    assert "100.0% (1 of 1)" in shown
    (tmp_path / "gold.jsonl").write_text('{"id": 1}', encoding="utf-8")
    assert "'gold.jsonl', line 1: 'text'" in verify("eval", "gold.jsonl", code=2).stderr


def test_which_cells_fail(ran: Path, tmp_path: Path) -> None:
    row = {"article": "a.txt", "quote": CLOSED}
    claim = {"id": 1, "text": CLOSED, "label": "single-source", "n_origins": 1}
    lines = {}
    for known, fields in (("stances", row), ("chains", row | {"origin": "Northline"})):
        (tmp_path / "gold.jsonl").write_text(json.dumps(claim | {"support": [fields]}), encoding="utf-8")
        record = json.loads(verify("eval", "gold.jsonl", "--json").stdout)
        lines[known] = record["lines"]
        shown = verify("eval", "gold.jsonl").stdout
        assert ("gold has no" in shown) == (known == "stances")
        assert ("1 wrong label:" in shown) == (known == "chains")
    assert lines["stances"]["gold_chains"] is None
    assert lines["stances"]["gold"] is None
    assert list(lines["chains"]) == ["program", "baseline", "our_chains", "gold_chains", "gold"]
    assert lines["chains"]["gold"] == {
        "macro_f1": 1.0,
        "right": {"hits": 1, "total": 1, "value": 1.0},
        "wrongly_corroborated": {"hits": 0, "total": 1, "value": 0.0},
        "exact_origins": {"hits": 1, "total": 1, "value": 1.0},
    }
    assert record["losses"] == {"stance": 1, "chain": 0, "either": 0, "both": 0, "gold": 0}
    assert record["gold_differs"] == []
