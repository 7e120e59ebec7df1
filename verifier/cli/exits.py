"""Exit codes, and how every error ends: one line on stderr that names the thing and the next step."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum

import typer

from verifier.cli.output import say
from verifier.errors import CredentialsRefused, EngineStopped, QuotaReached, RunStopped, UsageError, VerifierError


class ExitCode(IntEnum):
    """What the caller is told."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    SOME_FAILED = 3
    CREDENTIALS = 4
    QUOTA = 5
    GATE = 10
    INTERRUPTED = 130


CODES = {
    UsageError: ExitCode.USAGE,
    CredentialsRefused: ExitCode.CREDENTIALS,
    QuotaReached: ExitCode.QUOTA,
    RunStopped: ExitCode.INTERRUPTED,
}
"""How an error ends the program; any other with FAILED."""


def leave(code: ExitCode) -> None:
    """End the command with `code`; nothing happens for DONE."""
    if code is not ExitCode.DONE:
        raise typer.Exit(code)


@contextmanager
def reporting(command: Callable[[], str]) -> Iterator[None]:
    """Turn what goes wrong inside into a message and an exit code; VERIFIER_DEBUG=1 lets the traceback through.

    `command` says what was typed to run this command, without its arguments.
    """
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        say(f"interrupted: nothing finished is lost, and the same `{command()}` goes on from there")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever reads the output has enough of it, as in `verifier claims | head`.
        _discard_output()
        raise typer.Exit(ExitCode.DONE) from None
    except Exception as error:
        if not _is_failure(error) or os.environ.get("VERIFIER_DEBUG"):
            raise
        say(_sentence(error, command()))
        raise typer.Exit(_code_of(error)) from None


def _is_failure(error: Exception) -> bool:
    """Whether this is a failure to report, rather than the way in which typer leaves a command or refuses an option."""
    return not type(error).__module__.startswith(("typer", "click"))


def _code_of(error: Exception) -> ExitCode:
    return next((code for kind, code in CODES.items() if isinstance(error, kind)), ExitCode.FAILED)


def _sentence(error: Exception, command: str) -> str:
    from vectorstore import VectorIndexError

    if isinstance(error, EngineStopped):
        test = "`verifier doctor --call` tests the endpoint; " if isinstance(error, CredentialsRefused) else ""
        return f"error: {error}; {test}nothing finished or paid for is lost, the same `{command}` goes on from there"
    if isinstance(error, RunStopped):
        return f"{error}: nothing finished is lost, and the same `{command}` goes on from there"
    if isinstance(error, VerifierError | VectorIndexError | OSError):
        return f"error: {error}"
    name = type(error).__name__
    return f"error in the program itself, please report it: {name}: {error} (VERIFIER_DEBUG=1 shows where)"


def _discard_output() -> None:
    """Let the interpreter's last flush go nowhere, or it would complain about the broken pipe on its way out."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
