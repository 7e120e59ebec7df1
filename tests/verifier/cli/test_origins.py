"""Origins listed, shown, merged and split; hostile names printed as text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.verifier.cli.calling import CLOSED, TRAINS, records, use_fakes, verify
from verifier.domain import Stance
from verifier.engines.fake import FakeEngine


def test_a_merge_and_its_undo(ran: Path) -> None:
    merged = verify("origins", "merge", "Northline", "Border Ledger", "--by", "ana", "--note", "one desk")
    assert re.match(
        r"correction-\w+: “Northline” and “Border Ledger” are one origin\n +ana, \S+ \S+ UTC\n", merged.stdout
    )
    assert "note: one desk" in merged.stdout
    assert "next: verifier run decides again" in merged.stderr
    report = json.loads(verify("run", "--json").stdout)
    assert report["labels"] == {"corroborated": 0, "disputed": 1, "single-source": 3}
    assert report["n_judged_pairs"] == 0

    correction = merged.stdout.split(":")[0]
    shown = verify("origins", "show", "border ledger").stdout
    assert re.search(r"Northline +\d", shown)
    assert re.search(r"Border Ledger +\d", shown)
    assert correction in shown
    assert "Stands behind, or against, 3 claims of the last run\n  0 corroborated, 1 disputed, 2 single-source" in shown
    assert f"single-source: {TRAINS}" in shown

    undone = verify("corrections", "undo", correction, "--by", "ben")
    assert f"takes back {correction}" in undone.stdout
    verify("run")
    assert json.loads(verify("claims", "--json", "--label", "corroborated").stdout)["n_found"] == 1
    assert "undone already" in verify("corrections", "undo", correction, code=2).stderr


def test_a_split(ran: Path) -> None:
    made = json.loads(verify("origins", "split", "Northline", "Border Ledger", "--by", "ana", "--json").stdout)
    assert (made["schema_version"], made["kind"], made["subjects"]) == (
        1,
        "different_origins",
        ["Northline", "Border Ledger"],
    )
    error = verify("origins", "merge", "Northline", "Border Ledger", "--by", "ana", code=2).stderr
    assert f"verifier corrections undo {made['id']}" in error


def test_the_list(ran: Path) -> None:
    document = json.loads(verify("origins", "list", "--json").stdout)
    assert document["n_found"] == len(document["origins"]) >= 3
    assert records(verify("origins", "list", "--jsonl")) == [
        {"schema_version": 1, **origin} for origin in document["origins"]
    ]
    (found,) = json.loads(verify("origins", "list", "--text", "LEDGER", "--json").stdout)["origins"]
    assert found["name"] == "Border Ledger"
    assert json.loads(verify("origins", "show", found["id"], "--json").stdout)["id"] == found["id"]
    listed = verify("origins", "list").stdout
    assert re.search(rf"^Border Ledger: named {found['n_named']} times.* · {found['id']}$", listed, re.MULTILINE)
    assert f"1 of {document['n_found']} origins; --limit" in verify("origins", "list", "--limit", "1").stdout
    assert "No origins" in verify("origins", "list", "--text", "nobody").stdout


def test_an_origin_without_a_claim_and_a_workspace_without_an_origin(added: Path) -> None:
    shown = verify("origins", "show", "Northline").stdout
    assert "Stands behind no claim of the last run, and against none." in shown
    told = json.loads(verify("origins", "show", "Northline", "--json").stdout)
    assert (sum(told["labels"].values()), told["claims"]) == (0, [])
    verify("init", "empty")
    assert verify("origins", "list", "-w", "empty").stdout == "No origins: add articles.\n"
    assert verify("corrections", "list", "-w", "empty").stdout == "Nobody has corrected anything yet.\n"
    assert json.loads(verify("corrections", "list", "--json", "-w", "empty").stdout)["corrections"] == []


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("origins", "show", "Nobody"), "no origin is called 'Nobody' here: `verifier origins list`"),
        (("origins", "merge", "Northline", "NORTHLINE"), "are one name"),
        (("origins", "merge", "Northline"), "Missing argument"),
        (("origins", "merge", "Northline", "Border Ledger", "--by", ""), "--by NAME"),
        (("corrections", "undo", "correction-0"), "`verifier corrections list`"),
    ],
)
def test_what_makes_no_sense_names_the_next_step(ran: Path, arguments: tuple[str, ...], problem: str) -> None:
    result = verify(*arguments, code=2)
    assert problem in result.stderr
    assert result.stdout == ""


HOSTILE = "=cmd \x1b[31mRed\u202e [bold]Wire[/bold]"
SEEN = "=cmd [bold]Wire[/bold]"  # an outlet's name with characters that are not seen is refused


def test_hostile_names_and_notes_are_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch.setattr, FakeEngine({CLOSED: CLOSED}, {(CLOSED, CLOSED): (Stance.SUPPORTS, None)}))
    for name, outlet in (("a.txt", HOSTILE), ("b.txt", "Northline")):
        (tmp_path / name).write_text(f"outlet: {outlet}\ndate: 2024-03-04\n\n{CLOSED} So {name}.\n", encoding="utf-8")
    verify("init")
    verify("add", "a.txt", "b.txt")
    verify("run")
    names = [origin["name"] for origin in json.loads(verify("origins", "list", "--json").stdout)["origins"]]
    (hostile,) = (name for name in names if "Red" in name)
    outputs = [
        verify("origins", "list"),
        verify("origins", "merge", hostile, "Northline", "--note", HOSTILE, "--by", HOSTILE),
        verify("origins", "show", hostile),
        verify("corrections", "list"),
        verify("sources", "set", SEEN, "--owner", SEEN, "--country", SEEN),
        verify("sources", "list"),
    ]
    for output in outputs:
        assert "[bold]Wire[/bold]" in output.stdout
        assert not set("\x1b\u202e\x07") & set(output.stdout + output.stderr)
