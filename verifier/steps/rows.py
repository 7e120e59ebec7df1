"""Rows: mentions and judgements of a claim with all cells filled in, ready to be decided on.

The origin of a row is the chain of the stored mention that overlaps its quote most, else the chain of the statement
quoted; never anything that a stance reply says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from verifier.domain import Article, Claim, How, Judgement, Kind, Link, LinkKind, Mention, Row, Stance
from verifier.language.attribution import own_voice
from verifier.language.cues import Span
from verifier.language.dates import DatedSpan, find_dates
from verifier.language.kinds import commits, kind_about
from verifier.language.quantities import find_quantities
from verifier.language.reading import Reading, reads
from verifier.language.statements import Statement
from verifier.language.words import content_words
from verifier.steps.carriers import Carriers
from verifier.steps.gaps import find_gaps
from verifier.steps.lifted import join_credited, join_leads, join_lifted
from verifier.steps.origins import OriginBook
from verifier.steps.parties import is_party
from verifier.steps.reading import Reader
from verifier.steps.verdicts import EVENT_DAYS, Days, Frame, comparable

Spanned = TypeVar("Spanned", Statement, Mention)


@dataclass(frozen=True, slots=True)
class Collection:
    """What rows are filled in from: the articles searched, their copy clusters, mentions and origins."""

    articles: Mapping[str, Article]
    documents: Mapping[str, str]
    mentions: Mapping[str, Sequence[Mention]]
    origins: OriginBook
    reader: Reader
    carriers: Carriers = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "carriers", Carriers(self.articles, self.documents))


def fill_rows(claim: Claim, judgements: Iterable[Judgement], collection: Collection) -> list[Row]:
    """The rows of a claim, one per article, origin and stance (the firmest, then the first in the text).

    Every mention is a supporting row. Of an article that holds a mention, only contradictions are taken besides:
    what else it says in support or on the matter adds nothing. What an article says is not known is a related row.
    """
    own = {mention.article_id for mention in claim.mentions if mention.article_id in collection.articles}
    stated = set(map(_place, claim.mentions))
    mentioned = [_mention_row(m, collection) for m in claim.mentions if m.article_id in collection.articles]
    judged = [
        _judged_row(claim, judgement, collection)
        for judgement in judgements
        if judgement.article_id in collection.articles
        and (judgement.stance is Stance.UNJUDGED or _place(judgement) not in stated)
    ]
    mentioned = collection.carriers.in_name_of_first(mentioned, judged)
    found = join_leads([*mentioned, *collection.carriers.as_first_said(judged, mentioned)])
    counted = [
        row
        for at, row in enumerate(found)
        if at < len(mentioned) or row.article_id not in own or row.stance not in {Stance.SUPPORTS, Stance.RELATED}
    ]
    counted = join_credited(counted, _credited(counted, collection))
    rows = [_with_party(claim, row, collection.origins) for row in join_lifted(counted)]
    return _one_per_cell(_with_those_they_may_mean([*rows, *_gap_rows(claim, rows, collection)], collection.origins))


def _with_those_they_may_mean(rows: Sequence[Row], origins: OriginBook) -> list[Row]:
    """Rows in which an unclear name ("Holt") is in the group of whom it may mean among those who say the same."""
    groups: dict[Stance, set[str]] = defaultdict(set)
    for row in rows:
        if row.origin and row.group and not origins.groups_of_unclear(row.origin.id):
            groups[row.stance].add(row.group)
    return [
        replace(row, group=next((one for one in _may_mean(row, origins) if one in groups[row.stance]), row.group))
        for row in rows
    ]


def _may_mean(row: Row, origins: OriginBook) -> list[str]:
    return origins.groups_of_unclear(row.origin.id) if row.origin else []


_LEAD = 3
"""Sentences at the head of an article in which it credits another outlet with the whole report."""


def _credited(rows: Iterable[Row], collection: Collection) -> dict[str, list[str]]:
    """For the articles of own votes the groups of the outlets that their leads credit."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.own_voice and row.article_id not in found:
            reading = collection.reader.read(collection.articles[row.article_id])
            lead = [part for part in reading.attributed if part.sentence in reading.sentences[:_LEAD]]
            outlets = [link for part in lead for link in part.chain if link.kind is LinkKind.CITED_OUTLET]
            groups = (collection.origins.resolve((one,), row.document).group for one in outlets)
            found[row.article_id] = [group for group in groups if group and group != row.group]
    return found


def _with_party(claim: Claim, row: Row, origins: OriginBook) -> Row:
    if row.stance is not Stance.CONTRADICTS:
        return row
    return replace(row, by_party=is_party(claim.text, row, origins))


def _gap_rows(claim: Claim, rows: Iterable[Row], collection: Collection) -> Iterator[Row]:
    """What the articles of `rows` say is not known."""
    told: dict[str, list[Span]] = {}
    for row in rows:
        spans = told.setdefault(row.article_id, [])
        if row.stance in {Stance.SUPPORTS, Stance.CONTRADICTS}:
            spans.append((row.start, row.end))
    for article_id, spans in told.items():
        article = collection.articles[article_id]
        for found in find_gaps(claim.text, collection.reader.read(article), spans):
            note = f"information gap: {found.gap.definition}"
            quote = article.text[found.start : found.end]
            judgement = Judgement(claim.id, article_id, Stance.RELATED, found.start, found.end, quote, note=note)
            row = _row(article, collection, found.chain, judgement, said_at=article.published)
            yield replace(row, gap=found.gap)


def _place(found: Mention | Judgement) -> tuple[str, int, int]:
    return found.article_id, found.start, found.end


def _one_per_cell(rows: Iterable[Row]) -> list[Row]:
    ordered = sorted(rows, key=lambda row: (not row.comparable, _is_summed_up(row), not row.strong, row.start, row.end))
    cells: dict[tuple[object, ...], Row] = {}
    for row in ordered:
        origin = row.origin.id if row.origin else None
        key = row.article_id, origin, row.weak, row.stance, row.comparable, row.gap
        cells.setdefault(key, row)
    return list(cells.values())


def _is_summed_up(row: Row) -> bool:
    """Whether the row is somebody's whom its own words do not name; those that do tell more."""
    return row.named and not row.own_voice and not any(link.named for link in row.chain[1:])


def _mention_row(mention: Mention, collection: Collection) -> Row:
    article = collection.articles[mention.article_id]
    return _row(
        article,
        collection,
        mention.chain,
        Judgement("", article.id, Stance.SUPPORTS, mention.start, mention.end, mention.quote, strong=True),
        said_at=mention.said_at,
        event_at=mention.event_at,
    )


def _judged_row(claim: Claim, judgement: Judgement, collection: Collection) -> Row:
    article = collection.articles[judgement.article_id]
    reading = collection.reader.read(article)
    stated = _most_overlapping(reading.statements, judgement)
    mention = _most_overlapping(collection.mentions.get(article.id, ()), judgement)
    chain = mention.chain if mention else stated.chain if stated else _chain_of(article, reading, judgement)
    said_at = mention.said_at if mention else stated.said_at if stated else article.published
    event_at = mention.event_at if mention else stated.event_at if stated else None
    fits = judgement.stance in {Stance.RELATED, Stance.UNJUDGED} or _fits(claim, stated, judgement, article.published)
    return _row(article, collection, chain, judgement, said_at=said_at, event_at=event_at, comparable=fits)


def _chain_of(article: Article, reading: Reading, judgement: Judgement) -> tuple[Link, ...]:
    """Who stands behind the quoted words where no statement was read from them.

    Tables, captions and lists are the article's own voice; in a language that nothing reads, nobody is known.
    """
    parts = [part for part in reading.attributed if part.span[0] < judgement.end and judgement.start < part.span[1]]
    if parts:
        return max(parts, key=lambda part: min(part.span[1], judgement.end) - max(part.span[0], judgement.start)).chain
    return own_voice(article, reading.sentences) if reads(article.language) else ()


def _fits(claim: Claim, stated: Statement | None, judgement: Judgement, published: date | None) -> bool:
    kind = _kind_of(_wording(claim, stated, judgement), claim)
    text = stated.text if stated else judgement.quote
    told = _times(text, published, ahead=kind in {Kind.FORECAST, Kind.INTENT})
    if told and stated and stated.event_at:
        told = (*told, (stated.event_at, stated.event_at))
    frame = Frame(
        kind,
        times=() if judgement.how is How.DOUBT else told,  # a doubt tells the days of its grounds
        stock=bool(find_quantities(text)),
        published=published,
    )
    return comparable(_claim_frame(claim), frame, judgement.how)


def _wording(claim: Claim, stated: Statement | None, judgement: Judgement) -> str:
    """The statement quoted, or the quote where that says more of the claim: a statement may be only a part of it."""
    words = content_words(claim.text)
    wordings = [stated.text, judgement.quote] if stated else [judgement.quote]
    return max(wordings, key=lambda text: len(words & content_words(text)))


def _kind_of(text: str, claim: Claim) -> Kind:
    """The kind of what `text` says about the claim, as far as it can be held against a row.

    What is foretold or planned and what has happened are told apart by their verbs. A judgement is not told from
    either: of 95 opinions labelled by hand the rules find 23 (`python -m benchmarks.kinds`), so it passes for what the
    claim is. A plan and the deed of making it pass for each other.
    """
    kind = kind_about(text, claim.text)
    if Kind.OPINION in {kind, claim.kind}:
        return claim.kind
    if {kind, claim.kind} <= {Kind.FACT, Kind.INTENT} and commits(text, claim.text):
        return claim.kind
    return kind


_OTHER_DAYS = re.compile(
    # The day on which somebody said it, not that of which they spoke.
    r"\b(?:said|says|told|announced|reported|stated|wrote|confirmed|declared|warned)\b[^,.;]{0,40}?\b(?:(?:on|late|early)\s+)*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today)\b"
    # "…, which began in February 2022", "… as it was in April last year": what it is told or measured by
    r"|,\s+(?:(?:in|of|for|to|from|at|by|with)\s+)?(?:which|who|whose|where|when)\b[^,;:]*"
    r"|\b(?:than|as)\s+(?:(?:it|they|that|those)\s+(?:was|were)\s+)?(?:in|on|at)\s[^,.;]*",
    re.IGNORECASE,
)
_HELD_OUT = re.compile(
    r"\b(?:offer(?:s|ed)?|invit(?:es|ed|ation)|propos(?:es|ed|al)|order(?:s|ed)?|plan(?:s|ned)?|promis(?:es|ed)|pledg(?:es|ed)"
    r"|schedul(?:es|ed)|announced|agreed|decided|approved|called)\b[^.,;]*$",
    re.IGNORECASE,
)
"""Stands before the day of what is yet to come of an act."""


def _claim_frame(claim: Claim) -> Frame:
    """A claim that counts something, or whose words name no day, speaks of how things stood, not of one event."""
    named = find_dates(claim.text, claim.event_at)
    times = _times(claim.text, claim.event_at)
    return Frame(
        claim.kind,
        times=times or (((claim.event_at, claim.event_at),) if claim.event_at else ()),
        stock=bool(find_quantities(claim.text)) or not named,
        ahead=any(_HELD_OUT.search(claim.text[: span.start]) for span in named),
    )


def _times(text: str, reference: date | None, *, ahead: bool = True) -> tuple[Days, ...]:
    """The days that `text` speaks of; "since", "after" and "before" reach as far as they can.

    A day without its year that would lie `ahead` of the text although that tells what has been is of another year.
    """
    told = _OTHER_DAYS.sub(" ", text)
    return tuple(
        _reach(told, span, reference)
        for span in find_dates(told, reference)
        if ahead or not _lies_ahead(told[span.start : span.end], span, reference)
    )


def _lies_ahead(wording: str, span: DatedSpan, reference: date | None) -> bool:
    return reference is not None and (span.first - reference).days > EVENT_DAYS and not find_dates(wording, None)


_REACHING = re.compile(r"\b(?:(since|after|following)|(before|ahead\s+of|prior\s+to))\b[^,.;:]*$", re.IGNORECASE)


def _reach(text: str, span: DatedSpan, reference: date | None) -> Days:
    first_word = text[span.start : span.end].split()[0].rstrip(".,")  # some spans begin with "since" or "before"
    found = _REACHING.search(text[: span.start] + first_word)
    if found is None:
        return span.first, span.last
    if found[2]:
        return date.min, span.last
    return span.first, max(span.last, reference or date.max) if found[1].lower() == "since" else date.max


def _most_overlapping(spans: Iterable[Spanned], judgement: Judgement) -> Spanned | None:
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
    event_at: date | None = None,
    comparable: bool = True,
) -> Row:
    document = collection.documents[article.id]
    resolved = collection.origins.resolve(chain, document)  # the book knows which names first carriers hold, no others
    return Row(
        article_id=article.id,
        document=document,
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
        collected_at=article.collected_at,
        event_at=event_at,
    )
