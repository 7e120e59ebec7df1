"""The records of the program in the order in which they come to be, and the words it decides with.

Everything here is frozen and knows nothing of files, databases, models or pages. Ids are derived from
content (`content_id`), so the same input has the same id on every machine. All offsets count characters of
`Article.text`; spans are half-open, `text[start:end]`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self


def content_id(prefix: str, *parts: object) -> str:
    """A stable id: `prefix` and the first 16 hex digits of the SHA-256 over the JSON of `parts`."""
    packed = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return f"{prefix}-{hashlib.sha256(packed.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no stable form for {type(value).__name__}")


class Word(StrEnum):
    """A word of the product's vocabulary together with its one-sentence definition."""

    definition: str

    def __new__(cls, value: str, definition: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member


class Label(Word):
    """What the sourcing inside one collection amounts to; never a statement about truth."""

    CORROBORATED = "corroborated", "At least two independent origins in this collection say so and none denies it."
    DISPUTED = "disputed", "A named origin in this collection contradicts it."
    SINGLE_SOURCE = "single-source", "No two independent origins in this collection say so."


URGENCY = (Label.DISPUTED, Label.SINGLE_SOURCE, Label.CORROBORATED)
"""The labels in the order of lists, the most urgent first."""


class Reason(Word):
    """The rule that fired; each belongs to exactly one label (see `steps.verdicts.decide`)."""

    DENIAL = "denial", "A named origin rejects the statement."
    DIFFERENT_VALUE = "different_value", "A named origin gives another value for the same thing, place and time."
    OTHER_ACCOUNT = "other_account", "A named origin tells the same event in a way that excludes this one."
    DOUBT = "doubt", "A named origin questions it on stated grounds."
    INDEPENDENT_ORIGINS = (
        "independent_origins",
        "Two origins that do not depend on each other say so in different documents.",
    )
    ORIGIN_UNCLEAR = "origin_unclear", "It cannot be told who first vouched for it, or whether the origins differ."
    ONE_ARTICLE = "one_article", "Several origins say so, but all of them in one document."
    ONE_ORIGIN_REPEATED = "one_origin_repeated", "Several articles carry it, and all of them lead back to one origin."
    RELATED_ONLY = "related_only", "Other passages speak of the same matter, but none of them counts for or against it."
    NOTHING_RELATED = "nothing_related", "Nothing else in this collection speaks of it."


class Stance(Word):
    """What a passage does to a claim."""

    CONTRADICTS = "contradicts", "The passage cannot hold if the claim does."
    SUPPORTS = "supports", "The passage states the claim."
    RELATED = "related", "The passage speaks of the same matter and decides nothing."
    UNJUDGED = "unjudged", "No stance was reached; the reason is given, and the passage has no vote."


class How(Word):
    """The way in which a passage contradicts, the weightiest first."""

    DENIAL = "denial", "rejects the statement"
    DIFFERENT_VALUE = "different_value", "gives another value for the same thing"
    OTHER_ACCOUNT = "other_account", "tells the event in another way"
    DOUBT = "doubt", "questions it on stated grounds"


class Gap(Word):
    """What an article says is not known: shown beside the rows, never counted."""

    WITHHELD = "withheld", "somebody asked gives no answer"
    UNVERIFIED = "unverified", "the outlet could not verify it"
    UNREPORTED = "unreported", "the outlet knows of no other report or confirmation"


class Unjudged(Word):
    """Why a passage has no stance: the note of an unjudged row."""

    LANGUAGE = "language", "The engine does not read its language."
    TOO_LONG = "too long for the stance model", "Its words and those of the claim are more than the model reads."
    NO_ANSWER = "no answer", "The engine left it out."
    NOT_LOCATED = "quote not located", "The quote in the answer is not in the article word for word."
    TIMED_OUT = "time-out", "The model did not answer in time."
    REFUSED = "refused", "The model would not answer."
    UNREADABLE = "unreadable answer", "Its answer could not be read, and asking again did not help."
    NO_REPLY = "no reply", "The endpoint failed or could not be reached."


class Kind(Word):
    """What sort of statement a claim is."""

    FACT = "fact", "Something said to have happened or to be so."
    FORECAST = "forecast", "Something said to be going to happen."
    INTENT = "intent", "Something somebody is said to plan, want or have ordered."
    OPINION = "opinion", "A judgement or an appeal."


class Confidence(Word):
    """How firmly the rows carry the label."""

    LOW = "low", "Rests on an unnamed source, on allied bodies, or some passage is not judged yet."
    MODERATE = "moderate", "Neither low nor high."
    HIGH = "high", "Every deciding passage is clear-cut and attributed."


class State(Word):
    """Whether a claim still stands by its own origin."""

    CURRENT = "current", "No origin of the claim has since replaced it."
    SUPERSEDED = "superseded", "Every origin that stated it has since stated otherwise."


class LinkKind(Word):
    """What a link of an attribution chain is."""

    OUTLET = "outlet", "who published the article"
    CITED_OUTLET = "cited_outlet", "another outlet, agency or publication that is cited"
    SPEAKER = "speaker", "a person or body that speaks"
    UNNAMED = "unnamed", "a source that is mentioned and not named"


class CorrectionKind(Word):
    """What a person says against the machine; subjects and value are told in `Correction`."""

    SAME_ORIGIN = "same_origin", "The two names are one origin."
    DIFFERENT_ORIGINS = "different_origins", "The two names are not one origin."
    SAME_CLAIM = "same_claim", "The two claims are one."
    DIFFERENT_CLAIMS = "different_claims", "The mention is none of the claim's."
    REWORDED = "reworded", "The claim is worded in another way."


class Reliability(Word):
    """How far an outlet is relied on: the letter of the Admiralty code, which only a person sets."""

    A = "A", "reliable"
    B = "B", "usually reliable"
    C = "C", "fairly reliable"
    D = "D", "not usually reliable"
    E = "E", "unreliable"
    F = "F", "cannot be judged"


class BlockKind(Word):
    """What a stretch of an article's text is; only prose is read for statements."""

    PROSE = "prose", "running text of the article"
    HEADING = "heading", "the title or a section heading"
    CAPTION = "caption", "a picture's caption or credit"
    FURNITURE = "furniture", "header lines, sign-offs, navigation and the like"


class Comparator(Word):
    """How a number is bounded by its wording."""

    EQUAL = "=", "exactly"
    ABOUT = "about", "within five per cent"
    AT_LEAST = "at least", "this or more"
    AT_MOST = "at most", "this or less"
    RANGE = "range", "between two values"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article's text and what it is."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One published document.

    `text` is everything that was read (for text files the whole decoded file); `blocks` lie in it in
    order without overlap. `sha256` is that of the raw bytes the article was read from. A missing outlet or date is None
    and says so in `warnings`.
    """

    id: str
    path: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    collected_at: datetime | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """An input that did not become an article, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous span of an article's text: whole sentences, the unit that is embedded and retrieved."""

    id: str
    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """One step of an attribution chain; `start:end` is the naming span, or None where metadata names it."""

    name: str
    kind: LinkKind
    named: bool
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as an interval: `low <= value <= high` (infinite where open), what is counted, and where it stands.

    `counted` is the normalised head of the thing counted ("soldier"), empty when the text names none; `unit` is a
    measure ("km", "percent", "usd") or None for plain counts. Offsets are relative to the text that was searched.
    """

    low: float
    high: float
    comparator: Comparator
    unit: str | None
    counted: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an article states something checkable.

    `quote` is `article.text[start:end]`; `text` is the statement on its own feet (pronouns resolved where that is
    safe); `chain` runs from the outlet outwards; `said_at` is the statement's date and `event_at` the
    date it speaks of, each None when unknown.
    """

    id: str
    article_id: str
    start: int
    end: int
    quote: str
    text: str
    chain: tuple[Link, ...]
    kind: Kind
    hedge: str | None = None
    said_at: date | None = None
    event_at: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A self-contained statement; its mentions have the same truth conditions.

    Claims found in articles take text, kind, hedge and date from their home, the earliest mention, and their id
    from it too; claims a user brings have no mentions.
    """

    id: str
    text: str
    kind: Kind
    hedge: str | None = None
    event_at: date | None = None
    mentions: tuple[Mention, ...] = ()

    @classmethod
    def brought(cls, text: str, kind: Kind, hedge: str | None, event_at: date | None) -> Claim:
        """A claim a user brings, to be checked against the collection."""
        return cls(id=content_id("claim", text, event_at), text=text, kind=kind, hedge=hedge, event_at=event_at)


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the passages of one article that were retrieved for it, in text order."""

    claim: Claim
    article_id: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an engine found for one claim in one article: a stance with its verbatim quote, or why there is none.

    `strong` says that the high threshold of the engine was cleared. `note` is a short reason; for *unjudged* it is an
    `Unjudged` word.
    """

    claim_id: str
    article_id: str
    stance: Stance
    start: int
    end: int
    quote: str
    how: How | None = None
    strong: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens: `input` sent, `cached` of them at the provider's reduced price, `output` written (reasoning included)."""

    input: int = 0
    cached: int = 0
    output: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a language model's endpoint sent; `usage` is None where it reports none, the words beside it likewise."""

    text: str
    finish_reason: str | None = None
    refusal: str | None = None
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Who first vouched for a statement."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of evidence with all cells filled: what `steps.verdicts.decide` reads.

    The fields above the blank line decide; those below are carried along for whoever reads the verdict.
    `group` joins origins that may be one or that have one owner; `weak` means an unnamed source stands behind the
    origin; `allied_with` holds groups that are bodies of the same government. `by_party`: the claim is about whoever
    contradicts it. `gap` is set for a related row that only says what is not known. `event_at` is the day spoken of.
    """

    article_id: str
    document: str
    stance: Stance
    how: How | None = None
    origin: Origin | None = None
    group: str | None = None
    named: bool = False
    weak: bool = False
    own_voice: bool = False
    allied_with: frozenset[str] = frozenset()
    said_at: date | None = None
    comparable: bool = True
    strong: bool = False
    note: str = ""

    quote: str = ""
    start: int = 0
    end: int = 0
    chain: tuple[Link, ...] = ()
    path: str = ""
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    collected_at: datetime | None = None
    event_at: date | None = None
    by_party: bool = False
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rows of one claim amount to; every row given stands in exactly one of the tuples.

    Counts are of groups (`n_origins`, `n_contradicting_origins`), articles with a supporting row, copies included
    (`n_articles`), and rows (`n_unjudged`, of which `n_language` for their language).
    """

    label: Label
    reason: Reason
    state: State
    provisional: bool
    confidence: Confidence
    possible_dispute: bool
    n_origins: int
    n_articles: int
    n_contradicting_origins: int
    n_unjudged: int
    n_language: int
    contradicting: tuple[Row, ...] = ()
    deciding: tuple[Row, ...] = ()
    repeats: tuple[Row, ...] = ()
    related: tuple[Row, ...] = ()
    unjudged: tuple[Row, ...] = ()

    @property
    def supporting(self) -> tuple[Row, ...]:
        """The supporting rows, those that decide first."""
        return tuple(row for row in self.deciding + self.repeats if row.stance is Stance.SUPPORTS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim's label with everything that stands behind it.

    `as_of` is the newest publication date among the `n_searched` articles; `fingerprint` changes when claim, evidence,
    models or rules do; `superseded_by` is the id of the claim that the same origin put in its place.
    """

    claim: Claim
    decision: Decision
    explanation: str
    as_of: date | None
    n_searched: int
    engine: str
    fingerprint: str
    superseded_by: str | None = None
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Correction:
    """Something a person corrected, as an event: history only grows, and what takes one back `undoes` its id.

    `subjects` are two names of origins, two claim ids, a claim id and a mention's id, or one claim id, by kind; `value`
    is the new wording of a claim and empty for all others. What undoes repeats kind, subjects and value.
    """

    id: str
    kind: CorrectionKind
    subjects: tuple[str, ...]
    value: str
    note: str
    by: str
    at: datetime
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What a person knows of an outlet; `set_at` is None where nobody has said anything."""

    outlet: str
    owner: str | None = None
    reliability: Reliability = Reliability.F
    country: str | None = None
    set_at: datetime | None = None
