"""What a collection's texts teach about names: who holds which title, who speaks for whom, who stands where."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from verifier.language.appositions import Apposition, find_appositions
from verifier.language.name_parts import FORMER, Name, Sort, read_name
from verifier.language.name_spans import find_bodies, find_names
from verifier.language.names import Match, compare, place_stem
from verifier.language.places import COUNTRIES
from verifier.language.spelling import fold
from verifier.steps.name_keys import OF_A_PLACE, NameKey, key_of, order


class Learnt:
    """What the texts say about who holds which title, who speaks for whom, and which names an article holds."""

    def __init__(self, cited: frozenset[str]) -> None:
        self._cited = cited
        self._bodies: dict[str, Counter[str]] = defaultdict(Counter)
        self._presidents: dict[str, Counter[str]] = defaultdict(Counter)
        self._titles: dict[frozenset[str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._present: dict[str, set[NameKey]] = defaultdict(set)
        self._national: set[str] = set()
        self._places: dict[str, Counter[str]] = {}
        self._cache: dict[str, Name] = {}
        self._alone: set[tuple[str, ...]] = set()
        self._ministers: dict[NameKey, set[tuple[str, ...]]] = defaultdict(set)
        self._seen_in: dict[str, set[str]] = defaultdict(set)
        self._last_words: dict[str, set[str]] = defaultdict(set)
        self._persons: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._heads: dict[str, set[str]] = defaultdict(set)

    @classmethod
    def read(cls, texts: Iterable[tuple[str, str]], counts: Mapping[str, int]) -> Learnt:
        learnt = cls(frozenset(counts))
        names = [read_name(text) for text in counts]
        for name in names:
            learnt._note_person(name)
            if name.words and name.title.split(" ")[-1] == "president" and not FORMER.search(name.text):
                learnt._presidents[name.words[-1]][name.title] += max(1, counts[name.text])
                learnt._heads[name.words[-1]].add(" ".join(name.words))
        for name in names:  # "border service spokesman Demchenko" tells who Demchenko is
            if name.body is not None and name.words:
                learnt._bodies[" ".join(name.words)][name.body.text] += max(1, counts[name.text])
                learnt._note_minister(name, name.words)
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
                learnt._note_person(name)
                learnt._last_words[article_id].update(name.words[-1:])
                if words & set(name.words) and (len(name.words) > 1 or name.countries):
                    learnt._present[article_id].add(key_of(name))
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
            self._note_minister(read_name(apposition.body), tuple(person.split(" ")))
        if apposition.title:
            title = _title_words(apposition.title)
            self._titles[title][article_id].add(apposition.person)
            if "president" in title:
                self._presidents[person.split(" ")[-1]][apposition.title] += 1
                if not FORMER.search(apposition.title) and not _DEPUTIES & title:
                    self._heads[person.split(" ")[-1]].add(person)

    def _note_person(self, name: Name) -> None:
        if name.sort is Sort.PERSON and len(name.words) > 1:
            self._persons[name.words[-1]].add(name.words)

    def is_shared(self, surname: str) -> bool:
        """Whether several persons of the collection bear the (folded) last name."""
        persons = [Name(" ".join(words), Sort.PERSON, words) for words in sorted(self._persons.get(surname, ()))]
        return any(compare(one, other) is Match.DIFFERENT for one, other in combinations(persons, 2))

    def office_of(self, person: Name) -> Name | None:
        """The presidential office, if the person is a president."""
        heads = self._heads.get(person.words[-1], set()) if person.sort is Sort.PERSON and person.words else set()
        is_head = len(person.words) == 1 or heads == set(person.words[-1:]) or " ".join(person.words) in heads
        return self._office(person.words[-1]) if heads and is_head and not FORMER.search(person.text) else None

    def _note_minister(self, name: Name, person: tuple[str, ...]) -> None:
        if name.title and name.body is not None:
            self._ministers[key_of(name.body)].add(person)

    def _is_contested(self, body: Name) -> bool:
        """Whether several persons head a ministry whose country nobody names: it may be as many ministries."""
        persons = [Name(" ".join(words), Sort.PERSON, words) for words in self._ministers.get(key_of(body), ())]
        one = max(persons, key=lambda name: (len(name.words), name.words), default=None)
        return not body.countries and any(one and compare(one, other) is Match.DIFFERENT for other in persons)

    def name_of(self, text: str) -> Name:
        """The name, with the body for which the person speaks where the collection says so."""
        if text not in self._cache:
            self._cache[text] = self._with_body(read_name(text))
        return self._cache[text]

    def take_alone(self, text: str) -> None:
        """From now on the person called `text` speaks for nobody else, whatever the texts say."""
        words = read_name(text).words
        if self.name_of(text).body is not None and words:
            self._alone |= {words, words[-1:]}
            self._cache.clear()

    def _with_body(self, name: Name) -> Name:
        if name.sort is Sort.PERSON and name.words in self._alone:
            return replace(name, body=None, title="")
        if name.sort is not Sort.PERSON or not name.words or (name.body is not None and not name.title):
            return name if name.body is None else replace(name, body=self._office_named(name.body) or name.body)
        office = name.body
        bodies = [(body, count) for text, count in self._bodies_of(name).items() if (body := self._body(text))]
        if office is not None:
            bodies = [(office, 0), *(pair for pair in bodies if compare(office, pair[0]) is not Match.DIFFERENT)]
        if not bodies:
            return name
        totals: Counter[NameKey] = Counter()
        read = {}
        for body, count in bodies:
            totals[key_of(body)] += count
            read[key_of(body)] = body
        fullest = max(totals, key=lambda key: (not read[key].is_generic, *_fits(read, key, totals), order(key)))
        if self._is_contested(read[fullest]):
            return replace(name, body=None, title=read[fullest].text.casefold())
        return replace(name, body=read[fullest])

    def _office_named(self, body: Name) -> Name | None:
        """The presidential office if `body` is only its president's name ("Delk's spokeswoman")."""
        named = [word for word in body.words if word != fold("president")]
        return self._office(named[0]) if len(named) == 1 else None

    def _bodies_of(self, name: Name) -> Counter[str]:
        """What is said of the person under the full name, or of the only person with that last name."""
        exact = self._bodies.get(" ".join(name.words), Counter())
        if self.is_shared(name.words[-1]):
            return exact if len(name.words) > 1 else Counter()
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
        office = self._office(name.words[-1]) if name.words else None
        return office or (name if text in self._cited else None)

    def _office(self, surname: str) -> Name | None:
        """The office of the president of that name."""
        titles = self._presidents.get(surname)
        if titles is None:
            return None
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

    def names_in(self, article_id: str) -> set[NameKey]:
        return self._present.get(article_id, set())


# Words of the longest body names; what is longer is mostly a menu or a headline in capitals.
_LONGEST = 7


def _names_its_place(text: str) -> bool:
    """Whether it is a body called by its country or town: "Norvian Border Service"."""
    name = read_name(text)
    return name.sort is Sort.BODY and fold(text.split()[0]).endswith(OF_A_PLACE)


_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]{3,}")


def _one_person(persons: Iterable[str]) -> str | None:
    """The longest of the names if all of them mean one person."""
    ordered = sorted(set(persons), key=lambda person: (-len(person.split()), person))
    if not ordered or any(compare(read_name(ordered[0]), read_name(one)) is not Match.SAME for one in ordered[1:]):
        return None
    return ordered[0]


_DEPUTIES = frozenset(("vice", "deputy"))
_TITLE_STOPS = frozenset("the a an of for former ex exiled then acting our his her its their".split())


def _title_words(title: str) -> frozenset[str]:
    words = (word.removesuffix("'s").removesuffix("\u2019s") for word in title.lower().split())
    return frozenset(word for word in words if word not in _TITLE_STOPS)


def _fits(read: Mapping[NameKey, Name], key: NameKey, totals: Mapping[NameKey, int]) -> tuple[int, int]:
    """How often the body or one that fits it was named, and how much it says."""
    fitting = sum(n for other, n in totals.items() if compare(read[key], read[other]) is not Match.DIFFERENT)
    return fitting, len(read[key].words) + len(read[key].countries)
