"""Options that several commands share, and the workspace they mean."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verifier.cli.output import say
from verifier.errors import UsageError
from verifier.settings import EngineName, LlmSettings, Settings, read_settings

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
EngineOption = Annotated[
    EngineName | None,
    typer.Option("--engine", help="What reads and judges; else VERIFIER_ENGINE, else verifier.toml, else embedded."),
]
MaxCostOption = Annotated[
    float | None,
    typer.Option("--max-cost", metavar="USD", help="Ask the language model no more once so many US dollars are spent."),
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


def open_workspace(named: Path | None, llm: LlmSettings | None = None) -> Workspace:
    """The workspace meant; raises WorkspaceMissing. Close it, or use it in a `with` block."""
    from verifier.workspace import Workspace

    return Workspace.open(_folder(named), llm=llm)


def settings_of(named: Path | None, engine: EngineName | None, max_cost: float | None = None) -> Settings:
    """What is set for the workspace meant, there or not."""
    return read_settings(_folder(named), engine=engine, max_cost=max_cost)


def language_model(named: Path | None, engine: EngineName | None, max_cost: float | None) -> LlmSettings | None:
    """The language model to ask, None for the embedded engine. Says which, since that is where articles go."""
    from verifier.engines.llm.prices import price_of

    llm = settings_of(named, engine, max_cost).llm
    if llm is None:
        return None
    if max_cost is not None and price_of(llm.model) is None:
        raise UsageError(f"no price is known for the model {llm.model!r}, so --max-cost cannot be kept: leave it out")
    say(f"asking {llm.model} at {address_of(llm)}")
    return llm


def address_of(llm: LlmSettings) -> str:
    """Where a language model is asked, for people."""
    return llm.base_url or f"the address of the provider {llm.provider}"


def _folder(named: Path | None) -> Path:
    from verifier.workspace import find_workspace

    return find_workspace(str(named) if named else None)
