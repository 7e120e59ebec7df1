"""Extract: one article in, its mentions out; a quote that does not stand in the text is dropped and counted."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.domain import Article, Mention
from verifier.engines import Engine


@dataclass(frozen=True, slots=True)
class Extraction:
    """The mentions of one article and how many were dropped because their quote is not verbatim."""

    article_id: str
    mentions: tuple[Mention, ...]
    n_dropped: int


def extract(article: Article, engine: Engine) -> Extraction:
    """What `engine` finds in `article`, kept only where the quote is `article.text[start:end]`."""
    found = engine.extract_mentions(article)
    kept = tuple(m for m in found if m.quote and article.text[m.start : m.end] == m.quote)
    return Extraction(article.id, kept, len(found) - len(kept))
