"""An event of the invented world: what is so, what some say instead, who speaks of it, and how it is worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from random import Random

from benchmarks.bulk.happenings import ASIDES, HAPPENINGS, Happening, Topic
from benchmarks.bulk.words import as_sentence, bind, chance_of, last_name, number, person_name, places, unfold

_TOPICS = 4, 7
"""Matters of an event beside the main one."""

_DISPUTED = 0.35
"""Of the events, about as many as of real ones that several outlets report."""

_LATEST_RISE = 4
"""Day of the event after which no number is put up."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is told of an event. Facts of one `matter` with other numbers exclude each other.

    `since`: the day of the event from which it is told, 0 on; `rival`: it is told by one side of a dispute only.
    """

    id: str
    matter: str
    topic: Topic
    given: Mapping[str, str]
    on: date
    since: int = 0
    value: int | None = None
    rival: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks of an event: a person, what that one is, and for whom."""

    name: str
    role: str
    body: str


@dataclass(frozen=True, slots=True)
class Outlets:
    """Who publishes, and whom it may cite."""

    name: str
    others: tuple[str, ...]


class Way(Enum):
    """What an article does with a fact."""

    STATES = auto()
    DENIES = auto()


class By(Enum):
    """Who stands behind it there."""

    OUTLET = auto()
    PERSON = auto()
    BODY = auto()
    UNNAMED = auto()
    OTHER_OUTLET = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as an article tells it: `quote` stands in the article word for word, `text` is the same on its own feet.

    `origin` is who is named as the one who says so: the outlet, a person, a body, another outlet; None for somebody
    unnamed.
    """

    fact: Fact
    way: Way
    by: By
    origin: str | None
    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of an article, with the fact that it tells, if any."""

    text: str
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """`number` in its situation; `facts` begins with the one that all articles tell."""

    number: int
    happening: Happening
    town: str
    site: str
    starts: date
    facts: tuple[Fact, ...]
    speakers: tuple[Speaker, ...]
    denied: Fact | None

    @property
    def full_site(self) -> str:
        """As an outsider needs it."""
        return f"the {self.site} in {self.town}"


def make_event(seed: int, number_: int, starts: date) -> Event:
    """The event of that number."""
    chance = chance_of(seed, "event", number_)
    happening = chance.choice(HAPPENINGS)
    town = chance.choice(places())
    site = f"{last_name(chance)} {chance.choice(happening.sites)}"
    topics = chance.sample(happening.topics, min(len(happening.topics), chance.randint(*_TOPICS)))
    facts: list[Fact] = []
    for topic in (happening.main, *topics):
        facts += _facts(f"e{number_}.{topic.name}", topic, starts, chance)
    deniable = [fact for fact in facts if not fact.topic.sure and fact.value is None]
    denied = chance.choice(deniable) if deniable and chance.random() < _DISPUTED else None
    return Event(number_, happening, town, site, starts, tuple(facts), _speakers(town, site, chance), denied)


def _facts(matter: str, topic: Topic, starts: date, chance: Random) -> list[Fact]:
    """What is told of one topic: one fact, or several numbers, later ones and those of the other side."""
    given = {name: unfold(frame, chance) for name, frame in topic.given.items()}
    if topic.numbers is None:
        return [Fact(matter, matter, topic, given, starts)]
    values = [chance.randint(*topic.numbers)]
    days = [0]
    while topic.grows and len(values) < 3 and chance.random() < 0.5:
        values.append(values[-1] + chance.randint(1, 2 + values[-1] // 3))
        days.append(days[-1] + chance.randint(1, 2))
    told = [
        Fact(f"{matter}.{at}", matter, topic, given, starts, min(day, _LATEST_RISE), value)
        for at, (day, value) in enumerate(zip(days, values, strict=True))
    ]
    if chance.random() < _DISPUTED / 2:
        other = values[-1] * 2 + chance.randint(1, 5)
        told.append(Fact(f"{matter}.r", matter, topic, given, starts, 0, other, rival=True))
    return told


_BODIES = (
    "{town} [police|fire brigade|rescue service|prosecutor's office]",
    "{town} [council|town hall|mayor's office]",
    "{town} [hospital|ambulance service|health office]",
    "{site} company",
    "{town} [workers'|residents'|traders'] [union|association]",
)


def _speakers(town: str, site: str, chance: Random) -> tuple[Speaker, ...]:
    bodies = [bind(unfold(frame, chance), {"town": town, "site": site}) for frame in _BODIES]
    roles = "spokesman for", "spokeswoman for", "head of", "deputy head of", "lawyer for"
    chosen = chance.sample(bodies, chance.randint(3, len(bodies)))
    return tuple(Speaker(person_name(chance), f"{chance.choice(roles)} the {one}", f"the {one}") for one in chosen)


def facts_on(event: Event, day: int, chance: Random) -> list[Fact]:
    """What an article of that day of the event (0 on) may tell: of each matter what stands then, now and then the
    number of the other side."""
    standing: dict[str, Fact] = {}
    for fact in event.facts:
        if fact.since <= day and (not fact.rival or chance.random() < 0.4):
            standing[fact.matter] = fact
    return list(standing.values())


def make_aside(event: Event, key: str, chance: Random) -> Fact:
    """Something that only the article `key` tells."""
    topic = chance.choice(ASIDES)
    value = chance.randint(*topic.numbers) if topic.numbers else None
    return Fact(f"{key}.{topic.name}", f"{key}.{topic.name}", topic, {}, event.starts, value=value)


def tell(event: Event, fact: Fact, way: Way, outlet: Outlets, day: date, chance: Random) -> Line:
    """A sentence of an article published on `day` that states or denies a fact."""
    frame = unfold(chance.choice(fact.topic.frames).replace("{noun}", event.happening.noun), chance)
    common = {**fact.given, "n": number(fact.value, chance) if fact.value is not None else ""}
    short = _site_in_short(event, chance)
    near = {"it": short, "at": chance.choice(("", f" at {short}")), "day": _day_in_short(fact.on, day, chance)}
    far = {"it": event.full_site, "at": f" at {event.full_site}", "day": _day_in_full(fact.on)}
    clause, text = bind(frame, {**common, **near}), as_sentence(bind(frame, {**common, **far}))
    speaker = chance.choice(event.speakers)
    if way is Way.DENIES:
        quote = f"{_named(speaker, chance)} {chance.choice(_DENIED)} that {clause}"
        return Line(as_sentence(quote), Told(fact, way, By.PERSON, speaker.name, as_sentence(quote)[:-1], text))
    by = By.OUTLET if fact.topic.sure and chance.random() < 0.6 else chance.choice(list(By))
    words = {"who": _named(speaker, chance), "them": speaker.body, "other": chance.choice(outlet.others)}
    before, after = (bind(part, words) for part in unfold(chance.choice(_WORDED[by]), chance).split("¦"))
    if not before or before.endswith("“"):
        clause = clause[0].upper() + clause[1:]
    sentence = as_sentence(before + clause + after)
    quote = sentence[len(before) : len(before) + len(clause)]
    origins = {By.OUTLET: outlet.name, By.PERSON: speaker.name, By.BODY: speaker.body, By.OTHER_OUTLET: words["other"]}
    return Line(sentence, Told(fact, way, by, origins.get(by), quote, text))


def _site_in_short(event: Event, chance: Random) -> str:
    name, kind = event.site.split(" ", 1)
    shown = f"the {kind}", f"the {name} {kind}", f"the {kind} in {event.town}", f"{event.town}'s {kind}"
    return event.full_site if chance.random() < 0.1 else chance.choice(shown)


def _day_in_short(on: date, day: date, chance: Random) -> str:
    if on == day and chance.random() < 0.3:
        return "today"
    return f"on {on:%A}" if (day - on).days < 6 and chance.random() < 0.7 else f"on {on.day} {on:%B}"


def _day_in_full(on: date) -> str:
    return f"on {on.day} {on:%B} {on.year}"


def _named(speaker: Speaker, chance: Random) -> str:
    last = speaker.name.split()[1]
    return chance.choice((f"{speaker.name}, {speaker.role},", f"{speaker.name} of {speaker.body}", speaker.name, last))


_DENIED = "denied", "disputed", "rejected claims", "flatly denied", "ruled out"
_WORDED = {
    By.OUTLET: ("¦", "¦", "¦, {tail}", "{opener} ¦", "{opener} ¦"),
    By.PERSON: (
        "¦, {who} [said|told reporters|explained|stated]",
        "{who} [said|confirmed|announced|stated] that ¦",
        "{who} [said|stated] {daypart} that ¦",
        "according to {who}, ¦",
        "“¦,” {who} said",
    ),
    By.BODY: (
        "¦, {them} [said|announced|stated]",
        "{them} [said|confirmed|stated] {daypart} that ¦",
        "according to {them}, ¦",
    ),
    By.UNNAMED: (
        "¦, [one|an] [official|insider|aide|observer|expert] [said|told us|recalled] [anonymously|in confidence|]",
        "[one|an] [official|insider|aide|observer|expert] [said|confided|hinted] {daypart} that ¦",
    ),
    By.OTHER_OUTLET: ("¦, the {other} [reported|wrote]", "the {other} [reported|wrote] {daypart} that ¦"),
}
"""What stands around the clause."""
