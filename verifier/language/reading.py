"""One article read once: its sentences and statements, kept for as long as it is worked on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from verifier.domain import Article
from verifier.language.sentences import Sentence, split_sentences
from verifier.language.statements import Statement, find_statements


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules find in one article, in text order."""

    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]


@lru_cache(maxsize=512)
def read(article: Article) -> Reading:
    """The sentences and statements of `article`; an article in another language than English has no statements."""
    sentences = split_sentences(article)
    statements = find_statements(article, sentences) if reads(article.language) else []
    return Reading(tuple(sentences), tuple(statements))


def reads(language: str | None) -> bool:
    """Whether the rules are made for `language`; one that is not known is taken for English."""
    return language is None or language.split("-")[0].lower() == "en"
