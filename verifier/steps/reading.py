"""Read: an article's sentences, who stands behind each, and its statements; each article once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Protocol

from verifier.domain import Article, content_id
from verifier.fingerprints import source_fingerprint
from verifier.language.reading import Reading, read
from verifier.language.tagged import Mark, Tag
from verifier.store.records import Codec

_KEPT = 512


class AttributionTagger(Protocol):
    """Marks sources, cues and contents in sentences. The marks of a sentence depend on it and its context alone."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same sentence may get other marks."""

    def fits(self, sentence: str) -> bool:
        """Whether a sentence can be tagged at all: it has words, and not too many."""

    def tag_each(self, inputs: Sequence[tuple[str, str]]) -> Iterable[Sequence[Mark]]:
        """The marks of each (sentence, text before it), in order. Raises ModelError for one that does not fit."""


class KeptReadings(Protocol):
    """Where readings outlast the program, by article and key."""

    def reading(self, article_id: str, key: str) -> str | None:
        """The document kept, None where there is none under this key."""

    def put_reading(self, article_id: str, key: str, document: str) -> None:
        """Keep a document in place of the one before."""


class Reader:
    """Reads by rules, and asks a tagger about sentences in which no rule sees an attribution.

    The last 512 articles are at hand, all of a store's in `kept`. Safe to share between threads.
    """

    def __init__(self, tagger: AttributionTagger | None = None, kept: KeptReadings | None = None) -> None:
        self._tagger = tagger
        self._store = kept
        self._kept: OrderedDict[str, Reading] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """Rules and tagger."""
        return content_id("reader", source_fingerprint("verifier.language"), self._tagger and self._tagger.fingerprint)

    def read(self, article: Article) -> Reading:
        """What `verifier.language.reading.read` finds."""
        with self._lock:
            if article.id in self._kept:
                self._kept.move_to_end(article.id)
                return self._kept[article.id]
        found = self._stored(article)
        with self._lock:
            self._kept[article.id] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _stored(self, article: Article) -> Reading:
        if self._store is None:
            return self._read(article)
        about = article.outlet, article.author, article.title, article.published, article.language
        key = content_id("reading", self.fingerprint, about)
        document = self._store.reading(article.id, key)
        if document is not None:
            return READING.load(document)
        found = self._read(article)
        self._store.put_reading(article.id, key, READING.dump(found))
        return found

    def _read(self, article: Article) -> Reading:
        return read(article, None if self._tagger is None else _tagging(self._tagger))


READING: Codec[Reading] = Codec(Reading, "reading")


def _tagging(tagger: AttributionTagger) -> Tag:
    def tag(inputs: Sequence[tuple[str, str]]) -> list[Sequence[Mark]]:
        """No marks for what is no sentence: a list of links may be thousands of words long."""
        fits = [tagger.fits(sentence) for sentence, _ in inputs]
        marks = iter(tagger.tag_each([one for one, fit in zip(inputs, fits, strict=True) if fit]))
        return [next(marks) if fit else [] for fit in fits]

    return tag
