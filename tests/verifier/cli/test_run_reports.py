"""`run --report`: a page about every run that began, however it ended, whole or not there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.verifier.cli.calling import CLOSED, TRAINS, KilledEngine, UnjudgingEngine, records, use_fakes, verify
from tests.verifier.exports.test_run_report import PAYLOADS, Seen
from verifier.domain import Article, Judgement, Mention, Pair
from verifier.engines.fake import FakeEngine
from verifier.exports.run_report import NEXT_STEPS

STATED = {CLOSED: CLOSED, TRAINS: TRAINS}
PAGE = Path("run.html")


def report() -> Seen:
    return Seen(PAGE.read_text(encoding="utf-8"))


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def test_a_run_that_went_well(added: Path, tmp_path: Path) -> None:
    told = verify("run", "--report", str(PAGE), "--json")
    counts = json.loads(told.stdout)
    page = report()

    assert "report: run.html" in told.stderr
    assert page.row("Claims", 5)[1:] == [str(counts["n_claims"]), "0", f"+{counts['n_claims']}"]
    for label, number in counts["labels"].items():
        assert page.row(label.capitalize(), 5)[1] == str(number)
    assert [page.row(outlet, 3)[1] for outlet in ("Northline", "Border Ledger", "State Television")] == ["1"] * 3
    assert page.row("reading articles", 5)[2] == "3"
    assert page.row("engine", 2) == ["fake"]
    assert "Nothing failed." in page.text
    (run,) = records(verify("runs", "list", "--jsonl"))
    assert page.row("run", 2) == [run["id"]]
    most_urgent = records(verify("claims", "--jsonl"))[0]
    assert most_urgent["claim_id"] in page.text
    assert most_urgent["claim"] in page.text
    assert left_over(tmp_path) == []


def test_a_page_takes_the_place_of_the_one_before(ran: Path) -> None:
    PAGE.write_text("before", encoding="utf-8")
    verify("run", "--report", str(PAGE))
    assert "Nothing was due" in report().text
    assert report().row("Claims", 5)[3] == "±0"


def test_what_one_article_more_changed(ran: Path) -> None:
    (ran / "d.txt").write_text(f"outlet: Harbour Post\ndate: 2024-03-07\n\n{CLOSED}\n", encoding="utf-8")
    verify("add", "articles")
    before = json.loads(verify("run", "--json", "--report", str(PAGE)).stdout)["labels"]
    page = report()
    now = {label: int(page.row(label.capitalize(), 5)[1]) for label in before}
    then = {label: int(page.row(label.capitalize(), 5)[2]) for label in before}
    changes = {label: int(page.row(label.capitalize(), 5)[3].replace("±", "")) for label in before}
    assert now == before
    assert {label: then[label] + changes[label] for label in before} == now
    assert page.row("Harbour Post", 3)[1] == "1"


def test_an_empty_workspace() -> None:
    verify("init")
    verify("run", "--report", str(PAGE))
    assert "verifier add FOLDER" in report().text
    assert "No verdict yet." in report().text


def test_what_could_not_be_judged(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch.setattr, UnjudgingEngine(STATED))
    counts = json.loads(verify("run", "--report", str(PAGE), "--json", code=3).stdout)
    page = report()
    assert "Done, and some items failed" in page.text
    failed = page.row("Passages not judged: no answer in time", 3)
    assert failed == [str(counts["n_failed_rows"]), "verifier run asks again."]
    # A run that has nothing to do but to ask again says so too.
    verify("run", "--report", str(PAGE), code=3)
    assert report().row("Passages not judged: no answer in time", 3) == failed


def test_every_reason_to_judge_nothing_has_a_next_step() -> None:
    assert all(step.endswith(".") for step in NEXT_STEPS.values())


class StoppedEngine(FakeEngine):
    """Is asked to stop from another terminal while it reads."""

    def extract_mentions(self, article: Article) -> list[Mention]:
        """What the table says, after the wish to stop."""
        verify("runs", "stop")
        return super().extract_mentions(article)


class BrokenEngine(FakeEngine):
    """Has an error in itself."""

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """Never gets so far as to answer."""
        raise RuntimeError("<b>broken</b>")


@pytest.mark.parametrize(
    ("engine", "code", "heading", "why"),
    [
        (StoppedEngine, 130, "Stopped before its end", "was asked to stop"),
        (KilledEngine, 130, "Stopped before its end", "Interrupted."),
        (BrokenEngine, 1, "Failed before its end", "RuntimeError: <b>broken</b>."),
    ],
)
def test_a_run_that_ended_early(
    engine: type[FakeEngine], code: int, heading: str, why: str, added: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch.setattr, engine(STATED))
    verify("run", "--report", str(PAGE), code=code)
    page = report()
    assert heading in page.text
    assert why in page.text
    assert "Nothing finished is lost: verifier run goes on from there." in page.text
    assert page.row("reading articles", 5)[2] in {"3", "1 of 3"}


def test_hostile_articles_paths_and_reasons_stay_text(added: Path, articles: Path) -> None:
    verify("run", "--report", str(PAGE))
    known = {tag for tag, _ in report().elements}
    for n, payload in enumerate(PAYLOADS):
        said = payload.replace("\0", "")
        text = f"outlet: {said}\ndate: 2024-03-0{n + 1}\n\n{said} {CLOSED}\n"
        (articles / f"{n}<img src=x onerror=alert(1)>.txt").write_text(text, encoding="utf-8")
        (articles / f"{n}<script>.txt").write_bytes(b"")
    verify("add", "articles", code=3)
    verify("run", "--report", str(PAGE))
    page = report()
    assert "<script>alert(1)</script>" in page.text
    assert any(row[0].endswith("0<script>.txt") for row in page.rows)
    assert {tag for tag, _ in page.elements} - known <= {"details", "summary", "h3", "em", "svg", "rect", "title"}
    assert not {name for _, attributes in page.elements for name, _ in attributes if name.startswith("on")}


@pytest.mark.parametrize("place", ["missing/run.html", "articles"])
def test_a_place_that_cannot_be_written_is_told_before_the_run(added: Path, place: str) -> None:
    told = verify("run", "--report", place, code=1)
    assert repr(place) in told.stderr
    assert "with --report" in told.stderr
    assert records(verify("runs", "list", "--jsonl")) == []


class ClumsyEngine(KilledEngine):
    """Somebody puts a folder where the report goes, then stops the run."""

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """Never gets so far as to answer."""
        PAGE.mkdir(exist_ok=True)
        return super().judge_stances(article, pairs)


def test_a_report_that_fails_does_not_hide_what_ended_the_run(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch.setattr, ClumsyEngine(STATED))
    told = verify("run", "--report", str(PAGE), code=130)
    assert "no report: cannot write 'run.html'" in told.stderr
    assert "interrupted: nothing finished is lost" in told.stderr
    assert left_over(Path()) == []


def test_a_dry_run_has_no_report(added: Path) -> None:
    assert "--dry-run and --report exclude each other" in verify("run", "--dry-run", "--report", "x", code=2).stderr
