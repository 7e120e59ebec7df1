"""What can be read off a claim and the words that a reply quotes for it, and keeps them from stating the claim. Pure.

A hostile claim is a change away from what an honest article states: the quote stands there, and the embedded models see
some support. Four kinds of change leave a trace that needs no model; another act leaves none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from verifier.domain import Article
from verifier.language.amounts import find_amounts
from verifier.language.grammar import has_finite_verb
from verifier.language.name_parts import read_name
from verifier.language.name_spans import find_names
from verifier.language.names import place_stem
from verifier.language.quantities import Relation, find_quantities, relation
from verifier.language.spelling import fold
from verifier.language.words import content_words, is_negated, negated_words

# Shares of near claims, a change away from what gold's quotes state, that each stops, and of gold's supports that it
# costs: of the claims with an odd number (an even one) of three gold sets, the first that applies, by
# `python -m benchmarks.llm_thresholds`. Together 37 % (39 %) at 6 % (9 %). Other words of the claim that the article
# lacks, its verb, its subject, the small words of `verifier.language.markers` and swapped roles cost as much as they
# stop, or more.

UNHEARD = "the article has no word of a name in the claim"
"""20 % (19 %), 39 of 100 with another name; costs 2.0 % (2.6 %)."""

UNCOUNTED = "a number of the claim is not among its own"
"""5 % (6 %), 26 of 100 with another number, beside 39 whose numbers differ; costs 1.1 % (2.3 %)."""

OTHER_SENSE = "one of the two is negated"
"""9 % (11 %), 56 of 100 that say the opposite; costs 2.2 % (4.0 %): "independently of" for
"does not depend on"."""

UNSTATED = "part of the claim is not among its words"
"""3 % (3 %), 10 of 100 that say more, beside 38 for names, numbers and negations in it; costs 0.6 % (0.3 %)."""

LEAST_STATED = 0.2
"""Share of the content words of what a claim adds that the quote has at the least."""


def doubt(claim: str, quote: str, article: Article) -> str | None:
    """What keeps words of an article from stating the claim; None where nothing is found."""
    if has_unheard_name(claim, article):
        return UNHEARD
    if has_uncounted_number(claim, quote):
        return UNCOUNTED
    if is_of_other_sense(claim, quote):
        return OTHER_SENSE
    return UNSTATED if has_unstated_part(claim, quote) else None


def has_unheard_name(claim: str, article: Article) -> bool:
    """Whether the claim names what the article, its title and its outlet have no word of, in no spelling; countries by
    any name."""
    text = " ".join(filter(None, (article.title, article.outlet, article.text)))
    words, countries = _words(text), _countries(text)
    return any(
        not _words(span.name) & words and not read_name(span.name).countries & countries for span in find_names(claim)
    )


def has_uncounted_number(claim: str, quote: str) -> bool:
    """Whether the claim has a number that none of the quote's can stand for, whatever they count."""
    theirs = [replace(one, counted="") for one in find_quantities(quote)]
    return any(
        not any(relation(replace(one.quantity, counted=""), other) in _MEETING for other in theirs)
        for one in find_amounts(claim)
        if not (one.outdated or one.soft)
    )


def is_of_other_sense(claim: str, quote: str) -> bool:
    """Whether the claim is negated and the quote is not, or the quote negates a word that the claim does not.

    A quote may negate what is beside the matter ("without specifying the time"); a claim is about what it negates.
    """
    if is_negated(claim) == is_negated(quote):
        return False
    return is_negated(claim) or bool(negated_words(quote) & content_words(claim))


def has_unstated_part(claim: str, quote: str) -> bool:
    """Whether the claim adds a clause or gives a cause of which the quote has next to no word."""
    held = content_words(quote)
    return any(len(words & held) < LEAST_STATED * len(words) for words in map(content_words, _added(claim)))


def _added(claim: str) -> Iterator[str]:
    _, *rest = _ADDITION.split(claim)
    for link, part in zip(rest[::2], rest[1::2], strict=True):
        if link != "and" or has_finite_verb(f"it {part}"):
            yield part


_ADDITION = re.compile(r",?\s(and|because)\s(?:of\s)?")
_TOKEN = re.compile(r"[^\W_]{2,}")
_MEETING = frozenset({Relation.EQUIVALENT, Relation.A_IN_B, Relation.B_IN_A, Relation.OVERLAP})


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    """Its words in one spelling, of places and what is from there alike."""
    return frozenset(place_stem(fold(word)) for word in _TOKEN.findall(text))


@lru_cache(maxsize=64)
def _countries(text: str) -> frozenset[str]:
    return frozenset().union(*(read_name(span.name).countries for span in find_names(text)))
