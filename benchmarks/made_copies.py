"""Copies of an article as outlets make them: exact, edited, abridged, re-headed. Made with fixed seeds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from verifier.domain import Article, Block, BlockKind
from verifier.language.sentences import sentence_spans
from verifier.language.words import is_negated


def make_article(article_id: str, paragraphs: Iterable[str]) -> Article:
    """An article without metadata, all of it prose."""
    text, blocks = "", []
    for paragraph in filter(str.strip, paragraphs):
        blocks.append(Block(BlockKind.PROSE, len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    return Article(article_id, path=article_id, sha256="", text=text, blocks=tuple(blocks))


def count_words(article: Article) -> int:
    """Words of its prose."""
    return sum(len(paragraph.split()) for paragraph in paragraphs_of(article))


def paragraphs_of(article: Article) -> list[str]:
    """Its prose, block by block."""
    return [article.text[b.start : b.end] for b in article.blocks if b.kind is BlockKind.PROSE]


def sentences_of(article: Article) -> list[str]:
    """Its prose, sentence by sentence."""
    return [part[start:end] for part in paragraphs_of(article) for start, end in sentence_spans(part)]


def chance_of(seed: int | str) -> random.Random:
    """Chance that is the same on every machine."""
    return random.Random(seed)  # noqa: S311  made-up copies, no secrets


# --- changes: the prose of a copy ---


def copy(article: Article, _: random.Random) -> list[str]:
    """All of it."""
    return paragraphs_of(article)


def edit(article: Article, chance: random.Random) -> list[str]:
    """Three words in a hundred replaced by others of the article, whatever they were: names and numbers too."""
    return _edit(article, chance, lambda _: True)


def edit_lightly(article: Article, chance: random.Random) -> list[str]:
    """Three words in a hundred replaced by others of the article; no names, numbers or words like "not"."""
    return _edit(article, chance, lambda word: word.isalpha() and word.islower() and not is_negated(word))


def _edit(article: Article, chance: random.Random, may_go: Callable[[str], bool]) -> list[str]:
    words = [paragraph.split() for paragraph in paragraphs_of(article)]
    every = [word for part in words for word in part if may_go(word)]
    places = [(n, i) for n, part in enumerate(words) for i, word in enumerate(part) if may_go(word)]
    for n, i in chance.sample(places, int(0.03 * count_words(article))):
        words[n][i] = chance.choice(every)
    return [" ".join(part) for part in words]


def keep_lead(article: Article, _: random.Random) -> list[str]:
    """The first third of its sentences."""
    sentences = sentences_of(article)
    return sentences[: max(1, round(len(sentences) / 3))]


def keep_any(article: Article, chance: random.Random) -> list[str]:
    """Any third of its sentences."""
    sentences = sentences_of(article)
    kept = sorted(chance.sample(range(len(sentences)), max(1, round(len(sentences) / 3))))
    return [sentences[n] for n in kept]


def rehead(article: Article, chance: random.Random) -> list[str]:
    """Edited, between a lead and an end of its own."""
    return [*_head(chance), *edit(article, chance), _END]


def rehead_lightly(article: Article, chance: random.Random) -> list[str]:
    """Lightly edited, between a lead and an end of its own."""
    return [*_head(chance), *edit_lightly(article, chance), _END]


def _head(chance: random.Random) -> list[str]:
    return [
        f"Our newsroom has followed this since the first reports came in at {chance.random():.6f}. What we know so far."
    ]


_END = "Follow us for more, and write to us if you were there."

CHANGES: dict[str, Callable[[Article, random.Random], list[str]]] = {
    "exact copies": copy,
    "copies with 3 % of the words changed": edit,
    "abridgements to the first third": keep_lead,
    "abridgements to any third of the sentences": keep_any,
    "copies re-headed, 3 % changed": rehead,
}
"""What is made of an article for clustering."""
