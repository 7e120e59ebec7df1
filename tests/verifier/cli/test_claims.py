"""The list of claims, and what a person corrects in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.verifier.cli.calling import (
    CLOSED,
    MAYOR,
    NEVER,
    TRAINS,
    records,
    verify,
)


def test_a_card(ran: Path) -> None:
    card = verify("claims", "--label", "disputed", "--text", "closed").stdout.split("\n\n")[0]
    lines = [line.strip() for line in card.splitlines()]
    assert lines[0] == "Disputed · 1 for / 1 against"
    assert lines[1] == CLOSED
    assert lines.index(f"against, rejects the statement: “{NEVER}”") < lines.index(f"for: “{CLOSED}”")
    assert "State Television (articles/c.txt, 6 March 2024)" in lines
    assert lines[-1].startswith("Stated by Northline, and rejected by State Television.")


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ((), {CLOSED, NEVER, TRAINS, MAYOR}),
        (("--label", "corroborated"), {TRAINS}),
        (("--label", "single-source"), {MAYOR, NEVER}),
        (("--kind", "opinion"), set()),
        (("--outlet", "border ledger"), {TRAINS, MAYOR}),
        (("--origin", "state television"), {CLOSED, NEVER}),
        (("--since", "2024-03-06"), {CLOSED, NEVER}),
        (("--until", "2024-03-05"), {TRAINS, MAYOR}),
        (("--text", "sorn stat"), {TRAINS}),
    ],
)
def test_conditions(ran: Path, conditions: tuple[str, ...], found: set[str]) -> None:
    document = json.loads(verify("claims", "--json", *conditions).stdout)
    assert document["schema_version"] == 1
    assert document["n_found"] == len(found)
    assert {verdict["claim"] for verdict in document["verdicts"]} == found
    assert {record["claim"] for record in records(verify("claims", "--jsonl", *conditions))} == found


def test_a_list_that_was_cut_says_so(ran: Path) -> None:
    cut = verify("claims", "--limit", "1").stdout
    assert "1 of 4 claims; --limit 4 prints all." in cut
    assert "4 claims." in verify("claims", "--limit", "4").stdout
    assert len(records(verify("claims", "--jsonl", "--limit", "2"))) == 2
    assert json.loads(verify("claims", "--json", "--limit", "2").stdout)["n_found"] == 4
    assert "No claims" in verify("claims", "--text", "unheard").stdout


def claim_id(text: str) -> str:
    (found,) = (record for record in records(verify("claims", "--jsonl")) if record["claim"] == text)
    return str(found["id"])


def test_claims_are_merged_and_parted_again(ran: Path) -> None:
    trains, mayor = claim_id(TRAINS), claim_id(MAYOR)
    made = json.loads(verify("claims", "merge", mayor, trains, "--by", "ana", "--json").stdout)
    assert (made["kind"], made["by"]) == ("same_claim", "ana")
    verify("run")
    assert json.loads(verify("show", mayor, "--json").stdout)["claim_id"] == trains
    result = verify("corrections", "undo", made["id"])
    assert "next: verifier run decides again" in result.stderr
    verify("run")
    assert claim_id(MAYOR) == mayor


def test_a_mention_is_taken_out(ran: Path) -> None:
    trains = claim_id(TRAINS)
    assert "comes from" in verify("claims", "split", trains, "a.txt", code=2).stderr
    split = verify("claims", "split", trains, "b.txt", "--note", "another day")
    assert f"is no mention of {trains}" in split.stdout
    verify("run")
    assert len([record for record in records(verify("claims", "--jsonl")) if record["claim"] == TRAINS]) == 2


def test_a_claim_is_reworded(ran: Path) -> None:
    mayor = claim_id(MAYOR)
    verify("claims", "reword", mayor, "Brennik's mayor stepped down.")
    verify("run")
    shown = verify("show", mayor).stdout
    assert "Brennik's mayor stepped down." in shown
    assert f"reworded by a person; the article says: “{MAYOR}”" in shown
    (event,) = records(verify("corrections", "list", "--jsonl"))
    assert (event["kind"], event["value"], event["undone_by"]) == ("reworded", "Brennik's mayor stepped down.", None)


def test_options_of_the_list_are_not_taken_for_those_of_a_correction(ran: Path) -> None:
    error = verify("claims", "-w", "nowhere", "merge", "a", "b", code=2).stderr
    assert error == "error: --workspace stands before 'merge': put it behind\n"
    assert "no claim 'a' here" in verify("claims", "merge", "a", "b", code=2).stderr
    assert "No such command" in verify("claims", "unheard", code=2).stderr
