"""Who first vouched for a statement: attribution chains resolved to origins over a whole collection.

All names of the collection are compared once. Names that are one become one origin; names that may be one become one
group. A name that says less than others ("Holt", "the Defence Ministry") is the fuller one when there is only one
such, else the one that the article at hand names, else it joins the group of the one named most often.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from verifier.domain import Link, LinkKind, Origin, content_id
from verifier.language.appositions import Apposition, find_appositions
from verifier.language.names import (
    GENERIC,
    HEARSAY,
    Match,
    Name,
    Sort,
    compare,
    find_bodies,
    find_names,
    place_stem,
    read_name,
)
from verifier.language.places import COUNTRIES
from verifier.language.spelling import fold, skeleton

Chain = tuple[Link, ...]
_Key = tuple[str, tuple[str, ...], frozenset[str], frozenset[str], str]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The cells of an evidence row that come from its chain (see `domain.Row`)."""

    origin: Origin | None
    group: str | None
    named: bool
    weak: bool
    own_voice: bool
    allied_with: frozenset[str]


_NOBODY = Resolved(None, None, named=False, weak=False, own_voice=False, allied_with=frozenset())


class OriginBook:
    """The origins of a collection. The order of chains and texts never matters.

    `chains` are all attribution chains of the collection; `texts` are (article id, text) pairs, from which is learnt
    who holds which title and who speaks for whom. `owners` maps outlet names to their owner group (empty: owners do
    not count). `same` and `different` are a person's corrections: pairs of names that are, or are not, one origin.
    """

    def __init__(
        self,
        chains: Iterable[Chain],
        texts: Iterable[tuple[str, str]] = (),
        owners: Mapping[str, str] | None = None,
        same: Iterable[tuple[str, str]] = (),
        different: Iterable[tuple[str, str]] = (),
    ) -> None:
        counts = Counter(link.name for chain in chains for link in chain if link.named)
        corrections = [*same, *different]
        for name in {name for pair in corrections for name in pair} | set(owners or ()):
            counts[name] += 0
        self._learnt = _Learnt.read(texts, counts)
        for name in self._learnt.full_names():
            counts[name] += 0
        self._merged = {frozenset(map(self._key_of, pair)) for pair in same}
        self._split = {frozenset(map(self._key_of, pair)) for pair in different}
        self._build(counts, owners or {})

    def resolve(self, chain: Chain, article_id: str | None = None) -> Resolved:
        """The origin of a chain; `article_id` lets "the minister" mean the one whom that article names.

        The furthest named link is the origin, weak when an unnamed one stands behind it. A chain that ends in
        hearsay, or holds no name, has none. Names that are in no chain of the book are origins of their own.
        """
        named = [position for position, link in enumerate(chain) if link.named]
        behind = chain[named[-1] + 1 :] if named else chain
        titled = self._titled(behind, article_id)
        if titled is not None:
            return self._row(titled, article_id, weak=len(behind) > 1, named=True, own_voice=False)
        if not named:
            return _NOBODY
        link = chain[named[-1]]
        if link.kind is LinkKind.OUTLET and any(one.name == HEARSAY for one in behind):
            return _NOBODY
        # An outlet that quotes somebody unnamed has not itself said so: only a speaker is then a named origin.
        voiced = link.kind is LinkKind.SPEAKER or not behind
        return self._row(
            link.name, article_id, weak=bool(behind), named=voiced, own_voice=not behind and _is_own_voice(chain, link)
        )

    # --- building ---

    def _build(self, counts: Counter[str], owners: Mapping[str, str]) -> None:
        self._names: dict[_Key, Name] = {}
        self._counts: Counter[_Key] = Counter()
        spellings: dict[_Key, Counter[str]] = defaultdict(Counter)
        for text, count in sorted(counts.items()):
            name = self._learnt.name_of(text)
            shown = name.body if name.body is not None else name
            key = _key(name)
            self._names.setdefault(key, shown)
            self._counts[key] += count
            spellings[key][_display(shown)] += count
        self._spellings = spellings
        self._edges = self._compare_all()
        self._fuller = {key: self._fuller_than(key) for key in self._names}
        self._form_origins()
        self._form_groups(owners)
        self._form_governments()

    def _compare_all(self) -> dict[_Key, dict[_Key, Match]]:
        """For each name the names that are or may be the same, without pairs that a person has ruled out."""
        edges: dict[_Key, dict[_Key, Match]] = {key: {} for key in self._names}
        for a, b in _candidates(self._names):
            match = compare(self._names[a], self._names[b])
            if match is not Match.DIFFERENT and frozenset((a, b)) not in self._split:
                edges[a][b] = edges[b][a] = match
        for pair in self._merged:
            if len(pair) == 2:
                a, b = pair
                edges[a][b] = edges[b][a] = Match.SAME
        return edges

    def _fuller_than(self, key: _Key) -> list[_Key]:
        """The names that say more than `key` and fit it; only those that surely fit where there are any."""
        fuller = {other: match for other, match in self._edges[key].items() if _says_less(self._names, key, other)}
        sure = [other for other, match in fuller.items() if match is Match.SAME]
        return sorted(sure or fuller, key=_order)

    def _form_origins(self) -> None:
        full = [key for key in self._names if not self._fuller[key]]
        union = _Union(full)
        for key in full:
            for other, match in self._edges[key].items():
                if match is Match.SAME and not self._fuller[other]:
                    union.join(key, other)
        for pair in self._merged:
            a, b = (min(pair, key=_order), max(pair, key=_order))
            union.join(a, b)
        self._root = {key: union.root(key) for key in self._names if not self._fuller[key] or key in union}
        self._unclear: dict[_Key, list[_Key]] = {}
        for key in sorted(self._names, key=lambda k: (len(self._fuller[k]), _order(k))):
            if key not in self._root:
                self._settle(key)
        self._origins = self._name_origins()

    def _settle(self, key: _Key) -> None:
        """Gives a name that says less than others to the only fuller one, or notes that there are several."""
        roots = sorted({self._root[other] for other in self._fullest(key, set())}, key=_order)
        spoken = [root for root in roots if self._counts[root]]
        roots = spoken or roots  # the others stand in texts, but nobody cites them
        name = self._names[key]
        surely = all(
            self._edges[key].get(other) is Match.SAME or _lacks_country(name, self._names[other])
            for other in self._fuller[key]
        )
        if len(roots) == 1 and (surely or name.is_generic):
            self._root[key] = roots[0]
            return
        self._root[key] = key
        self._unclear[key] = roots

    def _fullest(self, key: _Key, seen: set[_Key]) -> set[_Key]:
        """The fullest names that can be reached from `key`."""
        seen.add(key)
        if not self._fuller[key] or key in self._root:
            return {key}
        return {one for other in self._fuller[key] if other not in seen for one in self._fullest(other, seen)} or {key}

    def _name_origins(self) -> dict[_Key, Origin]:
        """One origin per root: named by its most frequent full form, identified by that form's key."""
        members: dict[_Key, list[_Key]] = defaultdict(list)
        for key, root in self._root.items():
            members[root].append(key)
        origins = {}
        for root, keys in members.items():
            cited = [key for key in keys if self._counts[key]] or keys
            full = [key for key in cited if not set(self._fuller[key]) & set(cited)] or cited
            full = [key for key in full if not self._says_too_much(key, cited)] or full
            best = min(full, key=lambda key: (-self._counts[key], _order(key)))
            shown = min(self._spellings[best].items(), key=lambda item: (-item[1], item[0]))[0]
            origins[root] = Origin(content_id("origin", _sortable(best)), shown)
        self._weight = {root: sum(self._counts[key] for key in keys) for root, keys in members.items()}
        return origins

    def _says_too_much(self, key: _Key, cited: Sequence[_Key]) -> bool:
        """Whether a body's name is longer than the usual one by more than a country and a kind: a misread phrase."""
        usual = max(cited, key=lambda one: (self._counts[one], _order(one)))
        name, other = self._names[key], self._names[usual]
        return name.sort is Sort.BODY and 1 < len(other.words) < len(name.words) - 1

    def _form_groups(self, owners: Mapping[str, str]) -> None:
        union = _Union(self._origins)
        for key, edges in self._edges.items():
            for other in edges:
                if not self._fuller[key] and not self._fuller[other]:
                    union.join(self._root[key], self._root[other])
        for key, roots in self._unclear.items():
            if roots:
                union.join(key, min(roots, key=lambda root: (-self._weight[root], self._origins[root].id)))
        by_owner: dict[str, _Key] = {}
        for outlet, owner in sorted(owners.items()):
            root = self._root[self._key_of(outlet)]
            union.join(root, by_owner.setdefault(owner.casefold(), root))
        ids: dict[_Key, str] = {}
        for root in self._origins:
            top = union.root(root)
            ids[top] = min(ids.get(top, "~"), self._origins[root].id)
        self._groups = {root: ids[union.root(root)] for root in self._origins}

    def _form_governments(self) -> None:
        """The groups of official bodies, by country; a body is of the country that any of its names holds."""
        countries: dict[_Key, set[str]] = defaultdict(set)
        for key, root in self._root.items():
            country = _country(self._names[key])
            if country is not None:
                countries[root].add(country)
        self._country = {root: max(sorted(found), key=bool) for root, found in countries.items()}
        self._government: dict[str, set[str]] = defaultdict(set)
        for root, country in self._country.items():
            if root not in self._unclear and self._weight[root]:
                self._government[country].add(self._groups[root])

    # --- resolving ---

    def _key_of(self, text: str) -> _Key:
        return _key(self._learnt.name_of(text))

    def _titled(self, behind: Chain, article_id: str | None) -> str | None:
        """The person whom an unnamed link's title means ("the former water minister"), if the article names them."""
        if not behind or behind[0].name == HEARSAY:
            return None
        here = self._learnt.holder(behind[0].name, article_id, anywhere=False)
        holder = here or self._learnt.holder(behind[0].name, article_id, anywhere=True)
        return holder if here or (holder and self._learnt.is_named_in(holder, article_id)) else None

    def _row(self, text: str, article_id: str | None, *, weak: bool, named: bool, own_voice: bool) -> Resolved:
        text = self._learnt.holder(text, article_id, anywhere=True) or text
        key = self._key_of(text)
        if key not in self._root:  # not in the chains that the book was built from
            origin = Origin(content_id("origin", _sortable(key)), _display(read_name(text)))
            return Resolved(origin, origin.id, named, weak, own_voice, frozenset())
        root = self._in_article(key, article_id)
        group = self._groups[root]
        country = self._country.get(root)
        allied = self._allies(country) if country is not None else set()
        return Resolved(self._origins[root], group, named, weak, own_voice, frozenset(allied - {group}))

    def _allies(self, country: str) -> set[str]:
        """Official bodies of the country; one that is named without a country may be of any."""
        countries = (country, "") if country else tuple(self._government)
        return {group for one in countries for group in self._government.get(one, ())}

    def _in_article(self, key: _Key, article_id: str | None) -> _Key:
        """The origin of `key`; for an unclear name the one candidate that the article names or is about."""
        roots = self._unclear.get(key)
        if not roots or article_id is None:
            return self._root[key]
        present = self._learnt.names_in(article_id)
        found = [root for root in roots if any(self._root.get(one) == root for one in present)]
        if len(found) == 1:
            return found[0]
        place = self._of_the_place(key, found or roots, article_id) if len(found or roots) > 1 else None
        return place or self._root[key]

    def _of_the_place(self, key: _Key, roots: Sequence[_Key], article_id: str) -> _Key | None:
        """The candidate whose country the article names more than twice as often as that of any other."""
        own = set(self._names[key].words)
        often = []
        for root in roots:
            name = self._names[root]
            places = {place_stem(word) for word in set(name.words) - own} | {
                place_stem(fold(one)) for one in name.countries
            }
            often.append((sum(self._learnt.times_named(place, article_id) for place in places), root))
        often.sort(key=lambda pair: (-pair[0], _order(pair[1])))
        return often[0][1] if often[0][0] > 2 * often[1][0] else None


class _Learnt:
    """What the texts say about who holds which title, who speaks for whom, and which names an article holds."""

    def __init__(self, cited: frozenset[str]) -> None:
        self._cited = cited
        self._bodies: dict[str, Counter[str]] = defaultdict(Counter)
        self._presidents: dict[str, Counter[str]] = defaultdict(Counter)
        self._titles: dict[frozenset[str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._present: dict[str, set[_Key]] = defaultdict(set)
        self._national: set[str] = set()
        self._places: dict[str, Counter[str]] = {}
        self._cache: dict[str, Name] = {}
        self._seen_in: dict[str, set[str]] = defaultdict(set)
        self._last_words: dict[str, set[str]] = defaultdict(set)

    @classmethod
    def read(cls, texts: Iterable[tuple[str, str]], counts: Mapping[str, int]) -> _Learnt:
        learnt = cls(frozenset(counts))
        names = [read_name(text) for text in counts]
        for name in names:  # "border service spokesman Demchenko" tells who Demchenko is
            if name.body is not None and name.words:
                learnt._bodies[" ".join(name.words)][name.body.text] += max(1, counts[name.text])
        words = {word for name in names for word in name.words}
        stems = {place_stem(word) for name in names for word in (*name.words, *map(fold, name.countries))}
        for article_id, text in texts:
            learnt._count_places(article_id, text, stems)
            for apposition in find_appositions(text):
                learnt._take(article_id, apposition)
            bodies = set(find_bodies(text))
            learnt._national |= bodies
            for present in {span.name for span in find_names(text)} | bodies:
                name = read_name(present)
                learnt._last_words[article_id].update(name.words[-1:])
                if words & set(name.words) and (len(name.words) > 1 or name.countries):
                    learnt._present[article_id].add(_key(name))
                    learnt._seen_in[present].add(article_id)
        return learnt

    def _count_places(self, article_id: str, text: str, stems: set[str]) -> None:
        """How often each of `stems` is named in the article, as a country, an adjective or in another name."""
        found = Counter(
            stem
            for word in _CAPITALISED.findall(text)
            if (stem := place_stem(fold(COUNTRIES.get(word.lower(), word)))) in stems
        )
        self._places[article_id] = found

    def full_names(self) -> list[str]:
        """Names that need not be cited and are no accident: two words, two articles, or a body of a country."""
        return sorted(
            name
            for name, articles in self._seen_in.items()
            if len(name.split()) <= _LONGEST
            and (len(articles) > 1 or len(name.split()) == 2 or name in self._national or _names_its_place(name))
        )

    def times_named(self, stem: str, article_id: str) -> int:
        return self._places.get(article_id, Counter())[stem]

    def _take(self, article_id: str, apposition: Apposition) -> None:
        person = " ".join(read_name(apposition.person).words)
        if apposition.body:
            self._bodies[person][apposition.body] += 1
        if apposition.title:
            title = _title_words(apposition.title)
            self._titles[title][article_id].add(apposition.person)
            if "president" in title:
                self._presidents[person.split(" ")[-1]][apposition.title] += 1

    def name_of(self, text: str) -> Name:
        """The name, with the body for which the person speaks where the collection says so."""
        if text not in self._cache:
            self._cache[text] = self._with_body(read_name(text))
        return self._cache[text]

    def _with_body(self, name: Name) -> Name:
        if name.sort is not Sort.PERSON or name.body is not None or not name.words:
            return name
        bodies = [(body, count) for text, count in self._bodies_of(name).items() if (body := self._body(text))]
        if not bodies:
            return name
        totals: Counter[_Key] = Counter()
        read = {}
        for body, count in bodies:
            totals[_key(body)] += count
            read[_key(body)] = body
        fullest = max(totals, key=lambda key: (not read[key].is_generic, *_fits(read, key, totals), _order(key)))
        return replace(name, body=read[fullest])

    def _bodies_of(self, name: Name) -> Counter[str]:
        """What is said of the person under the full name, or of the only person with that last name."""
        exact = self._bodies.get(" ".join(name.words), Counter())
        if len(name.words) > 1:
            return exact + self._bodies.get(name.words[-1], Counter()) if exact else exact
        full = [person for person in self._bodies if person.endswith(" " + name.words[-1])]
        return exact + self._bodies[full[0]] if len(full) == 1 else exact

    def _body(self, text: str) -> Name | None:
        name = read_name(text)
        if name.body is not None:
            return name.body
        if name.sort in (Sort.BODY, Sort.OUTLET):
            return name
        titles = self._presidents.get(name.words[-1]) if name.words else None
        if titles is None:
            return name if text in self._cited else None
        country = next((word for title in sorted(titles) for word in title.split() if word.endswith(("'s", "ian"))), "")
        return read_name(f"{country.capitalize()} presidential office".strip())

    def holder(self, text: str, article_id: str | None, *, anywhere: bool) -> str | None:
        """The one person who holds the title `text` in the article, or (`anywhere`) in the collection."""
        name = read_name(text)
        if not text.strip() or (name.words and not text.split()[-1].islower()):
            return None
        title = _title_words(text)
        if not title or name.body is not None:
            return None
        holders: dict[str, set[str]] = defaultdict(set)
        for known, by_article in self._titles.items():
            if title <= known:
                for article, persons in by_article.items():
                    holders[article] |= persons
        here = _one_person(holders.get(article_id or "", set()))
        if here is not None or not anywhere or len(title) < 2:
            return here
        return _one_person({person for persons in holders.values() for person in persons})

    def is_named_in(self, person: str, article_id: str | None) -> bool:
        """Whether the article holds the person's last name."""
        return bool(set(read_name(person).words[-1:]) & self._last_words.get(article_id or "", set()))

    def names_in(self, article_id: str) -> set[_Key]:
        return self._present.get(article_id, set())


# Words of the longest body names; what is longer is mostly a menu or a headline in capitals.
_LONGEST = 7


def _names_its_place(text: str) -> bool:
    """Whether it is a body called by its country or town: "Norvian Border Service"."""
    name = read_name(text)
    return name.sort is Sort.BODY and fold(text.split()[0]).endswith(_OF_A_PLACE)


_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]{3,}")


def _one_person(persons: Iterable[str]) -> str | None:
    """The longest of the names if all of them mean one person."""
    ordered = sorted(set(persons), key=lambda person: (-len(person.split()), person))
    if not ordered or any(compare(read_name(ordered[0]), read_name(one)) is not Match.SAME for one in ordered[1:]):
        return None
    return ordered[0]


_TITLE_STOPS = frozenset("the a an of for former ex exiled then acting our his her its their".split())


def _title_words(title: str) -> frozenset[str]:
    words = (word.removesuffix("'s").removesuffix("\u2019s") for word in title.lower().split())
    return frozenset(word for word in words if word not in _TITLE_STOPS)


def _fits(read: Mapping[_Key, Name], key: _Key, totals: Mapping[_Key, int]) -> tuple[int, int]:
    """How often the body or one that fits it was named, and how much it says."""
    fitting = sum(n for other, n in totals.items() if compare(read[key], read[other]) is not Match.DIFFERENT)
    return fitting, len(read[key].words) + len(read[key].countries)


def _is_own_voice(chain: Chain, link: Link) -> bool:
    """Whether the last link is who published: the outlet, a wire named only by the article's credit, or itself."""
    if link.kind is LinkKind.OUTLET:
        return True
    if link.kind is LinkKind.CITED_OUTLET and link.start is None:
        return True
    outlet = chain[0]
    return (
        outlet.kind is LinkKind.OUTLET
        and outlet.named
        and compare(read_name(outlet.name), read_name(link.name)) is Match.SAME
    )


# --- comparing ---


def _key(name: Name) -> _Key:
    if name.body is not None:
        name = name.body
    title = "" if name.words else name.title or name.text.casefold()
    words = tuple(sorted(name.words)) if name.sort is Sort.BODY else name.words
    return name.sort.value, words, name.countries, name.modifiers, title


def _order(key: _Key) -> str:
    """A place for a key that is the same in every process: the `repr` of a frozenset is not."""
    return repr(_sortable(key))


def _sortable(key: _Key) -> list[object]:
    sort, words, countries, modifiers, title = key
    return [sort, list(words), sorted(countries), sorted(modifiers), title]


def _display(name: Name) -> str:
    """The name as it is shown: its own spelling without a title in front."""
    text = " ".join(name.text.split()).strip(" ,.;:\"'\u201c\u201d")
    if name.sort is Sort.PERSON and name.title and name.words:
        return " ".join(text.split()[-len(name.words) :])
    return text.removeprefix("the ").removeprefix("a ")


def _candidates(names: Mapping[_Key, Name]) -> list[tuple[_Key, _Key]]:
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
        for word in name.words:
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
    telling = set(name.words[-1:] if name.sort is Sort.PERSON else name.words) - GENERIC
    bones = {skeleton(word) for word in telling}
    starts, ends = {bone[:3] + "-" for bone in bones}, {"-" + bone[-3:] for bone in bones}
    return telling | {word[:4] for word in telling} | starts | ends | name.short


def _says_less(names: Mapping[_Key, Name], less: _Key, more: _Key) -> bool:
    """Whether the name `less` holds fewer words, a shorter first name or no country, and nothing that `more` lacks."""
    a, b = names[less], names[more]
    if a.sort is Sort.PLACE or b.sort is Sort.PLACE:
        return a.sort is Sort.PERSON or (b.sort is Sort.PLACE and a.sort is Sort.BODY and not a.countries)
    if len(a.words) != len(b.words):
        return len(a.words) < len(b.words)
    if a.sort is b.sort is Sort.PERSON:
        return len(a.words) == 2 and len(a.words[0]) == 1 < len(b.words[0])
    return (not a.countries and bool(b.countries)) or (
        a.countries == b.countries and not a.modifiers and bool(b.modifiers)
    )


def _lacks_country(less: Name, more: Name) -> bool:
    """Whether `less` names the same kind of body as `more` and only leaves out its country, known or not."""
    if not (less.sort is more.sort is Sort.BODY and less.modifiers <= more.modifiers):
        return False
    extra = [word for word in more.words if word not in less.words]
    return not extra or (len(extra) == 1 and not less.countries and extra[0].endswith(_OF_A_PLACE))


# What a folded place name or its adjective mostly ends in: "norva", "norvan", "ostlandis"
_OF_A_PLACE = ("a", "an", "is", "ese")


# Bodies that answer to one government. Police of a town, hospitals, courts, councils, weather and rescue services do
# not: their figures are their own often enough that a second body of the state is a second origin.
_OFFICIAL = [
    {fold(word) for word in words.split()}
    for words in (
        "ministry", "government", "general staff", "army", "navy", "border service", "president office", "intelligence",
        "security service", "cabinet",
    )
]  # fmt: skip
_OFFICIAL_WORDS = frozenset(word for words in _OFFICIAL for word in words) | {
    fold(word)
    for word in ("ministry defence interior foreign energy finance justice health economy air force ground").split()
}


def _country(name: Name) -> str | None:
    """The country of an official body, empty for the default one; None for everything else."""
    if name.sort is Sort.PLACE:
        return min(name.countries)
    if name.sort is not Sort.BODY or not any(words <= set(name.words) for words in _OFFICIAL):
        return None
    if name.countries:
        return min(name.countries)
    places = [word for word in name.words if word not in _OFFICIAL_WORDS]
    return place_stem(places[0]) if len(places) == 1 else "" if not places else " ".join(places)


class _Union:
    """Disjoint sets; the root of a set does not depend on the order of joins."""

    def __init__(self, items: Iterable[_Key]) -> None:
        self._parent: dict[_Key, _Key] = {item: item for item in items}

    def __contains__(self, item: _Key) -> bool:
        return item in self._parent

    def root(self, item: _Key) -> _Key:
        self._parent.setdefault(item, item)
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, a: _Key, b: _Key) -> None:
        roots: Sequence[_Key] = sorted({self.root(a), self.root(b)}, key=_order)
        self._parent[roots[-1]] = roots[0]
