"""Where names stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.language.name_parts import names_body
from verifier.language.name_words import ARTICLES, BODY_WORDS, HONORIFICS, OFFICES
from verifier.language.places import CAPITALS, COUNTRIES
from verifier.language.spelling import plain


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in a text, titles stripped: `name == text[start:end]`."""

    start: int
    end: int
    name: str


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
        if opener or apart or word in _DATE_WORDS or word in HONORIFICS:
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
    if not names_body(" ".join(words)):
        offices = [i for i, word in enumerate(words) if plain(word) in OFFICES]
        lead = offices[-1] + 1 if offices else 0
    while lead < len(words) and (words[lead][0].islower() or plain(words[lead]) in ARTICLES):
        lead += 1
    last = len(words)
    while last > lead and words[last - 1][0].islower():
        last -= 1
    return (piece[lead][0], piece[last - 1][1]) if lead < last else None


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
