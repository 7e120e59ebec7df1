"""One claim whole."""

from __future__ import annotations

import json
from pathlib import Path

from tests.verifier.cli.calling import (
    ARTICLES,
    TRAINS,
    records,
    verify,
)


def test_show(ran: Path) -> None:
    (found,) = records(verify("claims", "--jsonl", "--label", "corroborated"))
    shown = verify("show", found["claim_id"]).stdout
    assert "Corroborated · 2 origins" in shown
    start = ARTICLES["b.txt"].index(TRAINS)
    assert f"articles/b.txt, 5 March 2024, characters {start}-{start + len(TRAINS)}" in shown
    assert "Reason: independent_origins" in shown
    assert json.loads(verify("show", found["claim_id"][:10], "--json").stdout) == found
