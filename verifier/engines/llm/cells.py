"""From the cells of a reply to mentions and judgements: code finds every quote and name in the article, and what is not
there does not count. Pure.

A model may write the claim in its own words, so those are held against the article too: a name or a number that the
article does not have sends the wording back to the quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain

from verifier.domain import Article, Judgement, Link, LinkKind, Mention, Pair, Passage, Stance, Unjudged, content_id
from verifier.engines import unjudged
from verifier.engines.llm.calls import Window, is_prose
from verifier.engines.llm.quotes import locate, locate_each
from verifier.engines.llm.replies import MentionCells, SpeakerCells, StanceCells
from verifier.engines.settling import REJECTING
from verifier.language.attribution import own_voice
from verifier.language.cues import Attitude
from verifier.language.name_spans import find_names
from verifier.language.quantities import Agreement, compare_texts
from verifier.language.reading import Reading
from verifier.language.sources import read_naming
from verifier.language.statements import Statement
from verifier.language.words import content_words, is_negated

LONGEST_CLAIM = 400
"""Characters of a claim in the model's words: one sentence has some 150."""

UNNAMED_SOURCE = "source not found in the text"
"""Stands for a speaker whom the reply names and the article does not: who it was cannot be told, so it is nobody's."""


def mention_from(cells: MentionCells, window: Window, reading: Reading) -> Mention | None:
    """The mention that `cells` describe; None for what its speaker does not assert.

    A quote that is not in the window stays as the reply has it, at no place: whoever asked drops and counts it. One
    that runs on across an end of the window is found in the article.
    """
    if cells.attitude is not Attitude.ASSERTS:
        return None
    article = window.article
    found = _place(cells.quote, window)
    if found is None:
        return _mention(cells, article, 0, 0, cells.quote, cells.claim, ())
    start, end = found
    quote = article.text[start:end]
    stated = _most_overlapping(reading.statements, start, end)
    plain = stated.text if stated else quote
    rejected = stated is not None and stated.attitude in REJECTING
    keeps_sense = rejected or is_negated(cells.claim) == is_negated(quote)
    text = cells.claim if keeps_sense and _is_covered(cells.claim, window) else plain
    if stated and rejected and is_negated(text) == is_negated(stated.text):
        return None  # in this wording, too, it is what its speaker rejects
    return _mention(cells, article, start, end, quote, text, chain_from(cells.speakers, article, reading, start, end))


def _place(quote: str, window: Window) -> tuple[int, int] | None:
    text = window.article.text
    inside = locate_each(quote, text, window.start, window.end)
    across = ((a, b) for a, b in locate_each(quote, text) if a < window.end and window.start < b)
    return next((place for place in chain(inside, across) if is_prose(window.article, *place)), None)


def _mention(
    cells: MentionCells, article: Article, start: int, end: int, quote: str, text: str, chain: tuple[Link, ...]
) -> Mention:
    hedged = cells.hedge is not None and locate(cells.hedge, article.text) is not None
    return Mention(
        id=content_id("mention", article.id, start, end),
        article_id=article.id,
        start=start,
        end=end,
        quote=quote,
        text=text,
        chain=chain,
        kind=cells.kind,
        hedge=cells.hedge if hedged else None,
        said_at=_day(cells.said_on) or article.published,
        event_at=_day(cells.event_on),
    )


def chain_from(
    speakers: Sequence[SpeakerCells], article: Article, reading: Reading, start: int, end: int
) -> tuple[Link, ...]:
    """The attribution chain: the outlet, with its agency where it speaks itself, then the speakers where they stand
    nearest to the quote."""
    own = own_voice(article, reading.sentences)
    if not speakers:
        return own
    return own[0], *(_link(speaker, article.text, start, end) for speaker in speakers)


def _link(speaker: SpeakerCells, text: str, start: int, end: int) -> Link:
    places = locate_each(speaker.name, text)
    nearest = min(places, key=lambda place: (max(place[0] - end, start - place[1], 0), place), default=None)
    if nearest is None:
        return Link(UNNAMED_SOURCE, LinkKind.UNNAMED, named=False)
    a, b = nearest
    kind = speaker.kind if _may_be_name(text[a:b]) else LinkKind.UNNAMED
    return Link(text[a:b], kind, named=kind is not LinkKind.UNNAMED, start=a, end=b)


def _may_be_name(words: str) -> bool:
    """Not "she" or "officials", whatever the reply calls them: of what the rules read otherwise it knows more."""
    naming = read_naming(words)
    return bool(content_words(words)) if naming is None else naming.named


def _is_covered(claim: str, window: Window) -> bool:
    """Whether `claim` is no longer than a sentence, and the article has its names and numbers."""
    if len(claim) > LONGEST_CLAIM:
        return False
    article = window.article
    held = content_words(" ".join(filter(None, [article.text, article.title, article.outlet])))
    named = frozenset().union(*(content_words(span.name) for span in find_names(claim)))
    numbers = compare_texts(claim, article.text[window.start : window.end]).agreement
    return named <= held and numbers in {Agreement.SUPPORTS, Agreement.SILENT}


def judgement_from(cells: StanceCells, pair: Pair, passage: Passage | None, article: Article) -> Judgement:
    """The judgement that `cells` describe, its quote found in `passage`; unjudged where it is not there.

    What is only related has no quote of its own: whoever asked shows the nearest words.
    """
    if passage is None or cells.quote is None or cells.stance is Stance.RELATED:
        first = pair.passages[0]
        return Judgement(pair.claim.id, article.id, Stance.RELATED, first.start, first.end, first.text)
    found = locate(cells.quote, article.text, passage.start, passage.end)
    if found is None:
        return unjudged(pair, Unjudged.NOT_LOCATED)
    start, end = found
    return Judgement(pair.claim.id, article.id, cells.stance, start, end, article.text[start:end], how=cells.how)


def _most_overlapping(statements: Sequence[Statement], start: int, end: int) -> Statement | None:
    overlapping = [one for one in statements if one.start < end and start < one.end]
    return max(overlapping, key=lambda one: min(one.end, end) - max(one.start, start), default=None)


def _day(written: str | None) -> date | None:
    """A whole day; "2031-05" is none."""
    return date.fromisoformat(written) if written and len(written) == 10 else None
