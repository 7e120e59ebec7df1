"""Commands that give verdicts: check, show, export."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from verifier.claims_file import BadLine, BroughtClaim, read_claims, read_text
from verifier.cli.cards import print_verdict
from verifier.cli.costs import accounting, print_stopped, say_asked
from verifier.cli.exits import ExitCode, leave
from verifier.cli.options import (
    DAY_FORMATS,
    EngineOption,
    JsonLinesOption,
    JsonOption,
    MaxCostOption,
    WorkspaceOption,
    day_of,
    language_model,
    only_one_of,
    open_workspace,
)
from verifier.cli.output import Page, print_document, print_json, say
from verifier.domain import Label, Verdict
from verifier.errors import UsageError
from verifier.exports import Format, write_files, write_stream
from verifier.exports.verdict_json import SCHEMA_VERSION, verdict_record


def add_commands(app: typer.Typer) -> None:
    """Make the commands of this file known."""
    app.command()(check)
    app.command()(show)
    app.command()(export)


def check(
    claim: Annotated[str | None, typer.Argument(metavar="[CLAIM]", help="One claim, in your own words.")] = None,
    claims_file: Annotated[
        str | None,
        typer.Option(
            "--claims", metavar="FILE|-", help="Claims as JSON Lines: id, text, optional date. - is standard input."
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--date", formats=DAY_FORMATS, help="The day of the claim's event, or as of which it holds."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=DAY_FORMATS, help="Leave out articles published later, or undated."),
    ] = None,
    fail_on: Annotated[
        list[Label] | None,
        typer.Option("--fail-on", help="Exit with 10 when a verdict has this label; may be given again."),
    ] = None,
    engine: EngineOption = None,
    max_cost: MaxCostOption = None,
    as_json: JsonOption = False,
    as_lines: JsonLinesOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Check claims you bring against the collection. Nothing needs to have been run before."""
    only_one_of(json=as_json, jsonl=as_lines)
    only_one_of(claims=claims_file, date=on)
    brought = _brought(claim, claims_file, day_of(on))
    llm = language_model(workspace, engine, max_cost)
    tell = print_stopped if as_json else say_asked
    with accounting("checking against the collection", workspace, llm, tell) as (opened, on_progress):
        good = [(one.text, one.on) for one in brought if isinstance(one, BroughtClaim)]
        verdicts = opened.check(good, day_of(until), on_progress) if good else []
    say_asked(opened.asked)
    if claims_file is None and not (as_json or as_lines):
        print_verdict(Page(), verdicts[0])
    elif as_json and claims_file is None:
        print_json(verdict_record(verdicts[0]))
    elif as_json:
        print_document({}, "verdicts", _records(brought, verdicts))
    else:
        for record in _records(brought, verdicts):
            print_json(record)
    leave(_exit_code(brought, verdicts, fail_on or []))


def _brought(claim: str | None, claims_file: str | None, on: date | None) -> Sequence[BroughtClaim | BadLine]:
    if (claim is None) == (claims_file is None):
        raise UsageError('name one claim, as in verifier check "CLAIM", or a file of them with --claims FILE')
    if claim is not None:
        try:
            return [BroughtClaim(1, "", read_text(claim), on)]
        except ValueError as error:
            raise UsageError(f"{claim!r} cannot be checked: {error}") from None
    return read_claims(_read_bytes(str(claims_file)))


def _read_bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {name!r}: {getattr(error, 'strerror', None) or error}") from None


def _records(brought: Iterable[BroughtClaim | BadLine], verdicts: Iterable[Verdict]) -> Iterator[dict[str, Any]]:
    """One record per line of the claims file, in its order."""
    answers = iter(verdicts)
    for one in brought:
        if isinstance(one, BadLine):
            yield {"schema_version": SCHEMA_VERSION, "id": one.id, "line": one.line, "error": one.error}
        else:
            yield verdict_record(next(answers), one.id)


def _exit_code(
    brought: Iterable[BroughtClaim | BadLine], verdicts: Iterable[Verdict], gate: Sequence[Label]
) -> ExitCode:
    """The gate comes first: it was asked for by name."""
    decisions = [verdict.decision for verdict in verdicts]
    if any(decision.label in gate for decision in decisions):
        return ExitCode.GATE
    unjudged = any(decision.n_unjudged > decision.n_language for decision in decisions)
    if unjudged or any(isinstance(one, BadLine) for one in brought):
        return ExitCode.SOME_FAILED
    return ExitCode.DONE


def show(
    claim_id: Annotated[str, typer.Argument(metavar="ID", help="The claim's id, a former one, or how it begins.")],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show one claim whole. All its quotes, offsets, chains and origins, and the rule that gave its label."""
    with open_workspace(workspace) as opened:
        verdict = opened.verdict(claim_id)
        history = opened.store.label_history(verdict.claim.id)
    if as_json:
        print_json(verdict_record(verdict))
        return
    page = Page()
    print_verdict(page, verdict)
    if len(history) > 1:
        labels = (f"{each.label.value} ({each.reason.value}) from {each.at:%Y-%m-%d %H:%M}" for each in history)
        page.line(f"Labels so far, times in UTC: {'; '.join(labels)}", indent=2)


def export(
    form: Annotated[
        Format, typer.Option("--format", help="jsonl: everything; csv: two tables; markdown: a brief to hand on.")
    ],
    output: Annotated[
        Path | None, typer.Option(metavar="PATH", help="The file, for csv the folder; else standard output.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write all verdicts to a file, which is whole or not there."""
    with open_workspace(workspace) as opened:
        if output is None or str(output) == "-":
            write_stream(opened.verdicts(), form, sys.stdout)
        else:
            paths = write_files(opened.verdicts(), form, output)
            say(f"wrote {' and '.join(map(str, paths))}")
