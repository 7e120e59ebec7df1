"""What a copy says was said where its words stood first: its sentences are not judged anew.

Words changed elsewhere in a copied sentence, or the sentence that named the speaker left out, would else make of one
text several origins, or a witness against itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from verifier.domain import Article, BlockKind, Row, Stance
from verifier.language.words import is_negated
from verifier.steps.lifted import tells
from verifier.steps.overlaps import WORD, plain

_RUN = 3
# Share of the quote's words that lie in shared runs; the articles are known to be copies.
_LEAST = 0.6

_Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a stretch of text: as they stand, folded, and where they stand in it."""

    shown: tuple[str, ...]
    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class Carriers:
    """Finds for words of a copy the earliest article of its document that holds them. Reads a document on first use."""

    def __init__(self, articles: Mapping[str, Article], documents: Mapping[str, str]) -> None:
        """`documents` as `documents.cluster` gives them for `articles`, or for more."""
        self._articles = articles
        self._documents = documents
        self._members: dict[str, list[Article]] = defaultdict(list)
        for one, document in documents.items():
            if one in articles:
                self._members[document].append(articles[one])
        self._words: dict[str, _Words] = {}
        self._first: dict[str, dict[tuple[str, ...], _Place]] = {}

    def as_first_said(self, judged: Sequence[Row], others: Sequence[Row] = ()) -> list[Row]:
        """`judged` with the stance and origin of the row where the words stood first, among them and `others`.

        A vote of a copy is *related* where its words were read before and no vote was seen in them.
        """
        by_article: dict[str, list[Row]] = defaultdict(list)
        for row in (*others, *judged):
            by_article[row.article_id].append(row)
        return [self._as_first_said(row, by_article) for row in judged]

    def _as_first_said(self, row: Row, by_article: Mapping[str, Sequence[Row]]) -> Row:
        if row.stance not in {Stance.SUPPORTS, Stance.CONTRADICTS}:
            return row
        found = self.first_place(row.article_id, row.start, row.end)
        if found is None:
            return row
        first_id, start, end = found
        there = [one for one in by_article.get(first_id, ()) if one.start < end and start < one.end]
        if not there:
            return replace(row, stance=Stance.RELATED, how=None, strong=False)
        first = max(there, key=lambda one: (min(one.end, end) - max(one.start, start), one.stance == row.stance))
        return replace(
            row,
            stance=first.stance,
            how=first.how,
            origin=first.origin,
            group=first.group,
            named=first.named,
            weak=first.weak,
            own_voice=first.own_voice,
            allied_with=first.allied_with,
            said_at=first.said_at,
            comparable=first.comparable,
            strong=first.strong,
            note=first.note,
        )

    def first_place(self, article_id: str, start: int, end: int) -> tuple[str, int, int] | None:
        """Article and span where the words of `text[start:end]` stood first; None where it is the first itself."""
        document = self._documents[article_id]
        if len(self._members[document]) < 2:
            return None
        first = self._first_places(document)
        text = self._articles[article_id].text[start:end]
        quote = _words(text, 0, len(text))
        hits: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for at in range(len(quote.folded) - _RUN + 1):
            place = first.get(quote.folded[at : at + _RUN])
            if place is not None:
                hits[place[0]].append((at, place[1]))
        for carrier in sorted(hits, key=lambda one: self._age(one)):
            if carrier != article_id and self._age(carrier) < self._age(article_id):
                span = self._same(quote, carrier, hits[carrier])
                if span is not None and is_negated(self._articles[carrier].text[slice(*span)]) == is_negated(text):
                    return carrier, *span
        return None

    def _age(self, article_id: str) -> tuple[date, str]:
        return self._articles[article_id].published or date.max, article_id

    def _first_places(self, document: str) -> dict[tuple[str, ...], _Place]:
        """For each run of words in the document the article that holds it first, and the place of its first word."""
        if document not in self._first:
            first: dict[tuple[str, ...], _Place] = {}
            for member in sorted(self._members[document], key=lambda one: self._age(one.id)):
                folded = self._words_of(member.id).folded
                for at in range(len(folded) - _RUN + 1):
                    first.setdefault(folded[at : at + _RUN], (member.id, at))
            self._first[document] = first
        return self._first[document]

    def _words_of(self, article_id: str) -> _Words:
        if article_id not in self._words:
            article = self._articles[article_id]
            blocks = [_words(article.text, b.start, b.end) for b in article.blocks if b.kind is BlockKind.PROSE]
            self._words[article_id] = _Words(
                tuple(word for block in blocks for word in block.shown),
                tuple(word for block in blocks for word in block.folded),
                tuple(span for block in blocks for span in block.spans),
            )
        return self._words[article_id]

    def _same(self, quote: _Words, carrier: str, hits: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """The span of the carrier that says the same but for a few words that are no names or numbers, or None."""
        length = len(quote.folded)
        middle = sorted(place - at for at, place in hits)[len(hits) // 2]
        near = [(at, place) for at, place in hits if abs(place - at - middle) <= max(_RUN, length // 4)]
        held = {at + n for at, _ in near for n in range(_RUN)}
        if len(held) < _LEAST * length:
            return None
        theirs = self._words_of(carrier)
        covered = {place + n for _, place in near for n in range(_RUN)}
        left = [tells(quote.shown, at) for at in range(length) if at not in held]
        left += [tells(theirs.shown, at) for at in range(min(covered), max(covered)) if at not in covered]
        return None if any(left) else (theirs.spans[min(covered)][0], theirs.spans[max(covered)][1])


def _words(text: str, start: int, end: int) -> _Words:
    found = list(WORD.finditer(text, start, end))
    shown = tuple(plain(match.group()) for match in found)
    return _Words(shown, tuple(word.casefold() for word in shown), tuple(match.span() for match in found))
