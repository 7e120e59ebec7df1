"""What a copy says was said where its words stood first: its sentences are not judged anew.

Words changed elsewhere in a copied sentence, or the sentence that named the speaker left out, would else make of one
text several origins, or a witness against itself. Of two carriers of one day nobody knows which was first: there a vote
seen in either counts, and a speaker named in either is behind both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import permutations

from verifier.domain import Article, BlockKind, Row, Stance
from verifier.language.words import is_negated
from verifier.steps.lifted import is_own_voice, tells
from verifier.steps.overlaps import WORD, plain

_RUN = 3
# Share of the quote's words that stand in the same order there, two or more in a row; the articles are known to be
# copies. Not fitted: 0.6 leaves a quote of ten words two changed ones. Checked on the echoes of the sample alone.
_LEAST = 0.6

_VOTES = frozenset({Stance.SUPPORTS, Stance.CONTRADICTS})

_Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class FirstPlace:
    """Where words of a copy stood first; `altered` when the copy has another name, number or negation in them."""

    article_id: str
    start: int
    end: int
    altered: bool = False


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
        self._twins = {one: other for each in self._members.values() for one, other in _twins(each)}
        self._words: dict[str, _Words] = {}
        self._places_of_runs = lru_cache(maxsize=256)(self._find_runs)
        self._first: dict[str, dict[tuple[str, ...], _Place]] = {}

    def as_first_said(self, judged: Sequence[Row], others: Sequence[Row] = ()) -> list[Row]:
        """`judged` with the stance and origin of the row where the words stood first, among them and `others`.

        A vote of a copy is *related* where its words were read before and no vote was seen in them. Altered words (an
        update of a wire story, or a slip) vote as the copy has them where the first ones vote at all, and always in the
        name of whoever said the first ones: a changed word is no further origin.
        """
        judged, others = self._as_twins_name(judged, others), self._as_twins_name(others, judged)
        by_article = _by_article((*others, *judged))
        return [self._as_first_said(row, by_article) for row in judged]

    def in_name_of_first(self, stated: Sequence[Row], others: Sequence[Row] = ()) -> list[Row]:
        """`stated`, whose stance stays, with the origin of the row where the words stood first, where there is one."""
        stated, others = self._as_twins_name(stated, others), self._as_twins_name(others, stated)
        by_article = _by_article((*stated, *others))
        found = []
        for row in stated:
            place = self.first_place(row.article_id, row.start, row.end)
            first = _row_at(place, row.stance, by_article) if place else None
            found.append(self._named_after(first, row) if first else row)
        return found

    def _as_first_said(self, row: Row, by_article: Mapping[str, Sequence[Row]]) -> Row:
        if row.stance not in _VOTES:
            return row
        place = self.first_place(row.article_id, row.start, row.end)
        if place is None:
            return row
        first = _row_at(place, row.stance, by_article)
        is_vote = first is not None and first.stance in _VOTES
        if first is not None:
            row = self._named_after(first, row)
        if not is_vote and self._twins.get(row.article_id) == place.article_id:
            return row
        if first is None:
            return replace(row, stance=Stance.RELATED, how=None, strong=False)
        return row if place.altered and is_vote else _with_stance_of(row, first)

    def _named_after(self, first: Row, row: Row) -> Row:
        is_twin = self._twins.get(row.article_id) == first.article_id
        return row if is_twin and is_own_voice(first) and _names_another(row, first) else _in_name_of(row, first)

    def _as_twins_name(self, rows: Sequence[Row], others: Sequence[Row]) -> list[Row]:
        """`rows`; votes of an outlet itself in the name of the speaker whom the other carrier of the day quotes."""
        by_article = _by_article((*rows, *others))
        found = []
        for row in rows:
            twin = self._twins.get(row.article_id)
            place = self._place_in(twin, row) if twin and row.stance in _VOTES and is_own_voice(row) else None
            there = _row_at(place, row.stance, by_article) if place else None
            quotes = there is not None and there.stance in _VOTES and _names_another(there, row)
            found.append(_in_name_of(row, there) if there and quotes else row)
        return found

    def first_place(self, article_id: str, start: int, end: int) -> FirstPlace | None:
        """Where the words of `text[start:end]` stood first; None where that is in this article, or in no other."""
        document = self._documents[article_id]
        if len(self._members[document]) < 2:
            return None
        first = self._first_places(document)
        quote = self._quote(article_id, start, end)
        hits: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for at in range(len(quote.folded) - _RUN + 1):
            place = first.get(quote.folded[at : at + _RUN])
            if place is not None:
                hits[place[0]].append((at, place[1]))
        for carrier in sorted(hits, key=self._age):
            if self._age(carrier) < self._age(article_id):
                found = self._same(quote, carrier, hits[carrier])
                if found is not None:
                    theirs = self._articles[carrier].text[found.start : found.end]
                    negated = is_negated(theirs) != is_negated(self._articles[article_id].text[start:end])
                    return replace(found, altered=found.altered or negated)
        return None

    def _place_in(self, carrier: str, row: Row) -> FirstPlace | None:
        """The place of the row's words in the one article."""
        quote = self._quote(row.article_id, row.start, row.end)
        places = self._places_of_runs(carrier)
        runs = (quote.folded[at : at + _RUN] for at in range(len(quote.folded) - _RUN + 1))
        hits = [(at, places[run]) for at, run in enumerate(runs) if run in places]
        return self._same(quote, carrier, hits) if hits else None

    def _quote(self, article_id: str, start: int, end: int) -> _Words:
        return _words(self._articles[article_id].text, start, end)

    def _age(self, article_id: str) -> tuple[date, bool, str]:
        """Of one day the article after which the document is called is the first."""
        published = self._articles[article_id].published or date.max
        return published, self._documents[article_id] != article_id, article_id

    def _first_places(self, document: str) -> dict[tuple[str, ...], _Place]:
        """For each run of words in the document the article that holds it first, and the place of its first word."""
        if document not in self._first:
            first: dict[tuple[str, ...], _Place] = {}
            for member in sorted(self._members[document], key=lambda one: self._age(one.id)):
                for run, at in self._places_of_runs(member.id).items():
                    first.setdefault(run, (member.id, at))
            self._first[document] = first
        return self._first[document]

    def _find_runs(self, article_id: str) -> dict[tuple[str, ...], int]:
        """For each run of words in the article the place of its first word, where it stands first."""
        folded = self._words_of(article_id).folded
        places: dict[tuple[str, ...], int] = {}
        for at in range(len(folded) - _RUN + 1):
            places.setdefault(folded[at : at + _RUN], at)
        return places

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

    def _same(self, quote: _Words, carrier: str, hits: Sequence[tuple[int, int]]) -> FirstPlace | None:
        """The place in the carrier that most of the quote's words come from, or None."""
        length = len(quote.folded)
        middle = sorted(place - at for at, place in hits)[len(hits) // 2]
        slack = max(_RUN, length // 4)
        theirs = self._words_of(carrier)
        begin = max(0, middle - slack)
        window = theirs.folded[begin : max(0, middle + length + slack)]
        matcher = SequenceMatcher(None, quote.folded, window, autojunk=False)
        runs = [run for run in matcher.get_matching_blocks() if run.size > 1]  # a word alone is matched by chance
        if sum(run.size for run in runs) < _LEAST * length:
            return None
        ends = [(run.a + run.size, begin + run.b + run.size) for run in runs]
        starts = [(run.a, begin + run.b) for run in runs]
        first = max(0, starts[0][1] - starts[0][0])
        last = min(len(theirs.folded), ends[-1][1] + length - ends[-1][0])
        edges = [((0, first), starts[0]), (ends[-1], (length, last))]
        altered = any(_tell_another(quote, theirs, *gap, both=True) for gap in zip(ends, starts[1:], strict=False))
        altered = altered or any(_tell_another(quote, theirs, *edge, both=False) for edge in edges)
        return FirstPlace(carrier, theirs.spans[first][0], theirs.spans[last - 1][1], altered)


def _tell_another(quote: _Words, theirs: _Words, start: tuple[int, int], end: tuple[int, int], *, both: bool) -> bool:
    """Whether two stretches, each from its place in `start` to that in `end`, hold other names or numbers, or in
    another order; not `both`: whether `theirs` lacks one of the quote's."""
    ours, others = slice(start[0], end[0]), slice(start[1], end[1])
    told = {quote.folded[at] for at in range(ours.start, ours.stop) if tells(quote.shown, at)}
    if both:
        told |= {theirs.folded[at] for at in range(others.start, others.stop) if tells(theirs.shown, at)}
    in_quote, in_theirs = (
        [word for word in words if word in told] for words in (quote.folded[ours], theirs.folded[others])
    )
    return in_quote != in_theirs


def _twins(members: Sequence[Article]) -> Iterator[tuple[str, str]]:
    """The two articles of the day on which a document came out, each with the other, if there are just two."""
    days = [one.published or date.max for one in members]
    early = [one.id for one, day in zip(members, days, strict=True) if day == min(days)]
    return permutations(early, 2) if len(early) == 2 else iter(())


def _by_article(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row)
    return found


def _row_at(place: FirstPlace, stance: Stance, by_article: Mapping[str, Sequence[Row]]) -> Row | None:
    """The row that overlaps the place most, of several one with this stance."""
    return max(
        (one for one in by_article.get(place.article_id, ()) if one.start < place.end and place.start < one.end),
        key=lambda one: (min(one.end, place.end) - max(one.start, place.start), one.stance == stance),
        default=None,
    )


def _names_another(there: Row, row: Row) -> bool:
    """Whether `there` names a speaker who is not whoever speaks in `row`."""
    return there.named and not is_own_voice(there) and there.group != row.group


def _in_name_of(row: Row, first: Row) -> Row:
    return replace(
        row,
        origin=first.origin,
        group=first.group,
        named=first.named,
        weak=first.weak,
        own_voice=first.own_voice,
        allied_with=first.allied_with,
    )


def _with_stance_of(row: Row, first: Row) -> Row:
    return replace(
        row,
        stance=first.stance,
        how=first.how,
        said_at=first.said_at,
        comparable=first.comparable,
        strong=first.strong,
        note=first.note,
    )


def _words(text: str, start: int, end: int) -> _Words:
    found = list(WORD.finditer(text, start, end))
    shown = tuple(plain(match.group()) for match in found)
    return _Words(shown, tuple(word.casefold() for word in shown), tuple(match.span() for match in found))
