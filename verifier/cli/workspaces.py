"""Commands that fill a workspace: demo, init, add, run."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verifier.cli.cards import print_card
from verifier.cli.costs import (
    accounting,
    asked_text,
    is_any,
    print_no_plan,
    print_plan,
    print_reasons,
    print_stopped,
    say_asked,
)
from verifier.cli.exits import ExitCode, leave
from verifier.cli.options import (
    EngineOption,
    JsonLinesOption,
    JsonOption,
    MaxCostOption,
    WorkspaceOption,
    language_model,
    only_one_of,
    open_workspace,
)
from verifier.cli.output import Page, print_document, print_json, say
from verifier.cli.progress import showing
from verifier.cli.reports import reporting_run
from verifier.domain import Confidence, Label, Refused, Verdict
from verifier.errors import UsageError
from verifier.wording import count

if TYPE_CHECKING:
    from verifier.pipeline import RunReport
    from verifier.settings import LlmSettings
    from verifier.workspace import AddedArticle

DEMO_CARDS = 3
"""Verdicts of each label that the demo prints."""


def add_commands(app: typer.Typer) -> None:
    """Make the commands of this file known."""
    app.command()(demo)
    app.command()(init)
    app.command()(add)
    app.command()(run)


def demo(
    folder: Annotated[
        Path, typer.Option("--dir", "--workspace", "-w", metavar="DIR", help="Where the workspace of the demo goes.")
    ] = Path("demo-workspace"),
) -> None:
    """Verify the bundled situation. It is made up; prints verdicts of all labels with their citations."""
    from verifier.store import VerdictFilter
    from verifier.workspace import Workspace

    with showing("verifying the bundled situation") as on_progress, Workspace.create(folder) as workspace:
        refused = [each for each in workspace.add([_unpack_samples(folder)]) if isinstance(each, Refused)]
        workspace.run(on_progress)
        labels = workspace.count_by_label()
        found = [sorted(workspace.verdicts(VerdictFilter(label=label)), key=_firmness) for label in Label]
    page = Page()
    for verdict in chain.from_iterable(each[:DEMO_CARDS] for each in found):
        print_card(page, verdict)
    _print_labels(page, labels)
    quoted = shlex.quote(str(folder))
    page.line(f"All of them: verifier claims --workspace {quoted}")
    page.line(f"In the browser: verifier ui --workspace {quoted}")
    for one in refused:
        say(f"refused {one.path}: {one.reason}")
    leave(ExitCode.SOME_FAILED if refused else ExitCode.DONE)


def _firmness(verdict: Verdict) -> int:
    return -list(Confidence).index(verdict.decision.confidence)


def _unpack_samples(folder: Path) -> Path:
    """A copy beside the workspace, so that the paths in citations can be opened."""
    from importlib.resources import files

    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    for sample in (files("verifier") / "samples" / "articles").iterdir():
        (articles / sample.name).write_bytes(sample.read_bytes())
    return articles


def init(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The workspace's folder; else as --workspace says.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Make a workspace: a folder that holds one situation."""
    from verifier.workspace import FOLDER, Workspace

    if folder and workspace and folder != workspace:
        raise UsageError(f"{str(folder)!r} and --workspace {str(workspace)!r} are two folders: name one")
    # Not the nearest one above, which every other command would mean: this one makes a workspace here.
    chosen = folder or workspace or Path(os.environ.get("VERIFIER_WORKSPACE") or FOLDER)
    with Workspace.create(chosen) as made:
        articles = made.n_articles
    named = "" if str(chosen) == FOLDER else f" --workspace {shlex.quote(str(chosen))}"
    print(f"workspace {chosen} with {count(articles, 'article')}; next: verifier add FOLDER{named}")


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...|-", help="Files and folders of articles; - is standard input.")
    ],
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="OURS=THEIRS,...", help="Columns of a CSV or JSONL file: text=body,outlet=source."
        ),
    ] = None,
    as_json: JsonOption = False,
    as_lines: JsonLinesOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Take articles in, and say of each input what became of it."""
    only_one_of(json=as_json, jsonl=as_lines)
    mapping = _read_mapping(columns or [])
    say(f"adding {', '.join(paths)}")
    outcomes: Counter[str] = Counter()
    with open_workspace(workspace) as opened:
        records = _tell_apart(opened.add(paths, mapping or None), outcomes)
        if as_json:
            print_document({}, "inputs", records)
        else:
            page = Page()
            for record in records:
                print_json(record) if as_lines else _print_input(page, record)
    summary = ", ".join(f"{number:,} {outcome}" for outcome, number in outcomes.items()) or "nothing to add"
    say(f"{summary}; next: verifier run")
    leave(ExitCode.SOME_FAILED if outcomes["refused"] else ExitCode.DONE)


def _read_mapping(columns: list[str]) -> dict[str, str]:
    pairs = [pair for column in columns for pair in column.split(",")]
    mapping = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if bad := [pair for pair in pairs if not all(pair.partition("="))]:
        raise UsageError(f"--map {bad[0]!r} is not OURS=THEIRS: write --map text=body,outlet=source")
    return mapping


def _tell_apart(found: Iterator[AddedArticle | Refused], outcomes: Counter[str]) -> Iterator[dict[str, Any]]:
    for one in found:
        record = _refusal(one) if isinstance(one, Refused) else _addition(one)
        outcomes[record["outcome"]] += 1
        yield record


def _refusal(one: Refused) -> dict[str, Any]:
    return {"path": one.path, "outcome": "refused", "article_id": None, "warnings": [], "reason": one.reason}


def _addition(one: AddedArticle) -> dict[str, Any]:
    known = {"path": one.path, "outcome": one.outcome.value, "article_id": one.article_id}
    return {**known, "warnings": list(one.warnings), "reason": None}


def _print_input(page: Page, record: Mapping[str, Any]) -> None:
    notes = "; ".join(filter(None, [record["reason"], *record["warnings"]]))
    page.line(f"{record['outcome']}: {record['path']}{f' ({notes})' if notes else ''}")


def run(
    engine: EngineOption = None,
    max_cost: MaxCostOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only estimate what would be asked of the language model, and its cost.")
    ] = False,
    report_file: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write what the run came to as an HTML page, however it ends."),
    ] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Do every step that is due. After an interruption, the same command goes on where it stopped."""
    only_one_of(**{"dry-run": dry_run, "report": report_file})
    llm = language_model(workspace, engine, max_cost)
    if dry_run:
        _estimate(workspace, llm, as_json)
        return
    tell = print_stopped if as_json else say_asked
    with (
        accounting("looking for what is due", workspace, llm, tell) as (opened, on_progress),
        reporting_run(report_file, opened, llm),
    ):
        report = opened.run(on_progress)
    if as_json:
        print_json({**asdict(report), "labels": {label.value: report.labels[label] for label in Label}})
    else:
        _print_report(report)
    leave(ExitCode.SOME_FAILED if report.n_failed_rows or report.n_unread_windows else ExitCode.DONE)


def _estimate(workspace: Path | None, llm: LlmSettings | None, as_json: bool) -> None:
    if llm is None:
        with open_workspace(workspace):
            print_no_plan(as_json)
        return
    with showing("looking for what is due") as on_progress, open_workspace(workspace, llm) as opened:
        plan = opened.plan(on_progress)
    print_plan(plan, llm, as_json)


def _print_report(report: RunReport) -> None:
    page = Page()
    if not report.due:
        page.line("nothing was due")
    else:
        read = f"{report.n_read:,} of them read now"
        page.line(f"{count(report.n_articles, 'article')}, {read}; {count(report.n_mentions, 'mention')}")
        page.line(f"{count(report.n_pairs, 'pair')} of claim and article, {report.n_judged_pairs:,} of them judged now")
    if report.n_unread:
        page.line(f"{count(report.n_unread, 'article')} not read for claims: language")
    if report.n_language_rows:
        page.line(f"{count(report.n_language_rows, 'passage')} not judged: language")
    if report.n_dropped_quotes:
        page.line(f"{count(report.n_dropped_quotes, 'quote')} dropped: not in the article word for word")
    if report.n_same_quotes:
        page.line(f"{count(report.n_same_quotes, 'statement')} left out: another is on the same quote")
    if report.n_failed_rows:
        page.line(
            f"{count(report.n_failed_rows, 'passage')} could not be judged, and the verdicts on them are provisional"
        )
        print_reasons(page, report.why_unjudged)
    if report.n_unread_windows:
        page.line(f"{count(report.n_unread_windows, 'part')} of articles could not be read; the next run tries again")
        print_reasons(page, report.why_unread)
    if report.is_unanswered:
        page.line("no call of the language model brought a reply: `verifier doctor --call` tests the endpoint")
    if is_any(report):
        page.line(asked_text(report))
    _print_labels(page, report.labels)


def _print_labels(page: Page, labels: Mapping[Label, int]) -> None:
    page.table(["label", "claims"], [(label.value, f"{labels[label]:,}") for label in Label])
    page.line()
