"""Where the content of a sentence falls into statements: joined around what was cut out, split into clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from verifier.language.cues import Span
from verifier.language.grammar import has_finite_verb
from verifier.language.subjects import main_subject
from verifier.language.whole import is_whole

_SUBORDINATE = re.compile(
    r"(?:if|when|although|though|as|because|while|after|before|since|once|unless|in\s+order|despite|that|which|who)\b",
    re.IGNORECASE,
)


def stands_alone(text: str, unit: Sequence[Span], span: Span) -> bool:
    """Whether the piece behind an inserted "X said" is a statement of its own."""
    before = " ".join(text[start:end] for start, end in unit)
    after = text[slice(*span)]
    if not has_finite_verb(before):
        return False
    if before.rstrip('”"\u2019 ').endswith((".", "!", "?")) or (
        re.match(r"[“\"]?[A-Z]", after) and re.search(r"[.!?]\s*$", text[: span[0]].rstrip('“" '))
    ):
        return main_subject(after.lstrip('“"')) is not None
    joint = re.match(r"[“\"]?(?:and|but|while)\s+(?=\S)", after)
    return joint is not None and main_subject(after[joint.end() :]) is not None


def at_footnotes(text: str, span: Span) -> list[Span]:
    """`span` cut behind footnote numbers, which hide where its sentences end: "in March.4 The army"."""
    cuts = [match.span() for match in re.finditer(r"(?<=[a-z)”\"][.!?])\d{1,3}\s+(?=[“\"]?[A-Z])", text[slice(*span)])]
    starts = [span[0], *(span[0] + end for _, end in cuts)]
    return list(zip(starts, [*(span[0] + start for start, _ in cuts), span[1]], strict=True))


_BREAKS_OFF = re.compile(r"(?:as|when|while|who|whose|whom|which|speaking|addressing|adding|noting|after|during)\b")
_SOURCE_GIVEN = re.compile(r"\s*[a-z]+\s*|\s*\W*\s*")


def joinable(text: str, unit: Sequence[Span]) -> list[Span]:
    """The spans of `unit` that read as one clause when what stands between them is cut out; empty if none do.

    An insertion between two commas, a lone adverb, and the subject and verb of a relative clause leave no hole. Where
    anything else was cut, what follows belongs to it ("he said after the meeting, which was short") and goes with it.
    """
    kept = [unit[0]]
    for before, span in pairwise(unit):
        gap, after = text[before[1] : span[0]], text[slice(*span)]
        head = text[slice(*kept[0])]
        commas = bool(re.match(r"\s*[,\u2013—(]", gap) and re.search(r"[,\u2013—)]\s*$", gap))
        quoted_on = bool(re.search(r"[”\"]\s*$", text[: before[1]]) and re.match(r"\s*[“\"]", after))
        relative = re.search(r"\b(?:which|who)$", text[: before[1]]) is not None
        if _SOURCE_GIVEN.fullmatch(gap) or relative or quoted_on or (commas and not _BREAKS_OFF.match(after)):
            kept.append(span)
        elif has_finite_verb(head) and main_subject(head.lstrip('“"')) is not None:
            return kept
        else:
            return []
    return kept


_LONGEST_SPLIT = 1_200
"""Characters of a sentence whose clauses are taken apart: each cut reads the rest again, and a made-up sentence of
10,000 characters took 72 s. Of 17,488 sentences of real articles 66 are longer."""


def split_clauses(text: str, span: Span) -> list[Span]:
    """`span` cut at ", and" and the like where both halves have their own subject and finite verb."""
    start, end = span
    passage = text[start:end]
    if len(passage) > _LONGEST_SPLIT or _SUBORDINATE.match(passage.lstrip('“"')):
        return [span]
    for match in re.finditer(r"[,;]\s+(?:and|but|while|whereas)\s+(?:that\s+)?|;\s+|\s+and\s+that\s+", passage):
        left, right = passage[: match.start()], passage[match.end() :]
        if (
            inside_quote(left)
            or _SUBORDINATE.match(right)
            or not is_whole(right)
            or main_subject(left) is None
            or main_subject(right) is None
        ):
            continue
        return [(start, start + match.start()), *split_clauses(text, (start + match.end(), end))]
    return [span]


def inside_quote(left: str) -> bool:
    """Whether a quotation that begins in `left` goes on behind it."""
    return left.count("“") > left.count("”") or left.count('"') % 2 == 1
