"""The command line: parse, call, print. Data goes to stdout, everything else to stderr.

    workspaces   demo, init, add, run
    verdicts     check, show, export
    claims       claims: list, merge, split, reword
    origins      origins: list, show, merge, split
    sources      sources: list, set, import, owners
    corrections  corrections: list, undo
    runs         runs: list, show, stop
    figures      eval
    doctor       doctor
    pages        ui

Importing this loads no model, no database and no index: `verifier --help` must stay fast.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

from verifier.cli import claims, corrections, doctor, figures, origins, pages, runs, sources, verdicts, workspaces
from verifier.cli.app import app

__all__ = ["app", "main"]

for _group in (workspaces, runs, verdicts, claims, origins, sources, corrections, figures, doctor, pages):
    _group.add_commands(app)


def main() -> None:
    """The program `verifier`; ends the process with one of `exits.ExitCode`."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows only ASCII shows \u0141 for a letter it lacks; that is no reason to stop.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _interrupt)
    app(prog_name="verifier")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """End as with Ctrl-C: what runs is finished or undone, and the index is closed properly."""
    raise KeyboardInterrupt
