"""From articles to verdicts: init, add, run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.verifier.cli.calling import (
    ARTICLES,
    CLOSED,
    TRAINS,
    ForeignEngine,
    UnjudgingEngine,
    records,
    use_fakes,
    verify,
)


def test_from_nothing_to_verdicts(articles: Path) -> None:
    assert "next: verifier add" in verify("init").stdout
    added = verify("add", "articles").stdout.splitlines()
    assert [line.split(" (")[0] for line in added] == [f"added: articles/{name}" for name in ARTICLES]
    assert verify("add", "articles").stdout.startswith("known: articles/a.txt")
    ran = verify("run")
    assert re.search(r"corroborated +1\n *disputed +1\n *single-source +2\n", ran.stdout)
    assert "nothing was due" in verify("run").stdout


def test_run_as_json(added: Path) -> None:
    report = json.loads(verify("run", "--json").stdout)
    assert report["labels"] == {"corroborated": 1, "disputed": 1, "single-source": 2}
    assert report["due"] is True
    assert report["n_failed_rows"] == 0
    assert json.loads(verify("run", "--json").stdout)["due"] is False


def test_every_record_says_its_schema(added: Path, ran: Path) -> None:
    for arguments in (
        ("add", "articles", "--json"),
        ("add", "articles", "--jsonl"),
        ("run", "--json"),
        ("check", CLOSED, "--json"),
        ("check", CLOSED, "--jsonl"),
        ("claims", "--jsonl"),
    ):
        lines = verify(*arguments).stdout
        for document in [lines] if "--json" in arguments else lines.splitlines():
            assert json.loads(document)["schema_version"] == 1


def test_refused_inputs_are_named(articles: Path) -> None:
    verify("init")
    (articles / "d.pdf").write_bytes(b"%PDF")
    result = verify("add", "articles", "nowhere.txt", "--jsonl", code=3)
    outcomes = {record["path"]: record["outcome"] for record in records(result)}
    assert outcomes["articles/d.pdf"] == outcomes["nowhere.txt"] == "refused"
    assert [one for one in outcomes.values() if one == "added"] == ["added"] * 3
    assert all(record["reason"] for record in records(result) if record["outcome"] == "refused")
    assert "3 added, 2 refused" in result.stderr
    document = json.loads(verify("add", "articles", "--json", code=3).stdout)
    assert [record["outcome"] for record in document["inputs"]] == ["known", "known", "known", "refused"]
    assert "refused: articles/d.pdf (.pdf files" in verify("add", "articles", code=3).stdout


def test_columns_by_other_names(tmp_path: Path) -> None:
    verify("init")
    (tmp_path / "t.jsonl").write_text(json.dumps({"story": CLOSED, "paper": "Northline"}), encoding="utf-8")
    verify("add", "t.jsonl", "--map", "text=story,outlet=paper")
    verify("run")
    (found,) = records(verify("claims", "--jsonl"))
    assert found["supporting"][0]["outlet"] == "Northline"


@pytest.mark.parametrize("mapping", ["text", "=story", "text=", "text=story,", "flavour=story"])
def test_a_mapping_that_makes_no_sense(articles: Path, mapping: str) -> None:
    verify("init")
    assert "error: " in verify("add", "articles", "--map", mapping, code=2).stderr


def test_standard_input() -> None:
    verify("init")
    verify("add", "-", given=ARTICLES["a.txt"].encode())
    verify("run")
    assert len(records(verify("claims", "--jsonl"))) == 2


def test_passages_that_could_not_be_judged(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch.setattr, UnjudgingEngine({CLOSED: CLOSED, TRAINS: TRAINS}))
    assert "could not be judged" in verify("run", code=3).stdout
    assert json.loads(verify("run", "--json", code=3).stdout)["n_failed_rows"] > 0
    shown = verify("check", CLOSED, code=3).stdout
    assert "provisional" in shown
    assert "no answer in time" in shown


def test_a_language_that_is_not_read_is_no_failure(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch.setattr, ForeignEngine({CLOSED: CLOSED}))
    verify("run")
    assert "not judged: language" in verify("check", CLOSED).stdout


def test_commands_to_type_next_are_quoted(tmp_path: Path) -> None:
    assert "--workspace 'my lake'" in verify("init", "my lake").stdout
    (tmp_path / "file").write_text("")
    assert "no workspace can be made at 'file'" in verify("init", "file", code=1).stderr
