"""Runs: how the last ones ended, how the one under way stands, and how to stop it from another terminal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verifier.cli.app import group
from verifier.cli.costs import dollars, print_reasons
from verifier.cli.options import JsonLinesOption, JsonOption, WorkspaceOption, only_one_of, open_workspace
from verifier.cli.output import Page, print_document, print_json
from verifier.cli.progress import STEPS

if TYPE_CHECKING:
    from verifier.store import Run, RunStep

LimitOption = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")]

TOLD = {
    "n_read": "articles read",
    "n_pairs": "pairs of claim and article",
    "n_judged_pairs": "judged anew",
    "n_dropped_quotes": "quotes dropped, not in the article word for word",
    "n_same_quotes": "statements left out for others on the same quotes",
    "n_unread_windows": "parts of articles that could not be read",
    "n_failed_rows": "passages that could not be judged",
    "n_calls": "calls to the language model",
    "n_known_replies": "replies known from before",
    "tokens_in": "tokens sent",
    "tokens_out": "tokens received",
}
"""Counts of a run that are told to people, where they are not zero."""

REASONS = {"n_unread_windows": "why_unread", "n_failed_rows": "why_unjudged"}
"""Counts with reasons, and the name of these."""


def add_commands(app: typer.Typer) -> None:
    """Make the commands of this file known."""
    several = group("The runs so far, and the one under way.")
    several.command("list")(list_runs)
    several.command()(show)
    several.command()(stop)
    app.add_typer(several, name="runs")


def list_runs(
    limit: LimitOption = 20,
    as_json: JsonOption = False,
    as_lines: JsonLinesOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List the runs, the last one first."""
    only_one_of(json=as_json, jsonl=as_lines)
    with open_workspace(workspace) as opened:
        found = opened.runs(limit)
    if as_json:
        print_document({}, "runs", map(run_record, found))
    elif as_lines:
        for run in found:
            print_json(run_record(run))
    else:
        page = Page()
        for run in found:
            page.line(head(run, page))
        if not found:
            page.line("Nothing has been run yet.")


def show(
    run: Annotated[str, typer.Argument(metavar="[ID]", help="The run's id or how it begins; else the last.")] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show how far a run is, or what it came to. Works while it goes on, from another terminal."""
    with open_workspace(workspace) as opened:
        found = opened.run_record(run)
    if as_json:
        print_json(run_record(found))
        return
    page = Page()
    page.line(head(found, page), style="bold")
    if found.steps:
        page.table(("step", "done", "of", "a second", "left"), map(_step_line, found.steps))
    _print_counts(page, found)


def stop(workspace: WorkspaceOption = None) -> None:
    """Ask the run under way to stop after what it is at. Nothing finished is lost: the next run goes on from there."""
    with open_workspace(workspace) as opened:
        run_id = opened.stop_run()
    Page().line(f"{run_id} will stop after what it is at; `verifier run` goes on from there")


def head(run: Run, page: Page) -> str:
    """A run in one line."""
    ended = run.finished_at or (run.steps[-1].at if run.steps else run.started_at)
    took = f"{_duration(ended - run.started_at)}"
    parts = [
        state(run),
        f"{run.started_at:%Y-%m-%d %H:%M} UTC",
        took,
        f"engine {run.settings.get('engine', 'unknown')}",
    ]
    return f"{run.id}  " + f" {page.dot} ".join(parts)


def state(run: Run) -> str:
    """How it stands, in a word; one whose process is gone was killed, whether the next run has noticed or not."""
    from verifier.store import RunStatus
    from verifier.watching import is_gone

    if is_gone(run):
        return RunStatus.KILLED.value
    return "stopping" if run.stop_wanted and run.status is RunStatus.RUNNING else run.status.value


def run_record(run: Run) -> dict[str, Any]:
    """The JSON form of a run. Times are UTC; a step has its rate, a second, and the seconds left, where they can be
    told."""
    return {
        "id": run.id,
        "status": state(run),
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at and run.finished_at.isoformat(),
        "settings": dict(run.settings),
        "counts": {**run.counts, **run.reasons},
        "steps": [_step_record(step) for step in run.steps],
    }


def _step_record(step: RunStep) -> dict[str, Any]:
    rate = _rate(step)
    return {
        **asdict(step),
        "began_at": step.began_at.isoformat(),
        "at": step.at.isoformat(),
        "per_second": rate,
        "seconds_left": (step.total - step.done) / rate if rate else None,
    }


def _step_line(step: RunStep) -> tuple[str, ...]:
    rate = _rate(step)
    left = _duration(timedelta(seconds=(step.total - step.done) / rate)) if rate and step.done < step.total else ""
    return STEPS.get(step.name, step.name), f"{step.done:,}", f"{step.total:,}", f"{rate:,.1f}" if rate else "", left


def _rate(step: RunStep) -> float | None:
    """Items a second so far; None where nothing is done or no time has passed."""
    seconds = (step.at - step.began_at).total_seconds()
    return step.done / seconds if step.done and seconds > 0 else None


def _print_counts(page: Page, run: Run) -> None:
    for name, noun in TOLD.items():
        if n := run.counts.get(name):
            page.line(f"{noun}: {n:,}")
            print_reasons(page, run.reasons.get(REASONS.get(name, ""), {}))
    if cost := run.counts.get("dollars"):
        page.line(f"cost: {dollars(cost)}")
    if run.counts.get("n_failed_rows") or run.counts.get("n_unread_windows"):
        page.line("`verifier run` tries again what failed, and nothing else")


def _duration(passed: timedelta) -> str:
    """Hours, minutes and seconds: 1:02:03."""
    return str(timedelta(seconds=max(0, round(passed.total_seconds()))))
