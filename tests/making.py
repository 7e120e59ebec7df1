"""Records for tests, made in one line each. All names and texts are invented."""

from __future__ import annotations

import hashlib
from datetime import date

from verifier.domain import (
    Article,
    Block,
    BlockKind,
    Claim,
    Kind,
    Link,
    LinkKind,
    Mention,
    Pair,
    Passage,
    content_id,
)

DAY = date(2024, 3, 4)


def article(
    text: str, outlet: str | None = "Harbour Post", published: date | None = DAY, path: str = "", language: str = "en"
) -> Article:
    """An article whose paragraphs (lines) are all prose."""
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(BlockKind.PROSE, start, start + len(line)))
        start += len(line) + 1
    path = path or f"{content_id('a', text, outlet)}.txt"
    return Article(
        id=content_id("article", path, text),
        path=path,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        blocks=tuple(blocks),
        outlet=outlet,
        published=published,
        language=language,
    )


def mention(where: Article, quote: str, text: str = "", speaker: str | None = None, kind: Kind = Kind.FACT) -> Mention:
    """A mention of `quote` in `where`, in the outlet's own voice or that of `speaker`."""
    start = where.text.index(quote)
    chain = [Link(where.outlet or "unknown outlet", LinkKind.OUTLET, where.outlet is not None)]
    if speaker:
        chain.append(Link(speaker, LinkKind.SPEAKER, named=True))
    return Mention(
        id=content_id("mention", where.id, start),
        article_id=where.id,
        start=start,
        end=start + len(quote),
        quote=quote,
        text=text or quote,
        chain=tuple(chain),
        kind=kind,
        said_at=where.published,
    )


def passage(where: Article) -> Passage:
    """The whole article as one passage."""
    return Passage(content_id("passage", where.id), where.id, 0, len(where.text), where.text)


def claim(text: str, kind: Kind = Kind.FACT, event_at: date | None = None) -> Claim:
    """A claim that somebody brings."""
    return Claim.brought(text, kind, None, event_at)


def pair(text: str, where: Article) -> Pair:
    """A brought claim and the whole of an article."""
    return Pair(claim(text), where.id, (passage(where),))
