"""Cuts an article's prose into passages: whole sentences in the size the embedding model reads best."""

# The typographic quotes and dashes in here are what newspapers print.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from verifier.domain import Article, BlockKind, Passage, content_id
from verifier.language.sentences import Sentence, split_sentences

# all-MiniLM-L6-v2 was trained on sentence pairs of up to 128 tokens and reads 256, the stance model as many with the
# claim. About three sentences of news are enough context for a pronoun and still one topic.
TARGET_TOKENS = 96
MAX_TOKENS = 192
# A shorter rest is added to the passage before it.
_LEAST_TOKENS = 24
# The model takes a "word" of thousands of characters for one unknown token. Real news has 4 to 6 characters a token;
# counting such words as more keeps 3 MB without a space from being one passage that is measured for minutes.
_LONGEST_TOKEN = 16

_CLAUSE_END = re.compile(r"[,;:–—)\]”\"]\s+|\s[–—-]+\s+")
_SPACE = re.compile(r"\s+")


def chunk(article: Article, count_tokens: Callable[[str], int], *, max_tokens: int = MAX_TOKENS) -> list[Passage]:
    """The passages of `article`, in text order; together they hold every prose sentence exactly once.

    `count_tokens` is the embedding model's own count for a text. A passage has about `TARGET_TOKENS` and at most
    `max_tokens` of them, begins and ends with a sentence, and spans paragraphs only where nothing but prose lies
    between. A sentence longer than `max_tokens` is cut after a clause, else a word, else anywhere. Raises ValueError
    where `max_tokens` is below 8.
    """
    if max_tokens < 8:
        raise ValueError(f"max_tokens is {max_tokens!r}: a passage needs room for at least 8 tokens")
    packer = _Packer(article.text, count_tokens, max_tokens)
    return [_passage(article, *span) for stretch in _stretches(article) for span in packer.pack(stretch)]


def _passage(article: Article, start: int, end: int) -> Passage:
    return Passage(content_id("passage", article.id, start, end), article.id, start, end, article.text[start:end])


def _stretches(article: Article) -> Iterator[list[Sentence]]:
    """Sentences of prose blocks that follow each other with no heading, caption or furniture between."""
    stretch_of_paragraph: list[int] = []
    stretch = 0
    for block in article.blocks:
        if block.kind is BlockKind.PROSE:
            stretch_of_paragraph.append(stretch)
        else:
            stretch += 1
    for _, sentences in groupby(split_sentences(article), key=lambda found: stretch_of_paragraph[found.paragraph]):
        yield list(sentences)


class _Packer:
    def __init__(self, text: str, count_tokens: Callable[[str], int], max_tokens: int) -> None:
        self._text = text
        self._count = count_tokens
        self._most = max_tokens
        self._target = min(TARGET_TOKENS, max_tokens)

    def pack(self, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
        """`[start, end)` of the passages that `sentences`, which nothing interrupts, are read as."""
        spans: list[tuple[int, int]] = []
        start, end = sentences[0].start, sentences[0].end
        for before, sentence in pairwise(sentences):
            if self._is_full(start, end, sentence, new_paragraph=before.paragraph != sentence.paragraph):
                spans.append((start, end))
                start = sentence.start
            end = sentence.end
        spans.append((start, end))
        return [piece for span in self._without_scraps(spans) for piece in self._cut(*span)]

    def _is_full(self, start: int, end: int, following: Sentence, *, new_paragraph: bool) -> bool:
        if new_paragraph and self._tokens(start, end) >= self._target // 2:
            return True
        return self._tokens(start, following.end) > self._target

    def _without_scraps(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        if len(spans) > 1 and self._tokens(*spans[-1]) < _LEAST_TOKENS:
            merged = spans[-2][0], spans[-1][1]
            if self._tokens(*merged) <= self._most:
                return [*spans[:-2], merged]
        return spans

    def _cut(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The span itself, or pieces of a sentence that is too long."""
        while self._tokens(start, end) > self._most and end - start > 1:
            cut = self._cut_point(start, end)
            yield start, start + len(self._text[start:cut].rstrip())
            start = end - len(self._text[cut:end].lstrip())
        yield start, end

    def _cut_point(self, start: int, end: int) -> int:
        """Where the longest piece from `start` that fits ends, at the best kind of place there is."""
        sentence = self._text[start:end]
        for places in (
            [match.end() for match in _CLAUSE_END.finditer(sentence)],
            [match.end() for match in _SPACE.finditer(sentence)],
        ):
            fitting = self._last_fitting(start, places)
            # A first clause of a few words would leave most of the room empty.
            if fitting is not None and self._tokens(start, start + fitting) >= self._most // 4:
                return start + fitting
        return start + (self._last_fitting(start, range(1, len(sentence))) or 1)

    def _last_fitting(self, start: int, places: Sequence[int]) -> int | None:
        low, high = 0, len(places)
        while low < high:
            middle = (low + high) // 2
            if self._tokens(start, start + places[middle]) <= self._most:
                low = middle + 1
            else:
                high = middle
        return places[low - 1] if low else None

    def _tokens(self, start: int, end: int) -> int:
        least = (end - start) // _LONGEST_TOKEN
        return least if least > self._most else max(least, self._count(self._text[start:end]))
