"""Texts as hashes of their runs of words, and which words of one stand in another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from verifier.domain import Article, BlockKind

Mask = NDArray[np.bool_]
Hashes = NDArray[np.uint64]

RUN = 5
"""Words in a row that both texts must have for them to count as shared."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
# Thai, Japanese and Chinese put no spaces between words: there each character counts as one.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[^\W_{_UNSPACED}]+|[{_UNSPACED}]")
_QUOTED = re.compile(
    "(\u201e[^\u201c\u201d]*(?:[\u201c\u201d]|$)"
    "|\u201c[^\u201d]*(?:\u201d|$)"
    "|\u00ab[^\u00bb]*(?:\u00bb|$)"
    "|(?<!\\w)\u2018[^\u2018\u2019]*(?:\u2019\\w[^\u2018\u2019]*)*\u2019(?!\\w)"
    '|"[^"]*")'
)
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0x27D4EB2F165667C5],
    dtype=np.uint64,
)


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text as hashes of its runs of words, by the place of the first word and sorted.

    `running` has an entry for each word: whether it stands outside quotes.
    """

    runs: Hashes
    ordered: Hashes
    running: Mask


@lru_cache(maxsize=1 << 17)
def _hash_word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def read_text(article: Article) -> Text:
    """The article's prose."""
    words: list[int] = []
    running: list[bool] = []
    for outside, piece in _pieces(article):
        found = WORD.findall(piece.casefold())
        words += map(_hash_word, found)
        running += [outside] * len(found)
    padded = words + [0] * (RUN - len(words) if words else 0)
    hashes = np.array(padded, dtype=np.uint64)
    runs = sum(
        (factor * hashes[i : len(hashes) - RUN + 1 + i] for i, factor in enumerate(_FACTORS)),
        start=np.zeros(max(0, len(hashes) - RUN + 1), dtype=np.uint64),
    )
    return Text(runs, np.sort(runs), np.array(running, dtype=np.bool_))


def _pieces(article: Article) -> Iterator[tuple[bool, str]]:
    """The article's prose cut at quotation marks, each piece with whether it lies outside them."""
    for block in article.blocks:
        if block.kind is BlockKind.PROSE:
            for n, piece in enumerate(_QUOTED.split(plain(article.text[block.start : block.end]))):
                yield n % 2 == 0, piece


def words_of(text: str) -> list[str]:
    """The words of a text in order, in their own letters; of languages without spaces each character."""
    return WORD.findall(plain(text))


def plain(text: str) -> str:
    """The text in one form of Unicode, without invisible characters."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def shared_words(text: Text, other: Text) -> Mask:
    """Which words of `text` lie in a run that is in `other` too."""
    hits = are_in(text.runs, other.ordered)
    shared = np.zeros(len(text.running), dtype=np.bool_)
    for i in range(RUN):
        shared[i : i + len(hits)] |= hits[: max(0, len(shared) - i)]
    return shared


def are_in(values: Hashes, ordered: Hashes) -> Mask:
    """Which of the values stand in `ordered`; quicker than `numpy.isin`, which sorts both each time."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.bool_)
    places = np.searchsorted(ordered, values)
    return np.asarray(ordered[np.minimum(places, len(ordered) - 1)] == values)
