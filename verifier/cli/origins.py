"""Commands on origins: list, show, merge, split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verifier.cli.app import group
from verifier.cli.corrections import ByOption, NoteOption, correction_record, print_correction, print_one
from verifier.cli.options import JsonLinesOption, JsonOption, WorkspaceOption, only_one_of, open_workspace
from verifier.cli.output import Page, print_document, print_json
from verifier.cli.progress import showing
from verifier.domain import Correction, CorrectionKind, Label
from verifier.wording import count

if TYPE_CHECKING:
    from verifier.steps.origins import KnownOrigin
    from verifier.store import VerdictSummary
    from verifier.workspace import Workspace

LISTED = 50
"""Origins that the list prints for people unless --limit says otherwise."""

CLAIMS = 5
"""Claims that `show` prints."""

ABOUT_ORIGINS = (CorrectionKind.SAME_ORIGIN, CorrectionKind.DIFFERENT_ORIGINS)
LEARNING = "reading who is named"

OriginArgument = Annotated[str, typer.Argument(metavar="NAME|ID", help="An origin's id, or any of its names.")]
OtherArgument = Annotated[str, typer.Argument(metavar="NAME|ID", help="The other one's.")]


def add_commands(app: typer.Typer) -> None:
    """Make the commands of this file known."""
    origins = group("Who stands behind the claims. `verifier corrections undo` takes back a merge or a split.")
    origins.command("list")(list_origins)
    origins.command()(show)
    origins.command()(merge)
    origins.command()(split)
    app.add_typer(origins, name="origins")


def list_origins(
    text: Annotated[str | None, typer.Option(help="Only origins with this in one of their names.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"At most so many; else all as JSON, and {LISTED} for people.")
    ] = None,
    as_json: JsonOption = False,
    as_lines: JsonLinesOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List who is named as a source, those named most first."""
    only_one_of(json=as_json, jsonl=as_lines)
    with showing(LEARNING) as on_progress, open_workspace(workspace) as opened:
        names = {one.id: one.name for one in opened.origins(on_progress=on_progress)}
        found = opened.origins(text)
    if as_json:
        print_document({"n_found": len(found)}, "origins", map(origin_record, found[:limit]))
    elif as_lines:
        for each in found[:limit]:
            print_json(origin_record(each))
    else:
        _print_list(Page(), found, names, limit or LISTED)


def _print_list(page: Page, found: list[KnownOrigin], names: Mapping[str, str], limit: int) -> None:
    for each in found[:limit]:
        others = [name for name in each.names if name != each.name]
        also = f", also as {', '.join(others)}" if others else ""
        unsure = f"; {_unsure(each, names)}" if each.unsure_with else ""
        page.line(f"{each.name}: named {count(each.weight, 'time')}{also}{unsure} {page.dot} {each.id}")
    if not found:
        page.line("No origins: drop the condition, or add articles." if names else "No origins: add articles.")
    elif len(found) > limit:
        page.line(f"{limit:,} of {count(len(found), 'origin')}; --limit {len(found)} prints all.")
    else:
        page.line(f"{count(len(found), 'origin')}.")


def _unsure(each: KnownOrigin, names: Mapping[str, str]) -> str:
    others = ", ".join(sorted(names[one] for one in each.unsure_with))
    return f"counted as one with {others}: possibly the same, or of one owner"


def show(origin: OriginArgument, as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """Show one origin whole. Its names, what it may be one with, its corrections, and claims it stands behind."""
    from verifier.store import VerdictFilter

    with showing(LEARNING) as on_progress, open_workspace(workspace) as opened:
        names = {one.id: one.name for one in opened.origins(on_progress=on_progress)}
        found = opened.origin(origin)
        wanted = VerdictFilter(origin=found.id)
        corrections = _corrections_on(opened, found)
        labels = opened.count_by_label(wanted)
        claims = opened.page(wanted, limit=CLAIMS).items
    if as_json:
        print_json(
            {
                **origin_record(found),
                "corrections": list(map(correction_record, corrections)),
                "labels": {label.value: number for label, number in labels.items()},
                "claims": [{"claim_id": one.claim_id, "claim": one.text, "label": one.label.value} for one in claims],
            }
        )
    else:
        _print_origin(Page(), found, names, corrections, labels, claims)


def _corrections_on(opened: Workspace, found: KnownOrigin) -> list[Correction]:
    names = {name.casefold() for name in (found.name, *found.names)}
    standing = opened.store.corrections_in_force(*ABOUT_ORIGINS)
    return [each for each in standing if names & {subject.casefold() for subject in each.subjects}]


def _print_origin(
    page: Page,
    found: KnownOrigin,
    names: Mapping[str, str],
    corrections: Iterable[Correction],
    labels: dict[Label, int],
    claims: Iterable[VerdictSummary],
) -> None:
    page.line(found.name, style="bold")
    page.line(f"{found.id}, group {found.group}", indent=2)
    if found.unsure_with:
        page.line(_unsure(found, names), indent=2)
    page.line()
    page.table(["name", "times named"], [(name, f"{number:,}") for name, number in found.names.items()])
    for number, each in enumerate(corrections):
        if not number:
            page.line()
            page.line("Corrections", style="bold")
        print_one(page, each, None, indent=2)
    page.line()
    total = sum(labels.values())
    if not total:
        page.line("Stands behind no claim of the last run, and against none.")
        return
    page.line(f"Stands behind, or against, {count(total, 'claim')} of the last run", style="bold")
    page.line(", ".join(f"{number:,} {label.value}" for label, number in labels.items()), indent=2)
    for one in claims:
        page.line(f"{one.label.value}: {one.text} {page.dot} {one.claim_id}", indent=2)
    if total > CLAIMS:
        page.line(f"and {total - CLAIMS:,} more: verifier claims --origin {found.id}", indent=2)


def merge(
    one: OriginArgument,
    other: OtherArgument,
    note: NoteOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say that two names are one origin. `verifier corrections undo` takes it back."""
    with showing(LEARNING) as on_progress, open_workspace(workspace) as opened:
        made = opened.merge_origins(one, other, note=note, by=by, on_progress=on_progress)
    print_correction(made, as_json)


def split(
    one: OriginArgument,
    other: OtherArgument,
    note: NoteOption = "",
    by: ByOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say that two names are not one origin. `verifier corrections undo` takes it back."""
    with showing(LEARNING) as on_progress, open_workspace(workspace) as opened:
        made = opened.split_origins(one, other, note=note, by=by, on_progress=on_progress)
    print_correction(made, as_json)


def origin_record(each: KnownOrigin) -> dict[str, Any]:
    """The JSON form of an origin."""
    return {
        "id": each.id,
        "name": each.name,
        "group": each.group,
        "n_named": each.weight,
        "names": dict(each.names),
        "unsure_with": sorted(each.unsure_with),
    }
