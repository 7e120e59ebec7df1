"""A made-up press of any size, from a seed: articles of many outlets about many events that have nothing to do with
each other, one article at a time, and what is so by the way they were made.

    python -m benchmarks.bulk.articles FOLDER [--articles 1000] [--outlets 60] [--days 60] [--seed 1] [--files]

Writes FOLDER/articles.jsonl (or a file an article) and FOLDER/gold.jsonl, a line a fact: which articles state it, by
which origins, which deny it or have another number. Events have 1 to 24 articles of 150 to 700 words: reports in words
of their own, verbatim, abridged and re-headed copies. Numbers rise from day to day, some are disputed. All names are
invented. Memory does not grow with the number of articles, but for the events of one week. Of 1,000 articles the median
in words of its own shares 9.5 % of its runs of five words with another.
"""

from __future__ import annotations

import argparse
import heapq
import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import accumulate, count
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.bulk.events import Event, Fact, Line, Outlets, Told, Way, facts_on, make_aside, make_event, tell
from benchmarks.bulk.words import as_sentence, bind, chance_of, last_name, places, unfold

BEGINS = date(2024, 3, 4)

_SIZES = {1: 30, 2: 20, 3: 15, 4: 10, 6: 10, 9: 8, 14: 5, 24: 2}
"""{articles of an event: how often, in a hundred}: most have few, a few have many."""

_MEAN_SIZE = sum(size * often for size, often in _SIZES.items()) / sum(_SIZES.values())
_COPIED = 0.3
"""Of the articles after an event's first."""

_MOST_DAYS = 6
_LEAST, _MOST = 150, 600
"""Words: an article stops at the sentence that reaches a length between the two; copies may add a lead and an end."""


class Copy(StrEnum):
    """How an article was taken over from another."""

    VERBATIM = "verbatim"
    ABRIDGED = "abridged"
    REHEADED = "re-headed"


@dataclass(frozen=True, slots=True)
class MadeArticle:
    """An article and all that it tells. `copy_of` is the key of the one it was copied from, None for one in words of
    its own; `closes` is whether no later one is about its event."""

    key: str
    event: int
    outlet: str
    title: str
    published: date
    paragraphs: tuple[str, ...]
    told: tuple[Told, ...]
    copy_of: str | None
    copy: Copy | None
    closes: bool

    @property
    def url(self) -> str:
        """An address of its own at its outlet."""
        return f"https://{self.outlet.lower().replace(' ', '-')}.example/{self.key}"

    @property
    def text(self) -> str:
        """Paragraphs with an empty line between."""
        return "\n\n".join(self.paragraphs)

    @property
    def record(self) -> dict[str, str]:
        """The row of a JSONL file."""
        about = {"id": self.key, "url": self.url, "outlet": self.outlet, "date": self.published.isoformat()}
        return {**about, "title": self.title, "language": "en", "text": self.text}


def make_articles(n: int, outlets: int = 60, days: int = 60, seed: int = 1) -> Iterator[MadeArticle]:
    """`n` articles of about as many `days`, by date and then by event; no list of them is held."""
    press = _press(outlets)
    n_events = max(1, round(n / _MEAN_SIZE))
    waiting: list[tuple[date, int, int, _Coverage]] = []
    made = 0
    for number in count():
        starts = BEGINS + timedelta(days=number * days // n_events)
        while waiting and waiting[0][0] < starts:
            if made == n:
                return
            _, _, at, coverage = heapq.heappop(waiting)
            yield coverage.article(at)
            made += 1
        coverage = _cover(seed, number, starts, press)
        for at, day in enumerate(coverage.days):
            heapq.heappush(waiting, (starts + timedelta(days=day), number, at, coverage))


# --- one event ---


@dataclass(frozen=True, slots=True)
class _Coverage:
    """Who writes of an event and when: article `at` on the `days[at]`-th day in `press[at]`, in words of its own where
    `sources[at]` is None, else from that one."""

    seed: int
    event: Event
    press: tuple[str, ...]
    days: tuple[int, ...]
    sources: tuple[int | None, ...]

    def article(self, at: int) -> MadeArticle:
        source, key = self.sources[at], self._key(at)
        origin = at if source is None else source
        chance = chance_of(self.seed, "article", key)
        way = None if source is None else chance.choice(list(Copy))
        lines = _copied(self._lines(origin), way, chance)
        title = lines[0].text[:-1] if chance.random() < 0.2 else _title(self.event, chance)
        return MadeArticle(
            key=key,
            event=self.event.number,
            outlet=self.press[at],
            title=title,
            published=self.event.starts + timedelta(days=self.days[at]),
            paragraphs=tuple(_paragraphs(lines, chance_of(self.seed, "paragraphs", self._key(origin)))),
            told=tuple(line.told for line in lines if line.told),
            copy_of=None if source is None else self._key(source),
            copy=way,
            closes=at == len(self.days) - 1,
        )

    def _key(self, at: int) -> str:
        return f"e{self.event.number}-{at}"

    def _lines(self, at: int) -> list[Line]:
        """The sentences of an article in words of its own."""
        key = self._key(at)
        chance = chance_of(self.seed, "lines", key)
        outlet = Outlets(self.press[at], tuple(one for one in self.press if one != self.press[at]) or ("Morning Wire",))
        length = chance.randint(_LEAST, _MOST)
        main, *others = facts_on(self.event, self.days[at], chance)
        chance.shuffle(others)
        facts = [main, *others[: max(2, length // 70)], *self._asides(key, length, chance)]
        published = self.event.starts + timedelta(days=self.days[at])
        told = [tell(self.event, fact, self._way(fact, chance), outlet, published, chance) for fact in facts]
        return _filled_up(told, length, chance)

    def _asides(self, key: str, length: int, chance: Random) -> list[Fact]:
        found = {fact.id: fact for fact in (make_aside(self.event, key, chance) for _ in range(length // 120))}
        return list(found.values())

    def _way(self, fact: Fact, chance: Random) -> Way:
        return Way.DENIES if fact is self.event.denied and chance.random() < 0.4 else Way.STATES


def _cover(seed: int, number: int, starts: date, press: tuple[str, ...]) -> _Coverage:
    chance = chance_of(seed, "coverage", number)
    (size,) = chance.choices(list(_SIZES), weights=list(_SIZES.values()))
    days = sorted(min(_MOST_DAYS, int(chance.expovariate(0.7))) for _ in range(size))
    own: list[int] = []
    sources: list[int | None] = []
    for at in range(size):
        source = chance.choice(own) if own and chance.random() < _COPIED else None
        own += [at] if source is None else []
        sources.append(source)
    writers = tuple(chance.sample(press, size)) if size <= len(press) else tuple(chance.choices(press, k=size))
    return _Coverage(seed, make_event(seed, number, starts), writers, tuple(days), tuple(sources))


def _filled_up(told: list[Line], length: int, chance: Random) -> list[Line]:
    """The main line first, the others in their order among lines that tell nothing, until there are `length` words."""
    words = sum(len(line.text.split()) for line in told)
    fillers: list[Line] = []
    while words < length:
        fillers.append(Line(as_sentence(bind(unfold("{filler}", chance), {}))))
        words += len(fillers[-1].text.split())
    places_ = sorted(chance.sample(range(len(told) + len(fillers) - 1), len(told) - 1))
    rest, others = iter(told[1:]), iter(fillers)
    taken = set(places_)
    return [told[0], *(next(rest if at in taken else others) for at in range(len(told) + len(fillers) - 1))]


def _copied(lines: list[Line], way: Copy | None, chance: Random) -> list[Line]:
    if way is None or way is Copy.VERBATIM:
        return lines
    if way is Copy.ABRIDGED:
        words = list(accumulate(len(line.text.split()) for line in lines))
        return lines[: 1 + bisect_left(words, max(_LEAST, words[-1] * chance.uniform(0.4, 0.7)))]
    head, end = (Line(as_sentence(bind(unfold(f"{{{rule}}}", chance), {}))) for rule in ("remark", "service"))
    return [head, *lines, end]


def _paragraphs(lines: list[Line], chance: Random) -> Iterator[str]:
    """One to four sentences each."""
    at = 0
    while at < len(lines):
        end = at + chance.randint(1, 4)
        yield " ".join(line.text for line in lines[at:end])
        at = end


_TITLES = (
    "{noun} at {site}: [what we know|many questions|{topic} in doubt|{body} under pressure]",
    "{town}: {noun} [worries|occupies|divides] {workers}",
    "[After|Behind] the {noun} at {site}",
    "{noun} in {town} [raises|stirs up] questions about {topic}",
)


def _title(event: Event, chance: Random) -> str:
    given = {"noun": event.happening.noun, "site": event.site, "town": event.town}
    shown = chance.choice(_TITLES)
    for name, value in given.items():
        shown = shown.replace(f"{{{name}}}", value)
    title = bind(unfold(shown, chance), {})
    return title[0].upper() + title[1:]


_PAPERS = (
    "Courier Post Ledger Herald Gazette Observer Tribune Echo Mirror Chronicle Radio Wire Dispatch Journal".split()
)


@cache
def _press(n: int) -> tuple[str, ...]:
    chance = chance_of("press")
    found: dict[str, None] = {}
    while len(found) < n:
        found[f"{chance.choice((chance.choice(places()), last_name(chance)))} {chance.choice(_PAPERS)}"] = None
    return tuple(found)


# --- gold ---


def gold_facts(articles: Iterable[MadeArticle]) -> Iterator[dict[str, Any]]:
    """A line a fact told, in the order in which events close; only those that are still open are held.

    `stated`: {article, quote, origin, copy_of}; `contradicted`: the same and `how`, *denial* or *different_value*, by
    the other side of a dispute; `updated`: articles that tell an earlier or later number. `origins` are the different
    ones of `stated`, copies left out.
    """
    open_: defaultdict[int, list[MadeArticle]] = defaultdict(list)
    for article in articles:
        open_[article.event].append(article)
        if article.closes:
            yield from _gold_of(open_.pop(article.event))
    for left in open_.values():
        yield from _gold_of(left)


def _gold_of(articles: list[MadeArticle]) -> Iterator[dict[str, Any]]:
    told = [(article, one) for article in articles for one in article.told]
    facts = {one.fact.id: one.fact for _, one in told}
    for fact in facts.values():
        same = [(article, one) for article, one in told if one.fact.matter == fact.matter]
        stated = [_line(*each) for each in same if each[1].way is Way.STATES and each[1].fact.id == fact.id]
        against = [_line(*each) | {"how": how} for each in same if (how := contradicts(each[1], fact))]
        later = [article.key for article, one in same if is_update(one.fact, fact)]
        yield {
            "fact": fact.id,
            "event": articles[0].event,
            "text": next(one.text for _, one in same if one.fact.id == fact.id),
            "kind": fact.topic.kind.value,
            "on": fact.on.isoformat(),
            "stated": stated,
            "contradicted": against,
            "updated": later,
            "origins": sorted({one["origin"] for one in stated if one["origin"] and one["copy_of"] is None}),
        }


def _line(article: MadeArticle, told: Told) -> dict[str, str | None]:
    return {"article": article.key, "quote": told.quote, "origin": told.origin, "copy_of": article.copy_of}


def contradicts(told: Told, fact: Fact) -> str | None:
    """How, or None."""
    if told.fact.id == fact.id:
        return "denial" if told.way is Way.DENIES else None
    if told.fact.matter == fact.matter and told.fact.rival != fact.rival:
        return "different_value"
    return None


def is_update(fact: Fact, of: Fact) -> bool:
    """Whether both are numbers of one matter and one side, told at different times."""
    return fact.matter == of.matter and fact.id != of.id and fact.rival == of.rival


# --- files ---


def write(folder: Path, articles: Iterable[MadeArticle], *, files: bool = False) -> Iterator[MadeArticle]:
    """Writes each article as it comes by, and hands it on; where `files`, into a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    if files:
        for article in articles:
            (folder / f"{article.key}.txt").write_text(_as_file(article.record), encoding="utf-8")
            yield article
        return
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as rows:
        for article in articles:
            rows.write(json.dumps(article.record, ensure_ascii=False) + "\n")
            yield article


def _as_file(record: Mapping[str, str]) -> str:
    head = "".join(f"{name}: {record[name]}\n" for name in ("title", "outlet", "date", "url", "language"))
    return f"{head}\n{record['text']}\n"


def main() -> None:
    """Writes a press."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--outlets", type=int, default=60)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", action="store_true", help="a text file an article")
    given = parser.parse_args()
    made = make_articles(given.articles, given.outlets, given.days, given.seed)
    inputs = given.folder / "articles" if given.files else given.folder
    written = write(inputs, made, files=given.files)
    given.folder.mkdir(parents=True, exist_ok=True)
    with (given.folder / "gold.jsonl").open("w", encoding="utf-8") as gold:
        gold.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in gold_facts(written))


if __name__ == "__main__":
    main()
