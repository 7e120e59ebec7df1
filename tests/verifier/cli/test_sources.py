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


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("set", "Northline", "--reliability", "Z"), "one of the letters A, B, C, D, E, F, not 'Z'"),
        (("set", " "), "an outlet needs a name"),
        (("import", "nowhere.csv"), "cannot read 'nowhere.csv'"),
        (("import", "articles/a.txt"), "it must name outlet"),
        (("list", "--json", "--jsonl"), "exclude each other"),
    ],
)
def test_what_makes_no_sense(added: Path, arguments: tuple[str, ...], problem: str) -> None:
    assert problem in verify("sources", *arguments, code=2).stderr
