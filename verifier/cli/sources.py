"""Commands on outlets: who owns them, how far they are relied on, and whether owners count."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from verifier.cli.app import group
from verifier.cli.exits import ExitCode, leave
from verifier.cli.options import JsonLinesOption, JsonOption, WorkspaceOption, only_one_of, open_workspace
from verifier.cli.output import Page, print_document, print_json, say
from verifier.domain import Source
from verifier.wording import count

NEXT = "next: verifier run decides again where owners changed"


class Switch(StrEnum):
    """Whether something counts."""

    ON = "on"
    OFF = "off"


def add_commands(app: typer.Typer) -> None:
    """Make the commands of this file known."""
    sources = group("Outlets: their owners, and how far a person relies on them.")
    sources.command("list")(list_sources)
    sources.command("set")(set_source)
    sources.command("import")(import_sources)
    sources.command()(owners)
    app.add_typer(sources, name="sources")


def list_sources(
    as_json: JsonOption = False, as_lines: JsonLinesOption = False, workspace: WorkspaceOption = None
) -> None:
    """List every outlet of the collection, and every one that was set."""
    only_one_of(json=as_json, jsonl=as_lines)
    with open_workspace(workspace) as opened:
        sources, articles, owners_count = opened.sources(), opened.count_articles_by_outlet(), opened.owners_count
    records = [{**source_record(one), "n_articles": articles.get(one.outlet, 0)} for one in sources]
    if as_json:
        print_document({"owners_count": owners_count}, "sources", records)
    elif as_lines:
        for record in records:
            print_json(record)
    else:
        page = Page()
        columns = ["outlet", "articles", "owner", "reliability", "country"]
        page.table(columns, [tuple(str(_cell(record, column)) for column in columns) for record in records])
        counted = "count as one origin" if owners_count else "count apart"
        page.line(f"{count(len(sources), 'outlet')}; outlets of one owner {counted}.")


def _cell(record: dict[str, Any], column: str) -> object:
    return record["n_articles"] if column == "articles" else record[column] or ""


def set_source(
    outlet: Annotated[str, typer.Argument(metavar="OUTLET", help="Its name, as articles give it.")],
    owner: Annotated[str | None, typer.Option(help="Its owner group; an empty text takes it away.")] = None,
    reliability: Annotated[
        str | None, typer.Option(metavar="A-F", help="A: reliable, to E: unreliable; F: cannot be judged.")
    ] = None,
    country: Annotated[str | None, typer.Option(help="Where it sits.")] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Note what you know of an outlet. What is not named stays as it was."""
    with open_workspace(workspace) as opened:
        made = opened.set_source(outlet, owner, reliability, country)
        known = made.outlet in opened.count_articles_by_outlet()
    if as_json:
        print_json(source_record(made))
    else:
        Page().line(_told(made))
    if not known:
        say(f"no article here is from {made.outlet!r} yet")
    say(NEXT)


def import_sources(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV with a header: outlet, owner, reliability, country.")
    ],
    as_json: JsonOption = False,
    as_lines: JsonLinesOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Take outlets from a CSV file. A bad row is named and left out; the rest goes in."""
    from verifier.corrections import ImportedSource

    only_one_of(json=as_json, jsonl=as_lines)
    with open_workspace(workspace) as opened:
        imported = opened.import_sources(file)
    good = [row for row in imported.rows if isinstance(row, ImportedSource)]
    records = [
        {"line": row.line, "error": None, **source_record(row.source)}
        if isinstance(row, ImportedSource)
        else {"line": row.line, "error": row.error}
        for row in imported.rows
    ]
    if as_json:
        print_document({}, "rows", records)
    elif as_lines:
        for record in records:
            print_json(record)
    else:
        page = Page()
        for row in imported.rows:
            page.line(f"line {row.line}: " + (_told(row.source) if isinstance(row, ImportedSource) else row.error))
    for warning in imported.warnings:
        say(f"{file}: {warning}")
    n_bad = len(imported.rows) - len(good)
    say(f"{count(len(good), 'outlet')} set, {count(n_bad, 'row')} left out; {NEXT}")
    leave(ExitCode.SOME_FAILED if n_bad else ExitCode.DONE)


def owners(
    switch: Annotated[Switch, typer.Argument(help="on: outlets of one owner count as one origin. off: they do not.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Say whether outlets of one owner count as one origin in this workspace."""
    with open_workspace(workspace) as opened:
        opened.owners_count = switch is Switch.ON
    Page().line(f"outlets of one owner {'count as one origin' if switch is Switch.ON else 'count apart'}")
    say(NEXT)


def _told(source: Source) -> str:
    owner = f", owned by {source.owner}" if source.owner else ""
    country = f", {source.country}" if source.country else ""
    return f"{source.outlet}: {source.reliability.value} ({source.reliability.definition}){owner}{country}"


def source_record(source: Source) -> dict[str, Any]:
    """The JSON form of a source."""
    return {
        "outlet": source.outlet,
        "owner": source.owner,
        "reliability": source.reliability.value,
        "country": source.country,
        "set_at": source.set_at.isoformat() if source.set_at else None,
    }
