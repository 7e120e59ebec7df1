"""What an article's layout says about its sources: the agency behind it, interviews in questions and answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.domain import Article, Link, LinkKind
from verifier.language.nouns import is_outlet
from verifier.language.sentences import Sentence

_DATELINE = re.compile(r"[A-ZÀ-Þ][^()\n]{1,60}\((?P<agency>[A-ZÀ-Þ][\w. /]{1,30})\)\s*[-\u2013—]")
_BARE_CREDIT = re.compile(r"\((?P<agency>[A-ZÀ-Þ]{2,8}|Reuters)\)\s*[-\u2013—]")
_BYLINE = re.compile(
    r"^[^\S\n]*[^\W\d_][^\n]{5,100}\s(?P<agency>Reuters|AFP|AP|dpa|Xinhua|ANSA|EFE|PTI|UPI)[^\S\n]*\n\s*"
    r"(?:\d{1,2}\.?\s)?[A-Z][a-z]{2,8}\.?\s(?:\d{1,2},\s)?\d{4}\b",
    re.MULTILINE,
)
"""Reporters and their agency on one line, the date on the next."""
_FURNITURE = 60
"""Sentences within which a dateline is looked for: menus of crawled pages are that long."""
_INITIALLED = re.compile(r"\((?P<agency>[A-Za-z][\w.]{1,20})\s*/\s*[a-z]{1,4}\)\s*$")
_CREDITED = re.compile(
    r"\(?\b(?:With\s+material\s+from|Source:|With\s+reporting\s+by)\s+(?P<agency>[A-Z][\w.]{1,20})\)?[.]?\s*$"
    r"|\((?P<known>Reuters|AFP|AP|dpa|TASS|Interfax|Ukrinform|Xinhua|ANSA|EFE|PTI|UPI)\)\s*$"
)


def find_agency(article: Article, sentences: Sequence[Sentence]) -> Link | None:
    """The agency whose report this is: "EXAMPLETOWN (Example Wire) -", "(Example / jr)"; None for the outlet's own."""
    head = _dateline(article, sentences)
    tail = _INITIALLED.search(article.text) or _CREDITED.search(article.text)
    match = head or tail
    if match is None:
        return None
    group = next(name for name, value in match.groupdict().items() if value)
    name = match.group(group).strip()
    own = (article.outlet or "").lower()
    if re.search(rf"\b{re.escape(name.lower())}\b", own) or (own and own in name.lower()):
        return None
    return Link(name, LinkKind.CITED_OUTLET, True, *match.span(group))


def _dateline(article: Article, sentences: Sequence[Sentence]) -> re.Match[str] | None:
    """The dateline at the head, or in front of a later sentence where a page's furniture stands before it."""
    if not sentences:
        return None
    first = _DATELINE.match(article.text, sentences[0].start) or _BARE_CREDIT.match(article.text, sentences[0].start)
    if first:
        return first
    head = article.text[: sentences[:_FURNITURE][-1].end]
    starts = [one.start for one in sentences[1:_FURNITURE]] + [line.end() for line in re.finditer(r"\n\s*", head)]
    found = (_DATELINE.match(head, start) for start in sorted(starts))
    dateline = next((match for match in found if match and is_outlet(match.group("agency"))), None)
    return dateline or _BYLINE.search(head)


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview or a speech, word by word: who speaks, as first named, where, and the paragraphs that are theirs."""

    person: str
    at: int
    answers: frozenset[int]


_MIN_QUESTIONS = 3
_MARKS = '*_# \t“”"'
_ADDRESSED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|President|Minister|General)\.?\s+(?P<name>[A-ZÀ-Þ][\w\u2019'-]+)")
_INTRODUCED = re.compile(r"[A-ZÀ-Þ][\w\u2019'-]+(?:\s[A-ZÀ-Þ][\w\u2019'-]+)+")


def find_interview(sentences: Sequence[Sentence]) -> Interview | None:
    """The interview that an article prints as questions and answers, or None."""
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    questions = [number for number, inside in paragraphs.items() if _is_question(inside)]
    if len(questions) < _MIN_QUESTIONS or 3 * len(questions) < len(paragraphs):
        return None
    first = questions[0]
    asked = paragraphs[first]
    before = [sentence for number, inside in paragraphs.items() if number < first for sentence in inside]
    named = next((found for s in asked if (found := _spot(_ADDRESSED, s))), None)
    named = named or next((found for s in before if (found := _spot(_INTRODUCED, s))), None)
    if named is None:
        return None
    answers = frozenset(
        n for n, inside in paragraphs.items() if n > first and n not in questions and _is_answer(inside)
    )
    return Interview(named[0], named[1], answers)


_SPEECH_NOUN = r"(?:speech|address|remarks|statement)"
_SPEAKER = r"(?P<name>(?:(?:the\s+)?(?:[A-ZÀ-Þ][\w\u2019'-]*|of|the)\s+){0,6}?[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+)?)"
_SPEECH_HEADS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?i:text|transcript)\s+of\s+{_SPEAKER}['\u2019]s?\s+(?:\w+\s){{0,2}}?{_SPEECH_NOUN}\b",
        rf"\b(?i:{_SPEECH_NOUN}|transcript)\s+(?:by|of)\s+(?:the\s+)?{_SPEAKER}(?=\s+(?:at|in|to|on|before)\b|\s*[\n,.:(]|$)",
        rf"^{_SPEAKER}\s+(?:delivered|gave|made)\s+(?:an?|the|his|her)\s(?:[\w-]+\s){{0,5}}?{_SPEECH_NOUN}\b",
    )
)
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us)\b")
_SPOKEN = 0.2
"""Share of sentences in the first person; two speeches have 0.32, but so have some essays: hence the heads above."""
_MIN_SPEECH = 20
"""Sentences of a speech; shorter ones are excerpts."""


def find_speech(article: Article, sentences: Sequence[Sentence]) -> Interview | None:
    """The speech whose text an article prints: told by its title or first sentence, and by its first person."""
    spoken = sum(bool(_FIRST_PERSON.search(one.text)) for one in sentences)
    if len(sentences) < _MIN_SPEECH or spoken < _SPOKEN * len(sentences):
        return None
    lead = sentences[0]
    for text, at in ((lead.text, lead.start), (article.title or "", 0)):
        match = next((found for head in _SPEECH_HEADS if (found := head.search(text))), None)
        if match is not None:
            name = match.group("name")
            offset = article.text.find(name) if text is not lead.text else at + match.start("name")
            return Interview(name, max(offset, 0), frozenset(one.paragraph for one in sentences))
    return None


def _spot(pattern: re.Pattern[str], sentence: Sentence) -> tuple[str, int] | None:
    match = pattern.search(sentence.text)
    if match is None:
        return None
    group = "name" if "name" in match.groupdict() else 0
    return match.group(group), sentence.start + match.start(group)


def _is_question(paragraph: Sequence[Sentence]) -> bool:
    """Whether the paragraph is one of the interviewer's: short, or set off in bold, and most often ends by asking."""
    last, first = paragraph[-1].text, paragraph[0].text
    bold = first.startswith("**") and last.rstrip().endswith("**")
    return bold or (len(paragraph) <= 3 and last.strip(_MARKS).endswith("?"))


def _is_answer(paragraph: Sequence[Sentence]) -> bool:
    """Whether the paragraph is not an editor's remark in brackets or italics, or a heading."""
    return not re.match(r"[(\[#]|\*(?!\*)|_", paragraph[0].text)
