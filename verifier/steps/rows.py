"""Rows: mentions and judgements of a claim with all cells filled in, ready to be decided on.

The origin of a row is the chain of the stored mention that overlaps its quote most, else the chain of the statement
quoted; never anything that a stance reply says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from verifier.domain import Article, Claim, Judgement, Link, Mention, Row, Stance
from verifier.language.dates import find_dates
from verifier.language.kinds import kind_of
from verifier.language.quantities import find_quantities
from verifier.language.reading import Reading
from verifier.language.statements import Statement
from verifier.steps.origins import OriginBook
from verifier.steps.reading import Reader
from verifier.steps.verdicts import Days, Frame, comparable

Span = TypeVar("Span", Statement, Mention)


@dataclass(frozen=True, slots=True)
class Collection:
    """What rows are filled in from: the articles searched, their copy clusters, mentions and origins."""

    articles: Mapping[str, Article]
    documents: Mapping[str, str]
    mentions: Mapping[str, Sequence[Mention]]
    origins: OriginBook
    reader: Reader


def fill_rows(claim: Claim, judgements: Iterable[Judgement], collection: Collection) -> list[Row]:
    """The rows of a claim, one per article, origin and stance (the firmest, then the first in the text).

    Every mention is a supporting row. Of an article that holds a mention, only contradictions are taken besides:
    what else it says in support or on the matter adds nothing.
    """
    own = {mention.article_id for mention in claim.mentions if mention.article_id in collection.articles}
    stated = set(map(_place, claim.mentions))
    rows = [_mention_row(m, collection) for m in claim.mentions if m.article_id in collection.articles]
    rows += [
        _judged_row(claim, judgement, collection)
        for judgement in judgements
        if judgement.article_id in collection.articles
        and not (judgement.article_id in own and judgement.stance in {Stance.SUPPORTS, Stance.RELATED})
        and (judgement.stance is Stance.UNJUDGED or _place(judgement) not in stated)
    ]
    return _one_per_cell(rows)


def _place(found: Mention | Judgement) -> tuple[str, int, int]:
    return found.article_id, found.start, found.end


def _one_per_cell(rows: Iterable[Row]) -> list[Row]:
    ordered = sorted(rows, key=lambda row: (not row.comparable, not row.strong, row.start, row.end))
    cells: dict[tuple[object, ...], Row] = {}
    for row in ordered:
        key = row.article_id, row.origin.id if row.origin else None, row.weak, row.stance, row.comparable
        cells.setdefault(key, row)
    return list(cells.values())


def _mention_row(mention: Mention, collection: Collection) -> Row:
    article = collection.articles[mention.article_id]
    return _row(
        article,
        collection,
        mention.chain,
        Judgement("", article.id, Stance.SUPPORTS, mention.start, mention.end, mention.quote, strong=True),
        said_at=mention.said_at,
    )


def _judged_row(claim: Claim, judgement: Judgement, collection: Collection) -> Row:
    article = collection.articles[judgement.article_id]
    reading = collection.reader.read(article)
    stated = _most_overlapping(reading.statements, judgement)
    mention = _most_overlapping(collection.mentions.get(article.id, ()), judgement)
    chain = mention.chain if mention else stated.chain if stated else _chain_of(reading, judgement)
    said_at = mention.said_at if mention else stated.said_at if stated else article.published
    fits = judgement.stance in {Stance.RELATED, Stance.UNJUDGED} or _fits(claim, stated, judgement, article.published)
    return _row(article, collection, chain, judgement, said_at=said_at, comparable=fits)


def _chain_of(reading: Reading, judgement: Judgement) -> tuple[Link, ...]:
    """Who stands behind the quoted words where no statement was read from them."""
    parts = [part for part in reading.attributed if part.span[0] < judgement.end and judgement.start < part.span[1]]
    return (
        max(parts, key=lambda part: min(part.span[1], judgement.end) - max(part.span[0], judgement.start)).chain
        if parts
        else ()
    )


def _fits(claim: Claim, stated: Statement | None, judgement: Judgement, published: date | None) -> bool:
    text = stated.text if stated else judgement.quote
    frame = Frame(
        stated.kind if stated else kind_of(text),
        times=_times(text, stated.event_at if stated else None, published),
        stock=bool(find_quantities(text)),
        published=published,
    )
    return comparable(_claim_frame(claim), frame, judgement.how)


def _claim_frame(claim: Claim) -> Frame:
    """A claim that counts something, or whose words name no day, speaks of how things stood, not of one event."""
    named = find_dates(claim.text, claim.event_at)
    return Frame(
        claim.kind,
        times=_times(claim.text, claim.event_at, claim.event_at),
        stock=bool(find_quantities(claim.text)) or not named,
    )


def _times(text: str, event_at: date | None, reference: date | None) -> tuple[Days, ...]:
    told = tuple((span.first, span.last) for span in find_dates(text, reference))
    return told if event_at is None or told else ((event_at, event_at),)


def _most_overlapping(spans: Iterable[Span], judgement: Judgement) -> Span | None:
    """The span that overlaps the quote most, the first of several; None where none does."""
    return max(
        (span for span in spans if span.start < judgement.end and judgement.start < span.end),
        key=lambda span: (min(span.end, judgement.end) - max(span.start, judgement.start), -span.start),
        default=None,
    )


def _row(
    article: Article,
    collection: Collection,
    chain: tuple[Link, ...],
    judgement: Judgement,
    *,
    said_at: date | None,
    comparable: bool = True,
) -> Row:
    resolved = collection.origins.resolve(chain, article.id)
    return Row(
        article_id=article.id,
        document=collection.documents[article.id],
        stance=judgement.stance,
        how=judgement.how,
        origin=resolved.origin,
        group=resolved.group,
        named=resolved.named,
        weak=resolved.weak,
        own_voice=resolved.own_voice,
        allied_with=resolved.allied_with,
        said_at=said_at,
        comparable=comparable,
        strong=judgement.strong,
        note=judgement.note,
        quote=judgement.quote,
        start=judgement.start,
        end=judgement.end,
        chain=chain,
        path=article.path,
        url=article.url,
        outlet=article.outlet,
        published=article.published,
    )
