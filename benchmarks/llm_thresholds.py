"""What the thresholds of `verifier.engines.llm.checks` keep and what they cost, on the three gold sets.

    python -m benchmarks.llm_thresholds

Claims with an odd number are to choose by, those with an even number to report on. Four tables:

- asked: pairs of a claim and an article of which something is asked, and the share of those with a gold row among them;
- clear: supports that need no asking, and how many of them gold has too, those left out that may repeat a gold row;
- objections: gold quotes that a reply would report as supports and that are objected to, and quotes drawn from articles
  without a row of the claim, which a model that obeys a hostile claim might report: one at random of what retrieval
  found there, and the one most like the claim; what each objection takes, the first that applies;
- near claims: gold's claims with one thing changed, each with the quote that supports the claim as it was: how many
  stand when a reply reports that quote, and how many the embedded models alone take for supported by it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unittest.mock import patch

from benchmarks.attacks.near_claims import CHANGES, near_claims
from benchmarks.gold_pairs import CONTRADICT, SUPPORT, GoldArticle, gold_articles, gold_of
from verifier.domain import Article, Judgement, Pair, Stance
from verifier.engines.embedded import Compared
from verifier.engines.llm import checks
from verifier.engines.llm.checks import (
    ASKED_FROM,
    CLEAR_FROM,
    NOT_ASSERTED,
    OBJECTS_BELOW,
    OTHER_NUMBERS,
    clearness,
    objection,
    supports,
    worth_asking,
)
from verifier.engines.llm.doubts import OTHER_SENSE, UNCOUNTED, UNHEARD, UNSTATED
from verifier.engines.settling import Signals, settle
from verifier.evaluation import GoldClaim, GoldRow, Places

ASKED = 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.07, 0.10
CLEAR = 0.70, 0.80, 0.85, 0.90, 0.93, 0.95, 0.97, 0.98
OBJECTS = 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.10
"""What is tried besides the thresholds in force."""

REASONS = OTHER_NUMBERS, NOT_ASSERTED, UNHEARD, UNCOUNTED, OTHER_SENSE, UNSTATED
"""What is objected to whatever the threshold, in the order in which it is looked for."""

SHORTEST = 15
"""Characters of a gold quote that lie in a retrieved passage; less is no quote."""

DRAWN, LIKEST = "drawn", "likest"


@dataclass(frozen=True, slots=True)
class Asked:
    """A pair: how worth asking about its best statement is, and what gold says of its statements."""

    is_odd: bool
    worth: float
    sides: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement that may count as a support without asking; `gold` is its side."""

    is_odd: bool
    supports: float
    gold: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote that a reply might report as a support: gold's, a drawn one, the likest, or gold's for a near claim.

    `why` is what code objects to whatever the threshold, `alone` whether the embedded models take it for a support.
    """

    is_odd: bool
    source: str
    supports: float
    why: str | None
    alone: bool

    def stands(self, threshold: float = OBJECTS_BELOW) -> bool:
        """Whether a support that a reply reports counts."""
        return self.why is None and self.supports >= threshold


def main() -> None:
    """Prints the tables."""
    asked: list[Asked] = []
    stated: list[Stated] = []
    quoted: list[Quoted] = []
    for found in gold_articles():
        compared = found.engine.compare(found.article, [pair for _, _, pair in found.asked])
        for (claim, _, _), candidates in zip(found.asked, compared, strict=True):
            asked.append(_asked(claim, candidates, found))
            stated += _stated(claim, candidates, found)
        quoted += _quoted(found, compared)
    _print_asked(asked)
    _print_clear(stated)
    _print_objections(quoted)
    _print_reasons(quoted)
    _print_near(quoted)


def _asked(claim: GoldClaim, candidates: Sequence[Compared], found: GoldArticle) -> Asked:
    worth = max((worth_asking(signals) for _, signals in candidates), default=0.0)
    sides = {gold_of(claim, found.article.id, one, found.places)[0] for one, _ in candidates}
    return Asked(_is_odd(claim), worth, frozenset(sides))


def _stated(claim: GoldClaim, candidates: Sequence[Compared], found: GoldArticle) -> Iterator[Stated]:
    for one, signals in candidates:
        gold, sure = gold_of(claim, found.article.id, one, found.places)
        if sure:
            yield Stated(_is_odd(claim), clearness(signals), gold)


def _quoted(found: GoldArticle, compared: Sequence[Sequence[Compared]]) -> Iterator[Quoted]:
    sources: list[tuple[GoldClaim, str]] = []
    quotes: list[tuple[Pair, tuple[int, int]]] = []
    for (claim, _, pair), candidates in zip(found.asked, compared, strict=True):
        for source, span in _quotes(claim, pair, candidates, found):
            sources.append((claim, source))
            quotes.append((pair, span))
            for kind, text in near_claims(claim.text, found.claims) if source == SUPPORT else ():
                sources.append((claim, kind))
                quotes.append((replace(pair, claim=replace(pair.claim, text=text)), span))
    seen = found.engine.compare_quotes(found.article, quotes)
    for (claim, source), (pair, span), signals in zip(sources, quotes, seen, strict=True):
        why = _objection(pair.claim.text, found.article, span, signals)
        yield Quoted(_is_odd(claim), source, supports(signals), why, settle(signals).stance is Stance.SUPPORTS)


def _objection(claim: str, article: Article, span: tuple[int, int], signals: Signals) -> str | None:
    support = Judgement("", article.id, Stance.SUPPORTS, *span, article.text[slice(*span)])
    with patch.object(checks, "OBJECTS_BELOW", 0.0):
        return objection(support, signals, claim, article)


def _quotes(
    claim: GoldClaim, pair: Pair, candidates: Sequence[Compared], found: GoldArticle
) -> Iterator[tuple[str, tuple[int, int]]]:
    rows = claim.support + claim.contradict
    if any(span.article_id == pair.article_id for row in rows for span in found.places.spans(row)):
        for start, end in _spans(claim.support, found.article, found.places):
            held = [(max(start, passage.start), min(end, passage.end)) for passage in pair.passages]
            best = max(held, key=lambda span: span[1] - span[0])
            if best[1] - best[0] >= SHORTEST:
                yield SUPPORT, best
    elif candidates:
        drawn, _ = candidates[zlib.crc32(f"{claim.text} {pair.article_id}".encode()) % len(candidates)]
        likest, _ = max(candidates, key=lambda one: one[1].likeness)
        yield DRAWN, (drawn.start, drawn.end)
        yield LIKEST, (likest.start, likest.end)


def _spans(rows: Sequence[GoldRow], article: Article, places: Places) -> Iterator[tuple[int, int]]:
    for row in rows:
        for span in places.spans(row):
            if span.article_id == article.id and span.at is not None:
                yield span.at


def _is_odd(claim: GoldClaim) -> bool:
    return int("".join(filter(str.isdigit, str(claim.id)))) % 2 == 1


def _print_asked(asked: Sequence[Asked]) -> None:
    _head("asked from", "pairs", "of those with a support", "with a contradiction")
    for threshold in sorted({*ASKED, ASKED_FROM}):
        for is_odd in (True, False):
            half = [one for one in asked if one.is_odd == is_odd]
            kept = [
                [one.worth >= threshold for one in half if side is None or side in one.sides]
                for side in (None, SUPPORT, CONTRADICT)
            ]
            _line(threshold, ASKED_FROM, is_odd, *map(_share, kept))


def _print_clear(stated: Sequence[Stated]) -> None:
    _head("clear from", "statements", "gold has them", "gold has them against")
    for threshold in sorted({*CLEAR, CLEAR_FROM}):
        for is_odd in (True, False):
            clear = [one.gold for one in stated if one.is_odd == is_odd and one.supports >= threshold]
            shares = [_share([gold == side for gold in clear]) for side in (SUPPORT, CONTRADICT)]
            _line(threshold, CLEAR_FROM, is_odd, f"{len(clear)}", *shares)


def _print_objections(quoted: Sequence[Quoted]) -> None:
    _head("objects below", "gold supports lost", "drawn quotes that pass", "likest quotes that pass")
    for threshold in sorted({*OBJECTS, OBJECTS_BELOW}):
        for is_odd in (True, False):
            passed = {
                source: [one.stands(threshold) for one in quoted if one.is_odd == is_odd and one.source == source]
                for source in (SUPPORT, DRAWN, LIKEST)
            }
            lost = _share([not one for one in passed[SUPPORT]])
            _line(threshold, OBJECTS_BELOW, is_odd, lost, _share(passed[DRAWN]), _share(passed[LIKEST]))


def _print_reasons(quoted: Sequence[Quoted]) -> None:
    _head("objects because", "gold supports lost", "drawn quotes stopped", "near claims stopped")
    for reason in REASONS:
        for is_odd in (True, False):
            half = [one for one in quoted if one.is_odd == is_odd]
            stopped = [
                [one.why == reason and one.supports >= OBJECTS_BELOW for one in half if one.source in sources]
                for sources in ({SUPPORT}, {DRAWN}, CHANGES)
            ]
            _row(f"{reason}, {_half(is_odd)}", *map(_share, stopped))


def _print_near(quoted: Sequence[Quoted]) -> None:
    _head("near claims", "stand", "embedded models alone")
    for name, sources in {**{kind: {kind} for kind in CHANGES}, "all": set(CHANGES), "unchanged": {SUPPORT}}.items():
        for is_odd in (True, False):
            held = [one for one in quoted if one.is_odd == is_odd and one.source in sources]
            shares = _share([one.stands() for one in held]), _share([one.alone for one in held])
            _row(f"{name}, {_half(is_odd)}", *shares)


def _half(is_odd: bool) -> str:
    return "odd" if is_odd else "even"


def _head(*columns: str) -> None:
    print()
    _row(*columns)


def _line(threshold: float, in_force: float, is_odd: bool, *columns: str) -> None:
    _row(f"{threshold:g} {_half(is_odd)}{' *' if threshold == in_force else ''}", *columns)


def _row(*columns: str) -> None:
    print(f"{columns[0]:55}" + "".join(f"{column:>26}" for column in columns[1:]))


def _share(held: Sequence[bool]) -> str:
    return f"{sum(held)}/{len(held)} = {sum(held) / max(1, len(held)):.3f}"


if __name__ == "__main__":
    main()
