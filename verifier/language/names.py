"""Whether two names mean the same person, body or outlet, and where names stand in a text.

Names are compared two at a time and without a collection; what a whole collection teaches ("Ivanov" is the only
Ivanov there is) is for `steps.origins`. When in doubt the answer is *maybe*: taking two names for one costs a
corroboration, taking one origin for two invents one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from verifier.language.places import CAPITALS, COUNTRIES
from verifier.language.spelling import fold, plain, skeleton

HEARSAY = "unattributed reports"
"""Name of the UNNAMED link that stands for "it is said", "media report": a chain that was cut off."""


class Match(StrEnum):
    """Whether two names mean one origin."""

    SAME = "same"
    MAYBE = "maybe"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in a text, titles stripped: `name == text[start:end]`."""

    start: int
    end: int
    name: str


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
    the body for which a person speaks or which they head, `title` the office ("interior minister") if any.
    """

    text: str
    sort: Sort
    words: tuple[str, ...]
    countries: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    title: str = ""
    body: Name | None = field(default=None)

    @property
    def is_generic(self) -> bool:
        """Whether nothing but the kind of body is named: "the ministry", "police"."""
        return self.sort is Sort.BODY and not self.countries and set(self.words) <= GENERIC


# --- the words ---

_BODY = """
ministry ministries department departments institute institution agency council committee commission army navy
military forces force staff command police government administration parliament senate congress court courts service
services guard guards union company corporation group bank university college school centre center organisation
organization office bureau party hospital clinic embassy consulate foundation intelligence cabinet secretariat mission
authority authorities directorate association alliance assembly federation kremlin pentagon duma rada board fund network
project coalition society headquarters brigade battalion corps regiment division fleet operator firm airline treasury
prosecutors ombudsman watchdog presidency chamber league movement nato un eu institut""".split()
BODY_WORDS = frozenset(_BODY)
GENERIC = frozenset(
    fold(word)
    for word in """ministry department agency council committee commission army police government administration
    parliament court service guard office hospital authority association staff command university company party
    institute embassy union fund board project service border intelligence prosecutor general president presidential
    mission operator defence foreign interior""".split()
)
_OUTLET_WORDS = frozenset(
    """news times post guardian telegraph herald tribune journal gazette magazine chronicle observer economist mirror
    daily weekly portal broadcaster television tv radio zeitung pravda tabloid broadcasting courier wire dispatch ledger
    newspaper press bote kurier nachrichten echo express standard sun star mail reporter today newswire media online
    channel blog""".split()
)
_OUTLET_FILLERS = frozenset(
    """news newspaper portal broadcaster website channel online agency magazine tabloid media press network daily weekly
    newswire""".split()
)
_FUNCTION = frozenset(
    "the a an of for and in on at to by from der die das des von im de la le du del et und & its their his her".split()
)
_MODIFIERS = frozenset(
    "state national federal central main royal republican public country's "
    "district regional provincial municipal".split()
)
_STRONG_MODIFIERS = frozenset("federal royal republican".split())
# Bodies of which every town has one; others are no other body for being called "in" a town.
_LOCAL = frozenset(
    "police hospital clinic court embassy consulate council school university authority mission bank".split()
)
_HONORIFICS = frozenset("mr mrs ms miss mx dr prof professor sir dame lord lady herr frau hon rev".split())
OFFICES = frozenset(
    """president minister premier chancellor mayor governor chief head director commander ambassador king queen pope
    secretary chairman chairwoman chairperson chair leader ruler dictator ombudsman envoy patriarch prosecutor senator
    congressman congresswoman deputy general colonel major lieutenant captain admiral sergeant brigadier marshal officer
    politician blogger activist analyst expert commissioner lawmaker judge justice speaker founder editor member
    representative inspector superintendent bishop archbishop imam rabbi sheriff treasurer attorney physician
    spokesman spokeswoman spokesperson economist journalist reporter correspondent historian professor scientist author
    lawyer politologist strategist adviser advisor aide veteran seismologist engineer""".split()
)
OFFICE_FILLERS = frozenset(
    """prime vice foreign interior defence defense finance energy justice health economy culture education former acting
    first senior deputy exiled opposition military police army regional district local government chief lt gen col maj
    capt sgt sen rep gov ex then well-known political press late security state""".split()
)
# A minister speaks for the ministry, and whoever heads or speaks for a body speaks as that body.
_SPOKES = r"(?:spokes(?:man|woman|person|people)|press\s+(?:secretary|officer)|press\s+(?:service|office))"
# Not leaders and presidents: they speak for themselves.
_HEADING = r"(?:chief|head|director|commander|chair(?:man|woman|person)?|boss)"
_SYNONYMS = {
    "defense": "defence", "center": "centre", "organization": "organisation", "harbor": "harbour", "labor": "labour",
    "department": "ministry", "guards": "service", "services": "service", "guard": "service", "forces": "army",
    "military": "army", "troops": "army", "armed": "", "ministries": "ministry", "presidential": "president",
    "administration": "office", "presidency": "president", "affairs": "", "internal": "interior", "external": "foreign",
    "departments": "ministry", "courts": "court", "authorities": "authority", "television": "tv",
    "governmental": "government",
    "guarding": "service", "agencies": "agency", "president's": "president", "president\u2019s": "president",
}  # fmt: skip
_METONYMS = {
    "kremlin": ("president office", "russia"), "pentagon": ("defence ministry", "united states"),
    "white house": ("president office", "united states"), "downing street": ("government", "united kingdom"),
    "elysee": ("president office", "france"), "bundeswehr": ("army", "germany"), "bundestag": ("parliament", "germany"),
    "duma": ("parliament", "russia"), "verkhovna rada": ("parliament", "ukraine"), "rada": ("parliament", "ukraine"),
    "state department": ("foreign ministry", "united states"), "foreign office": ("foreign ministry", "united kingdom"),
}  # fmt: skip
_FIRST_NAMES = {
    fold(name): group.split()[0]
    for group in (
        "alexander alexandre alejandro aleksandr oleksandr aliaksandr alyaksandr sasha",
        "vladimir volodymyr uladzimir wolodymyr",
        "mikhail mykhailo mikhal michael michail",
        "nikolai mykola mikalai nikolay nicholas",
        "sergei serhii siarhei sergey serhiy serge",
        "dmitry dmytro dzmitry dmitri",
        "yevgeny yevhen evgeny eugene yauhen evgeni",
        "pavel pavlo paval pawel",
        "svetlana sviatlana switlana svitlana",
        "elena olena alena helena yelena",
        "igor ihor ihar",
        "oleg oleh aleh",
        "yuri yurii iurii yury juri",
        "kirill kyrylo kiryl cyril",
        "joseph joe josef yosif iosif",
        "volha olga olha",
        "andrei andriy andrii andrey andrej andrzej",
        "anton antony anthony",
    )
    for name in group.split()
}
_BEHIND = frozenset("in at from near on".split())
_PARTICLES = frozenset("de du van von der den la le al bin ibn di da dos el ter zu".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*\.?")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_HOST = re.compile(r"^(?:https?://)?(?:www\d?\.)?((?:[a-z0-9-]+\.)+[a-z]{2,24})(?:[/:?#].*)?$", re.I)
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
FORMER = re.compile(r"\b(?:former|ex|exiled|then|late)\b", re.I)  # no longer speaks for the body
_MINISTER = re.compile(
    r"^(?:the\s+)?(?P<where>.*?\s)??(?P<field>[\w-]+(?:\s+and\s+[\w-]+)?)\s+minister(?:\s+(?P<person>[A-Z].*))?$", re.I
)
_NO_FIELD = frozenset("prime former acting deputy first cabinet junior senior the a an vice".split())


# --- taking names apart ---


@lru_cache(maxsize=65536)
def read_name(text: str) -> Name:
    """Takes a name apart."""
    clean = re.sub(r"\s+", " ", text.replace("\u2019", "'")).strip(" \t\n\"'\u201c\u201d\u00ab\u00bb,.;:*_")
    host = _HOST.match(clean)
    if host:
        return _outlet_of_host(text, host.group(1).lower())
    bare, short = _without_brackets(clean)
    minister = _read_minister(text, bare)
    if minister:
        return minister
    for pattern in _FOR_BODY:
        match = pattern.match(bare)
        if match and _may_be_body(match.group("body")) and not FORMER.search(match.group("body")):
            return _speaker_for(text, match)
    return _read_plain(text, bare, short)


def _read_plain(text: str, bare: str, short: frozenset[str]) -> Name:
    tokens = [token.rstrip(".") for token in _TOKEN.findall(bare)]
    tokens = _without_lead(tokens)
    lowered = [plain(token.removesuffix("'s").removesuffix("'")) for token in tokens]
    joined = " ".join(word for word in lowered if word not in _FUNCTION)
    if joined in _METONYMS:
        words, country = _METONYMS[joined]
        return Name(text, Sort.BODY, tuple(sorted(fold(w) for w in words.split())), frozenset([country]), short=short)
    place = COUNTRIES.get(joined) or CAPITALS.get(joined)
    if place:
        return Name(text, Sort.PLACE, (fold("government"),), frozenset([place]))
    if any(word in BODY_WORDS for word in lowered) and not _is_outlet(tokens, lowered):
        return _read_body(text, tokens, lowered, short)
    if _is_outlet(tokens, lowered):
        return _read_outlet(text, lowered, short)
    return _read_person(text, tokens, short)


def _outlet_of_host(text: str, host: str) -> Name:
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels = labels[:-1]
    return Name(text, Sort.OUTLET, tuple(fold(part) for part in labels[-1].split("-")))


def _without_brackets(name: str) -> tuple[str, frozenset[str]]:
    """The name without what stands in brackets, and the short forms in them ("RND")."""
    short = {inner for pair in _BRACKETS.findall(name) for inner in pair if re.fullmatch(r"[\w.&-]{2,12}", inner)}
    bare = re.sub(r"\s+", " ", _BRACKETS.sub(" ", name)).strip(" ,")
    return (bare or name), frozenset(fold(one) for one in short)


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
    read = _read_person(text, [t.rstrip(".") for t in _TOKEN.findall(person)], frozenset())
    return Name(text, Sort.PERSON, read.words, body.countries, title=title, body=body)


def _names_body(text: str) -> bool:
    return any(plain(token).removesuffix("'s") in BODY_WORDS for token in _TOKEN.findall(text))


def _may_be_body(text: str) -> bool:
    """Whether somebody could speak for it: a body word, or a name that is more than a country."""
    words = [token.removesuffix("'s") for token in _TOKEN.findall(text)]
    return _names_body(text) or any(word[0].isupper() and plain(word) not in COUNTRIES for word in words)


def _speaker_for(text: str, match: re.Match[str]) -> Name:
    groups = match.groupdict()
    bare, short = _without_brackets(groups["body"])
    body = _read_plain(bare, bare, short)
    if body.sort is Sort.PERSON:  # "Civil Protection chief": what has a chief is a body
        tokens = _without_lead([t.rstrip(".") for t in _TOKEN.findall(bare)])
        body = _read_body(bare, tokens, [plain(t.removesuffix("'s")) for t in tokens], short)
    person = groups.get("person")
    words = _read_person(text, [t.rstrip(".") for t in _TOKEN.findall(person)], frozenset()).words if person else ()
    return Name(text, Sort.PERSON, words, body=body)


def _without_lead(tokens: list[str]) -> list[str]:
    """Without articles, and without a description in front: "the monitoring project Harbour Watch"."""
    while len(tokens) > 1 and plain(tokens[0]) in _ARTICLES:
        tokens = tokens[1:]
    start = 0
    for position, token in enumerate(tokens[:-1]):
        if token[0].islower() and plain(token) not in _FUNCTION | _PARTICLES and tokens[position + 1][0].isupper():
            start = position + 1
    described = all(token[0].isupper() or plain(token) in _FUNCTION for token in tokens[start:])
    return tokens[start:] if described else tokens


def _is_outlet(tokens: list[str], lowered: list[str]) -> bool:
    """Whether the words name an outlet; "press service" and "network" alone do not, a body word at the end neither."""
    named = [w for w, token in zip(lowered, tokens, strict=True) if w in _OUTLET_WORDS and token[0].isupper()]
    if not named:
        return lowered[-1:] == ["television"] or lowered[-2:] == ["news", "agency"]
    return lowered[-1] in _OUTLET_WORDS or lowered[0] in {"radio", "tv", "fox", "sky"} or len(named) > 1


def _read_outlet(text: str, lowered: list[str], short: frozenset[str]) -> Name:
    words = [word for word in lowered if word not in _FUNCTION]
    kept = [word for word in words if word not in _OUTLET_FILLERS] or words
    folded = tuple(fold(_SYNONYMS.get(w, w)) for w in kept)
    return Name(text, Sort.OUTLET, folded, modifiers=frozenset(fold(w) for w in words if w not in kept), short=short)


def _read_body(text: str, tokens: list[str], lowered: list[str], short: frozenset[str]) -> Name:
    countries, rest = _take_countries(tokens, lowered)
    if "in" in rest[1:] and not _LOCAL & set(rest) and BODY_WORDS & set(rest[: rest.index("in")]):
        rest = rest[: rest.index("in")]
    words = [word for word in rest if word not in _FUNCTION]
    modifiers = frozenset(fold(word) for word in words if word in _MODIFIERS)
    core = [_SYNONYMS.get(word, word) for word in words if word not in _MODIFIERS]
    kept = frozenset(fold(word) for word in core if word)
    if {fold("general"), fold("staff")} <= kept:
        kept -= {fold("army")}
    initials = "".join(token[0] for token in tokens if token[0].isupper()) if len(tokens) > 2 else ""
    if len(initials) > 2:
        short |= {fold(initials)}
    return Name(text, Sort.BODY, tuple(sorted(kept or modifiers)), countries, modifiers, short)


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
    name = [token.removesuffix("'s") for token in name if token.lower() not in _SUFFIXES | _PARTICLES] or name
    words = tuple(fold(token) for token in name if fold(token))
    if not words and text.strip():
        words = (text.strip().casefold(),)
    return Name(text, Sort.PERSON, (words[0], words[-1]) if len(words) > 1 else words, short=short, title=title)


def _without_titles(tokens: list[str]) -> tuple[list[str], str]:
    """The bare name and the title in front of it: what stands behind the last small word or office."""
    start = 0
    for position, token in enumerate(tokens[:-1]):
        word = plain(token)
        small = token[0].islower() and word not in _PARTICLES
        if small or word in OFFICES or word in _HONORIFICS or (position == start and word in OFFICE_FILLERS):
            start = position + 1
    title = " ".join(plain(token) for token in tokens[:start] if plain(token) not in _HONORIFICS | _FUNCTION)
    return tokens[start:], title


# --- comparing ---


def name_key(name: str) -> str:
    """The name without case, accents, titles and transliteration; equal keys mean the same origin."""
    read = read_name(name)
    if read.body is not None:
        read = read.body
    if read.sort is Sort.OUTLET:
        return "".join(read.words)
    return " ".join((*read.words, *sorted(read.countries))) or name.strip().casefold()


def same_name(a: str, b: str) -> Match:
    """Whether `a` and `b` mean the same person, body or outlet; symmetric.

    A last name alone is the same as the full name, and whoever speaks for a body is the body; a body with and one
    without its country may be the same.
    """
    return compare(read_name(a), read_name(b))


def compare(a: Name, b: Name) -> Match:
    """`same_name` for names taken apart already."""
    if a.text.casefold() == b.text.casefold():
        return Match.SAME
    if a.body is not None or b.body is not None:
        return _compare_speakers(a, b)
    if _short_form(a, b) or _short_form(b, a):
        return Match.SAME
    if Sort.PLACE in (a.sort, b.sort):
        return _compare_places(a, b)
    if a.sort is b.sort is Sort.PERSON:
        return _compare_persons(a, b)
    if a.sort is b.sort is Sort.BODY:
        return _compare_bodies(a, b)
    return _compare_outlets(a, b)


def _short_form(a: Name, b: Name) -> bool:
    """Whether `a` is only the short form that `b` has in brackets or as initials."""
    return len(a.words) == 1 and a.words[0] in b.short and any(c.isupper() for c in a.text[1:])


def _compare_speakers(a: Name, b: Name) -> Match:
    """A body and whoever speaks for it are one; two persons with bodies are compared by person and by body."""
    if a.body is not None and b.body is not None:
        bodies = compare(a.body, b.body)
        persons = _compare_persons(a, b) if a.words and b.words else Match.DIFFERENT
        return _firmer(bodies, persons)
    speaker, body, other = (a, a.body, b) if a.body is not None else (b, b.body, a)
    as_body = compare(body, other) if body is not None else Match.DIFFERENT
    as_person = _compare_persons(speaker, other) if speaker.words and other.sort is Sort.PERSON else Match.DIFFERENT
    return _firmer(as_body, as_person)


def _firmer(a: Match, b: Match) -> Match:
    order = (Match.SAME, Match.MAYBE, Match.DIFFERENT)
    return order[min(order.index(a), order.index(b))]


def _compare_places(a: Name, b: Name) -> Match:
    """A country or its capital stands for its government, and for nothing else of that country."""
    if a.sort is not Sort.PLACE:
        a, b = b, a
    if b.sort is Sort.PLACE or (b.sort is Sort.BODY and b.words == (fold("government"),)):
        return Match.SAME if a.countries == b.countries else Match.DIFFERENT
    return Match.DIFFERENT


def _compare_persons(a: Name, b: Name) -> Match:
    if not a.words or not b.words:
        return Match.SAME if a.title and a.title == b.title else Match.DIFFERENT
    last = _compare_words(a.words[-1], b.words[-1])
    if len(a.words) == 1 or len(b.words) == 1:
        # "Xi" and "Xi Jinping", "Pavel" and "Pavel Novak"
        return Match.MAYBE if last is Match.DIFFERENT and a.words[0] == b.words[0] else last
    if last is Match.DIFFERENT:
        return Match.DIFFERENT
    first = _compare_first_names(a.words[0], b.words[0])
    if first is Match.DIFFERENT:
        return Match.DIFFERENT
    return Match.SAME if first is last is Match.SAME else Match.MAYBE


def _compare_words(a: str, b: str) -> Match:
    if a == b:
        return Match.SAME
    if min(len(a), len(b)) < 6 or a + "a" == b or b + "a" == a or a.endswith("aia") != b.endswith("aia"):
        # too short to tell, or the name of a man and of a woman
        return Match.DIFFERENT
    # 85: "tihanovskaia" and "sihanovskaia" reach 92, "herasimov" and "harasimov" 89, "petrenko" and "petrenk" 93;
    # different names of one ending such as "novikov" and "borisov" stay below 75.
    return Match.MAYBE if ratio(a, b) >= 85 else Match.DIFFERENT


def _compare_first_names(a: str, b: str) -> Match:
    if a == b or _FIRST_NAMES.get(a, a) == _FIRST_NAMES.get(b, b):
        return Match.SAME
    if len(a) == 1 or len(b) == 1:  # an initial
        return Match.SAME if a[0] == b[0] else Match.DIFFERENT
    if a + "a" == b or b + "a" == a:  # "Jan" and "Jana"
        return Match.DIFFERENT
    if len(skeleton(a)) >= 3 and skeleton(a) == skeleton(b):
        return Match.SAME
    return Match.MAYBE if min(len(a), len(b)) >= 5 and ratio(a, b) >= 80 else Match.DIFFERENT


def _compare_bodies(a: Name, b: Name) -> Match:
    if (a.countries and b.countries and not a.countries & b.countries) or _other_initials(a, b):
        return Match.DIFFERENT
    only_a, only_b = _unmatched(a.words, b.words), _unmatched(b.words, a.words)
    if only_a and only_b:
        return Match.DIFFERENT
    if only_a or only_b:
        less, more = (a, b) if only_b else (b, a)
        return _compare_subset(less, more)
    if _own_kind(a, b) or _own_kind(b, a):
        return Match.DIFFERENT
    if a.countries != b.countries or (a.modifiers and b.modifiers and a.modifiers != b.modifiers):
        return Match.MAYBE
    return Match.SAME


def _is_government_of(body: Name, country: Name) -> bool:
    """Whether `body` is the government of a country that no table knows ("Norvia", "the Norvian government")."""
    government = fold("government")
    places = [word for word in body.words if word != government]
    named = len(country.words) == 1 and government in body.words
    return named and len(places) == 1 and _same_word(places[0], country.words[0])


def _own_kind(a: Name, b: Name) -> bool:
    """Whether `a` is marked as of another kind of state than the country that only `b` names ("federal", "royal")."""
    return bool(a.modifiers & _STRONG_MODIFIERS - b.modifiers and b.countries - a.countries)


def _other_initials(a: Name, b: Name) -> bool:
    """Whether both have short forms in brackets, and other ones: "(FSB)" and "(SBU)"."""
    return "(" in a.text and "(" in b.text and bool(a.short and b.short) and not a.short & b.short


def _compare_subset(less: Name, more: Name) -> Match:
    """`less` says less than `more`: "the police" may be the harbour police, but a government is not its ministry."""
    if less.words == (fold("government"),) or not less.words or (less.countries and not more.countries):
        return Match.DIFFERENT
    return Match.MAYBE


def _unmatched(words: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    return [word for word in words if word not in others and not any(_same_word(word, other) for other in others)]


def _same_word(a: str, b: str) -> bool:
    """Equal, or a place and its adjective ("norvia", "norvian"), or one with a typing error."""
    if a == b:
        return True
    stem = place_stem(a)
    if len(stem) >= 4 and stem == place_stem(b):
        return True
    return min(len(a), len(b)) >= 8 and ratio(a, b) >= 92


@lru_cache(maxsize=65536)
def place_stem(word: str) -> str:
    """A folded place name without what makes it an adjective: "norva", "norvan" -> "norv"."""
    return _PLACE_ENDING.sub("", word)


_PLACE_ENDING = re.compile(r"(?<=....)(?:ian|ia|an|a|ese|is|i)$")


def _compare_outlets(a: Name, b: Name) -> Match:
    if "".join(a.words) == "".join(b.words):
        return Match.SAME
    if a.sort is not b.sort and Sort.BODY in (a.sort, b.sort):
        return Match.SAME if _is_government_of(a, b) or _is_government_of(b, a) else Match.DIFFERENT
    only_a, only_b = set(a.words) - set(b.words), set(b.words) - set(a.words)
    if only_a and only_b:
        return Match.DIFFERENT
    return Match.SAME if not only_a and not only_b else Match.MAYBE


# --- finding names ---

# A capitalised word, and what may stand between two of one name.
_CAPITAL = (
    r"(?:(?:[A-Z]\.){1,4}|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|St)\."
    r"|(?:[A-Z\u00c0-\u00de\u0100-\u017f\u0401-\u042f]|d'(?=[A-Z]))[^\W_]*(?:['\u2019-][^\W\d_]+)*)"
)
# A name may be broken over two lines; what stands above an empty line is another paragraph.
_EMPTY_LINE = r"\r?\n[^\S\n]*\n"
_INSIDE = r"(?:\s(?:of|for)(?:\sthe)?|\s(?:de|du|van|von|der|den|al|bin|ibn|da|dos|el|ter|la|le)){0,2}"
_RUN = re.compile(rf"{_CAPITAL}(?:{_INSIDE}(?!{_EMPTY_LINE})[\s&]\s?{_CAPITAL})*")
_SENTENCE_START = re.compile(
    r"(?:^|[.!?:;\u2026]['\")\]\u2019\u201d\u00bb]*\s+|\n\s*|^\s*)['\"(\[\u2018\u201c\u00ab\u201e\s\-*#\u2013\u2014]*$"
)
_DATE_WORDS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december gmt utc cet am pm i""".split()
)
# Words that open sentences without being names. A capital letter proves nothing there, so a single word at the head of
# a sentence is also dropped when it looks like a plural, a participle or an adverb and stands nowhere else as a name.
_OPENERS = frozenset(
    """the a an this that these those it its he she they we you his her their our my your there here then but and or so
    yet in on at as by for from to of off with without within after before since until till during through over under
    between among against about according if when while where why how who what which whose not no none nobody nothing
    now today yesterday tomorrow earlier later meanwhile however moreover also even only just still already once again
    all both each every either neither some any many most more much few several another other such same both instead
    despite although though because unless whether nor do does did is are was were be been being have has had can could
    will would shall should may might must let see read watch click photo image video source sources police officials
    authorities experts analysts people residents soldiers troops one two three four five six seven eight nine ten
    eleven twelve dozens hundreds thousands half last next first second third new old government state local early late
    nearly almost around roughly approximately up out down asked speaking following given like unlike near inside
    outside behind along across above below beyond upon toward towards per via amid amidst except
    including never ever perhaps
    maybe indeed thus hence therefore otherwise nevertheless nonetheless besides finally recently soon shortly
    yes well ok water power work children women men everything everyone someone something anyone anything""".split()
)
_ORDINARY_ENDING = re.compile(r"(?:[^s]s|ing|ed|ly)$")
_SPEECH_AFTER = re.compile(
    r"\s(?:said|says|has|had|told|reported|reports|announced|wants|wrote|denied|denies|claims|claimed|is|was)\b"
)


_LOWER_BODY = re.compile(
    r"\b[A-Z][\w-]*(?:an|ish|ese|i|ch|['\u2019]s?)\s(?:[a-z]+\s){0,2}"
    r"(?:ministry|service|staff|army|police|government|navy|agency|office|parliament|embassy)\b"
)


def find_bodies(text: str) -> list[str]:
    """Bodies of countries that `text` calls by a name of small letters: "the Norvian border service"."""
    return [match.group() for match in _LOWER_BODY.finditer(text) if plain(match.group().split()[0]) not in _OPENERS]


def find_names(text: str) -> list[NameSpan]:
    """The proper names of `text` in order, as capitalised sequences without titles and possessive endings.

    Weekdays, months, and single capitalised words that only open a sentence are left out.
    """
    found = []
    small, inner = set(_SMALL_WORD.findall(text)), set(_INNER_CAPITAL.findall(text))
    for run in _RUN.finditer(text):
        at_start = bool(run.start() == 0 or _SENTENCE_START.search(text, max(0, run.start() - 12), run.start()))
        for start, end in _split_run(text, run.start(), run.end(), at_start):
            name = re.sub(r"['\u2019]s?$", "", text[start:end])
            opens = at_start and start == run.start()
            if _is_name(name) and not (opens and _only_opens(text, name, start + len(name), small, inner)):
                found.append(NameSpan(start, start + len(name), name))
    return found


def _split_run(text: str, start: int, end: int, at_start: bool) -> list[tuple[int, int]]:
    """The names in a run of capitalised words: openers, dates and titles cut it."""
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\s&]+", text[start:end])]
    pieces: list[list[tuple[int, int]]] = [[]]
    for position, (begin, stop) in enumerate(words):
        word = plain(text[begin:stop].rstrip("."))
        opener = at_start and position == 0 and word in _OPENERS
        apart = word in ("of", "for") and pieces[-1] and not _takes_of(text, pieces[-1])
        if opener or apart or word in _DATE_WORDS or word in _HONORIFICS:
            pieces.append([])
        else:
            pieces[-1].append((begin, stop))
            if re.search(r"['\u2019]s?$", text[begin:stop]):
                pieces.append([])
    return [span for piece in pieces if (span := _without_edges(text, piece)) is not None]


def _takes_of(text: str, piece: list[tuple[int, int]]) -> bool:
    """Whether the words before "of" name something that has an "of" in its name, as persons have not."""
    return any(plain(text[begin:stop]) in BODY_WORDS | _WITH_OF for begin, stop in piece)


_WITH_OF = frozenset("house church republic kingdom states voice friends reporters doctors battle treaty".split())


def _without_edges(text: str, piece: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The name in a piece of a run, without titles and small words at its ends; None when nothing is left."""
    words = [text[begin:stop] for begin, stop in piece]
    lead = 0
    if not _names_body(" ".join(words)):
        offices = [i for i, word in enumerate(words) if plain(word) in OFFICES]
        lead = offices[-1] + 1 if offices else 0
    while lead < len(words) and (words[lead][0].islower() or plain(words[lead]) in _ARTICLES):
        lead += 1
    last = len(words)
    while last > lead and words[last - 1][0].islower():
        last -= 1
    return (piece[lead][0], piece[last - 1][1]) if lead < last else None


_ARTICLES = frozenset(("the", "a", "an"))


def _is_name(name: str) -> bool:
    return len(name) > 1 and any(c.isalpha() for c in name)


def _only_opens(text: str, name: str, end: int, small: set[str], inner: set[str]) -> bool:
    """Whether a capitalised word is so only because a sentence begins with it.

    `small` are the words that stand in the text in small letters, `inner` the capitalised ones inside sentences.
    """
    if " " in name or name[1:].lower() != name[1:] or name in inner:
        return False
    word = plain(name)
    if word in _OPENERS or name.lower() in small:
        return True
    if word in COUNTRIES or word in CAPITALS:
        return False
    return bool(_ORDINARY_ENDING.search(word)) and not _SPEECH_AFTER.match(text, end)


_SMALL_WORD = re.compile(r"\b[^\W\dA-Z_][^\W\d_]+")
_INNER_CAPITAL = re.compile(r"[a-z,]\s([A-Z][^\W\d_]+)")
