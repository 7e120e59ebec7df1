"""What a person knows of outlets: set, imported, listed, switched."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.verifier.cli.calling import records, verify


def labels() -> dict[str, int]:
    found: dict[str, int] = json.loads(verify("run", "--json").stdout)["labels"]
    return found


def test_owners_count_until_they_are_switched_off(ran: Path) -> None:
    for outlet in ("Northline", "border ledger"):
        result = verify("sources", "set", outlet, "--owner", "Ludd Group")
        assert "owned by Ludd Group" in result.stdout
        assert "next: verifier run" in result.stderr
    assert labels()["corroborated"] == 0
    assert "count apart" in verify("sources", "owners", "off").stdout
    assert labels()["corroborated"] == 1
    assert json.loads(verify("sources", "list", "--json").stdout)["owners_count"] is False
    verify("sources", "owners", "on")
    assert labels()["corroborated"] == 0
    verify("sources", "owners", "maybe", code=2)


def test_the_list(ran: Path) -> None:
    verify("sources", "set", "Northline", "--reliability", "b", "--country", "Ostland")
    remark = verify("sources", "set", "Far Away", "--owner", "Ludd").stderr
    assert "no article here is from 'Far Away' yet" in remark
    listed = verify("sources", "list").stdout
    assert re.search(r"Northline +1 +B +Ostland\n", listed)
    assert re.search(r"Far Away +0 +Ludd +F *\n", listed)
    assert "4 outlets; outlets of one owner count as one origin." in listed
    by_name = {record["outlet"]: record for record in records(verify("sources", "list", "--jsonl"))}
    assert by_name["Northline"]["reliability"] == "B"
    assert by_name["Border Ledger"] == {
        "schema_version": 1,
        "outlet": "Border Ledger",
        "owner": None,
        "reliability": "F",
        "country": None,
        "set_at": None,
        "n_articles": 1,
    }


def test_import_names_bad_rows_and_takes_the_rest(ran: Path, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes("outlet,owner,reliability\nNorthline,Söhne,A\nQuill,,X\n".encode("cp1252"))
    result = verify("sources", "import", "s.csv", code=3)
    assert result.stdout.splitlines() == [
        "line 2: Northline: A (reliable), owned by Söhne",
        "line 3: reliability is one of the letters A, B, C, D, E, F, not 'X'",
    ]
    assert "s.csv: encoding guessed" in result.stderr
    assert "1 outlet set, 1 row left out; next: verifier run" in result.stderr
    first, second = records(verify("sources", "import", "s.csv", "--jsonl", code=3))
    assert (first["line"], first["error"], first["owner"]) == (2, None, "Söhne")
    assert second["line"] == 3
    assert json.loads(verify("sources", "import", "s.csv", "--json", code=3).stdout)["rows"][1]["error"]
    (tmp_path / "s.csv").write_text("outlet\nNorthline\n")
    verify("sources", "import", "s.csv")


def test_set_says_what_changed(ran: Path) -> None:
    first = verify("sources", "set", "northline", "--owner", "Ludd Group", "--reliability", "b")
    assert first.stdout.splitlines() == [
        "Northline: B (usually reliable), owned by Ludd Group",
        "    owner: none → Ludd Group",
        "    reliability: F → B",
    ]
    again = verify("sources", "set", "Northline", "--reliability", "B")
    assert again.stdout.splitlines()[1:] == ["    nothing changed"]
    assert "next" not in again.stderr
    taken = json.loads(verify("sources", "set", "Northline", "--owner", "", "--json").stdout)
    assert taken["changes"] == {"owner": {"before": "Ludd Group", "after": None}}
    assert taken["owner"] is None


def test_owners_are_listed_with_their_outlets(ran: Path) -> None:
    for outlet, owner in (("Northline", "LUDD group"), ("Border Ledger", "Ludd Group"), ("Far Away", "Söhne")):
        verify("sources", "set", outlet, "--owner", owner)
    listed = verify("sources", "list").stdout
    assert "owner Ludd Group: 2 outlets (Border Ledger, Northline)\n" in listed
    assert "owner Söhne: 1 outlet (Far Away)\n" in listed
    document = json.loads(verify("sources", "list", "--json").stdout)
    assert document["owners"][0] == {"owner": "Ludd Group", "outlets": ["Border Ledger", "Northline"]}
    assert document["n_without_outlet"] == 0
    verify("sources", "set", "Far Away", "--owner", "")
    assert "Far Away" not in verify("sources", "list").stdout


def test_nothing_to_list_and_the_switch_as_it_stands(tmp_path: Path) -> None:
    verify("init")
    assert verify("sources", "list").stdout == "No outlets: add articles, or name one with `verifier sources set`.\n"
    assert verify("sources", "owners").stdout == "outlets of one owner count as one origin\n"
    assert "next: verifier run" in verify("sources", "owners", "off").stderr
    assert verify("sources", "owners", "off").stderr == ""
    assert verify("sources", "owners").stdout == "outlets of one owner count apart\n"


def test_articles_without_an_outlet_are_counted(added: Path) -> None:
    (added / "d.txt").write_text("The dam at Kesterin was not closed on Monday.", encoding="utf-8")
    verify("add", "articles")
    assert "1 article without an outlet." in verify("sources", "list").stdout


def test_a_long_name_is_kept(ran: Path) -> None:
    name = "Long " * 60
    verify("sources", "set", name, "--owner", name)
    kept = [record["outlet"] for record in records(verify("sources", "list", "--jsonl"))]
    assert name.strip() in kept


@pytest.mark.parametrize(
    ("name", "character"), [("Control\x1b[31m\x07 Post", "U+001B"), ("right \u202e left", "U+202E")]
)
def test_a_name_with_characters_that_are_not_seen_is_refused(ran: Path, name: str, character: str) -> None:
    for arguments in (("set", name, "--country", "x"), ("set", "Northline", "--owner", name)):
        problem = verify("sources", *arguments, code=2).stderr
        assert character in problem
        assert not set("\x1b\x07\u202e") & set(problem)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("set", "Northline", "--reliability", "Z"), "one of the letters A, B, C, D, E, F, not 'Z'"),
        (("set", " ", "--owner", "x"), "an outlet needs a name"),
        (("set", "Northline"), "nothing to note of 'Northline': give --owner, --reliability or --country"),
        (("import", "nowhere.csv"), "cannot read 'nowhere.csv'"),
        (("import", "articles/a.txt"), "it must name outlet"),
        (("list", "--json", "--jsonl"), "exclude each other"),
    ],
)
def test_what_makes_no_sense(added: Path, arguments: tuple[str, ...], problem: str) -> None:
    assert problem in verify("sources", *arguments, code=2).stderr
