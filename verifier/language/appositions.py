"""What a text says in passing about who somebody is: titles, and the bodies people head or speak for.

"Interior Minister Jana Holt", "Jana Holt, the interior minister", "Holt of the Border Service",
"Holt, who heads the service". Reads one text at a time and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.language.name_parts import FORMER
from verifier.language.name_words import BODY_WORDS, OFFICE_FILLERS, OFFICES


@dataclass(frozen=True, slots=True)
class Apposition:
    """`person` holds `title` ("interior minister") or speaks for, heads or belongs to `body`; either may be empty."""

    person: str
    title: str
    body: str


_CAP = r"[A-Z\u00c0-\u00de\u0100-\u017f][\w'\u2019-]*[^\W_]"
_PERSON = rf"{_CAP}(?:\s(?:de|van|von|der|al|bin|el|la)){{0,2}}(?:\s(?:[A-Z]\.\s)?{_CAP}){{0,2}}"
_OFFICE = "|".join(sorted(OFFICES))
_FILLER = "|".join(sorted(OFFICE_FILLERS | BODY_WORDS))
_BODY_WORD = "|".join(sorted(BODY_WORDS))
_SPOKES = r"spokes(?:man|woman|person)|press secretary|press officer"
_ROLE = rf"{_SPOKES}|chief(?:\sphysician)?|head|director|commander|chair(?:man|woman|person)?|boss"
_BODY = (
    rf"(?:{_CAP}\s){{0,5}}{_CAP}"
    rf"(?:\s(?:(?:of|for)\s(?:the\s)?{_CAP}|(?:[a-z]+\s)?(?:{_BODY_WORD})\b)(?:\s{_CAP}){{0,3}})?"
)

# Each pattern starts with words that are not too common and is read backwards and forwards from there: that is ten
# times as fast as a pattern that starts with a name.
# "Interior Minister Jana Holt", "ministry spokesman Jana Holt", "the former water minister Jana Holt"
_BEFORE = re.compile(rf"\b(?P<office>(?i:{_OFFICE}|{_SPOKES}))\s(?P<person>{_PERSON})")
_TITLE_END = re.compile(rf"(?:\b(?:{_FILLER}|{_CAP})\s){{1,5}}$")
# "Jana Holt, the interior minister", "Jana Holt, a spokeswoman for the General Staff", "Jana Holt, its head"
_AFTER = re.compile(r",\s(?:the|a|an|its|who is)\s(?P<what>[^,.;:()\n]{3,90})")
_OF_BODY = re.compile(rf",?\s(?:of|from|at|with)\sthe\s(?P<body>{_BODY})")
_HEADS = re.compile(
    rf",\swho\s(?:heads|runs|leads|directs|commands|chairs|speaks for)\s(?:the\s)?"
    rf"(?P<body>{_BODY}|(?:[a-z]+\s){{0,2}}(?:{_BODY_WORD})\b)"
)
# "Holt speaks for the defence ministry of Norvia."
_SPEAKS_FOR = (
    rf"\s(?:speaks|spoke)\sfor\s(?:the\s)?(?P<body>(?:[a-z]+\s){{1,2}}(?:{_BODY_WORD})\sof\s{_CAP}|{_BODY}"
    rf"|(?:[a-z]+\s){{0,2}}(?:{_BODY_WORD})\b)"
)
_PERSON_END = re.compile(rf"{_PERSON}$")
_FULL_END = re.compile(rf"{_CAP}\s{_CAP}$")
_BARE_ROLE = re.compile(rf"^(?:the |its |a )?(?:{_ROLE})$", re.I)
_ROLE_OF = re.compile(rf"^(?:{_ROLE})\s(?:of|for|at)\s(?:the\s)?(?P<body>.+)$", re.I)
_BODY_ROLE = re.compile(rf"^(?P<body>.+?)(?:['\u2019]s?)?\s(?:{_ROLE})$", re.I)
_AT_BODY = re.compile(
    rf"^(?:[a-z-]+\s){{0,2}}(?:analyst|expert|researcher|seismologist|engineer|scientist|economist)\s(?:at|with|for)\s(?:the\s)?(?P<body>{_BODY})"
)
_OWNED_ROLE = re.compile(r"^(?:the\s)?(?P<body>.+?)['\u2019]s\s", re.I)
_BODY_NAMED = re.compile(
    rf"(?:{_CAP}\s){{1,4}}(?:[a-z]{{4,12}}\s)?(?:{_BODY_WORD}|(?i:{_BODY_WORD}))\b(?:\s(?:of|for)\s(?:the\s)?{_CAP}(?:\s{_CAP}){{0,2}})?"
)
_TITLE_CUT = re.compile(r"\s(?:in|at|on|to|who|which|from|with|and|was|is|said|says|working|living)\b.*")
# People in these bodies speak for themselves.
_OWN_MINDED = frozenset(
    "parliament senate congress duma rada party assembly movement union league council committee coalition".split()
)
# How far back "its spokeswoman" may refer; further away another body stands in between more often than not.
_BACK = 400


def find_appositions(text: str) -> Iterator[Apposition]:
    """Every apposition of `text`, in no particular order and with repeats."""
    for match in _BEFORE.finditer(text):
        lead = _TITLE_END.search(text[max(0, match.start() - _NEAR) : match.start()])
        title = (lead.group() if lead else "") + match.group("office")
        yield from _read_role(text, match.start(), match.group("person"), title)
    for match in _AFTER.finditer(text):
        person = _PERSON_END.search(text[max(0, match.start() - _NEAR) : match.start()])
        if person:
            yield from _read_role(text, match.start(), person.group(), match.group("what"))
    for pattern, named in ((_OF_BODY, _FULL_END), (_HEADS, _PERSON_END)):
        for match in pattern.finditer(text):
            person = named.search(text[max(0, match.start() - _NEAR) : match.start()])
            body = match.group("body")
            if person and _is_body(body) and not _OWN_MINDED & set(body.lower().split()):
                yield from _member(_bare(person.group()), _specific(text, match.start(), body))


# Characters in which the longest usual title or name fits.
_NEAR = 70


def _member(person: str, body: str) -> Iterator[Apposition]:
    if person and body:
        yield Apposition(person, "", body)


def _read_role(text: str, at: int, person: str, role: str) -> Iterator[Apposition]:
    person = _bare(person)
    employed = _AT_BODY.match(role.strip())
    if person and employed and _is_body(employed.group("body")):
        yield Apposition(person, "", employed.group("body"))
        return
    plain_role = _TITLE_CUT.sub("", re.sub(r"\s+", " ", role).strip())
    words = plain_role.lower().split()
    if not person or not words or len(words) > 7:
        return
    if FORMER.search(plain_role):
        if words[-1] in OFFICES:
            yield Apposition(person, " ".join(words), "")
        return
    if _BARE_ROLE.match(plain_role):
        yield from _member(person, _body_told(text, person) or _body_before(text, at))
        return
    match = _ROLE_OF.match(plain_role) or _BODY_ROLE.match(plain_role)
    if match and (_is_body(match.group("body")) or re.search(r"['\u2019]s\s", plain_role)):
        yield from _member(person, _specific(text, at, match.group("body")))
    elif (owner := _OWNED_ROLE.match(plain_role)) and _is_body(owner.group("body")) and words[-1] in OFFICES:
        yield from _member(person, _specific(text, at, owner.group("body")))
    elif words[-1] in OFFICES or (words[0] in OFFICES and words[1:2] == ["of"]):
        yield Apposition(person, " ".join(words), "")
        if words[-1] == "minister":
            yield Apposition(person, "", plain_role)


def _body_told(text: str, person: str) -> str:
    """For whom the person speaks where the text says so, and it need not be guessed; else empty."""
    told = re.search(rf"\b{re.escape(person.split()[-1])}{_SPEAKS_FOR}", text)
    return told.group("body") if told else ""


def _bare(person: str) -> str:
    """Without a title that the pattern took for a part of the name; empty when it is no person."""
    words = person.split()
    while words and words[0].lower().rstrip(".") in OFFICES | OFFICE_FILLERS | _NO_NAMES:
        words = words[1:]
    if any(word.lower() in BODY_WORDS | OFFICES | _NO_NAMES for word in words):
        return ""
    return re.sub(r"['\u2019]s$", "", " ".join(words))


_NO_NAMES = frozenset(
    """the mr mrs ms dr according monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december photo category he she it in
    on at but staff says said""".split()
)


def _is_body(text: str) -> bool:
    words = [word.removesuffix("'s") for word in text.split()]
    return bool(BODY_WORDS & {word.lower() for word in words}) or sum(word[0].isupper() for word in words) > 1


def _specific(text: str, at: int, body: str) -> str:
    """The body itself, or the one named before it when it is only called by its kind ("the service")."""
    return (_body_before(text, at) or body) if body.islower() and " " not in body else body


def _body_before(text: str, at: int) -> str:
    """The last body named within a few sentences before `at`; empty when there is none."""
    last = ""
    for match in _BODY_NAMED.finditer(text[max(0, at - _BACK) : at]):
        last = match.group()
    return re.sub(r"^(?:The|A|An|In|On|At)\s", "", last)
