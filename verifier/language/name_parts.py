"""A name taken apart: what it names, which of its words tell it from others, and the body somebody speaks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from verifier.language.known_names import known_body, known_outlet
from verifier.language.name_words import (
    ARTICLES,
    BODY_WORDS,
    GENERIC,
    HONORIFICS,
    LOCAL_BODIES,
    METONYMS,
    MODIFIERS,
    OFFICE_FILLERS,
    OFFICES,
    OUTLET_FILLERS,
    OUTLET_WORDS,
    PARTICLES,
    SMALL_WORDS,
    SUFFIXES,
    SYNONYMS,
    TRANSLATIONS,
)
from verifier.language.places import CAPITALS, COUNTRIES
from verifier.language.spelling import fold, fold_first, in_one_script, plain


class Sort(StrEnum):
    """What a name looks like."""

    PERSON = "person"  # or any other proper name that shows nothing of its sort
    BODY = "body"
    OUTLET = "outlet"
    PLACE = "place"  # a country or its capital, which stands for its government


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `words` are folded.

    `words` of a person are first and last name; of a body and an outlet what tells it from others. `countries` and
    `modifiers` ("state", "national") narrow a body down, `short` holds its initials and short forms, and `body` is
    the body for which a person speaks or which they head, `title` the office ("interior minister") if any. `middle` are
    a person's names and initials between the first and the last, `suffix` is "jr", "ii" and the like. `initials` are
    those of the whole name ("zst"), whether or not anybody uses them; empty when there are fewer than three.
    """

    text: str
    sort: Sort
    words: tuple[str, ...]
    countries: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    title: str = ""
    body: Name | None = field(default=None)
    middle: tuple[str, ...] = ()
    suffix: str = ""
    initials: str = ""

    @property
    def is_generic(self) -> bool:
        """Whether nothing but the kind of body is named: "the ministry", "police"."""
        return self.sort is Sort.BODY and not self.countries and set(self.words) <= GENERIC


# A minister speaks for the ministry, and whoever heads or speaks for a body speaks as that body.
_SPOKES = r"(?:spokes(?:man|woman|person|people)|press\s+(?:secretary|officer)|press\s+(?:service|office))"
# Not leaders and presidents: they speak for themselves.
_HEADING = r"(?:chief|head|director|commander|chair(?:man|woman|person)?|boss)"
_BEHIND = frozenset("in at from near on".split())

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*\.?")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_HOST = re.compile(r"^(?:https?://)?(?:www\d?\.)?((?:[a-z0-9-]+\.)+[a-z]{2,24})(?:[/:?#].*)?$", re.I)
# A second syllable in small letters, as in "Kim Jong-un": some write it as a word of its own.
_SYLLABLES = re.compile(r"(?<=[a-z])-(?=[a-z])")
_LETTERS = re.compile(r"[A-Z](?:\.[A-Z]\.?)*\.?|(?:[A-Z]\.)+")
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]+")
_ACRONYM = 5  # letters of the longest usual acronym
_NO_PERSON = BODY_WORDS | OUTLET_WORDS | SMALL_WORDS - PARTICLES
_NONE_OF = frozenset(
    "no some any other another many several few most nobody someone somebody everyone my our your".split()
)
_POSSESSIVES = frozenset("his her its their".split())
_PEOPLE = OFFICES | frozenset("team camp campaign side".split())
_DEMONYM = re.compile(r"[A-Z][a-z]+(?:an|ish|ese|ch|i)")
_SECOND_LEVEL = frozenset("co com org net gov ac edu gob gouv".split())

# "border service spokesman Demchenko" | "Demchenko, a spokesman for the border service"
_OF = r"(?:for|of|at)"
_FOR_BODY = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?P<person>[^,]+),\s+(?:(?:the|a|its)\s+)?(?:{_SPOKES}|{_HEADING})\s+{_OF}\s+(?P<body>.+)$",
        rf"^(?P<person>[^,]+),\s+(?:the\s+)?(?P<body>[^,]+?)(?:['\u2019]s?)?\s+(?:{_SPOKES}|{_HEADING})$",
        rf"^(?P<body>[^,]+?)(?:['\u2019]s?)?\s+(?:{_SPOKES}|{_HEADING})(?:\s+(?P<person>[^,]+))?$",
        rf"^(?:(?:the|a)\s+)?(?:{_SPOKES}|{_HEADING})\s+{_OF}\s+(?P<body>[^,]+)$",
    )
]
# "Lisk's campaign team" speaks for Lisk.
_TEAM = re.compile(r"^(?P<owner>[A-Z][^,]*?)'s?\s+(?:[a-z]+\s+){0,2}(?:team|camp|campaign|entourage)$")
FORMER = re.compile(r"\b(?:former|ex|exiled|then|late)\b", re.I)  # no longer speaks for the body
_MINISTER = re.compile(
    r"^(?:the\s+)?(?P<where>.*?\s)??(?P<field>[\w-]+(?:\s+and\s+[\w-]+)?)\s+minister(?:\s+(?P<person>[A-Z].*))?$", re.I
)
_NO_FIELD = frozenset("prime former acting deputy first cabinet junior senior the a an vice".split())


@lru_cache(maxsize=65536)
def read_name(text: str) -> Name:
    """Takes a name apart."""
    clean = re.sub(r"\s+", " ", in_one_script(text).replace("\u2019", "'")).strip(
        " \t\n\"'\u201c\u201d\u00ab\u00bb,.;:*_"
    )
    bare, short = _without_brackets(clean)
    known = _read_known(text, bare, short)
    if known:
        return known
    host = _HOST.match(clean)
    if host:
        return _outlet_of_host(text, host.group(1).lower())
    bare = _CYRILLIC_WORD.sub(lambda word: TRANSLATIONS.get(word.group().lower(), word.group()), bare)
    minister = _read_minister(text, bare)
    if minister:
        return minister
    team = _TEAM.match(bare)
    if team:
        owner = _read_plain(team.group("owner"), team.group("owner"), frozenset())
        return Name(text, Sort.PERSON, (), body=owner)
    for pattern in _FOR_BODY:
        match = pattern.match(bare)
        if match and _may_be_body(match.group("body")) and not FORMER.search(match.group("body")):
            return _speaker_for(text, match)
    return _read_plain(text, bare, short)


def is_description(text: str) -> bool:
    """Whether no name stands in `text`: "his team", "Its", "exiled Norvian politician", "no other service".

    Bodies that are only called by their kind ("the ministry", "police") do name one; the collection tells which.
    """
    tokens = [token for token in _tokens(text.replace("\u2019", "'")) if plain(token) not in ARTICLES]
    lowered = _lowered(tokens)
    read = read_name(text)
    if not tokens or read.body is not None or read.sort is Sort.OUTLET or text.startswith("@"):
        return not tokens
    if lowered[0] in _NONE_OF:
        return True
    if lowered[0] in _POSSESSIVES:
        tokens, lowered = tokens[1:], lowered[1:]
    said = any(map(_is_body_word, tokens, lowered)) or any(word in OUTLET_WORDS for word in lowered)
    if all(token.islower() for token in tokens):
        return not said or lowered[-1] in OFFICES
    of_a_country = all(token.islower() or _DEMONYM.fullmatch(token) for token in tokens)
    return of_a_country and lowered[-1] in _PEOPLE and tokens[-1].islower()


def _read_known(text: str, bare: str, short: frozenset[str]) -> Name | None:
    """An agency, outlet or body that is listed under another name: it is read as its usual one."""
    host = _HOST.match(bare)
    tokens = _without_lead(_tokens(bare))
    while len(tokens) > 1 and tokens[-1] in OUTLET_FILLERS:  # "the dpa news agency"
        tokens = tokens[:-1]
    for written in (host.group(1).lower() if host else bare, " ".join(tokens)):
        outlet, body = known_outlet(written), known_body(written)
        if outlet:
            return _read_outlet(text, _lowered(_tokens(outlet)), short)
        if body:
            return _read_body(text, _tokens(body), _lowered(_tokens(body)), short)
    return None


def _tokens(text: str) -> list[str]:
    return [token.rstrip(".") for token in _TOKEN.findall(text)]


def _lowered(tokens: list[str]) -> list[str]:
    return [plain(token.removesuffix("'s").removesuffix("'")) for token in tokens]


def _read_plain(text: str, bare: str, short: frozenset[str]) -> Name:
    tokens = _without_lead(_tokens(bare))
    lowered = _lowered(tokens)
    metonym = _read_metonym(text, lowered, short)
    if metonym:
        return metonym
    joined = " ".join(word for word in lowered if word not in SMALL_WORDS)
    place = COUNTRIES.get(joined) or CAPITALS.get(joined)
    if place:
        return Name(text, Sort.PLACE, (fold("government"),), frozenset([place]))
    if _is_outlet(tokens, lowered):
        return _read_outlet(text, lowered, short, _initials(tokens))
    if any(map(_is_body_word, tokens, lowered)) and not _is_titled(tokens, lowered):
        return _read_body(text, tokens, lowered, short)
    return _read_person(text, tokens, short)


def _read_metonym(text: str, lowered: list[str], short: frozenset[str]) -> Name | None:
    """ "Pentagon", "US State Department": the body meant, where the country in front is that body's."""
    named = [word for word in lowered if word not in SMALL_WORDS]
    countries = {COUNTRIES[word] for word in named if word in COUNTRIES}
    words, country = METONYMS.get(" ".join(word for word in named if word not in COUNTRIES), ("", ""))
    if not words or countries - {country}:
        return None
    return Name(text, Sort.BODY, tuple(sorted(fold(w) for w in words.split())), frozenset([country]), short=short)


def _is_titled(tokens: list[str], lowered: list[str]) -> bool:
    """Whether it is a person behind an office of a body: "European Commission President Ursula von der Leyen"."""
    at = max((i for i, word in enumerate(lowered) if word in OFFICES), default=len(tokens))
    name = lowered[at + 1 :]
    capital = all(token[0].isupper() or token in PARTICLES for token in tokens[at + 1 :])
    return bool(name) and capital and not any(word in _NO_PERSON or word in COUNTRIES for word in name)


def _initials(tokens: list[str]) -> str:
    """The capitals of a name: "RedaktionsNetzwerk Deutschland" -> "rnd"; empty for fewer than three."""
    capitals = "".join(c for token in tokens if not token.isupper() or len(token) == 1 for c in token if c.isupper())
    return plain(capitals) if len(capitals) > 2 and len(tokens) > 1 else ""


def _fold_alone(token: str) -> str:
    """A word that is a whole name; acronyms keep their letters, so that "TASS" is not "TAZ"."""
    return plain(token) if token.isupper() and len(token) <= _ACRONYM else fold(token)


def _outlet_of_host(text: str, host: str) -> Name:
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels = labels[:-1]
    known = known_outlet(labels[-1].upper())
    words = _lowered(_tokens(known)) if known else labels[-1].split("-")
    return Name(text, Sort.OUTLET, tuple(fold(word) for word in words if word))


def _without_brackets(name: str) -> tuple[str, frozenset[str]]:
    """The name without what stands in brackets, and the short forms in them ("RND")."""
    short = {inner for pair in _BRACKETS.findall(name) for inner in pair if re.fullmatch(r"[\w.&-]{2,12}", inner)}
    bare = re.sub(r"\s+", " ", _BRACKETS.sub(" ", name)).strip(" ,")
    return (bare or name), frozenset(_fold_alone(one) for one in short)


def _read_minister(text: str, bare: str) -> Name | None:
    """ "Interior Minister Jana Holt": a person who speaks as the interior ministry."""
    match = _MINISTER.match(bare)
    if match is None or match.group("field").lower() in _NO_FIELD:
        return None
    where = (match.group("where") or "").strip()
    if FORMER.search(f"{where} {match.group('field')}"):
        return None
    title = f"{plain(match.group('field'))} minister"
    ministry = f"{where} {match.group('field')} Ministry".strip()
    body = _read_plain(ministry, ministry, frozenset())
    person = match.group("person")
    if person is None:
        return Name(text, Sort.PERSON, (), body.countries, title=title, body=body)
    read = _read_person(text, _tokens(person), frozenset())
    return replace(read, countries=body.countries, title=title, body=body)


def names_body(text: str) -> bool:
    return any(_is_body_word(token, plain(token).removesuffix("'s")) for token in _TOKEN.findall(text))


def _is_body_word(token: str, word: str) -> bool:
    """Whether the token, `word` in small letters, is a kind of body; "UN" and "EU" are so only in capitals."""
    return word in BODY_WORDS and (len(word) > 2 or token.isupper())


def _may_be_body(text: str) -> bool:
    """Whether somebody could speak for it: a body word, or a name that is more than a country."""
    words = [token.removesuffix("'s") for token in _TOKEN.findall(text)]
    return names_body(text) or any(word[0].isupper() and plain(word) not in COUNTRIES for word in words)


def _speaker_for(text: str, match: re.Match[str]) -> Name:
    groups = match.groupdict()
    bare, short = _without_brackets(groups["body"])
    body = _read_plain(bare, bare, short)
    if body.sort is Sort.PERSON:  # "Civil Protection chief": what has a chief is a body
        tokens = _without_lead(_tokens(bare))
        body = _read_body(bare, tokens, _lowered(tokens), short)
    person = groups.get("person")
    read = _read_person(text, _tokens(person), frozenset()) if person else Name(text, Sort.PERSON, ())
    return replace(read, title="", body=body)


def _without_lead(tokens: list[str]) -> list[str]:
    """Without articles, and without a description in front: "the monitoring project Harbour Watch"."""
    while len(tokens) > 1 and plain(tokens[0]) in ARTICLES:
        tokens = tokens[1:]
    start = 0
    for position, token in enumerate(tokens[:-1]):
        if token[0].islower() and plain(token) not in SMALL_WORDS | PARTICLES and tokens[position + 1][0].isupper():
            start = position + 1
    described = all(token[0].isupper() or plain(token) in SMALL_WORDS for token in tokens[start:])
    return tokens[start:] if described else tokens


def _is_outlet(tokens: list[str], lowered: list[str]) -> bool:
    """Whether the words name an outlet; "press service" and "network" alone do not, a body word at the end neither."""
    named = [w for w, token in zip(lowered, tokens, strict=True) if w in OUTLET_WORDS and token[0].isupper()]
    if not named:
        return lowered[-1:] == ["television"] or lowered[-2:] == ["news", "agency"]
    return lowered[-1] in OUTLET_WORDS or lowered[0] in {"radio", "tv", "fox", "sky"} or len(named) > 1


def _read_outlet(text: str, lowered: list[str], short: frozenset[str], initials: str = "") -> Name:
    words = [word for word in lowered if word not in SMALL_WORDS]
    kept = [word for word in words if word not in OUTLET_FILLERS] or words
    folded = tuple(fold(SYNONYMS.get(w, w)) for w in kept)
    left_out = frozenset(fold(word) for word in words if word not in kept)
    return Name(text, Sort.OUTLET, folded, modifiers=left_out, short=short, initials=initials)


def _read_body(text: str, tokens: list[str], lowered: list[str], short: frozenset[str]) -> Name:
    countries, rest = _take_countries(tokens, lowered)
    if "in" in rest[1:] and not LOCAL_BODIES & set(rest) and BODY_WORDS & set(rest[: rest.index("in")]):
        rest = rest[: rest.index("in")]
    telling = [word for word in rest if word not in SMALL_WORDS]
    modifiers = frozenset(fold(word) for word in telling if word in MODIFIERS)
    core = [part for word in telling if word not in MODIFIERS for part in SYNONYMS.get(word, word).split()]
    kept = frozenset(fold(word) for word in core)
    if len(tokens) == 1 and tokens[0].isupper():
        kept = frozenset([_fold_alone(tokens[0])])
    if {fold("general"), fold("staff")} <= kept:
        kept -= {fold("army")}
    words = tuple(sorted(kept or modifiers))
    return Name(text, Sort.BODY, words, countries, modifiers, short, initials=_initials(tokens))


def _take_countries(tokens: list[str], lowered: list[str]) -> tuple[frozenset[str], list[str]]:
    """The countries among the words, capitals behind "in" included, and the other words."""
    countries, rest = set(), []
    for position, word in enumerate(lowered):
        pair = " ".join(lowered[position : position + 2])
        before = lowered[position - 1] if position else ""
        if pair in COUNTRIES and len(pair.split()) > 1:
            countries.add(COUNTRIES[pair])
            lowered[position + 1] = "the"
        elif word in COUNTRIES and tokens[position][0].isupper():
            countries.add(COUNTRIES[word])
        elif word in CAPITALS and before in {"in", "of"}:
            countries.add(CAPITALS[word])
        else:
            rest.append(word)
    return frozenset(countries), rest


def _read_person(text: str, tokens: list[str], short: frozenset[str]) -> Name:
    # "the institute in Halm": a place behind the name is no part of it
    cut = next((i for i, token in enumerate(tokens) if i and token in _BEHIND), len(tokens))
    name, title = _without_titles(tokens[:cut] if cut and tokens[cut - 1][0].isupper() else tokens)
    suffix = next((token.lower() for token in name[1:] if token.lower() in SUFFIXES), "")
    initials = _initials(name)
    name = [_bare_token(token) for token in name if token.lower() not in SUFFIXES | PARTICLES] or name
    name = [part for token in name for part in _SYLLABLES.sub(" ", token).split()]
    words = tuple(folded for token in name if (folded := fold(token) if len(name) > 1 else _fold_alone(token)))
    if not words and text.strip():
        words = (text.strip().casefold(),)
    middle = tuple(part for token in name[1:-1] for part in _middle_names(token))
    ends = (fold_first(name[0]) or words[0], words[-1]) if len(words) > 1 else words
    return Name(text, Sort.PERSON, ends, short=short, title=title, middle=middle, suffix=suffix, initials=initials)


def _bare_token(token: str) -> str:
    """Without the possessive ending and an article before a hyphen: "al-Assad's"."""
    lead, hyphen, rest = token.removesuffix("'s").partition("-")
    return rest if hyphen and rest and lead.lower() in PARTICLES else token.removesuffix("'s")


def _middle_names(token: str) -> list[str]:
    """ "W." and "H.W." as single letters, other names folded; words in small letters are none."""
    if _LETTERS.fullmatch(token):
        return [plain(letter) for letter in token if letter.isalpha()]
    return [fold(token)] if token[0].isupper() and fold(token) else []


def _without_titles(tokens: list[str]) -> tuple[list[str], str]:
    """The bare name and the title in front of it: what stands behind the last small word or office."""
    start = 0
    for position, token in enumerate(tokens[:-1]):
        word = plain(token)
        small = token[0].islower() and word not in PARTICLES
        if small or word in OFFICES or word in HONORIFICS or (position == start and word in OFFICE_FILLERS):
            start = position + 1
    if start > 1 and tokens[start - 1] == "of" and len(tokens) - start > 2 and plain(tokens[start - 2]) in OFFICES:
        start += 1  # "Mayor of Kyiv Vitali Klitschko"
    title = " ".join(plain(token) for token in tokens[:start] if plain(token) not in HONORIFICS | SMALL_WORDS)
    return tokens[start:], title
