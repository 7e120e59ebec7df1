"""Places: where in the articles of a collection the rows of gold stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verifier.domain import Article, Row
from verifier.evaluation.gold import GoldRow


@dataclass(frozen=True, slots=True)
class Span:
    """Where a gold row stands: an article, and the place of the quote in it if gold gives one."""

    article_id: str
    at: tuple[int, int] | None


class Places:
    """Finds gold rows in the articles of a collection."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {article.id: article for article in articles}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for article in self._articles.values():
            for name in {article.id, article.url, article.path, *_endings(article.path)} - {None}:
                self._by_name[str(name)].append(article.id)
        self._known: dict[GoldRow, list[Span]] = {}

    def spans(self, row: GoldRow) -> list[Span]:
        """Every place a row can mean."""
        if row not in self._known:
            self._known[row] = self._locate(row)
        return self._known[row]

    def _locate(self, row: GoldRow) -> list[Span]:
        named = self._by_name.get(row.article, []) if row.article else []
        if not self.quoted(row):
            return [Span(one, None) for one in named]
        quote = re.compile(r"\s+".join(map(re.escape, (row.quote or "").split())))
        if row.article and row.article != row.quote:
            return [Span(one, self._find(one, quote)) for one in named]
        return [Span(one, at) for one in self._articles if (at := self._find(one, quote))]

    def _find(self, article_id: str, quote: re.Pattern[str]) -> tuple[int, int] | None:
        found = quote.search(self._articles[article_id].text)
        return found.span() if found else None

    def quoted(self, row: GoldRow) -> bool:
        """Whether the row gives a quote; a plain text that names an article does not."""
        return row.quote is not None and not (row.article == row.quote and row.article in self._by_name)

    def located(self, row: GoldRow) -> bool:
        """Whether the row's article, and its quote where it gives one, are in this collection."""
        return any(span.at or not self.quoted(row) for span in self.spans(row))

    def find_article(self, row: GoldRow, found: Sequence[Row]) -> bool:
        """Whether one of the rows found stands in the gold row's article."""
        return bool({span.article_id for span in self.spans(row)} & {one.article_id for one in found})

    def find_quote(self, row: GoldRow, found: Sequence[Row]) -> bool:
        """Whether one of the rows found overlaps the gold row's quote."""
        return any(_overlap(span, one.article_id, one.start, one.end) for span in self.spans(row) for one in found)

    def any_outside(self, found: Sequence[Row], gold: Sequence[GoldRow]) -> bool:
        """Whether one of the rows found stands in an article that none of the gold rows is of."""
        right = {span.article_id for row in gold for span in self.spans(row)}
        return any(one.article_id not in right for one in found)

    def overlaps(self, row: GoldRow, mentions: Mapping[str, Sequence[tuple[int, int]]]) -> bool:
        """Whether a stored mention overlaps the gold row's quote."""
        return any(
            _overlap(span, span.article_id, start, end)
            for span in self.spans(row)
            for start, end in mentions.get(span.article_id, ())
        )


def _overlap(span: Span, article_id: str, start: int, end: int) -> bool:
    return span.at is not None and span.article_id == article_id and span.at[0] < end and start < span.at[1]


def _endings(path: str) -> set[str]:
    """The path without one, two … of its first folders, down to the file's name."""
    parts = path.split("/")
    return {"/".join(parts[first:]) for first in range(len(parts))}
