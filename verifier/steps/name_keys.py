"""Names of a collection as keys: which of them to compare, which says less than another, sets of those that are one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from verifier.language.name_parts import Name, Sort, read_name
from verifier.language.name_words import GENERIC
from verifier.language.names import has_other_lead, heads_kind, kind_headed, place_stem
from verifier.language.spelling import fold, skeleton

NameKey = tuple[str, tuple[str, ...], frozenset[str], frozenset[str], str]


def key_of(name: Name) -> NameKey:
    if name.body is not None:
        name = name.body
    rest = " ".join((*name.middle, name.suffix)).strip() if name.words else name.title or name.text.casefold()
    words = tuple(sorted(name.words)) if name.sort is Sort.BODY else name.words
    return name.sort.value, words, name.countries, name.modifiers, rest


def order(key: NameKey) -> str:
    """A place for a key that is the same in every process: the `repr` of a frozenset is not."""
    return repr(sortable(key))


def sortable(key: NameKey) -> list[object]:
    sort, words, countries, modifiers, rest = key
    return [sort, list(words), sorted(countries), sorted(modifiers), rest]


def display(name: Name) -> str:
    """The name as it is shown: its own spelling without a title in front."""
    text = " ".join(name.text.split()).strip(" ,.;:\"'\u201c\u201d")
    if name.sort is Sort.PERSON and name.title and name.words:
        return " ".join(text.split()[-len(name.words) :])
    return text.removeprefix("the ").removeprefix("a ")


def candidates(names: Mapping[NameKey, Name]) -> list[tuple[NameKey, NameKey]]:
    """Pairs that share a telling word, its first or last consonants, a country or a short form; each pair once.

    Kinds of bodies ("ministry") tell nothing: over them only names are paired that hold nothing else.
    """
    keys = list(names)
    blocks: dict[str, list[int]] = defaultdict(list)
    kinds: dict[str, list[int]] = defaultdict(list)
    firsts: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names.values()):
        for block in _blocks(name):
            blocks[block].append(at)
        for word in (*name.words, *kind_headed(name)):
            kinds[word].append(at)
        if name.sort is Sort.PERSON and len(name.words) > 1:
            firsts[name.words[0]].append(at)
    pairs: set[tuple[int, int]] = set()
    for at, name in enumerate(names.values()):
        others = {other for block in _blocks(name) for other in blocks[block]}
        if len(name.words) == 1:  # "Xi" and "Xi Jinping"
            others |= set(firsts[name.words[0]])
        if set(name.words) <= GENERIC:
            others |= {other for word in name.words for other in kinds[word]}
        pairs |= {(min(at, other), max(at, other)) for other in others if other != at}
    return [(keys[a], keys[b]) for a, b in pairs]


def _blocks(name: Name) -> set[str]:
    """What names must have in common to be compared. Two full names of persons differ if their last names do."""
    telling = {*(name.words[-1:] if name.sort is Sort.PERSON else name.words), *kind_headed(name)} - GENERIC
    bones = {skeleton(word) for word in telling}
    starts, ends = {bone[:3] + "-" for bone in bones}, {"-" + bone[-3:] for bone in bones}
    return telling | {word[:4] for word in telling} | starts | ends | name.short | {name.initials} - {""}


def says_less(names: Mapping[NameKey, Name], less: NameKey, more: NameKey) -> bool:
    """Whether the name `less` holds fewer words, a shorter first name or no country, and nothing that `more` lacks."""
    a, b = names[less], names[more]
    if heads_kind(a, b) or heads_kind(b, a):
        return a.sort is Sort.BODY
    if a.sort is Sort.PLACE or b.sort is Sort.PLACE:
        return a.sort is Sort.PERSON or (b.sort is Sort.PLACE and a.sort is Sort.BODY and not a.countries)
    if len(a.words) != len(b.words):
        return len(a.words) < len(b.words)
    if a.sort is b.sort is Sort.PERSON:
        return len(a.words) == 2 and a.suffix == b.suffix and _fullness(a) < _fullness(b) and not has_other_lead(a, b)
    return (not a.countries and bool(b.countries)) or (
        a.countries == b.countries and not a.modifiers and bool(b.modifiers)
    )


def _fullness(name: Name) -> tuple[int, int]:
    """How much of the first and middle names is there."""
    return len(name.words[0]) > 1, len(name.middle) > 0


def lacks_country(less: Name, more: Name) -> bool:
    """Whether `less` names the same kind of body as `more` and only leaves out its country, known or not."""
    if not (less.sort is more.sort is Sort.BODY and less.modifiers <= more.modifiers):
        return False
    extra = [word for word in more.words if word not in less.words]
    return not extra or (len(extra) == 1 and not less.countries and extra[0].endswith(OF_A_PLACE))


# What a folded place name or its adjective mostly ends in: "norva", "norvan", "ostlandis"
OF_A_PLACE = ("a", "an", "is", "ese")


# Bodies that answer to one government. Police of a town, hospitals, courts, councils, weather and rescue services do
# not: their figures are their own often enough that a second body of the state is a second origin.
_OFFICIAL = [
    {fold(word) for word in words.split()}
    for words in (
        "ministry", "government", "general staff", "army", "navy", "air force", "border service", "president",
        "intelligence", "security service", "cabinet", "embassy",
    )
]  # fmt: skip
OFFICIAL_WORDS = frozenset(word for words in _OFFICIAL for word in words) | {
    fold(word)
    for word in "office defence interior foreign energy finance justice health economy ground special coast".split()
}
"""Words of names as `read_name` writes them ("army" for military and forces, "president" for a presidency) that tell
an official body and not its country."""


def official_country(name: Name) -> str | None:
    """The country for which an official body speaks, "" where its name does not tell; None for everything else."""
    name = sent_by(name)
    if name.sort is Sort.PLACE:
        return min(name.countries)
    if name.sort is not Sort.BODY or not any(words <= set(name.words) for words in _OFFICIAL):
        return None
    if name.countries:
        return min(name.countries)
    places = [word for word in name.words if word not in OFFICIAL_WORDS]
    return place_stem(places[0]) if len(places) == 1 else "" if not places else " ".join(places)


_SEAT = re.compile(r"\s(?:in|at|to)\s.*", re.DOTALL)


def sent_by(name: Name) -> Name:
    """An embassy without the place where it sits, since it speaks for the state that sent it; else the name itself."""
    return read_name(_SEAT.sub("", name.text)) if fold("embassy") in name.words else name


class Union:
    """Disjoint sets; the root of a set does not depend on the order of joins.

    Sets that hold the two keys of a pair in `apart` are never joined, whatever lies between them.
    """

    def __init__(self, items: Iterable[NameKey], apart: Iterable[frozenset[NameKey]] = ()) -> None:
        self._parent: dict[NameKey, NameKey] = {item: item for item in items}
        self._apart = {tuple(pair) for pair in apart if len(pair) == 2}

    def __contains__(self, item: NameKey) -> bool:
        return item in self._parent

    def root(self, item: NameKey) -> NameKey:
        while (parent := self._parent.get(item, item)) != item:
            self._parent[item] = self._parent.get(parent, parent)
            item = parent
        return item

    def are_apart(self, a: NameKey, b: NameKey) -> bool:
        """Whether the sets of `a` and `b` hold two keys that must not come together."""
        sets = {self.root(a), self.root(b)}
        return len(sets) == 2 and any({self.root(one), self.root(other)} == sets for one, other in self._apart)

    def join(self, a: NameKey, b: NameKey) -> None:
        if not self.are_apart(a, b):
            self.merge(a, b)

    def merge(self, a: NameKey, b: NameKey) -> None:
        """Joins two sets even where they are to stay apart."""
        roots: Sequence[NameKey] = sorted({self.root(a), self.root(b)}, key=order)
        self._parent[roots[-1]] = self._parent[roots[0]] = roots[0]
