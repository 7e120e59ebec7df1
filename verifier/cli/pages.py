"""The command that serves the pages: ui."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated

import typer

from verifier.cli.options import WorkspaceOption, open_workspace
from verifier.cli.output import say


def add_commands(app: typer.Typer) -> None:
    """Make the command of this file known."""
    app.command()(ui)


def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on 127.0.0.1.")] = 8501,
    workspace: WorkspaceOption = None,
) -> None:
    """Serve the web pages on 127.0.0.1. They are for this machine alone; Ctrl-C ends them."""
    # By name, since nothing in `verifier` may depend on the pages: this only starts them.
    launch = import_module("ui.launch")
    with open_workspace(workspace) as opened:
        environment = launch.environment(opened.folder)
    say(f"serving {launch.address(port)}; Ctrl-C ends it")
    sys.stdout.flush()
    command = launch.command(port)
    os.execve(command[0], command, environment)  # noqa: S606 -- the interpreter itself, and arguments of our own
