"""Parties: whether a claim is about whoever contradicts it, told from the names in it."""

from __future__ import annotations

import re

from verifier.domain import Link, LinkKind, Row
from verifier.language.name_parts import Name, Sort, read_name
from verifier.language.name_spans import find_bodies, find_names
from verifier.language.names import Match, compare, place_stem
from verifier.language.spelling import fold
from verifier.steps.name_keys import OFFICIAL_WORDS, sent_by
from verifier.steps.origins import OriginBook

# What stands before a name that only says where.
_WHERE = re.compile(
    r"\b(?:in|at|near|on|into|towards?|around|across|over|outside|inside|within|through)\s+(?:the\s+)?"
    r"(?:[a-z]+\s+of\s+)?$",
    re.IGNORECASE,
)


def is_party(claim: str, row: Row, origins: OriginBook) -> bool:
    """Whether `claim` is about the origin of `row`: it names that origin, or the state for which the origin speaks."""
    if row.origin is None or not row.named:
        return False
    about = _names(claim)
    return any(
        origins.resolve((Link(name, LinkKind.SPEAKER, named=True),), row.document).group == row.group for name in about
    ) or any(_is_about(about, read_name(name)) for name in {row.origin.name, *_last_named(row)})


def _last_named(row: Row) -> list[str]:
    """How the article calls the origin, which may say more: "the Norvian border guards" for the Border Service."""
    return [link.name for link in row.chain if link.named and link.kind is LinkKind.SPEAKER][-1:]


def _names(claim: str) -> list[str]:
    """The names in a claim but those of places where it happened."""
    named = [one.name for one in find_names(claim) if not _WHERE.search(claim[: one.start])]
    return [*named, *find_bodies(claim)]


def _is_about(about: list[str], origin: Name) -> bool:
    read = [read_name(name) for name in about]
    if any(compare(one, origin) is Match.SAME for one in read):
        return True
    own = sent_by(origin.body or origin)
    places = _places(own) - OFFICIAL_WORDS
    states = {place for one in read for place in _places(one)}
    return own.sort in (Sort.BODY, Sort.PLACE) and bool(places) and places <= states


def _places(name: Name) -> set[str]:
    """The stems of all its words, countries among them: which of them are places shows when they meet."""
    return {place_stem(fold(word)) for word in (*name.words, *name.countries) if word not in OFFICIAL_WORDS}
