"""What a person corrected: how a correction is told, the history of all, and the one way to take one back."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from verifier.cli.app import group
from verifier.cli.options import JsonLinesOption, JsonOption, WorkspaceOption, only_one_of, open_workspace
from verifier.cli.output import Page, print_document, print_json, say
from verifier.domain import Correction, CorrectionKind
from verifier.wording import count

NoteOption = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, for whoever reads it later.")]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so; else your login name.")]


def add_commands(app: typer.Typer) -> None:
    """Make the commands of this file known."""
    history = group("What people corrected, and the way to take it back.")
    history.command("list")(list_corrections)
    history.command()(undo)
    app.add_typer(history, name="corrections")


def list_corrections(
    as_json: JsonOption = False, as_lines: JsonLinesOption = False, workspace: WorkspaceOption = None
) -> None:
    """List every correction and every undo, the oldest first."""
    only_one_of(json=as_json, jsonl=as_lines)
    with open_workspace(workspace) as opened:
        history = opened.corrections()
    undone = {each.undoes: each.id for each in history if each.undoes is not None}
    records = [{**correction_record(each), "undone_by": undone.get(each.id)} for each in history]
    if as_json:
        print_document({}, "corrections", records)
    elif as_lines:
        for record in records:
            print_json(record)
    else:
        page = Page()
        for each in history:
            print_one(page, each, undone.get(each.id))
        page.line(f"{count(len(history), 'event')}." if history else "Nobody has corrected anything yet.")


def undo(
    correction: Annotated[str, typer.Argument(metavar="ID", help="The correction's id, as `corrections list` has it.")],
    note: NoteOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Take a correction back, of whatever kind. The history keeps both."""
    with open_workspace(workspace) as opened:
        made = opened.undo(correction, note=note, by=by)
    print_correction(made, as_json)


def print_correction(made: Correction, as_json: bool) -> None:
    """A correction just made, and what is due next."""
    if as_json:
        print_json(correction_record(made))
    else:
        print_one(Page(), made, None)
    say("next: verifier run decides again")


def print_one(page: Page, each: Correction, undone_by: str | None, indent: int = 0) -> None:
    """An event of the history in two lines, and a third for its note."""
    taken_back = f", undone by {undone_by}" if undone_by else ""
    page.line(f"{each.id}: {told(each, page)}{taken_back}", indent=indent)
    page.line(f"{each.by}, {each.at:%Y-%m-%d %H:%M} UTC", indent=indent + 4)
    if each.note:
        page.line(f"note: {each.note}", indent=indent + 4)


def told(each: Correction, page: Page) -> str:
    """What a correction says, in a sentence without a full stop."""
    if each.undoes is not None:
        return f"takes back {each.undoes}"
    names = [f"{page.open}{subject}{page.close}" for subject in each.subjects]
    return {
        CorrectionKind.SAME_ORIGIN: f"{' and '.join(names)} are one origin",
        CorrectionKind.DIFFERENT_ORIGINS: f"{' and '.join(names)} are not one origin",
        CorrectionKind.SAME_CLAIM: f"{' and '.join(each.subjects)} are one claim",
        CorrectionKind.DIFFERENT_CLAIMS: f"{each.subjects[-1]} is no mention of {each.subjects[0]}",
        CorrectionKind.REWORDED: f"{each.subjects[0]} is worded {page.open}{each.value}{page.close}",
    }[each.kind]


def correction_record(each: Correction) -> dict[str, Any]:
    """The JSON form of a correction."""
    return {
        "id": each.id,
        "kind": each.kind.value,
        "subjects": list(each.subjects),
        "value": each.value,
        "note": each.note,
        "by": each.by,
        "at": each.at.isoformat(),
        "undoes": each.undoes,
    }
