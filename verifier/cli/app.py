"""The application: its commands in one list, and one place where every error becomes a line and an exit code."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from verifier.cli.exits import reporting
from verifier.cli.output import installed_version


class Commands(TyperGroup):
    """Commands whose errors are reported the same way, whoever calls them."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        with reporting(lambda: " ".join(filter(None, [ctx.command_path, ctx.invoked_subcommand]))):
            return super().invoke(ctx)


ORDER = "demo init add run runs check claims show origins sources corrections export eval doctor ui".split()


class Program(Commands):
    """All commands, in the order in which one comes to need them."""

    def list_commands(self, _: Any) -> list[str]:
        """Their names."""
        return sorted(self.commands, key=ORDER.index)


def group(purpose: str) -> typer.Typer:
    """Commands under one word, with help that says what they are for."""
    return typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=None, help=purpose)


app = typer.Typer(
    cls=Program,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"verifier {installed_version('claim-verifier')}")
        raise typer.Exit


@app.callback()
def verifier(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Who says so, how many independent origins stand behind it, who contradicts it, and in which words.

    Add a folder of articles, run, and read the claims with their labels and quotes; or check claims of your own.
    Start with `verifier demo`.
    """
