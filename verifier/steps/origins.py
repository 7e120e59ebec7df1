"""Who first vouched for a statement: attribution chains resolved to origins over a whole collection.

All names of the collection are compared once. Names that are one become one origin; names that may be one become one
group. A name that says less than others ("Holt", "the Defence Ministry") is the fuller one when there is only one
such, else the one that the article at hand names, else it joins the group of the one named most often.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from verifier.domain import Link, LinkKind, Origin, content_id
from verifier.language.name_parts import Name, Sort, is_description, read_name
from verifier.language.names import HEARSAY, Match, compare, is_initials, place_stem
from verifier.language.spelling import fold
from verifier.steps.learnt import Learnt
from verifier.steps.name_keys import (
    NameKey,
    Union,
    candidates,
    display,
    key_of,
    lacks_country,
    official_country,
    order,
    says_less,
    sortable,
)

Chain = tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The cells of an evidence row that come from its chain (see `domain.Row`)."""

    origin: Origin | None
    group: str | None
    named: bool
    weak: bool
    own_voice: bool
    allied_with: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownOrigin:
    """An origin of the collection. `names` are its spellings with how many links of chains hold each.

    `unsure_with` are the ids of the other origins of its group, those of its owner included; `weight` is how many
    links name it.
    """

    id: str
    name: str
    group: str
    names: Mapping[str, int]
    unsure_with: frozenset[str]
    weight: int


_NOBODY = Resolved(None, None, named=False, weak=False, own_voice=False, allied_with=frozenset())


class OriginBook:
    """The origins of a collection. The order of chains and texts never matters.

    `chains` are all attribution chains of the collection; `texts` are (article id, text) pairs, from which is learnt
    who holds which title and who speaks for whom. `owners` maps outlet names to their owner group (empty: owners do
    not count). `same` and `different` are a person's corrections: pairs of names that are, or are not, one origin.
    They go before every rule, and where both cannot hold together, `different` does. A pair of `different` that only
    spelling or titles tell apart (two persons who are both called Holt) has no effect: see `inseparable`.
    """

    def __init__(
        self,
        chains: Iterable[Chain],
        texts: Iterable[tuple[str, str]] = (),
        owners: Mapping[str, str] | None = None,
        same: Iterable[tuple[str, str]] = (),
        different: Iterable[tuple[str, str]] = (),
    ) -> None:
        counts = Counter(link.name for chain in chains for link in chain if link.named and not _describes(link))
        same, different = tuple(same), tuple(different)
        self._corrected = frozenset(name for pair in same + different for name in pair)
        for name in self._corrected | set(owners or ()):
            counts[name] += 0
        self._learnt = Learnt.read(texts, counts)
        for name in self._learnt.full_names():
            counts[name] += 0
        for pair in different:
            if len(set(map(self._key_of, pair))) == 1:  # a body and its spokesman, or two who speak for one body
                for name in pair:
                    self._learnt.take_alone(name)
        self._merged = {frozenset(map(self._key_of, pair)) for pair in same}
        self._split = {frozenset(map(self._key_of, pair)) for pair in different}
        self.inseparable = tuple(sorted(pair for pair in different if len(set(map(self._key_of, pair))) == 1))
        self._build(counts, owners or {})

    def resolve(self, chain: Chain, article_id: str | None = None) -> Resolved:
        """The origin of a chain; `article_id`, one of `texts`, lets "the minister" mean whom that article names.

        The furthest named link is the origin, weak when an unnamed one stands behind it. A chain that ends in
        hearsay, or holds no name, has none. Names that are in no chain of the book are origins of their own.
        """
        named = [position for position, link in enumerate(chain) if link.named and self._names_one(link, article_id)]
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

    def groups_of_unclear(self, origin_id: str) -> list[str]:
        """The groups of those whom an unclear name may mean, those named most often first; else none.

        The name is in the first of them: where others of them say what it says, it is one of these.
        """
        return self._maybe.get(origin_id, [])

    def origins(self) -> list[KnownOrigin]:
        """The origins that a chain or a correction names, those named most often first, then by id."""
        named: dict[NameKey, Counter[str]] = defaultdict(Counter)
        for key, texts in self._texts.items():
            named[self._root[key]] += Counter()
            for text, count in texts.items():
                if count or text in self._corrected:
                    named[self._root[key]][text] += count
        listed = {root: names for root, names in named.items() if names}
        groups: dict[str, set[str]] = defaultdict(set)
        for root in listed:
            groups[self._groups[root]].add(self._origins[root].id)
        known = [
            KnownOrigin(
                id=(origin := self._origins[root]).id,
                name=origin.name,
                group=self._groups[root],
                names=dict(sorted(names.items(), key=lambda item: (-item[1], item[0]))),
                unsure_with=frozenset(groups[self._groups[root]] - {origin.id}),
                weight=sum(names.values()),
            )
            for root, names in listed.items()
        ]
        return sorted(known, key=lambda one: (-one.weight, one.id))

    def find(self, name_or_id: str) -> list[KnownOrigin]:
        """The origins with this id, else this spelling, else this one in another case or another transliteration."""
        known = self.origins()
        name = " ".join(name_or_id.split())
        root = self._root.get(self._key_of(name)) if name else None
        folded = self._origins[root].id if root is not None else ""
        return (
            [one for one in known if one.id == name]
            or [one for one in known if name == one.name or name in one.names]
            or [one for one in known if name.casefold() in map(str.casefold, (one.name, *one.names))]
            or [one for one in known if one.id == folded]
        )

    # --- building ---

    def _build(self, counts: Counter[str], owners: Mapping[str, str]) -> None:
        self._names: dict[NameKey, Name] = {}
        self._counts: Counter[NameKey] = Counter()
        self._speakers: dict[str, set[NameKey]] = defaultdict(set)
        spellings: dict[NameKey, Counter[str]] = defaultdict(Counter)
        texts: dict[NameKey, Counter[str]] = defaultdict(Counter)
        for text, count in sorted(counts.items()):
            name = self._learnt.name_of(text)
            shown = name.body if name.body is not None else name
            key = key_of(name)
            self._names.setdefault(key, shown)
            if name.body is not None and name.words:
                self._speakers[name.words[-1]].add(key)
            self._counts[key] += count
            texts[key][text] += count
            spellings[key][display(shown)] += count
        self._spellings, self._texts = spellings, texts
        self._edges = self._compare_all()
        self._fuller = {key: self._fuller_than(key) for key in self._names}
        self._form_origins()
        self._form_countries()
        self._form_groups(owners)
        self._form_governments()

    def _compare_all(self) -> dict[NameKey, dict[NameKey, Match]]:
        """For each name the names that are or may be the same, without pairs that a person has ruled out."""
        edges: dict[NameKey, dict[NameKey, Match]] = {key: {} for key in self._names}
        for a, b in candidates(self._names):
            match = compare(self._names[a], self._names[b])
            if match is not Match.DIFFERENT and frozenset((a, b)) not in self._split:
                edges[a][b] = edges[b][a] = match
        for pair in self._merged:
            if len(pair) == 2:
                a, b = pair
                edges[a][b] = edges[b][a] = Match.SAME
        return edges

    def _fuller_than(self, key: NameKey) -> list[NameKey]:
        """The names that say more than `key` and fit it; only those that surely fit where there are any."""
        fuller = {other: match for other, match in self._edges[key].items() if says_less(self._names, key, other)}
        sure = [other for other, match in fuller.items() if match is Match.SAME]
        return sorted(sure or fuller, key=order)

    def _form_origins(self) -> None:
        full = [key for key in self._names if not self._fuller[key]]
        union = Union(full, self._split)
        merged = (sorted(pair, key=order) for pair in self._merged if len(pair) == 2)
        for a, b in sorted(merged, key=lambda pair: [*map(order, pair)]):
            union.join(a, b)
        for key in full:
            for other, match in sorted(self._edges[key].items(), key=lambda edge: order(edge[0])):
                if match is Match.SAME and not self._fuller[other]:
                    union.join(key, other)
        self._union = union
        self._root = {key: union.root(key) for key in self._names if not self._fuller[key] or key in union}
        self._unclear: dict[NameKey, list[NameKey]] = {}
        for key in sorted(self._names, key=lambda k: (len(self._fuller[k]), order(k))):
            if key not in self._root:
                self._settle(key)
        for key in sorted(self._names, key=order):
            self._add_speakers(key)
        self._origins = self._name_origins()

    def _add_speakers(self, key: NameKey) -> None:
        """A last name alone that several bear may also mean the one of them who speaks for a body."""
        name = self._names[key]
        if name.sort is not Sort.PERSON or len(name.words) != 1 or not self._corrected.isdisjoint(self._texts[key]):
            return
        bodies = {self._root[body] for body in self._speakers.get(name.words[0], ())} - {self._root[key]}
        bodies = {root for root in bodies if root not in self._unclear and not self._union.are_apart(key, root)}
        if bodies:
            others = {self._root[key], *self._unclear.get(key, ())} - {key}
            self._root[key] = key
            self._unclear[key] = sorted(bodies | others, key=order)

    def _settle(self, key: NameKey) -> None:
        """Gives a name that says less than others to the only fuller one, or notes that there are several."""
        fullest = {self._root[other] for other in self._fullest(key, set())}
        roots = sorted((root for root in fullest if not self._union.are_apart(key, root)), key=order)
        spoken = [root for root in roots if self._counts[root]]
        roots = spoken or roots  # the others stand in texts, but nobody cites them
        name = self._names[key]
        surely = all(
            self._edges[key].get(other) is Match.SAME
            or lacks_country(name, self._names[other])
            or is_initials(name, self._names[other])
            for other in self._fuller[key]
        )
        if len(roots) == 1 and (surely or name.is_generic):
            self._root[key] = roots[0]
            self._union.join(key, roots[0])
            return
        self._root[key] = key
        self._unclear[key] = roots

    def _fullest(self, key: NameKey, seen: set[NameKey]) -> set[NameKey]:
        """The fullest names that can be reached from `key`."""
        seen.add(key)
        if not self._fuller[key] or key in self._root:
            return {key}
        return {one for other in self._fuller[key] if other not in seen for one in self._fullest(other, seen)} or {key}

    def _name_origins(self) -> dict[NameKey, Origin]:
        """One origin per root: named by its most frequent full form, identified by that form's key."""
        members: dict[NameKey, list[NameKey]] = defaultdict(list)
        for key, root in self._root.items():
            members[root].append(key)
        origins = {}
        for root, keys in members.items():
            cited = [key for key in keys if self._counts[key]] or keys
            full = [key for key in cited if not set(self._fuller[key]) & set(cited)] or cited
            full = [key for key in full if not self._says_too_much(key, cited)] or full
            best = min(full, key=lambda key: (-self._counts[key], order(key)))
            shown = min(self._spellings[best].items(), key=lambda item: (-item[1], item[0]))[0]
            origins[root] = Origin(content_id("origin", sortable(best)), shown)
        self._weight = {root: sum(self._counts[key] for key in keys) for root, keys in members.items()}
        return origins

    def _says_too_much(self, key: NameKey, cited: Sequence[NameKey]) -> bool:
        """Whether a body's name is longer than the usual one by more than a country and a kind: a misread phrase."""
        usual = max(cited, key=lambda one: (self._counts[one], order(one)))
        name, other = self._names[key], self._names[usual]
        return name.sort is Sort.BODY and 1 < len(other.words) < len(name.words) - 1

    def _form_groups(self, owners: Mapping[str, str]) -> None:
        split = ({self._root[key] for key in pair} for pair in self._split)
        union = Union(self._origins, map(frozenset, split))
        for key, edges in self._edges.items():
            for other in edges:
                if not self._fuller[key] and not self._fuller[other]:
                    union.join(self._root[key], self._root[other])
        for key, roots in self._unclear.items():
            if roots:
                union.join(key, min(roots, key=lambda root: (-self._weight[root], self._origins[root].id)))
        for place in self._places:
            bodies = [root for root in self._official(self._country[place]) if root not in self._places]
            if bodies:  # "Norvia says": one of its bodies, and nobody knows which
                union.join(place, min(bodies, key=lambda root: (-self._weight[root], self._origins[root].id)))
        for person, office in self._presidents():
            union.join(person, office)
        by_owner: dict[str, NameKey] = {}
        for outlet, owner in sorted(owners.items()):
            root = self._root[self._key_of(outlet)]
            union.merge(root, by_owner.setdefault(owner.casefold(), root))
        ids: dict[NameKey, str] = {}
        for root in self._origins:
            top = union.root(root)
            ids[top] = min(ids.get(top, "~"), self._origins[root].id)
        self._groups = {root: ids[union.root(root)] for root in self._origins}
        self._maybe = {
            self._origins[key].id: [
                self._groups[root]
                for root in sorted(roots, key=lambda one: (-self._weight[one], self._origins[one].id))
            ]
            for key, roots in self._unclear.items()
        }

    def _presidents(self) -> Iterator[tuple[NameKey, NameKey]]:
        """Presidents and their offices; an office without its country is that of the only president there is."""
        heads = [(key, office) for key, name in self._names.items() if (office := self._learnt.office_of(name))]
        n_heads = len({key[1][-1] for key, _ in heads})
        words = {fold("president"), fold("office")}
        offices = [key for key, name in self._names.items() if name.sort is Sort.BODY and words <= set(name.words)]
        for head, office in heads:
            for key in offices:
                match = compare(office, self._names[key])
                if match is Match.SAME or (match is Match.MAYBE and n_heads == 1):
                    yield self._root[head], self._root[key]

    def _form_countries(self) -> None:
        """The countries of official bodies, which any name of a body may tell, and of bare names of countries."""
        countries: dict[NameKey, set[str]] = defaultdict(set)
        for key, root in self._root.items():
            country = official_country(self._names[key])
            if country is not None:
                countries[root].add(country)
        self._country = {root: max(sorted(found), key=bool) for root, found in countries.items()}
        sorts = {root: {self._names[key].sort for key, own in self._root.items() if own == root} for root in countries}
        self._places = [root for root in countries if sorts[root] == {Sort.PLACE}]
        known = set(self._country.values())
        for key, root in self._root.items():  # a country that no table knows
            name = self._names[key]
            bare = name.sort is Sort.PERSON and len(name.words) == 1 and key == root
            stem = place_stem(name.words[0]) if bare else ""
            if bare and stem in known and stem != name.words[0]:
                self._country[root] = stem
                self._places.append(root)

    def _official(self, country: str) -> list[NameKey]:
        return [
            root
            for root, own in self._country.items()
            if own == country and root not in self._unclear and self._weight[root]
        ]

    def _form_governments(self) -> None:
        """The groups of official bodies, by country."""
        self._government: dict[str, set[str]] = defaultdict(set)
        for country in set(self._country.values()):
            self._government[country] = {self._groups[root] for root in self._official(country)}

    # --- resolving ---

    def _key_of(self, text: str) -> NameKey:
        return key_of(self._learnt.name_of(text))

    def _names_one(self, link: Link, article_id: str | None) -> bool:
        """Whether the link names somebody, or describes one whom the collection names ("the exiled politician")."""
        if not _describes(link) or link.name in self._corrected:
            return True
        return self._learnt.holder(link.name, article_id, anywhere=True) is not None

    def _titled(self, behind: Chain, article_id: str | None) -> str | None:
        """The person whom an unnamed link's title means ("the former water minister"), if the article names them."""
        if not behind or behind[0].name == HEARSAY:
            return None
        here = self._learnt.holder(behind[0].name, article_id, anywhere=False)
        holder = here or self._learnt.holder(behind[0].name, article_id, anywhere=True)
        return holder if here or (holder and self._learnt.is_named_in(holder, article_id)) else None

    def _row(self, text: str, article_id: str | None, *, weak: bool, named: bool, own_voice: bool) -> Resolved:
        if text not in self._corrected:
            text = self._learnt.holder(text, article_id, anywhere=True) or text
        key = self._key_of(text)
        if key not in self._root:  # not in the chains that the book was built from
            origin = Origin(content_id("origin", sortable(key)), display(read_name(text)))
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

    def _in_article(self, key: NameKey, article_id: str | None) -> NameKey:
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

    def _of_the_place(self, key: NameKey, roots: Sequence[NameKey], article_id: str) -> NameKey | None:
        """The candidate whose country the article names more than twice as often as that of any other."""
        own = set(self._names[key].words)
        often = []
        for root in roots:
            name = self._names[root]
            places = {place_stem(word) for word in set(name.words) - own} | {
                place_stem(fold(one)) for one in name.countries
            }
            often.append((sum(self._learnt.times_named(place, article_id) for place in places), root))
        often.sort(key=lambda pair: (-pair[0], order(pair[1])))
        return often[0][1] if often[0][0] > 2 * often[1][0] else None


def _describes(link: Link) -> bool:
    """Whether a speaker is only described. Outlets may well be written small ("tagesschau")."""
    return link.kind is LinkKind.SPEAKER and is_description(link.name)


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
