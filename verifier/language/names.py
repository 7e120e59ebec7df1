"""Whether two names mean the same person, body or outlet.

Names are compared two at a time and without a collection; what a whole collection teaches ("Ivanov" is the only
Ivanov there is) is for `steps.origins`. When in doubt the answer is *maybe*: taking two names for one costs a
corroboration, taking one origin for two invents one.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from verifier.language.name_parts import Name, Sort, read_name
from verifier.language.name_words import FIRST_NAMES, STRONG_MODIFIERS
from verifier.language.spelling import fold, plain, skeleton

HEARSAY = "unattributed reports"
"""Name of the UNNAMED link that stands for "it is said", "media report": a chain that was cut off."""


class Match(StrEnum):
    """Whether two names mean one origin."""

    SAME = "same"
    MAYBE = "maybe"
    DIFFERENT = "different"


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
    if is_initials(a, b) or is_initials(b, a):
        return Match.MAYBE
    if Sort.PLACE in (a.sort, b.sort):
        return _compare_places(a, b)
    if heads_kind(a, b) or heads_kind(b, a):
        return Match.MAYBE
    if a.sort is b.sort is Sort.PERSON:
        return _compare_persons(a, b)
    if a.sort is b.sort is Sort.BODY:
        return _compare_bodies(a, b)
    return _compare_outlets(a, b)


def _short_form(a: Name, b: Name) -> bool:
    """Whether `a` is only the short form that `b` has in brackets or as initials."""
    return len(a.words) == 1 and a.words[0] in b.short and any(c.isupper() for c in a.text[1:])


def is_initials(a: Name, b: Name) -> bool:
    """Whether `a` is an acronym that fits the name `b`, though nobody may have said that it stands for it."""
    acronyms = {plain(word) for word in a.text.split() if word.isupper()}
    return len(a.words) == 1 and bool(b.initials) and b.initials in acronyms


def heads_kind(person: Name, body: Name) -> bool:
    """Whether `person` heads some ministry of the kind of `body`, and it is not known of which country."""
    kind = kind_headed(person)
    return bool(kind) and body.sort is Sort.BODY and set(kind) <= set(body.words)


def kind_headed(person: Name) -> tuple[str, ...]:
    """The words of the ministry that is all the `title` tells of an unknown country's minister; else empty."""
    return read_name(person.title).words if person.title.endswith(" ministry") else ()


def _compare_speakers(a: Name, b: Name) -> Match:
    """A body and whoever speaks for it are one; two persons with bodies are compared by person and by body."""
    if a.body is not None and b.body is not None:
        bodies = compare(a.body, b.body)
        persons = _compare_persons(a, b) if a.words and b.words else Match.DIFFERENT
        if a.title and b.title and a.words and b.words:
            return _compare_ministers(a, b, bodies, persons)
        return _firmest(bodies, persons)
    speaker, body, other = (a, a.body, b) if a.body is not None else (b, b.body, a)
    as_body = compare(body, other) if body is not None else Match.DIFFERENT
    as_person = _compare_persons(speaker, other) if speaker.words and other.sort is Sort.PERSON else Match.DIFFERENT
    return _firmest(as_body, as_person)


def _compare_ministers(a: Name, b: Name, bodies: Match, persons: Match) -> Match:
    """Two interior ministers head one ministry only if both are of one country; two Ivanovs may hold two offices."""
    if persons is Match.DIFFERENT:
        return bodies if a.countries & b.countries else Match.DIFFERENT
    return (
        _weakest(persons, Match.MAYBE) if bodies is Match.DIFFERENT and 1 in (len(a.words), len(b.words)) else persons
    )


_FIRMNESS = (Match.DIFFERENT, Match.MAYBE, Match.SAME)


def _firmest(*found: Match) -> Match:
    return max(found, key=_FIRMNESS.index)


def _weakest(*found: Match) -> Match:
    return min(found, key=_FIRMNESS.index)


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
    suffixes = Match.SAME if a.suffix == b.suffix else Match.DIFFERENT if a.suffix and b.suffix else Match.MAYBE
    found = _weakest(_compare_first_and_last(a, b), _compare_middle_names(a, b), suffixes)
    behind_titles = found is Match.DIFFERENT and suffixes is not found and has_other_lead(a, b)
    return Match.MAYBE if behind_titles else found


def has_other_lead(a: Name, b: Name) -> bool:
    """Whether two full names of persons are one but for words in front, which may be titles that no list holds."""
    one, other = ((*name.words[:-1], *name.middle, *name.words[-1:]) for name in (a, b))
    if len(one) > len(other):
        one, other = other, one
    if len(one) < 2 or len(other) < 3:
        return False
    if len(one) == len(other):  # "Trainer Lisa Mohn" and "Owner Lisa Mohn"
        one = one[1:]
    ends = other[-len(one) :]
    first = _compare_first_names(one[0], ends[0]) is Match.SAME and (len(one[0]) > 1 or one[0] == ends[0])
    return first and len(one) > 1 and other[0] != one[0] and one[1:] == ends[1:]


def _compare_first_and_last(a: Name, b: Name) -> Match:
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


def _compare_middle_names(a: Name, b: Name) -> Match:
    """Middle names that one leaves out tell nothing: "George W. Bush" is a George Bush, and no George H. W. Bush."""
    if not a.middle or not b.middle:
        return Match.SAME
    if len(a.middle) == len(b.middle):
        return _weakest(*map(_compare_middle_name, a.middle, b.middle))
    only_initials = all(len(name) == 1 for name in (*a.middle, *b.middle))
    return Match.DIFFERENT if only_initials else Match.MAYBE


def _compare_middle_name(a: str, b: str) -> Match:
    if len(a) > 1 and len(b) > 1:
        return _compare_first_names(a, b)
    if len(a) == len(b):
        return Match.SAME if a == b else Match.DIFFERENT
    letter, name = sorted((a, b), key=len)
    return Match.SAME if name.startswith(fold(letter)) else Match.DIFFERENT


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
    if a == b or FIRST_NAMES.get(a, a) == FIRST_NAMES.get(b, b):
        return Match.SAME
    if len(a) == 1 or len(b) == 1:  # an initial
        return Match.SAME if a[0] == b[0] else Match.DIFFERENT
    if a + "a" == b or b + "a" == a:  # "Jan" and "Jana"
        return Match.DIFFERENT
    if a[:-2] == b[:-2] and {a[-2:], b[-2:]} == {"er", "ra"}:  # "Alexander" and "Alexandra"
        return Match.DIFFERENT
    if len(skeleton(a)) >= 3 and skeleton(a) == skeleton(b):  # one name in two languages, or "Simon" and "Simone"
        return Match.MAYBE
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
    return bool(a.modifiers & STRONG_MODIFIERS - b.modifiers and b.countries - a.countries)


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
        return stem not in _CONTINENTS
    return min(len(a), len(b)) >= 8 and ratio(a, b) >= 92


# No state, so that the adjective makes another name: "European Council" and "Council of Europe".
_CONTINENTS = frozenset(("europe", "afrik"))


@lru_cache(maxsize=65536)
def place_stem(word: str) -> str:
    """A folded place name without what makes it an adjective: "norva", "norvan" -> "norv"."""
    return _PLACE_ENDING.sub("", word)


_PLACE_ENDING = re.compile(r"(?<=....)(?:ian|ia|an|a|ese|is|i)$")


_ARTICLE = fold("the")


def _same_letters(a: Name, b: Name) -> bool:
    """Whether the names are one but for spaces; a site may begin with the article ("theguardian.com")."""
    one, other = "".join(a.words), "".join(b.words)
    return one == other or one == _ARTICLE + other or other == _ARTICLE + one


def _compare_outlets(a: Name, b: Name) -> Match:
    if _same_letters(a, b):
        return Match.SAME
    if a.sort is not b.sort and Sort.BODY in (a.sort, b.sort):
        return Match.SAME if _is_government_of(a, b) or _is_government_of(b, a) else Match.DIFFERENT
    only_a, only_b = set(a.words) - set(b.words), set(b.words) - set(a.words)
    if only_a and only_b:
        return Match.DIFFERENT
    return Match.SAME if not only_a and not only_b else Match.MAYBE
