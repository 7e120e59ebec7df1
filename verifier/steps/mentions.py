"""Extract: articles in, their mentions out; a quote that does not stand in the text is dropped and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from verifier.domain import Article, Mention
from verifier.engines import Engine


@dataclass(frozen=True, slots=True)
class Extraction:
    """The mentions of one article, how many were dropped because their quote is not verbatim or is another's, why parts
    of the article were not read, and whether none was."""

    article_id: str
    mentions: tuple[Mention, ...]
    n_dropped: int
    n_same_quotes: int = 0
    unread: tuple[str, ...] = ()
    nothing_read: bool = False


def extract(articles: Iterable[Article], engine: Engine) -> Iterator[Extraction]:
    """What `engine` finds in each article, in any order, kept only where the quote is `article.text[start:end]`."""
    for article, found in engine.extract_each(articles):
        kept = tuple(m for m in found.mentions if m.quote and article.text[m.start : m.end] == m.quote)
        n_dropped = len(found.mentions) - len(kept)
        yield Extraction(article.id, kept, n_dropped, found.n_same_quotes, found.unread, found.nothing_read)
