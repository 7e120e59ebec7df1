"""One article read once: its sentences and statements, kept for as long as it is worked on."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.domain import Article
from verifier.language.attribution import Attributed, attribute
from verifier.language.rejections import Rejection, find_rejections
from verifier.language.sentences import Sentence, split_sentences
from verifier.language.statements import Statement, find_statements
from verifier.language.tagged import Tag


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules find in one article, in text order."""

    sentences: tuple[Sentence, ...]
    attributed: tuple[Attributed, ...]
    statements: tuple[Statement, ...]
    rejections: tuple[Rejection, ...]


def read(article: Article, tag: Tag | None = None) -> Reading:
    """The sentences and statements of `article`; an article in another language than English has nothing
    but sentences.

    `tag` is asked about sentences in which no rule sees an attribution.
    """
    sentences = split_sentences(article)
    attributed = attribute(article, sentences, tag) if reads(article.language) else []
    statements = tuple(find_statements(article, attributed))
    rejections = tuple(find_rejections(article.text, attributed, statements))
    return Reading(tuple(sentences), tuple(attributed), statements, rejections)


def reads(language: str | None) -> bool:
    """Whether the rules are made for `language`; one that is not known is taken for English."""
    return language is None or language.split("-")[0].lower() == "en"
