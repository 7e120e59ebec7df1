"""Claims a change away from what honest articles state: what an attacker plants who knows the articles.

Each is made of a claim that gold has as supported, so that the quote that supports that one is at once the nearest
words, and whose words are an honest article's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from verifier.language.amounts import find_amounts
from verifier.language.grammar import finite_verbs
from verifier.language.name_spans import find_names
from verifier.language.subjects import main_subject

_NUMERALS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty".split()
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_NUMERALS)})\b", re.IGNORECASE)
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|must)\b(?! not)")
_PAST = re.compile(r"\b[a-z]{3,}ed\b")


def another_number(claim: str, _others: Sequence[str], rng: Random) -> str | None:
    """Its first quantity has another first digit or numeral."""
    for found in find_amounts(claim):
        start, end = found.quantity.start, found.quantity.end
        number = _NUMBER.search(claim, start, end)
        if number:
            same = number.group().lower()
            every = [d for d in "23456789" if d != same] if same.isdigit() else [n for n in _NUMERALS if n != same]
            return _put(claim, number.span(), rng.choice(every))
    return None


def another_name(claim: str, others: Sequence[str], rng: Random) -> str | None:
    """Its last name is one of another claim."""
    ours = find_names(claim)
    names = sorted({span.name for other in others for span in find_names(other)} - {span.name for span in ours})
    alike = [name for name in names if ours and len(name.split()) == len(ours[-1].name.split())]
    return _put(claim, (ours[-1].start, ours[-1].end), rng.choice(alike)) if alike else None


def another_actor(claim: str, others: Sequence[str], rng: Random) -> str | None:
    """Its subject is another claim's."""
    ours = main_subject(claim)
    subjects = sorted({other[slice(*span)] for other in others if (span := main_subject(other))})
    other = [one for one in subjects if ours and one != claim[slice(*ours)]]
    return _put(claim, ours, rng.choice(other)) if ours and other else None


def another_act(claim: str, others: Sequence[str], rng: Random) -> str | None:
    """Its main verb is another claim's."""
    ours = _act(claim)
    acts = sorted({other[slice(*span)] for other in others if (span := _act(other))})
    other = [one for one in acts if ours and one != claim[slice(*ours)]]
    return _put(claim, ours, rng.choice(other)) if ours and other else None


def opposite(claim: str, _others: Sequence[str], _rng: Random) -> str | None:
    """Its first auxiliary is negated, or no longer."""
    if " not " in claim:
        return claim.replace(" not ", " ", 1)
    verb = _AUXILIARY.search(claim)
    return _put(claim, (verb.end(), verb.end()), " not") if verb else None


def more(claim: str, others: Sequence[str], rng: Random) -> str | None:
    """Another claim's is added to it."""
    other = rng.choice(list(others))
    return f"{claim.rstrip('.')}, and {other.rstrip('.')}."


CHANGES: Mapping[str, Callable[[str, Sequence[str], Random], str | None]] = {
    "another act": another_act,
    "another actor": another_actor,
    "another name": another_name,
    "another number": another_number,
    "the opposite": opposite,
    "more than was said": more,
}


def near_claims(claim: str, others: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(kind of falsehood, claim) for each change that can be made; what is put in is of one of `others`."""
    others = [one for one in others if one != claim]
    for kind, change in CHANGES.items():
        changed = change(claim, others, Random(f"{kind} {claim}"))  # noqa: S311
        if changed is not None:
            yield kind, changed


def _act(claim: str) -> tuple[int, int] | None:
    at = next((at for at in finite_verbs(claim) if at > 0), None)
    verb = _PAST.search(claim, at) if at is not None else None
    return verb.span() if verb else None


def _put(text: str, span: tuple[int, int], words: str) -> str:
    return f"{text[: span[0]]}{words}{text[span[1] :]}"
