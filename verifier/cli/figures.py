"""The command that gives figures: eval."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verifier.cli.costs import accounting, print_stopped, say_asked
from verifier.cli.exits import ExitCode, leave
from verifier.cli.options import (
    EngineOption,
    JsonOption,
    MaxCostOption,
    WorkspaceOption,
    language_model,
)
from verifier.cli.output import Page, print_json, say
from verifier.domain import Label
from verifier.errors import UsageError
from verifier.wording import count

if TYPE_CHECKING:
    from verifier.evaluation import Evaluation, Scores, Share


def add_commands(app: typer.Typer) -> None:
    """Make the command of this file known."""
    app.command("eval")(evaluate)


def evaluate(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Gold claims as JSON Lines; see docs/cli.md for the fields.")
    ],
    engine: EngineOption = None,
    max_cost: MaxCostOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Score `check` on gold claims. Beside it stands a baseline that counts articles instead of origins."""
    from verifier import evaluation

    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {str(file)!r}: {error.strerror or error}") from None
    gold = evaluation.read_gold(content, str(file))
    llm = language_model(workspace, engine, max_cost)
    tell = print_stopped if as_json else say_asked
    with accounting(f"checking {count(len(gold), 'gold claim')}", workspace, llm, tell) as (opened, on_progress):
        figures = evaluation.evaluate(opened, gold, on_progress)
    say_asked(opened.asked)
    if as_json:
        print_json(evaluation_record(figures))
    else:
        print_figures(Page(), figures)
    for row in figures.unlocated:
        say(f"not in this collection, so it counts as missed: gold row of claim {row}")
    leave(ExitCode.SOME_FAILED if figures.n_unjudged > figures.n_language else ExitCode.DONE)


def evaluation_record(figures: Evaluation) -> dict[str, Any]:
    """The JSON form of an evaluation: shares as {hits, total, value}, labels, lines and losses by their words."""
    return {name: _plain(value) for name, value in asdict(figures).items()}


def _plain(value: Any) -> Any:
    """The same with words for keys, and every share with its value beside hits and total."""
    if not isinstance(value, dict):
        return value
    if value.keys() == {"hits", "total"}:
        return {**value, "value": value["hits"] / value["total"] if value["total"] else None}
    return {str(name): _plain(one) for name, one in value.items()}


def print_figures(page: Page, figures: Evaluation) -> None:
    """The figures as tables for people."""
    page.line(f"{count(figures.n_claims, 'gold claim')}, engine {figures.engine}", style="bold")
    page.line(f"{figures.n_provisional:,} provisional, {count(figures.n_unjudged, 'passage')} not judged")
    page.line()
    page.table(["", "macro F1", "right label", "wrongly corroborated", "exact origins"], _line_rows(figures))
    page.line()
    _print_losses(page, figures)
    page.table(["", "this program", "two articles say so"], _score_rows(figures))
    page.line()
    page.line("Labels given, by gold label", style="bold")
    confusion = figures.scores.confusion
    page.table(
        ["gold", *(label.value for label in Label)],
        [(gold.value, *(f"{confusion[gold][given]:,}" for given in Label)) for gold in Label],
    )
    page.line()
    shares = {
        "supporting gold rows, same article": figures.support_recall,
        "supporting gold rows, same words": figures.support_quote_recall,
        "contradicting gold rows, same article": figures.contradiction_recall,
        "contradicting gold rows, same words": figures.contradiction_quote_recall,
        "gold claims that reading the articles found": figures.extracted,
        "gold claims with a vote that gold lacks": figures.false_votes,
        "  of them supporting": figures.false_support,
        "  of them contradicting": figures.false_contradiction,
    }
    page.table(["", "found"], [(name, _percent(share)) for name, share in shares.items()])


def _line_rows(figures: Evaluation) -> Iterator[tuple[str, ...]]:
    from verifier.evaluation import LACKING

    for line, found in figures.lines.items():
        if found is None:
            yield line.definition, LACKING[line], "", "", ""
            continue
        shares = found.right, found.wrongly_corroborated, found.exact_origins
        yield (
            line.definition,
            f"{found.macro_f1:.3f}",
            *("none in gold" if share.value is None else f"{share.value:.1%} ({share.hits:,})" for share in shares),
        )


def _print_losses(page: Page, figures: Evaluation) -> None:
    """What the wrong labels are lost by, and the claims on which gold disagrees with itself."""
    if figures.losses is not None:
        page.line(f"{count(sum(figures.losses.values()), 'wrong label')}:", style="bold")
        for loss, number in figures.losses.items():
            page.line(f"{number:,} {loss}: {loss.definition}", indent=2)
        page.line()
    if figures.gold_differs:
        differing = ", ".join(map(str, figures.gold_differs))
        page.line(f"gold's own rows give another label or number of origins: {differing}")
        page.line()


def _score_rows(figures: Evaluation) -> Iterator[tuple[str, str, str]]:
    columns = figures.scores, figures.baseline
    for label in Label:
        for name in ("precision", "recall", "f1"):
            first, second = (f"{getattr(scores.labels[label], name):.3f}" for scores in columns)
            yield f"{label.value}, {name}", first, second

    def row(name: str, cell: Callable[[Scores], str]) -> tuple[str, str, str]:
        return name, cell(figures.scores), cell(figures.baseline)

    yield row("macro F1", lambda scores: f"{scores.macro_f1:.3f}")
    yield row("right label", lambda scores: _percent(scores.accuracy))
    yield row("wrongly corroborated", lambda scores: _percent(scores.wrongly_corroborated))


def _percent(share: Share) -> str:
    return "none in gold" if share.value is None else f"{share.value:.1%} ({share.hits:,} of {share.total:,})"
