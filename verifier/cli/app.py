"""The application: its commands in one list, and one place where every error becomes a line and an exit code."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from verifier.cli.exits import reporting
from verifier.cli.output import installed_version


class _Commands(TyperGroup):
    """Commands whose errors are reported the same way, whoever calls them."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        with reporting(lambda: ctx.invoked_subcommand):
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands,
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
