"""Whom a naming phrase names: "harbour office spokeswoman Jane Roe" is a person who speaks for a body.

Reads one phrase at a time and knows nothing of the text around it; `speakers` resolves what refers back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from verifier.domain import LinkKind
from verifier.language.grammar import MONTHS, WEEKDAYS, alternatives
from verifier.language.names import HEARSAY
from verifier.language.nouns import (
    BODY_NOUNS,
    DOCUMENT,
    HEARSAY_PHRASE,
    KNOWN_BY_KIND,
    NOT_IN_NAMES,
    NOT_NAMES,
    OFFICES,
    PARTICLES,
    PEOPLE,
    PERSONS,
    SPOKES,
    TITLES,
    UNNAMED_HEADS,
    bare,
    is_body_word,
    is_nation,
    is_outlet,
    is_somebody,
)


class Refers(StrEnum):
    """What a phrase without a name points back to."""

    PERSON = "person"
    PLURAL = "plural"
    THING = "thing"
    ROLE = "role"
    BODY = "body"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Naming:
    """A naming phrase read: `phrase[start:end]` is the part that names.

    `roles` are the lower-case words that describe the bearer, `body` the body a person speaks for, `refers` what the
    phrase points back to when it holds no name of its own. `body_kind` is what a named body is called, as in "the
    satellite company Example Orbit".
    """

    name: str
    kind: LinkKind
    named: bool
    start: int
    end: int
    roles: frozenset[str] = frozenset()
    body: Naming | None = None
    refers: Refers | None = None
    own_sources: bool = False
    body_kind: str = ""
    plural: bool = False


_Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A stretch of a naming phrase: `core` begins at `start` of the whole `text`."""

    text: str
    start: int
    core: str

    def part(self, begin: int, end: int | None = None) -> _Phrase:
        """The stretch `core[begin:end]`."""
        return _Phrase(self.text, self.start + begin, self.core[begin:end])

    def without_determiner(self) -> _Phrase:
        lead = _DETERMINER.match(self.core)
        return self.part(lead.end()) if lead and lead.end() < len(self.core) else self

    def mention(self, refers: Refers | None = None, roles: frozenset[str] = frozenset()) -> Naming:
        """The whole stretch as a source that is not named here."""
        return Naming(self.core, LinkKind.UNNAMED, False, self.start, self.start + len(self.core), roles, refers=refers)

    def name(self, run: _Run, kind: LinkKind = LinkKind.SPEAKER, roles: frozenset[str] = frozenset()) -> Naming:
        """The name at `core[begin:end]` with a short form behind it: "Institute for Harbour Studies (IHS)"."""
        begin, end = self.start + run[0], self.start + run[1]
        short = _SHORT_FORM.match(self.text, end)
        end = short.end() if short else end
        if self.text[begin:end].endswith(("'s", "\u2019s")):
            end -= 2
        return Naming(re.sub(r"\s+", " ", self.text[begin:end]), kind, True, begin, end, roles)


_SHORT_FORM = re.compile(r"\s*\(([A-Z][A-Za-z&.-]{0,8}[A-Z])\)")
_DETERMINER = re.compile(
    r"(?:(?:the|a|an|this|that|these|those|both|one\s+of\s+the|one\s+of|some\s+of\s+the|some|another|other|"
    r"many\s+of\s+the|several|numerous|two|three|four|like|as)\s+)+",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"(?:(?:which|and|of|for|but|with|that|who|as|from|by|said|claim)\s+)*(?:{_DETERMINER.pattern})?", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"(?:his|her|their|its|our|my|\w+['\u2019]s)\s", re.IGNORECASE)


def read_naming(phrase: str, *, speaks: bool = False) -> Naming | None:
    """Whom `phrase` names; None when it is no naming phrase at all.

    `speaks` says that the verb is one only somebody can be the subject of, so that "the port" is taken as it is.
    """
    lead = _LEADING.match(phrase)
    start = lead.end() if lead and lead.end() < len(phrase.rstrip()) else 0
    core = _before_apposition(phrase[start:]).rstrip(" ,.;:")
    if not re.search(r"[^\W\d_]", core):
        return None
    core = _first_of_two(core)
    stretch = _Phrase(phrase, start, core)
    found = next((naming for reader in _READERS if (naming := reader(stretch)) is not None), None)
    if found is None and speaks and (start or _POSSESSIVE.match(core)):
        return stretch.mention()
    return found


def _before_apposition(core: str) -> str:
    """ "Jane Roe, the head of the union" without what follows the comma; kept whole where the name comes last."""
    front, comma, rest = core.partition(", ")
    named_last = re.match(r"[A-Z][\w.\u2019'-]*(?:\s+[A-Z][\w.\u2019'-]*)+$", rest)
    if comma and not (named_last and (not re.search(r"[A-Z]", front[1:]) or front.split()[-1].lower() in TITLES)):
        core = front
    return re.split(r"\s[\u2013—]\s", core)[0]


_SECOND = re.compile(r"\s+and\s+(?:the\s+)?(?=\S)")


def _first_of_two(core: str) -> str:
    """The first of "the White House and the British government" or "Roetown and its allies": a chain is one line."""
    second = _SECOND.search(core)
    if second is None or not _is_capital(core):
        return core
    front, back = core[: second.start()], core[second.end() :]
    if any(word.islower() and word not in PARTICLES for word in front.split()):
        return core  # "foreign ministers of Merrin and Drosk", "Ministry of trade and industry"
    crowd = _head_words(back)[-1:]
    unnamed = bool(crowd) and (crowd[0].lower() in UNNAMED_HEADS or crowd[0] in ("countries", "states", "allies"))
    bodies = "the" in second.group().split() and is_body_word(front.split()[-1])
    return front if unnamed or bodies or (is_nation(front) and is_nation(back)) else core


_CUT_HEAD = re.compile(
    r"\s(?:of|in|at|from|for|with|who|whom|on|to|near|inside|within|about|behind|close|familiar|briefed|based|"
    r"living|serving|working|involved|speaking|that|which|under|across|around|against|named|called|including|"
    r"affiliated|linked|reportedly|allegedly)\s"
)


def _head_words(core: str) -> list[str]:
    """The words up to the head noun: "senior", "officer" of "senior officer of the guard"."""
    end = _CUT_HEAD.search(core + " ")
    return (core[: end.start()] if end else core).split()


def _head(core: str) -> str:
    words = _head_words(core)
    return words[-1].lower().strip(".,\u2019'") if words else ""


# --- phrases without a name ---

_PRONOUNS = {
    "he": Refers.PERSON, "she": Refers.PERSON, "him": Refers.PERSON, "her": Refers.PERSON, "i": Refers.PERSON,
    "who": Refers.PERSON, "they": Refers.PLURAL, "we": Refers.PLURAL, "them": Refers.PLURAL, "it": Refers.THING,
    "his": Refers.PERSON, "their": Refers.PLURAL,
    "which": Refers.THING, "you": Refers.PERSON, "that": Refers.THING, "this": Refers.THING,
}  # fmt: skip


_BESIDE_PRONOUN = re.compile(
    r" (?:himself|herself|themselves|itself|opinion|view|words|assessment|estimation|judgement)$"
)


def _pronoun(phrase: _Phrase) -> Naming | None:
    """ "she", "he himself" """
    refers = _PRONOUNS.get(_BESIDE_PRONOUN.sub("", phrase.core.lower()))
    return phrase.mention(refers) if refers else None


_OWN_SOURCES = re.compile(
    r"(?:his|her|their|its|own|my|our)\b.*\b(?:sources?|colleagues|contacts?|informants?|information|people)\b", re.I
)


def _own_sources(phrase: _Phrase) -> Naming | None:
    """ "his sources in the capital" """
    return replace(phrase.mention(), own_sources=True) if _OWN_SOURCES.match(phrase.core) else None


def _hearsay(phrase: _Phrase) -> Naming | None:
    """ "local media", "press reports" """
    return replace(phrase.mention(), name=HEARSAY) if HEARSAY_PHRASE.fullmatch(phrase.core) else None


_OUTLET_BY_KIND = re.compile(
    r"(?:[a-z]+\s+)?(?:newspaper|paper|weekly|daily|magazine|news\s+agency|newswire|portal|broadcaster|outlet"
    r"|news\s+site|tabloid|station|publication)"
)


def _outlet_by_kind(phrase: _Phrase) -> Naming | None:
    """ "the weekly", "the same newspaper": an outlet whose name must stand before"""
    nation, _, kind = phrase.core.partition(" ")
    if not phrase.start or not _OUTLET_BY_KIND.fullmatch(kind if is_nation(nation) else phrase.core):
        return None
    return phrase.mention(Refers.THING)


_BROADCASTER = re.compile(r"(?:[a-z-]+\s+){1,3}(?:television|tv|radio|news\s+agency|broadcaster)")


def _lower_outlet(phrase: _Phrase) -> Naming | None:
    """ "the military television", "state radio": an outlet that is known by its kind"""
    if not _BROADCASTER.fullmatch(phrase.core):
        return None
    return replace(phrase.mention(), kind=LinkKind.CITED_OUTLET, named=True)


_DEFINITE = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)


def _unnamed(phrase: _Phrase) -> Naming | None:
    """ "a senior official who asked not to be named", "people familiar with the plan", "information from Roetown" """
    head = _head_words(phrase.core)
    if not head or head[-1].lower().rstrip(".,") not in UNNAMED_HEADS or (len(head) == 1 and is_outlet(head[0])):
        return None
    if len(head) > 1 and head[-1][0].isupper() and head == phrase.core.split():
        return None  # a name follows
    if bare(head[-1]) not in PEOPLE:
        return phrase.mention()
    roles = frozenset(map(bare, head))
    if bare(head[-1]) in PERSONS and _DEFINITE.match(phrase.text):
        return phrase.mention(Refers.ROLE, roles)
    return replace(phrase.mention(roles=roles), plural=bare(head[-1]) not in PERSONS)


def _lower_body(phrase: _Phrase) -> Naming | None:
    """ "police", "the ministry": bodies called by their kind"""
    head = _head_words(phrase.core)
    if not head or head[-1].lower() not in BODY_NOUNS:
        return None
    if head[-1].lower() not in KNOWN_BY_KIND and len(head) < 2:
        return phrase.mention(Refers.BODY)
    return replace(phrase.mention(Refers.BODY), kind=LinkKind.SPEAKER, named=True)


def _role(phrase: _Phrase) -> Naming | None:
    """ "the former culture minister", "a fisherman": somebody whose name must stand elsewhere"""
    words = [word.lower() for word in re.findall(r"[^\W\d_][\w'\u2019-]*", phrase.core)]
    if not words or len(words) > 12 or not (is_somebody(words[-1]) or is_somebody(_head(phrase.core))):
        return None
    determined = phrase.start > 0 or _POSSESSIVE.match(phrase.core)
    described = words[-1] in OFFICES or words[0] == "former" or re.search(SPOKES, phrase.core)
    return phrase.mention(Refers.ROLE, frozenset(words)) if determined or described else None


# --- documents and members: the body behind them is named ---

_DOCUMENT_OF_BODY = re.compile(
    rf"^.{{0,60}}?\b{DOCUMENT}\s+(?:(?:\w+\s+){{0,3}}?(?:by|of|from|in|issued\s+by)|\w+\s+by|on)\s+(?=\S)(?P<body>.+)$"
)
_BODYS_DOCUMENT = re.compile(
    rf"^(?P<body>.*?[A-Z]\S*?)(?:['\u2019]s?)?(?:\s+[a-z][\w-]*|(?<=s)\s+[A-Z]\w+\s+\d{{4}}){{0,3}}?\s+{DOCUMENT}"
    r"(?:\s+(?:from|of|in|on|published|released|about)\b.*)?$"
)
_DOCUMENT_WORD = re.compile(rf"\b{DOCUMENT}\b")
_A_DATE = re.compile(rf"(?:(?:late|early)\s+)?{alternatives((*WEEKDAYS, *MONTHS))}\b")


_DOCUMENT_ADJECTIVES = re.compile(
    r"(?:daily|updated|new|recent|latest|official|joint|annual|internal|declassified)\s+(?:updated\s+)?"
)


def _lowered(core: str) -> str:
    """`core` with a small first letter, unless a name begins there."""
    return core if re.match(r"\S+\s+[A-Z]", core) else core[0].lower() + core[1:]


def _document(phrase: _Phrase) -> Naming | None:
    """ "satellite images published by Example Orbit", "a harbour office report" """
    lowered = _lowered(phrase.core)
    if not _DOCUMENT_WORD.search(lowered):
        return None
    for pattern, text in ((_DOCUMENT_OF_BODY, lowered), (_BODYS_DOCUMENT, phrase.core)):
        match = pattern.match(text)
        if match is None:
            continue
        # "information from Exampletown" is nobody's document, "information from the ministry" is the ministry's
        if lowered.startswith("information") and not any(map(is_body_word, match.group("body").split())):
            continue
        body = _body_of_document(phrase.part(*match.span("body")))
        if body is not None:
            return body
    return None


def _body_of_document(phrase: _Phrase) -> Naming | None:
    """The body that vouches for a document, if the phrase names one."""
    phrase = phrase.without_determiner()
    made = re.search(r"\s+and\s+(?=[a-z]+(?:ed|en)\b|made\b|seen\b)", phrase.core)
    phrase = phrase.part(0, made.start()) if made else phrase
    adjectives = _DOCUMENT_ADJECTIVES.match(phrase.core)
    phrase = phrase.part(adjectives.end()) if adjectives else phrase
    if _A_DATE.match(phrase.core):
        return None
    inner = _capital(replace(phrase, core=phrase.core.rstrip("'\u2019")))
    if inner is not None and is_nation(inner.name) and inner.name.endswith(("an", "ish", "ch", "ese")):
        return None  # "Merrish updates" are nobody's
    return inner if inner is not None and inner.named and inner.refers is None else _lower_body(phrase)


def _bare_document(phrase: _Phrase) -> Naming | None:
    """ "the report", "newly released records": a document of which nobody is named as author"""
    if not re.match(rf"(?:[\w-]+\s+){{0,3}}{DOCUMENT}\b", _lowered(phrase.core)):
        return None
    if re.search(r"\b(?:officials?|sources?)\b", phrase.core):
        return None
    known = re.match(r"(?:the|this|that|its)\b", phrase.text, re.IGNORECASE) and len(phrase.core.split()) < 4
    return phrase.mention(Refers.DOCUMENT if known else None)


_MEMBER = re.compile(
    rf"^(?:\w+\s+){{0,4}}?(?:{SPOKES}|researchers?|analysts?|experts?|scientists?|inspectors?)\s+"
    r"(?:at|for|from|of|with)\s+(?P<body>.+)$"
)
_BODYS_MEMBER = re.compile(
    rf"^(?P<body>.*?\S)(?:(?:['\u2019]s)?\s+{SPOKES}"
    r"|['\u2019]s\s+(?:analysts?|experts?|researchers?|scientists?|press\s+office))$",
    re.IGNORECASE,
)


def _member(phrase: _Phrase) -> Naming | None:
    """ "a spokesman for the border service", "a harbour office spokeswoman", "analysts at the institute" """
    match = _MEMBER.match(phrase.core) or _BODYS_MEMBER.match(phrase.core)
    if match is None:
        return None
    body = phrase.part(*match.span("body")).without_determiner()
    inner = _capital(body) or _lower_body(body)
    return inner if inner is not None and (inner.named or inner.refers is Refers.BODY) else None


# --- proper names ---

_NAME = r"[A-ZÀ-ÞŁŚŻČŠŽ][\w\u2019'-]+"
_NAME_AT_END = re.compile(rf"(?:{_NAME}|[A-Z]\.)(?:\s(?:[A-Z]\.|{_NAME}))+$")


def _named_last(phrase: _Phrase) -> Naming | None:
    """ "adviser to the mayor of the occupied Exampletown Jane Roe", "Minister of Internal Affairs Jane Roe" """
    core = phrase.core
    match = _NAME_AT_END.search(core)
    if match is None or not re.search(r"\b(?:of|for|to|at)\s", core[: match.start()]):
        return None
    at = match.start()
    words = core[at:].split()
    while words and (is_nation(words[0]) or is_body_word(words[0]) or words[0].lower() in TITLES):
        at += len(words[0]) + 1
        words = words[1:]
    if len(words) != 2 + any("." in word for word in words) or not _is_description(core.split()[0]):
        return None
    behind_place = re.search(r"\b(?:of|for|to|at|in|from|near)\s+(?:the\s+)?$", core[:at])
    if (behind_place and at == match.start()) or any(word.lower() in NOT_IN_NAMES or is_nation(word) for word in words):
        return None
    return _person_at(phrase, (at, len(core)))


def _is_description(word: str) -> bool:
    plain = bare(word)
    return plain in TITLES or plain in UNNAMED_HEADS or plain in OFFICES or "-in-" in plain or is_nation(plain)


def _person_at(phrase: _Phrase, run: _Run) -> Naming:
    """The person named at `run`, described and spoken for by what stands before."""
    roles = frozenset(word.lower() for word in re.findall(r"[A-Za-z-]+", phrase.core[: run[0]]))
    return replace(phrase.name(run, roles=roles), body=_spoken_for(phrase.part(0, run[0])))


_BODY_SPOKESPERSON = re.compile(rf"(?P<body>\S.*?)(?:['\u2019]s)?\s+{SPOKES}$", re.IGNORECASE)
_SPOKESPERSON_OF = re.compile(rf"{SPOKES}\s+(?:for|of)\s+(?:the\s+)?(?P<body>\S.*)$", re.IGNORECASE)


def _spoken_for(before: _Phrase) -> Naming | None:
    """The body in "border service spokesman Roe" and "spokesman of the border service Roe"."""
    before = replace(before, core=before.core.rstrip())
    match = _BODY_SPOKESPERSON.search(before.core) or _SPOKESPERSON_OF.search(before.core)
    if match is None:
        return None
    body = before.name(match.span("body"))
    return None if _names_person(body.name) else body


def _names_person(name: str) -> bool:
    """Whether it is a person that somebody speaks for, as in "President Roe's spokesman": nobody else's origin."""
    return any(bare(word) in OFFICES for word in name.split()) and not any(map(is_body_word, name.split()))


def _capital(phrase: _Phrase) -> Naming | None:
    """Phrases with a proper name: a person, a body, an outlet, a country"""
    core = phrase.core
    runs = [run for run in _capital_runs(core) if core[slice(*run)].lower() not in NOT_NAMES]
    if not runs:
        return None
    if " and " in core and len(runs) > 1 and all(_may_be_person(core[slice(*run)]) for run in runs):
        return phrase.name((0, len(core)))
    if runs == [(0, len(core))] and _PEOPLE_NAME.fullmatch(core) and is_somebody(core.lower()) and not is_outlet(core):
        return replace(phrase.mention(roles=frozenset((core.lower(),))), plural=True)
    return (
        _outlet(phrase, runs) or _person(phrase, runs[-1]) or _called(phrase, runs[-1]) or _named_body(phrase, runs[0])
    )


_PEOPLE_NAME = re.compile(r"[A-Z][a-z]+(?:ists|ians|crats|icans|eers|ers)")
"""One capitalised plural is no name but people: "Pessimists", "Norvians"."""


def _capital_runs(core: str) -> list[_Run]:
    """Stretches of capitalised words, particles of names and the "of" of bodies included."""
    tokens = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\s,;:()“”\"]+", core)]
    apart = {i for i in range(1, len(tokens)) if core[tokens[i - 1][1] : tokens[i][0]].strip()}
    apart |= {i for i in range(1, len(tokens)) if _ends_sentence(tokens[i - 1][2])}
    words = [word for _, _, word in tokens]
    runs: list[_Run] = []
    index = 0
    while index < len(tokens):
        if not _is_capital(tokens[index][2]):
            index += 1
            continue
        first = last = index
        while first and tokens[first - 1][2] in PARTICLES and first not in apart:
            first -= 1
        while (step := _continues(words, last)) and not apart.intersection(range(last + 1, step + 1)):
            last = step
        runs.append((tokens[first][0], tokens[last][1]))
        index = last + 1
    return runs


def _ends_sentence(token: str) -> bool:
    """Whether the full stop behind `token` is one: not that of an initial, a title or an abbreviation."""
    word = token[:-1]
    return token.endswith(".") and len(word) > 2 and word.lower() not in TITLES and "." not in word


def _is_capital(token: str) -> bool:
    return token[0].isupper() or (len(token) > 2 and token[0].islower() and token[1].isupper())


def _continues(tokens: Sequence[str], at: int) -> int | None:
    """Index of the next token of the run that ends at `at`, or None."""
    rest = tokens[at + 1 : at + 4]
    if not rest:
        return None
    if _is_capital(rest[0]):
        return at + 1
    particles = next((i for i, token in enumerate(rest) if token.lower() not in PARTICLES), len(rest))
    if 0 < particles < len(rest) and _is_capital(rest[particles]):
        return at + particles + 1
    if rest[0] not in ("of", "for", "on", "and", "against", "&") or not any(
        map(is_body_word, tokens[max(0, at - 4) : at + 1])
    ):
        return None
    article = len(rest) > 2 and rest[1] == "the"
    following = 2 if article else 1
    return at + 1 + following if len(rest) > following and _is_capital(rest[following]) else None


_WORKS_FOR_OUTLET = re.compile(rf"\b(?:editor|host|correspondent|reporter|journalist|anchor|{SPOKES})\b", re.I)
_OUTLET_CALLED = re.compile(
    r"(?:[a-z-]+\s+)*(?:portal|newspaper|broadcaster|agency|magazine|channel|website|outlet|daily)\s+[A-Z]"
)
_NEWS_AGENCY = re.compile(r"\b(?:news\s+agency|newspaper|portal)\s+$")
""" "Norvian state news agency NVA": the name stands behind the kind."""
_OUTLETS_PERSON = re.compile(rf"\w['\u2019]s?\s+{_NAME}\s+{_NAME}$")


def _outlet(phrase: _Phrase, runs: Sequence[_Run]) -> Naming | None:
    """ "the portal Example Pravda", "the Example news agency", "the Examplian military television" """
    core = phrase.core
    if not is_outlet(core) or _OUTLETS_PERSON.search(core) or _WORKS_FOR_OUTLET.search(core):
        return None
    named = next((run for run in runs if is_outlet(core[slice(*run)])), None)
    if named is None and _OUTLET_CALLED.match(core):
        named = runs[-1]
    if named is None and len(runs) > 1 and _NEWS_AGENCY.search(core[: runs[-1][0]]):
        named = runs[-1]
    if named is None and runs[0][0] == 0 and not is_nation(core[slice(*runs[0])]):
        named = runs[0]
    begin, end = named or (0, len(core))
    if named and len(core[begin:end].split()) > 3:
        begin = _behind_titles(core, (begin, end))
    return phrase.name((begin, end), LinkKind.CITED_OUTLET)


def _may_be_person(name: str) -> bool:
    return not any(map(is_body_word, name.split())) and not is_nation(name)


_INITIALS = re.compile(r"(?:[A-Z]\.\s?)+[A-Z][a-z]|[A-Z]{2,}\s+[A-Z]{2,}$")
_BEHIND_NAME = re.compile(r"(?:of|from|in|who|himself|herself|and|for|at|to|on|with|as)\b")


def _person(phrase: _Phrase, run: _Run) -> Naming | None:
    """ "the opposition politician Jane Roe", "President Roe", "Jane Roe of Exampletown" """
    core = phrase.core
    place = re.search(r"\b(?:of|from|in|for|at)\s+(?:the\s+)?$", core[: run[0]])
    if place:
        before = core[: place.start()].rstrip()
        earlier = [found for found in _capital_runs(before) if _may_be_person(before[slice(*found)])]
        if not earlier or earlier[-1][1] < len(before):
            return None
        run = earlier[-1]
    tail = core[run[1] :].strip(" ,")
    if re.match(r"[a-z]", tail) and not _BEHIND_NAME.match(tail):
        return None
    if re.search(r"\s(?:of|on|for|and)\s", core[slice(*run)]):
        return None
    begin = _behind_titles(core, run)
    name = core[begin : run[1]]
    if not name or is_nation(name) or (any(map(is_body_word, name.split())) and not _INITIALS.match(name)):
        return None
    return _person_at(phrase, (begin, run[1]))


def _behind_titles(core: str, run: _Run) -> int:
    """Where the bare name starts in `core[begin:end]`: behind the nations and titles that go before it."""
    tokens = [(run[0] + match.start(), match.group()) for match in re.finditer(r"\S+", core[slice(*run)])]
    plain = [bare(token).split("-")[0] for _, token in tokens]
    titled = False
    for at, (start, token) in enumerate(tokens):
        if plain[at] in TITLES or plain[at] in NOT_IN_NAMES:
            titled = True
            continue
        possessive = token.endswith(("'s", "\u2019s"))
        if not (is_nation(token) or possessive or any(later in TITLES for later in plain[at + 1 :])):
            return start
    return run[1] if titled else run[0]


def _called(phrase: _Phrase, run: _Run) -> Naming | None:
    """ "the satellite company Example Orbit": a body's kind and its name"""
    match = re.search(r"\b([a-z][\w-]*)\s+$", phrase.core[: run[0]])
    if not match or match.group(1) not in BODY_NOUNS or run[1] < len(phrase.core):
        return None
    roles = frozenset(word.lower() for word in phrase.core[: run[0]].split())
    return replace(phrase.name(run, roles=roles), body_kind=match.group(1))


def _named_body(phrase: _Phrase, run: _Run) -> Naming | None:
    """ "Ministry of Trade", "the Examplian Interior Ministry", "Exampletown"; an office: "the mayor of Exampletown" """
    core = phrase.core
    head = _head(core)
    if head in OFFICES:
        roles = frozenset(map(bare, core.split()))
        return replace(phrase.mention(Refers.ROLE, roles), kind=LinkKind.SPEAKER, named=True)
    if is_nation(core[slice(*run)]) and head not in BODY_NOUNS and run[1] < len(core):
        return None
    if run[0] != 0 and not any(map(is_body_word, core.split())):
        return None
    kinds = [word.end() for word in re.finditer(r"\S+", core) if bare(word.group()) in BODY_NOUNS]
    cut = re.search(r"\s(?:in|at|on|to|who|which|near|about)\s", core[run[1] :])
    end = max([run[1], *(at for at in kinds if not cut or at <= run[1] + cut.start())])
    field = re.compile(r"\s+of\s+(?:the\s+)?[a-z]+(?:\s+(?:affairs|security|protection|and\s+[a-z]+))?").match(
        core, end
    )
    return phrase.name((0, field.end() if field else end))


_READERS: tuple[Callable[[_Phrase], Naming | None], ...] = (
    _pronoun, _own_sources, _hearsay, _document, _member, _named_last, _lower_outlet, _outlet_by_kind, _unnamed,
    _capital, _bare_document, _lower_body, _role,
)  # fmt: skip
"""Tried in this order; each docstring shows what it reads."""
