"""One claim whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.verifier.cli.calling import (
    ARTICLES,
    CLOSED,
    MAYOR,
    TRAINS,
    records,
    verify,
)
from verifier.cli.cards import print_verdict
from verifier.cli.output import Page
from verifier.workspace import Workspace


def test_show(ran: Path) -> None:
    (found,) = records(verify("claims", "--jsonl", "--label", "corroborated"))
    shown = verify("show", found["claim_id"]).stdout
    assert "Corroborated · 2 origins" in shown
    start = ARTICLES["b.txt"].index(TRAINS)
    assert f"articles/b.txt, 5 March 2024, characters {start}-{start + len(TRAINS)}" in shown
    assert "Reason: independent_origins" in shown
    assert json.loads(verify("show", found["claim_id"][:10], "--json").stdout) == found


def _id(text: str) -> str:
    by_text: dict[str, str] = {each["claim"]: each["claim_id"] for each in records(verify("claims", "--jsonl"))}
    return by_text[text]


def test_a_statement_that_a_new_version_withdrew_and_one_that_it_kept(ran: Path) -> None:
    mayor, trains, closed = _id(MAYOR), _id(TRAINS), _id(CLOSED)
    (ran / "b.txt").write_text(f"outlet: Border Ledger\ndate: 2024-03-07\n\nCorrected. {TRAINS}\n", encoding="utf-8")
    (ran / "a.txt").write_text(f"outlet: Northline\ndate: 2024-03-07\n\nCorrected. {CLOSED}\n", encoding="utf-8")
    verify("add", "articles")
    verify("run")
    refused = verify("show", mayor, code=2).stderr
    assert f"error: claim '{mayor}' was withdrawn: 'articles/b.txt' said '{MAYOR}'" in refused
    assert "its present version of 2024-03-07 does not; `verifier claims` lists what stands" in refused
    assert "no claim 'claim-0' here" in verify("show", "claim-0", code=2).stderr
    shown = verify("show", trains).stdout
    assert "Labels so far, times in UTC: corroborated (independent_origins) from " in shown
    assert "; single-source (" in shown
    assert "Labels so far" not in verify("show", closed).stdout


def test_the_same_words_are_shown_once(ran: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Workspace.open(".verifier") as workspace:
        verdict = workspace.verdict(_id(TRAINS))
    first, second = verdict.decision.supporting
    noted = [replace(first, note="speaks of it"), replace(second, note="speaks of it"), second]
    capsys.readouterr()
    print_verdict(Page(), replace(verdict, decision=replace(verdict.decision, related=tuple(noted))))
    lines = capsys.readouterr().out.split("Related")[1].splitlines()
    assert lines[:7] == [
        ", decides nothing (3)",
        f"    “{TRAINS}”",
        "      speaks of it",
        "      Northline",
        f"        articles/a.txt, 4 March 2024, characters {first.start}-{first.end}",
        "      Border Ledger",
        f"        articles/b.txt, 5 March 2024, characters {second.start}-{second.end}",
    ]
