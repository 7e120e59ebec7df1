"""Where sentences begin and end, in exact character offsets.

`sentencex` finds the boundaries; what it gets wrong in news is put right here: it keeps quotations of several
sentences whole, and it breaks after some titles, list numbers and clock times. Knows nothing of claims.
"""

# The typographic quotes and dashes in here are what newspapers print.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from verifier.domain import Article, BlockKind

# sentencex is quadratic in unclosed brackets and quotes: 46 s for 400,000 characters of them in one piece,
# 0.03 s for 10,000. No real paragraph is that long.
_WINDOW = 10_000

_CLOSERS = "”’»)]\"'"
_QUOTED = re.compile(
    r"“[^“”]*”"
    r"|«[^«»]*»"
    r"|„[^„“”]*[“”]"
    r'|"[^"]*"'
    r"|(?<!\w)‘[^‘’]*(?:’\w[^‘’]*)*’(?!\w)"
)
# A quotation is only broken up where both parts are sentences and not "No. Never."
_LEAST_QUOTED_WORDS = 3

_STARTERS = (
    r"(?:The|A|An|This|That|These|Those|It|He|She|They|We|I|You|There|Then|But|And|So|In|On|At|As|If|When|While"
    r"|After|Before|Since|For|From|Our|My|His|Her|Their|Its|No|Not|Yes|What|Why|How|Who|Now|Here|However)\b"
)
_MISSED = re.compile(
    rf"[.!?…][”’\"]?[)\]]\s+(?=[“‘\"]?[A-Z])|(?:\.\.\.|…)[”’\"]?\s+(?=[“‘\"]?{_STARTERS})",
)
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Cpl|Pvt|Pfc|Adm|Brig|Cmdr|Cdr|Sen|Rep|Gov|Pres|Rev|Hon"
    r"|Amb|Supt|Insp|Det|Messrs|Fr|Ald|Vol|vol|incl|approx|ca|cf|vs|e\.g|i\.e)\.$"
)
_NUMBERED = re.compile(r"\b(?:[Nn]os?|Nr|Art|Ch|ch|Fig|Figs|Sec|[Vv]ol|pp?|est|approx|ca|No)\.$")
_LIST_MARKER = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]+")
_INITIAL = re.compile(r"(?:\b[A-Z]\w+ |^)(?:[A-Z]|Yu|Ya|Ye|Zh)\.$")
_CLOCK = re.compile(r"\b[ap]\.m\.$")
_AFTER_CLOCK = re.compile(
    r"(?:\(|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:E[SD]?T|C[SDE]?S?T|P[SD]?T|GMT|UTC|BST|Eastern|Central"
    r"|Kyiv|Moscow|London|local)\b|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec))"
)
_ASKED = re.compile(r"[!?…][”’»\"']$")
_SPEECH_TAG = re.compile(
    r"(?:[A-Z][\w.’'-]*\s){1,4}(?:said|says|asked|asks|added|told|wrote|replied|warned|insisted|declared|shouted"
    r"|exclaimed|tweeted|posted|noted|joked)\b"
)
_GERMAN_DAY = re.compile(r"\b\d{1,2}\.$")
_GERMAN_MONTH = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article: `text == article.text[start:end]`, without white space at its ends.

    `paragraph` counts the article's prose blocks from 0. Sentences inside one quotation are separate sentences,
    so that a quotation mark may open in one and close in a later one.
    """

    start: int
    end: int
    text: str
    paragraph: int


def split_sentences(article: Article) -> list[Sentence]:
    """The sentences of the article's prose blocks, in text order; everything but white space is in one of them."""
    prose = (block for block in article.blocks if block.kind is BlockKind.PROSE)
    return [
        Sentence(block.start + start, block.start + end, article.text[block.start + start : block.start + end], n)
        for n, block in enumerate(prose)
        for start, end in sentence_spans(article.text[block.start : block.end], article.language)
    ]


def sentence_spans(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """`[start, end)` of each sentence in `text`, trimmed, in order. `language` is an ISO 639 code, English if None."""
    code = language if language and re.fullmatch("[a-z]{2,3}", language) else "en"
    spans = []
    for start, end in _windows(text):
        window = text[start:end]
        cuts = [0, *_real_boundaries(window, sorted(_candidates(window, code))), len(window)]
        spans += [(start + low, start + high) for low, high in pairwise(cuts)]
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The whole text, or pieces of at most `_WINDOW` characters that end after a white space where there is one."""
    start = 0
    while len(text) - start > _WINDOW:
        limit = start + _WINDOW
        full_stop = text.rfind(". ", start, limit)
        space = text.rfind(" ", start, limit)
        cut = full_stop + 2 if full_stop > start else space + 1 if space > start else limit
        yield start, cut
        start = cut
    yield start, len(text)


def _candidates(text: str, code: str) -> set[int]:
    """Places where a sentence may begin: sentencex's, those inside quotations, and those it is known to miss."""
    found = set(_library_boundaries(text, code))
    found.update(match.end() for match in _MISSED.finditer(text))
    for quoted in _QUOTED.finditer(text):
        inner_start, inner = quoted.start() + 1, quoted.group()[1:-1]
        found.update(
            inner_start + cut
            for cut in _library_boundaries(inner, code)
            if min(len(inner[:cut].split()), len(inner[cut:].split())) >= _LEAST_QUOTED_WORDS
        )
    return {cut for cut in found if 0 < cut < len(text)}


def _library_boundaries(text: str, code: str) -> Iterator[int]:
    import sentencex  # type: ignore[import-untyped]

    # The library takes no lone surrogates; a stand-in of the same length keeps the offsets.
    sound = re.sub("[\ud800-\udfff]", "\ufffd", text)
    for boundary in sentencex.get_sentence_boundaries(code, sound):
        yield boundary["start_index"]


def _real_boundaries(text: str, candidates: list[int]) -> list[int]:
    kept: list[int] = []
    for candidate in candidates:
        cut = _after_closers(text, candidate)
        start = kept[-1] if kept else 0
        if start < cut < len(text) and not _is_false(text[start:cut].strip(), text[cut:].lstrip()):
            kept.append(cut)
    return kept


def _after_closers(text: str, cut: int) -> int:
    """`cut` moved behind a lone closing mark that was left at the head of the next sentence: `end. ” Next`."""
    at = cut + len(text[cut:]) - len(text[cut:].lstrip())
    if at + 1 >= len(text) or text[at] not in _CLOSERS or not text[at + 1].isspace():
        return cut
    return at + 1


def _is_false(left: str, right: str) -> bool:
    """Whether no sentence ends between `left`, which begins a sentence, and `right`, the rest of the paragraph."""
    if not _has_word(left) or not _has_word(right):
        return True
    if right[0].islower() or _TITLE.search(left) or _LIST_MARKER.fullmatch(left):
        return True
    return bool(
        (_NUMBERED.search(left) and right[0].isdigit())
        or (_INITIAL.search(left) and right[0].isupper() and not re.match(_STARTERS, right))
        or (_CLOCK.search(left) and _AFTER_CLOCK.match(right))
        or (_ASKED.search(left) and _SPEECH_TAG.match(right))
        or (_GERMAN_DAY.search(left) and _GERMAN_MONTH.match(right))
    )


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
