"""Commands on outlets: who owns them, how far they are relied on, and whether owners count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from verifier.cli.app import group
from verifier.cli.exits import ExitCode, leave
from verifier.cli.options import JsonLinesOption, JsonOption, WorkspaceOption, only_one_of, open_workspace
from verifier.cli.output import Page, print_document, print_json, say
from verifier.domain import Source
from verifier.errors import UsageError
from verifier.wording import count

NEXT = "next: verifier run decides again where owners changed"

SETTABLE = ("owner", "reliability", "country")


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
    """List the outlets and their owners. Those of the collection, and those that were set."""
    only_one_of(json=as_json, jsonl=as_lines)
    with open_workspace(workspace) as opened:
        sources, articles, owners_count = opened.sources(), opened.count_articles_by_outlet(), opened.owners_count
        n_without = opened.n_articles - sum(articles.values())
    groups = _by_owner(sources)
    records = [{**source_record(one), "n_articles": articles.get(one.outlet, 0)} for one in sources]
    if as_json:
        owners = [{"owner": owner, "outlets": outlets} for owner, outlets in groups.items()]
        head = {"owners_count": owners_count, "n_without_outlet": n_without, "owners": owners}
        print_document(head, "sources", records)
    elif as_lines:
        for record in records:
            print_json(record)
    else:
        _print_list(Page(), records, groups, n_without, owners_count)


def _by_owner(sources: Iterable[Source]) -> dict[str, list[str]]:
    """{owner in its first spelling: its outlets}; owners are compared without case, as they are counted."""
    outlets: dict[str, list[str]] = {}
    spellings: dict[str, str] = {}
    for source in sources:
        if source.owner is not None:
            spelling = spellings.setdefault(source.owner.casefold(), source.owner)
            outlets.setdefault(spelling, []).append(source.outlet)
    return outlets


def _print_list(
    page: Page, records: list[dict[str, Any]], groups: Mapping[str, list[str]], n_without: int, owners_count: bool
) -> None:
    if records:
        columns = ["outlet", "articles", "owner", "reliability", "country"]
        page.table(columns, [tuple(str(_cell(record, column)) for column in columns) for record in records])
    for owner, outlets in groups.items():
        page.line(f"owner {owner}: {count(len(outlets), 'outlet')} ({', '.join(outlets)})")
    if n_without:
        page.line(f"{count(n_without, 'article')} without an outlet.")
    if records:
        page.line(f"{count(len(records), 'outlet')}; {_counting(owners_count)}.")
    else:
        page.line("No outlets: add articles, or name one with `verifier sources set`.")


def _counting(owners_count: bool) -> str:
    return f"outlets of one owner {'count as one origin' if owners_count else 'count apart'}"


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
    """Note what you know of an outlet, and say what changed. What is not named stays as it was."""
    if owner is reliability is country is None:
        raise UsageError(f"nothing to note of {outlet!r}: give --owner, --reliability or --country")
    with open_workspace(workspace) as opened:
        before = opened.source(outlet)
        made = opened.set_source(outlet, owner, reliability, country)
        known = made.outlet in opened.count_articles_by_outlet()
    changes = _changes(before, made)
    if as_json:
        print_json({**source_record(made), "changes": changes})
    else:
        page = Page()
        page.line(_told(made))
        for name, change in changes.items():
            page.line(f"{name}: {change['before'] or 'none'} {page.towards} {change['after'] or 'none'}", indent=4)
        if not changes:
            page.line("nothing changed", indent=4)
    if not known:
        say(f"no article here is from {made.outlet!r} yet: `verifier sources list` shows the names there are")
    if "owner" in changes:
        say(NEXT)


def _changes(before: Source, after: Source) -> dict[str, dict[str, str | None]]:
    """{field: what it was and what it is}, of those that differ."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in SETTABLE}
    return {name: {"before": was, "after": now} for name, (was, now) in pairs.items() if was != now}


def import_sources(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV with a header: outlet, owner, reliability, country.")
    ],
    as_json: JsonOption = False,
    as_lines: JsonLinesOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Take outlets from a CSV file. A bad row is left out."""
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
    switch: Annotated[
        Switch | None,
        typer.Argument(help="on: outlets of one owner count as one origin. off: they do not. Without: how it stands."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Choose whether outlets of one owner are one origin."""
    with open_workspace(workspace) as opened:
        before = opened.owners_count
        if switch is not None:
            opened.owners_count = switch is Switch.ON
        after = opened.owners_count
    Page().line(_counting(after))
    if after != before:
        say("next: verifier run decides again")


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
