"""docs/cli.md and --help against the commands there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.verifier.cli.calling import (
    verify,
)
from verifier.cli import app


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """What is typed behind `verifier`, with what it calls; groups, which may be called alone, come before their own."""
    import typer

    program: Any = typer.main.get_command(app)
    for name in program.list_commands(None):
        yield (name,), program.commands[name]
        for inner, command in getattr(program.commands[name], "commands", {}).items():
            yield (name, inner), command


def test_the_documentation_names_every_command_and_option() -> None:
    page = (Path(__file__).parents[3] / "docs" / "cli.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    shared = page.split("## demo")[0]
    names = [typed[0] for typed, _ in commands() if len(typed) == 1]
    assert names == [name for name in sections if name in names]
    assert names == re.findall(r"^\| \[`(\S+)`\]", page, re.MULTILINE)
    for typed, command in commands():
        assert f"verifier {' '.join(typed)}" in sections[typed[0]]
        for option in (text for parameter in command.params for text in parameter.opts if text.startswith("-")):
            assert re.search(rf"`[^`]*{option}\b", sections[typed[0]] + shared), f"{typed} {option}"


def test_every_command_takes_a_workspace() -> None:
    for typed, command in commands():
        if hasattr(command, "commands") and not command.invoke_without_command:
            continue
        options = {text for parameter in command.params for text in parameter.opts}
        assert {"--workspace", "-w"} <= options, typed


def test_the_vocabulary() -> None:
    for typed, _ in commands():
        shown = verify(*typed, "--help").stdout
        assert not re.search(r"\b(true|false|verified)\b", shown, re.IGNORECASE), typed


def test_the_way_to_take_a_correction_back_is_evident() -> None:
    for group in ("claims", "origins"):
        assert "verifier corrections undo" in " ".join(verify(group, "--help").stdout.split())


def test_version() -> None:
    assert verify("--version").stdout.startswith("verifier ")
