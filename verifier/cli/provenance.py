"""Where the rows of a verdict come from, as a tree: origin, the outlets it is cited through, documents, copies."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from verifier.cli.output import Page
from verifier.domain import Link, LinkKind, Row
from verifier.wording import chain_text, count, manner, place

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Node:
    """Lines of text, and what stands under them."""

    lines: tuple[str, ...]
    children: tuple[Node, ...] = ()


def provenance(page: Page, rows: Sequence[Row]) -> list[Node]:
    """A node for each origin, in the order of the rows; all rows of unclear origin are under one."""
    by_origin = grouped(rows, lambda row: row.origin.id if row.origin else None)
    return [
        Node(
            (_titled(page, _origin_name(group[0]), _flags(group, rows), group),),
            _through(page, grouped(group, lambda row: row.document), 0),
        )
        for group in by_origin
    ]


def _origin_name(row: Row) -> str:
    return row.origin.name if row.origin else "origin unclear"


def _titled(page: Page, name: str, flags: Iterable[str], rows: Sequence[Row]) -> str:
    n_articles = len({row.article_id for row in rows})
    n_documents = len({row.document for row in rows})
    folded = [f"{count(n_articles, 'article')}, {count(n_documents, 'document')}"] if n_articles > 1 else []
    return f" {page.dot} ".join([name, *folded, *flags])


def _flags(group: Sequence[Row], rows: Sequence[Row]) -> Iterator[str]:
    """What a reader must know of an origin before counting it."""
    first = group[0]
    if weak := {row.article_id for row in group if row.weak}:
        several = {row.article_id for row in group}
        yield "unnamed source behind" + (f" {len(weak)} of them" if weak != several else "")
    if all(row.own_voice for row in group):
        yield "own voice"
    if first.origin is not None and not any(row.named for row in group):
        yield "not a named origin"
    others = [row for row in rows if row.origin and first.origin and row.origin.id != first.origin.id]
    if allies := _names(row for row in others if row.group in first.allied_with):
        yield f"allied with {allies}"
    if possibly := _names(row for row in others if row.group == first.group):
        yield f"possibly the same as {possibly}, or of one owner: counted as one"


def _names(rows: Iterable[Row]) -> str:
    return ", ".join(dict.fromkeys(_origin_name(row) for row in rows))


def _through(page: Page, documents: Sequence[Sequence[Row]], depth: int) -> tuple[Node, ...]:
    """The outlets through which several documents cite the origin, the nearest to it first, and the documents.

    Through which outlet a single document cites it is in its chain; copies of one document stay together.
    """
    nodes: list[Node] = []
    for group in grouped(documents, lambda copies: _cited(copies[0])[depth : depth + 1]):
        cited = _cited(group[0][0])[depth : depth + 1]
        if cited and len(group) > 1:
            title = _titled(page, f"via {cited[0]}", (), list(chain.from_iterable(group)))
            nodes.append(Node((title,), _through(page, group, depth + 1)))
        else:
            nodes += [_document(page, copies) for copies in group]
    return tuple(nodes)


def _cited(row: Row) -> tuple[str, ...]:
    """The outlets between the origin and whoever published, from the origin outwards."""
    named = [position for position, link in enumerate(row.chain) if link.named]
    end = named[-1] + _is_beyond(row, row.chain[named[-1]]) if named else 0
    between = row.chain[1:end]
    return tuple(link.name for link in reversed(between) if link.named and link.kind is LinkKind.CITED_OUTLET)


def _is_beyond(row: Row, last_named: Link) -> bool:
    """Whether the origin is who a text calls by no name, such as "a former minister", behind the last named link."""
    if row.origin is None or row.chain[-1].named:
        return False
    shared = {*last_named.name.casefold().split()} & {*row.origin.name.casefold().split()}
    return not row.weak or not shared


def _document(page: Page, rows: Sequence[Row]) -> Node:
    """The first row whole, and its copies in a line each, with their words where these differ."""
    first = rows[0]
    copies = tuple(Node(_copy(page, row, first)) for row in rows[1:])
    how = f"{manner(first)}: " if first.how else ""
    told = chain_text(first.chain, page.arrow)
    said_above = first.origin is not None and told == first.origin.name
    quote = f"{how}{page.open}{first.quote}{page.close}"
    return Node((*([] if said_above else [told]), quote, *where(first), *([first.note] if first.note else [])), copies)


def _copy(page: Page, row: Row, first: Row) -> tuple[str, ...]:
    said = (f"{page.open}{row.quote}{page.close}",) if row.quote.split() != first.quote.split() else ()
    kind = "same article" if row.article_id == first.article_id else "same text"
    return (f"{kind}: {chain_text(row.chain, page.arrow)}", *said, *where(row))


def where(row: Row) -> list[str]:
    """Where a row's quote stands, and its address on a line of its own, to be opened or copied."""
    return [place(row), *([row.url] if row.url else [])]


def grouped(several: Iterable[T], key: Callable[[T], K]) -> list[list[T]]:
    """Those that share a key, in the order of the first of each."""
    groups: dict[K, list[T]] = {}
    for one in several:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


def branches(page: Page, nodes: Sequence[Node], before: str = "") -> Iterator[tuple[str, str, str]]:
    """(what is drawn before the line, what before its continuation, the line) for every line of the nodes."""
    for number, node in enumerate(nodes, start=1):
        last = number == len(nodes)
        turn, under = (page.corner, "   ") if last else (page.branch, page.trunk)
        inner = page.trunk if node.children else "   "
        for at, line in enumerate(node.lines):
            yield before + (under if at else turn), before + under + inner, line
        yield from branches(page, node.children, before + under)
