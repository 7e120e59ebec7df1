"""Quotes where they stand: marked inside their sentences, and inside the whole article."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from ui.markup import Markup, element, foreign, join
from verifier.domain import Article, BlockKind, Row, Stance
from verifier.language.sentences import split_sentences

FOCUS = "quote"
"""The HTML id of the quote an article was opened for."""


def quote_in_context(row: Row, article: Article | None) -> Markup:
    """The row's quote, marked, with the rest of its sentence and one sentence before and after it in grey.

    Where the stored text does not hold the quote at its offsets, the quote alone and that it was not located.
    """
    if article is None or not _is_located(row, article):
        lost = element("p", "Not located in the stored text.", class_="v-lost")
        return join(element("blockquote", foreign(row.quote), class_="v-quote", dir="auto"), lost)
    low, start, end, high = _bounds(row, article)
    text = article.text
    return element(
        "blockquote",
        element("span", text[low:start], class_="v-near"),
        text[start : row.start],
        _mark(row, text[row.start : row.end]),
        text[row.end : end],
        element("span", text[end:high], class_="v-near"),
        class_="v-quote",
        dir="auto",
        lang=article.language,
    )


def whole_article(article: Article, focus: Row, others: Iterable[Row] = ()) -> Markup:
    """The whole stored text, character by character, with `focus` marked and the `others` of this article too.

    Headings stand out and furniture steps back; of quotes that overlap, `focus` wins, then the earlier.
    """
    marks = _apart([row for row in (focus, *others) if row.article_id == article.id and _is_located(row, article)])
    edges = {0, len(article.text)}
    edges.update(edge for block in article.blocks for edge in (block.start, block.end))
    edges.update(edge for row in marks for edge in (row.start, row.end))
    pieces = (
        _piece(article, start, end, marks, focus) for start, end in pairwise(sorted(edges)) if article.text[start:end]
    )
    return element("div", *pieces, class_="v-article", dir="auto", lang=article.language, tabindex="0")


def _is_located(row: Row, article: Article) -> bool:
    return bool(row.quote) and article.text[row.start : row.end] == row.quote


def _bounds(row: Row, article: Article) -> tuple[int, int, int, int]:
    """Where the sentence before begins, the quote's own begin and end, and where the sentence after ends."""
    sentences = split_sentences(article)
    own = [n for n, one in enumerate(sentences) if one.start < row.end and row.start < one.end]
    if not own:
        return row.start, row.start, row.end, row.end
    before, after = max(own[0] - 1, 0), min(own[-1] + 1, len(sentences) - 1)
    start, end = min(sentences[own[0]].start, row.start), max(sentences[own[-1]].end, row.end)
    return min(sentences[before].start, start), start, end, max(sentences[after].end, end)


def _apart(rows: Iterable[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in rows:
        if all(row.end <= other.start or other.end <= row.start for other in kept):
            kept.append(row)
    return kept


def _piece(article: Article, start: int, end: int, marks: Iterable[Row], focus: Row) -> Markup:
    text = article.text[start:end]
    marked = next((row for row in marks if row.start <= start and end <= row.end), None)
    if marked is not None:
        # A quote that runs over a block's edge comes in pieces, and an id may stand only once.
        return _mark(marked, text, FOCUS if marked is focus and start == marked.start else None)
    kind = next((block.kind for block in article.blocks if block.start <= start and end <= block.end), None)
    style = {BlockKind.HEADING: "v-heading", BlockKind.PROSE: None}.get(kind, "v-near") if kind else "v-near"
    return element("span", text, class_=style) if style else join(text)


def _mark(row: Row, text: str, id_: str | None = None) -> Markup:
    contradicts = row.stance is Stance.CONTRADICTS
    sign = element("span", "⇄ ", class_="v-sign", aria_hidden="true") if contradicts else Markup("")
    return join(sign, element("mark", text, class_=f"v-mark v-{row.stance.value}", id=id_))
