"""Who says what in a sentence: the spans that name a source, the words of saying, and what is said.

Knows nothing of articles, claims or chains: which source says which content, and who "she" is, is for the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from verifier.models.session import OnnxModel

if TYPE_CHECKING:
    from tokenizers import Encoding

MAX_TOKENS = 512
CONTEXT_TOKENS = 48
"""How much of what precedes a sentence is read: its last word pieces, about two sentences of news."""
CONTEXT_CHARACTERS = 1_000
"""Of more than that not even the tokens are looked at: 48 word pieces of prose are 250 characters."""
LONGEST_SENTENCE = MAX_TOKENS - CONTEXT_TOKENS - 3
"""Word pieces of a sentence that fits whatever its context; three marks stand around the two."""


class SpanRole(StrEnum):
    """What a span of a sentence does in an attribution; in the order of the model's outputs."""

    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"


THRESHOLD = 0.4
"""A word has a role from this score on; chosen, as the next two, on texts that were neither trained nor measured on."""
_BRIDGE = 0.1
# Two words of little doubt between two runs make them one span: exactly right content spans go from 0.63 to 0.67 of F1.
_BRIDGED_WORDS = 2


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """`sentence[start:end]` has this role. `score`: the highest of its words, THRESHOLD to 1. Spans of two roles may
    overlap, spans of one role do not."""

    role: SpanRole
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class ScoredWord:
    """`sentence[start:end]` is a word or a punctuation mark. `scores`: 0 to 1, one per role in SpanRole's order."""

    start: int
    end: int
    scores: tuple[float, ...]


class Tagger:
    """A small encoder in int8 that marks sources, cues and contents in English news sentences.

    Safe to share between threads. The same sentence and context get the same spans on every call.
    """

    name = "attribution tagger (int8)"

    def __init__(self, threads: int | None = None) -> None:
        """`threads`: sentences computed at once; by default one per core this process may use."""
        self._model = OnnxModel("attribution.int8.onnx", "tokenizer.json", MAX_TOKENS, threads)

    @property
    def fingerprint(self) -> str:
        """First 16 hex digits of the model file's SHA-256."""
        return self._model.fingerprint

    def fits(self, sentence: str) -> bool:
        """Whether `tag` takes a sentence, whatever its context."""
        encoding = self._model.encode(sentence)
        return 2 < len(encoding) <= LONGEST_SENTENCE + 2

    def tag(self, sentence: str, before: str = "") -> list[TaggedSpan]:
        """The spans of one sentence, by place. `before`: the text in front of it, any length, of which the last
        `CONTEXT_TOKENS` word pieces are read; it may be empty and nothing in it is tagged.

        Raises ModelError for a sentence with no token in it, for one that has more than `MAX_TOKENS` together with
        its context, and for text that is not Unicode.
        """
        return next(self.tag_each([(sentence, before)]))

    def tag_each(self, inputs: Sequence[tuple[str, str]]) -> Iterator[list[TaggedSpan]]:
        """`tag` of each (sentence, before), in order, several computed at once."""
        for (sentence, _), words in zip(inputs, self.score_each(inputs), strict=True):
            yield spans_of(sentence, words)

    def score_each(self, inputs: Sequence[tuple[str, str]]) -> Iterator[list[ScoredWord]]:
        """The words of each (sentence, before) with their scores, in order: what `tag_each` decides from."""
        pairs = [(self._context(before), sentence) for sentence, before in inputs]
        for pair, scores in zip(pairs, self._model.run_each(pairs), strict=True):
            yield words_of(self._model.encode(pair), scores)

    def _context(self, before: str) -> str:
        end = before[-CONTEXT_CHARACTERS:]
        return last_tokens(end, self._model.encode(end), CONTEXT_TOKENS)


def last_tokens(text: str, encoding: Encoding, count: int) -> str:
    """The end of `text` that holds its last `count` tokens or a few fewer, from the beginning of a word."""
    tokens = zip(encoding.word_ids, encoding.offsets, strict=True)
    words = [(word, start) for word, (start, _) in tokens if word is not None]
    first = len(words) - count
    if first <= 0:
        return text
    while first < len(words) and words[first][0] == words[first - 1][0]:
        first += 1
    return text[words[first][1] :] if first < len(words) else ""


def words_of(encoding: Encoding, scores: NDArray[np.float32]) -> list[ScoredWord]:
    """The words of the second text in `encoding`, each with the mean score of its word pieces.

    `scores`: float32 [tokens, roles], a row per token of `encoding`.
    """
    tokens = zip(encoding.sequence_ids, encoding.word_ids, encoding.offsets, scores, strict=True)
    second = [(word, offsets, row) for sequence, word, offsets, row in tokens if sequence == 1]
    words = []
    for _, group in groupby(second, key=lambda token: token[0]):
        pieces = list(group)
        mean = np.mean([row for _, _, row in pieces], axis=0)
        words.append(ScoredWord(pieces[0][1][0], pieces[-1][1][1], tuple(float(score) for score in mean)))
    return words


def spans_of(sentence: str, words: Sequence[ScoredWord]) -> list[TaggedSpan]:
    """The runs of words that have a role, by place; a run of punctuation alone is left out."""
    found = []
    for index, role in enumerate(SpanRole):
        scores = [word.scores[index] for word in words]
        for first, last in _runs(scores):
            start, end = words[first].start, words[last].end
            if re.search(r"\w", sentence[start:end]):
                found.append(TaggedSpan(role, start, end, max(scores[first : last + 1])))
    return sorted(found, key=lambda span: (span.start, span.end))


def _runs(scores: Sequence[float]) -> list[tuple[int, int]]:
    """First and last index of each run that reaches the threshold, short gaps bridged."""
    runs: list[tuple[int, int]] = []
    for index in (index for index, score in enumerate(scores) if score >= THRESHOLD):
        last = runs[-1][1] if runs else None
        gap = scores[last + 1 : index] if last is not None else ()
        if last is not None and len(gap) <= _BRIDGED_WORDS and all(score >= _BRIDGE for score in gap):
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs
