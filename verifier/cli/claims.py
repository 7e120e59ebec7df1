"""The claims found in the articles: their list, and what a person corrects in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Annotated

import typer

from verifier.cli.app import Commands
from verifier.cli.cards import print_card
from verifier.cli.corrections import ByOption, NoteOption, print_correction
from verifier.cli.options import (
    DAY_FORMATS,
    JsonLinesOption,
    JsonOption,
    WorkspaceOption,
    day_of,
    only_one_of,
    open_workspace,
)
from verifier.cli.output import Page, print_document, print_json
from verifier.domain import Kind, Label, Verdict
from verifier.errors import UsageError
from verifier.exports.verdict_json import verdict_record
from verifier.wording import count

CARDS = 20
"""Claims that the list prints for people unless --limit says otherwise."""

ClaimArgument = Annotated[str, typer.Argument(metavar="ID", help="The claim's id, a former one, or how it begins.")]


def add_commands(app: typer.Typer) -> None:
    """Make the commands of this file known."""
    edited = typer.Typer(cls=Commands, rich_markup_mode=None)
    edited.callback(invoke_without_command=True)(claims)
    edited.command()(merge)
    edited.command()(split)
    edited.command()(reword)
    app.add_typer(edited, name="claims")


def claims(
    ctx: typer.Context,
    label: Annotated[Label | None, typer.Option(help="Only claims with this label.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only claims of this kind.")] = None,
    origin: Annotated[
        str | None, typer.Option(help="Only claims that this origin, by name or id, supports or contradicts.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Only claims that this outlet carries or contradicts.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=DAY_FORMATS, help="Only claims with a passage of this day or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=DAY_FORMATS, help="Only claims with no passage after this day.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="Only claims with these words, or words that begin so.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"At most so many; else all as JSON, and {CARDS} for people.")
    ] = None,
    as_json: JsonOption = False,
    as_lines: JsonLinesOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List the claims found in the articles, the most urgent first; or correct one.

    Each comes with its label, quotes and who says so. A correction is kept beside what the machine found:
    `verifier corrections undo` takes it back.
    """
    from verifier.store import VerdictFilter

    if ctx.invoked_subcommand is not None:
        _refuse_options_of_the_list(ctx)
        return
    only_one_of(json=as_json, jsonl=as_lines)
    wanted = VerdictFilter(
        label=label,
        kind=kind,
        origin=origin,
        outlet=outlet,
        since=day_of(since),
        until=day_of(until),
        text=text,
    )
    with open_workspace(workspace) as opened:
        found = sum(opened.count_by_label(wanted).values())
        if as_json:
            records = map(verdict_record, islice(opened.verdicts(wanted), limit))
            print_document({"n_found": found}, "verdicts", records)
        elif as_lines:
            for verdict in islice(opened.verdicts(wanted), limit):
                print_json(verdict_record(verdict))
        else:
            _print_cards(islice(opened.verdicts(wanted), limit or CARDS), found, limit or CARDS)


def _print_cards(verdicts: Iterable[Verdict], found: int, limit: int) -> None:
    page = Page()
    for verdict in verdicts:
        print_card(page, verdict)
    if not found:
        page.line("No claims: drop a condition, or add articles and run.")
    elif found > limit:
        page.line(f"{limit:,} of {count(found, 'claim')}; --limit {found} prints all.")
    else:
        page.line(f"{count(found, 'claim')}.")


def _refuse_options_of_the_list(ctx: typer.Context) -> None:
    """An option before the subcommand would be of the list, and mean nothing to it: a workspace above all."""
    given = [
        option.opts[0]
        for option in ctx.command.params
        if option.name and (source := ctx.get_parameter_source(option.name)) and source.name == "COMMANDLINE"
    ]
    if given:
        raise UsageError(f"{given[0]} stands before {ctx.invoked_subcommand!r}: put it behind")


def merge(
    one: ClaimArgument,
    other: Annotated[str, typer.Argument(metavar="ID", help="The other claim's.")],
    note: NoteOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say that two claims are one. The wording of the one published first stays."""
    with open_workspace(workspace) as opened:
        made = opened.merge_claims(one, other, note=note, by=by)
    print_correction(made, as_json)


def split(
    claim: ClaimArgument,
    mention: Annotated[
        str,
        typer.Argument(metavar="MENTION", help="What does not belong: a mention's id, or its article's path."),
    ],
    note: NoteOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say that a mention is none of the claim's. It is taken out and does not come back."""
    with open_workspace(workspace) as opened:
        made = opened.split_claim(claim, mention, note=note, by=by)
    print_correction(made, as_json)


def reword(
    claim: ClaimArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The claim, in words that stand on their own.")],
    note: NoteOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Word a claim in another way. Its id stays, and the article's wording is kept beside it."""
    with open_workspace(workspace) as opened:
        made = opened.reword_claim(claim, text, note=note, by=by)
    print_correction(made, as_json)
