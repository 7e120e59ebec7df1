"""The commands as they are called: what they print where, and how they end."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import verifier.cli
from vectorstore import IndexBusyError
from vectorstore.memory import MemoryIndex
from verifier.cli import app
from verifier.cli.options import open_workspace
from verifier.cli.progress import ProgressLines
from verifier.domain import Article, How, Judgement, Pair, Stance
from verifier.engines.fake import FakeEngine
from verifier.errors import SchemaTooNew, WorkspaceMissing
from verifier.models import EMBEDDING_WIDTH
from verifier.models.fake import HashingEmbedder
from verifier.pipeline import Progress
from verifier.workspace import DATABASE, Workspace

CLOSED = "The dam at Kesterin was closed on Monday."
TRAINS = "Eleven trains arrived at Sorn station."
MAYOR = "The mayor of Brennik has resigned."
NEVER = "The dam at Kesterin was not closed on Monday."
ARTICLES = {
    "a.txt": f"outlet: Northline\ndate: 2024-03-04\n\n{CLOSED} {TRAINS}\n",
    "b.txt": f"outlet: Border Ledger\ndate: 2024-03-05\n\n{TRAINS} {MAYOR}\n",
    "c.txt": f"outlet: State Television\ndate: 2024-03-06\n\n{NEVER}\n",
}
ENGINE = FakeEngine(
    statements={quote: quote for quote in (CLOSED, TRAINS, MAYOR, NEVER)},
    stances={(CLOSED, NEVER): (Stance.CONTRADICTS, How.DENIAL), (TRAINS, TRAINS): (Stance.SUPPORTS, None)},
)


class UnjudgingEngine(FakeEngine):
    """Fails on every pair, for the reason that `note` gives."""

    note = "no answer in time"

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """Unjudged, all of them."""
        return [
            Judgement(p.claim.id, article.id, Stance.UNJUDGED, first.start, first.end, first.text, note=self.note)
            for p in pairs
            for first in p.passages[:1]
        ]


class ForeignEngine(UnjudgingEngine):
    """Reads no language there is."""

    note = "language"


class KilledEngine(FakeEngine):
    """Sends its own process a signal, as a person or a supervisor would in the middle of the work."""

    received = signal.SIGINT

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """Never gets so far as to answer."""
        os.kill(os.getpid(), self.received)
        return super().judge_stances(article, pairs)


class TerminatedEngine(KilledEngine):
    """Is stopped by its supervisor."""

    received = signal.SIGTERM


CREATE, OPEN = Workspace.create, Workspace.open


class KeptIndex(MemoryIndex):
    """Stays open between two commands on one workspace, as a folder would."""

    def close(self) -> None:
        """Forget nothing."""


def use_fakes(patch: Callable[[Any, str, Any], None], engine: FakeEngine = ENGINE) -> None:
    """Let every workspace that is opened from now on work without models and without files of an index."""
    fakes: dict[str, Any] = {"engine": engine, "embedder": HashingEmbedder()}
    patch(Workspace, "create", lambda folder: CREATE(folder, **fakes))
    patch(Workspace, "open", lambda folder: OPEN(folder, **fakes))
    kept: dict[Path, KeptIndex] = {}
    patch(Workspace, "_open_index", lambda self: kept.setdefault(self.folder.resolve(), KeptIndex(EMBEDDING_WIDTH)))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test in a folder of its own, with fakes, and with nothing set that changes the output."""
    monkeypatch.chdir(tmp_path)
    for name in ("VERIFIER_WORKSPACE", "VERIFIER_DEBUG", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    use_fakes(monkeypatch.setattr)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def added(articles: Path) -> Path:
    verify("init")
    verify("add", "articles")
    return articles


@pytest.fixture
def ran(added: Path) -> Path:
    verify("run")
    return added


def verify(*arguments: str, code: int = 0, given: bytes | None = None) -> Result:
    """Call the program in this process and expect it to end with `code`."""
    result = CliRunner().invoke(app, list(arguments), input=given, prog_name="verifier")
    assert result.exit_code == code, f"{arguments}: {result.stdout}{result.stderr}{result.exception!r}"
    return result


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


# --- from articles to verdicts ---


def test_from_nothing_to_verdicts(articles: Path) -> None:
    assert "next: verifier add" in verify("init").stdout
    added = verify("add", "articles").stdout.splitlines()
    assert [line.split(" (")[0] for line in added] == [f"added: articles/{name}" for name in ARTICLES]
    assert verify("add", "articles").stdout.startswith("known: articles/a.txt")
    ran = verify("run")
    assert re.search(r"corroborated +1\n *disputed +1\n *single-source +2\n", ran.stdout)
    assert "nothing was due" in verify("run").stdout


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


def test_show(ran: Path) -> None:
    (found,) = records(verify("claims", "--jsonl", "--label", "corroborated"))
    shown = verify("show", found["claim_id"]).stdout
    assert "Corroborated · 2 origins" in shown
    start = ARTICLES["b.txt"].index(TRAINS)
    assert f"articles/b.txt, 5 March 2024, characters {start}-{start + len(TRAINS)}" in shown
    assert "Reason: independent_origins" in shown
    assert json.loads(verify("show", found["claim_id"][:10], "--json").stdout) == found


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


# --- add ---


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


# --- check ---


def test_one_claim(added: Path) -> None:
    shown = verify("check", CLOSED).stdout
    assert "Disputed" in shown
    assert NEVER in shown
    record = json.loads(verify("check", TRAINS, "--json").stdout)
    assert record["label"] == "corroborated"
    assert record["id"] == record["claim_id"]
    assert "No origin in this collection says this" in verify("check", "Cows can fly over Drosk.").stdout


def test_until_and_date(added: Path) -> None:
    record = json.loads(verify("check", CLOSED, "--until", "2024-03-05", "--date", "2024-03-04", "--json").stdout)
    assert record["n_searched"] == 2
    assert record["as_of"] == "2024-03-05"
    assert record["contradicting"] == []


LINES = b"\n".join(
    [
        b'\xef\xbb\xbf{"id": "one", "text": "' + CLOSED.encode() + b'", "date": "2024-03-04"}',
        b"",
        b'{"id": 2, "text": "' + TRAINS.encode() + b'", "more": 1}\r',
        b"not json",
        b'{"id": "empty", "text": " \\u200b!"}',
        b'{"text": "no id"}',
        b'{"id": "day", "text": "x", "date": "2024-02-30"}',
        b'["a list"]',
        b'{"id": "one", "text": "' + CLOSED.encode() + b'"}',
        b'{"id": "latin", "text": "caf\xe9"}',
        b'{"id": "half", "text": "half \\ud800"}',
        b'{"id": true, "text": "x"}',
        b'{"id": "number", "text": 5}',
        b'{"id": "week", "text": "x", "date": "2024-W10-1"}',
        b"[" * 100_000,
        b'{"id": 3, "text": "a\xe2\x80\xa8b"}',
    ]
)


@pytest.mark.parametrize("as_file", [True, False])
def test_claims_of_a_file_in_their_order(added: Path, tmp_path: Path, as_file: bool) -> None:
    (tmp_path / "claims.jsonl").write_bytes(LINES)
    result = verify("check", "--claims", "claims.jsonl" if as_file else "-", code=3, given=LINES)
    found = records(result)
    assert [(record["id"], record.get("label"), record.get("line")) for record in found] == [
        ("one", "disputed", None),
        (2, "corroborated", None),
        (None, None, 4),
        ("empty", None, 5),
        (None, None, 6),
        ("day", None, 7),
        (None, None, 8),
        ("one", "disputed", None),
        (None, None, 10),
        ("half", None, 11),
        (None, None, 12),
        ("number", None, 13),
        ("week", None, 14),
        (None, None, 15),
        (3, "single-source", None),
    ]
    assert all(record["schema_version"] == 1 for record in found)
    assert all(record["error"] for record in found if "label" not in record)
    document = json.loads(verify("check", "--claims", "-", "--json", code=3, given=LINES).stdout)
    assert document["verdicts"] == found


def test_a_file_without_claims(added: Path) -> None:
    assert verify("check", "--claims", "-", given=b"\n \n").stdout == ""
    assert records(verify("check", "--claims", "-", given=b"{}", code=3))[0]["line"] == 1


def test_the_gate(added: Path) -> None:
    assert "Disputed" in verify("check", CLOSED, "--fail-on", "disputed", code=10).stdout
    verify("check", CLOSED, "--fail-on", "corroborated")
    verify("check", TRAINS, "--fail-on", "disputed", "--fail-on", "corroborated", code=10)
    verify("check", "--claims", "-", "--fail-on", "disputed", code=10, given=LINES)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", ""),
        ("check", "?!"),
        ("check", "a", "--claims", "b"),
        ("check", "--claims", "nowhere.jsonl"),
        ("check", "--claims", "articles"),
        ("check", "--claims", "-", "--date", "2024-03-05"),
        ("check", "a", "--json", "--jsonl"),
        ("check", "a", "--until", "5 March"),
        ("check", "a", "--fail-on", "true"),
        ("claims", "--limit", "0"),
        ("claims", "--label", "verified"),
        ("show", "claim-0"),
        ("show",),
        ("export", "--format", "csv"),
        ("export",),
        ("eval", "nowhere.jsonl"),
        ("ui", "--port", "0"),
        ("init", "a", "-w", "b"),
        ("nothing",),
        ("--nothing",),
    ],
)
def test_requests_that_make_no_sense(ran: Path, arguments: tuple[str, ...]) -> None:
    result = verify(*arguments, code=2)
    assert result.stdout == ""
    assert result.stderr
    assert "Traceback" not in result.stderr


# --- what goes wrong ---


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "articles"),
        ("run",),
        ("check", "a"),
        ("claims",),
        ("show", "claim-0"),
        ("export", "--format", "jsonl"),
        ("ui",),
        ("doctor", "-w", "nowhere"),
    ],
)
def test_no_workspace(arguments: tuple[str, ...]) -> None:
    named = arguments if "-w" in arguments else (*arguments, "--workspace", "nowhere")
    error = verify(*named, code=2).stderr.splitlines()[-1]
    assert error == "error: no workspace in 'nowhere': create one with `verifier init nowhere`"
    assert not Path("nowhere").exists()


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (SchemaTooNew("database 'x' is newer:\nupgrade"), 1, "error: database 'x' is newer: upgrade"),
        (IndexBusyError("'x' belongs to process 7: wait"), 1, "error: 'x' belongs to process 7: wait"),
        (OSError(28, "No space left on device", "x"), 1, "error: [Errno 28] No space left on device: 'x'"),
        (
            ZeroDivisionError("division"),
            1,
            "error in the program itself, please report it: ZeroDivisionError: division",
        ),
        (KeyboardInterrupt(), 130, "interrupted: nothing finished is lost, and the same `verifier claims` goes on"),
    ],
)
def test_errors_are_one_line(monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, line: str) -> None:
    def fail(folder: Path) -> Workspace:
        raise error

    monkeypatch.setattr(Workspace, "open", fail)
    result = verify("claims", code=code)
    assert result.stdout == ""
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1


def test_debug_lets_the_traceback_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DEBUG", "1")
    result = verify("claims", "-w", "nowhere", code=1)
    assert isinstance(result.exception, WorkspaceMissing)


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


# --- hostile text ---


@pytest.mark.parametrize("command", [("claims",), ("show",), ("check",), ("add",)])
def test_article_text_does_not_steer_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    prose = "Nothing else is known of it so far, and nobody has said when more will be. " * 9
    quote = "The \x1b[2J[bold]dam[/bold] \x1b]0;owned\x07was closed [link=http://x.example]here[/link]."
    engine = FakeEngine({quote: quote}, {(quote, quote): (Stance.SUPPORTS, None)})
    use_fakes(monkeypatch.setattr, engine)
    (tmp_path / "\x1b[31mred.txt").write_text(
        f"outlet: \x1b[5mBlink\ndate: 2024-03-04\n\n{quote} {prose}\n", encoding="utf-8"
    )
    verify("init")
    outputs = [verify("add", "\x1b[31mred.txt")]
    verify("run")
    (found,) = records(verify("claims", "--jsonl"))
    assert found["supporting"][0]["quote"] == quote
    if command != ("add",):
        argument = {"claims": (), "show": (found["id"],), "check": (quote,)}[command[0]]
        outputs = [verify(*command, *argument)]
        assert "[bold]dam[/bold] was closed [link=http://x.example]here[/link]" in outputs[0].stdout
    for output in outputs:
        assert "\x1b" not in output.stdout + output.stderr
        assert "\x07" not in output.stdout + output.stderr


# --- export, eval, doctor, ui, demo ---


def test_export(ran: Path, tmp_path: Path) -> None:
    listed = verify("claims", "--jsonl").stdout
    assert verify("export", "--format", "jsonl").stdout == listed
    assert verify("export", "--format", "jsonl", "--output", "-").stdout == listed
    result = verify("export", "--format", "jsonl", "--output", "out.jsonl")
    assert result.stdout == ""
    assert "wrote out.jsonl" in result.stderr
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == listed
    verify("export", "--format", "csv", "--output", "tables")
    assert (tmp_path / "tables" / "claims.csv").read_text(encoding="utf-8").count(CLOSED) >= 1
    assert verify("export", "--format", "markdown").stdout.startswith("# ")
    verify("export", "--format", "jsonl", "--output", "nowhere/out.jsonl", code=1)
    assert "'.' is a folder" in verify("export", "--format", "jsonl", "--output", ".", code=1).stderr


def test_commands_to_type_next_are_quoted(tmp_path: Path) -> None:
    assert "--workspace 'my lake'" in verify("init", "my lake").stdout
    (tmp_path / "file").write_text("")
    assert "no workspace can be made at 'file'" in verify("init", "file", code=1).stderr


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


def test_doctor_without_a_workspace() -> None:
    shown = verify("doctor").stdout
    assert "workspace: none" in shown
    assert re.search(r"models: embedder\S+ [\d,]+ bytes, SHA-256 [0-9a-f]{16} as it should be", shown)


def test_doctor_makes_no_index() -> None:
    verify("init")
    assert "index: none yet, and no passages for it: `verifier run` makes both" in verify("doctor").stdout
    assert not (Path(".verifier") / "index").exists()


def test_doctor(ran: Path) -> None:
    # The runs of these tests keep their index in memory, so that there is none in the folder yet.
    shown = verify("doctor", code=1).stdout
    assert "3 articles, 0 refused inputs, 4 verdicts" in shown
    assert "index: PROBLEM: there is none: `verifier run` makes it of 3 stored passages" in shown
    assert not (Path(".verifier") / "index").exists()
    assert "index: rebuilt with 3 passages" in verify("doctor", "--rebuild-index").stdout
    assert "index: 3 of 3 stored passages" in verify("doctor").stdout
    (Path(".verifier") / "index" / "chroma.sqlite3").write_bytes(b"junk")
    assert "`verifier doctor --rebuild-index` does so" in verify("doctor", code=1).stdout


def test_the_pages_are_served_for_this_machine_alone(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[Any, ...]] = []
    monkeypatch.setattr(os, "execve", lambda *arguments: started.append(arguments))
    assert "http://127.0.0.1:8600" in verify("ui", "--port", "8600").stderr
    ((program, command, environment),) = started
    assert program == command[0] == sys.executable
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert Path(command[4]).is_file()
    options = dict(zip(command[5::2], command[6::2], strict=True))
    assert options["--server.address"] == "127.0.0.1"
    assert options["--server.port"] == "8600"
    assert options["--browser.gatherUsageStats"] == "false"
    assert options["--server.fileWatcherType"] == "none"
    assert options["--client.toolbarMode"] == "minimal"
    assert Path(environment["VERIFIER_WORKSPACE"]) == Path(".verifier").resolve()


def test_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    quote = "Zhelvia has placed the Kesterin dam on the Vessna river under the control of its army"
    use_fakes(monkeypatch.setattr, FakeEngine({quote: quote}))
    first = verify("demo").stdout
    assert "demo-workspace/articles/01-caldry" in first
    assert "verifier ui --workspace demo-workspace" in first
    assert verify("demo").stdout == first


# --- which workspace ---


def test_which_workspace(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verify("init", "named")
    assert "--workspace named" in verify("init", "named").stdout
    verify("add", "articles", "-w", "named")
    verify("init")
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert open_workspace(None).folder == tmp_path / ".verifier"
    monkeypatch.setenv("VERIFIER_WORKSPACE", str(tmp_path / "named"))
    assert open_workspace(None).n_articles == 3
    assert open_workspace(tmp_path / ".verifier").n_articles == 0
    assert "named with 3 articles" in verify("init").stdout
    monkeypatch.delenv("VERIFIER_WORKSPACE")
    verify("init")
    assert (below / ".verifier").is_dir()


# --- progress ---


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_lines() -> None:
    lines: list[str] = []
    clock = Clock()
    show = ProgressLines("checking", lines.append, clock)
    assert lines == ["checking"]
    for second, done in ((0, 1), (5, 10), (9.9, 20), (10, 40), (15, 60), (20.5, 81)):
        clock.now = second
        show(Progress("judge", done, 100))
    assert lines[1:] == [
        "judging passages: 40 of 100, 4.0 a second, 15 s left",
        "judging passages: 81 of 100, 4.0 a second, 5 s left",
    ]
    clock.now = 31
    show(Progress("unheard of", 0, 7))
    assert lines[3:] == ["unheard of: 0 of 7"]


# --- as a process ---

PROGRAM = (
    "import runpy, sys; n = runpy.run_path({path!r}); n['use_fakes'](setattr, n[{engine!r}]({statements!r})); "
    "from verifier.cli import main; main()"
)


def start(*arguments: str, engine: str = "FakeEngine", stdout: int = subprocess.PIPE, encoding: str = "utf-8") -> Any:
    """Run the program in a process of its own, with fakes."""
    code = PROGRAM.format(path=__file__, engine=engine, statements={CLOSED: CLOSED, TRAINS: TRAINS})
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONIOENCODING": encoding,
            "LC_ALL": "C",
        },
        check=False,
    )


@pytest.mark.parametrize("engine", ["KilledEngine", "TerminatedEngine"])
def test_an_interrupted_run_goes_on(added: Path, engine: str) -> None:
    done = start("run", engine=engine)
    assert done.returncode == 130
    assert done.stdout == b""
    assert done.stderr.decode().splitlines()[-1] == (
        "interrupted: nothing finished is lost, and the same `verifier run` goes on from there"
    )
    with sqlite3.connect(Path(".verifier") / DATABASE) as database:
        assert database.execute("SELECT status FROM run").fetchall() == [("stopped",)]
    database.close()
    assert start("run").returncode == 0


def test_signals_that_are_ignored_stay_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGHUP), signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(verifier.cli, "app", lambda prog_name: None)
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        verifier.cli.main()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGHUP, before[0])
        signal.signal(signal.SIGTERM, before[1])


def test_whoever_reads_has_enough(ran: Path) -> None:
    for arguments in (("claims", "--jsonl"), ("claims",), ("export", "--format", "markdown")):
        reader, writer = os.pipe()
        os.close(reader)
        try:
            done = start(*arguments, stdout=writer)
        finally:
            os.close(writer)
        assert (done.returncode, done.stderr) == (0, b"")


def test_a_terminal_that_knows_only_ascii(articles: Path) -> None:
    quote = f"{CLOSED} Łatuszka, café — Латушко."
    (articles / "a.txt").write_text(f"outlet: Łódź\ndate: 2024-03-04\n\n{quote}\n", encoding="utf-8")
    verify("init")
    verify("add", "articles")
    verify("run")
    done = start("claims", "--jsonl", encoding="ascii")
    found = [json.loads(line) for line in done.stdout.decode("ascii").splitlines()]
    assert "Łódź" in {row["outlet"] for verdict in found for row in verdict["supporting"]}
    done = start("claims", encoding="ascii")
    assert done.returncode == 0
    assert "Single-source - 1 article, 1 origin" in done.stdout.decode("ascii")
    assert r"\u0141\xf3d\u017a" in done.stdout.decode("ascii")


COLOURED = re.compile(r"\x1b\[[0-9;]*(3[0-9]|9[0-7])[0-9;]*m")


def test_colours(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in verify("claims").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert COLOURED.search(verify("claims").stdout)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not COLOURED.search(verify("claims").stdout)


def test_a_terminal_is_as_wide_as_it_is(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "50")
    result = verify("check", CLOSED)
    lines = [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line) for line in result.stdout.splitlines()]
    assert max(map(len, lines)) <= 50
    assert result.stderr


# --- the page of the documentation ---


def commands() -> Iterator[tuple[str, Any]]:
    import typer

    group: Any = typer.main.get_command(app)
    yield from group.commands.items()


def test_the_documentation_names_every_command_and_option() -> None:
    page = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    shared = page.split("## demo")[0]
    assert [name for name, _ in commands()] == [name for name in sections if name in dict(commands())]
    for name, command in commands():
        for option in (text for parameter in command.params for text in parameter.opts if text.startswith("-")):
            assert re.search(rf"`[^`]*{option}\b", sections[name] + shared), f"{name} {option}"


def test_every_command_takes_a_workspace() -> None:
    for name, command in commands():
        options = {text for parameter in command.params for text in parameter.opts}
        assert {"--workspace", "-w"} <= options, name


def test_the_vocabulary() -> None:
    for name, _ in commands():
        shown = verify(name, "--help").stdout
        assert not re.search(r"\b(true|false|verified)\b", shown, re.IGNORECASE), name


def test_version() -> None:
    assert verify("--version").stdout.startswith("verifier ")
