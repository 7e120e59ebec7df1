"""Options that several commands share, and the workspace they mean."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verifier.errors import UsageError

if TYPE_CHECKING:
    from verifier.workspace import Workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        help="The workspace; else VERIFIER_WORKSPACE, else .verifier here or in the nearest folder above.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
JsonLinesOption = Annotated[bool, typer.Option("--jsonl", help="Print a JSON record a line.")]

DAY_FORMATS = ["%Y-%m-%d"]


def day_of(given: datetime | None) -> date | None:
    """The day of an option that typer read as a time."""
    return given.date() if given else None


def only_one_of(**given: object) -> None:
    """Raise UsageError when more than one of these options was given."""
    named = [f"--{name}" for name, value in given.items() if value]
    if len(named) > 1:
        raise UsageError(f"{' and '.join(named)} exclude each other: choose one")


def open_workspace(named: Path | None) -> Workspace:
    """The workspace meant; raises WorkspaceMissing. Close it, or use it in a `with` block."""
    from verifier.workspace import Workspace, find_workspace

    return Workspace.open(find_workspace(str(named) if named else None))
