"""Who has spoken or been described so far in one article, and whom "he", "the minister" and "the report" mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from verifier.domain import Link, LinkKind
from verifier.language.appositions import find_appositions
from verifier.language.nouns import DESCRIBED, PERSONS, is_nation, is_office
from verifier.language.pronouns import HE, SHE, pronoun_of
from verifier.language.sources import Naming, Refers, read_naming


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who can be referred back to.

    `links` stand for them in a chain, the person before the body they speak for; `channel` is the outlet through which
    the article knows what they say.
    """

    links: tuple[Link, ...]
    roles: frozenset[str] = frozenset()
    person: bool = False
    plural: bool = False
    channel: Link | None = None

    @property
    def name(self) -> str:
        return self.links[0].name

    @property
    def named(self) -> bool:
        return self.links[0].named

    @property
    def outlet(self) -> bool:
        return self.links[0].kind is LinkKind.CITED_OUTLET


def links_of(naming: Naming) -> tuple[Link, ...]:
    """The links of a naming phrase: a spokesperson is followed by the body that speaks through them."""
    link = Link(naming.name, naming.kind, naming.named, naming.start, naming.end)
    return (link, *links_of(naming.body)) if naming.body else (link,)


_COMMON_ROLES = frozenset(
    "a an the and of former official officials source expert analyst senior new old own man woman person now then last "
    "first s top local".split()
)


_RECENT = 2
"""Speakers back to which "it" and "the report" reach; farther back they were mostly wrong."""


_POLITICAL = frozenset(
    "politician opposition minister exile exiled deputy leader president mp senator governor".split()
)


_HEADS_OF_STATE = frozenset(("president", "leader", "ruler", "dictator"))
_HEADS_OF_GOVERNMENT = frozenset(("premier", "chancellor", "minister", "leader"))
_OFFICE_ALIKE = {
    "leader": _HEADS_OF_STATE | {"chancellor", "premier"}, "ruler": _HEADS_OF_STATE, "dictator": _HEADS_OF_STATE,
    "premier": _HEADS_OF_GOVERNMENT, "spokesperson": frozenset(("spokesman", "spokeswoman")),
    "spokesman": frozenset(("spokesperson",)), "spokeswoman": frozenset(("spokesperson",)),
}  # fmt: skip
"""Words by which the holder of an office is called too."""


_CLOSE = frozenset("adviser advisor politician expert lawmaker activist journalist analyst historian".split())
"""What writers call the person who spoke last, so as not to repeat the name."""


_KIND_ALIKE = {
    "company": frozenset(("firm", "operator", "corporation", "group")), "firm": frozenset(("company", "operator")),
    "group": frozenset(("organisation", "organization", "coalition")), "institute": frozenset(("think-tank", "tank")),
    "agency": frozenset(("service",)), "organisation": frozenset(("group",)), "project": frozenset(("group",)),
}  # fmt: skip
"""Kinds of bodies by which one and the same body is called."""


def _head_of(name: str) -> str:
    """The noun that a description turns on: "leader" of "Norvian leader", "official" of "official in Norva"."""
    words = re.split(r"\s(?:of|in|at|from|for|with|who|on|to)\s", name)[0].lower().split()
    return words[-1] if words else ""


@dataclass(slots=True)
class Memory:
    """The speakers of one article up to a sentence; `roster` holds everybody the whole article describes by name."""

    roster: list[Speaker]
    pronouns: Mapping[str, str] = field(default_factory=dict)
    """Last names in lower case, and "he" or "she" as their titles tell."""
    speakers: list[Speaker] = field(default_factory=list)
    topic: Speaker | None = None
    fresh: bool = True
    """Whether the topic was named or spoke in the paragraph that is being read."""

    def copy(self) -> Memory:
        """A memory that can go on by itself."""
        return replace(self, speakers=list(self.speakers))

    def antecedent(self, naming: Naming, determiner: str = "", *, opposes: bool = False) -> Speaker | None:
        """Whom a phrase without a name means; `determiner` is the word before it.

        `opposes` says that this speaker denies or doubts something: then "the mayor" is not the one who just spoke.
        """
        if naming.refers is Refers.PERSON:
            return self._last_person(naming.name.lower().partition(" ")[0])
        if naming.refers is Refers.PLURAL:
            return self._last_plural()
        if naming.refers in (Refers.THING, Refers.DOCUMENT):
            return self._last_thing()
        if naming.refers is Refers.BODY:
            return self._by_kind(naming.name)
        if naming.refers is Refers.ROLE:
            if _head_of(naming.name) in _CLOSE and self.fresh and determiner.lower() == "the":
                near = self._elegant_variation(naming, determiner)
                if near is not None:
                    return near
            described = self._by_role(naming.roles | _OFFICE_ALIKE.get(_head_of(naming.name), frozenset()), naming.name)
            return described or (None if opposes else self._elegant_variation(naming, determiner))
        return None

    def by_name(self, name: str) -> Speaker | None:
        """The named speaker of that name, however it is spelt or shortened."""
        return next((one for one in reversed(self.speakers) if one.named and same_speaker(one.name, name)), None)

    def spoke(self, speaker: Speaker) -> None:
        """Remember `speaker` as the last one, with what was known of them before."""
        before = self.by_name(speaker.name) if speaker.named else None
        if before is not None:
            longer = speaker.links if len(speaker.links) >= len(before.links) else (speaker.links[0], *before.links[1:])
            channel = speaker.channel or before.channel
            speaker = replace(speaker, roles=speaker.roles | before.roles, channel=channel, links=longer)
            self.speakers.remove(before)
        self.speakers.append(speaker)
        self.topic, self.fresh = speaker, True

    def mentioned(self, speaker: Speaker) -> None:
        """Remember the subject of a sentence that nobody is said to have said."""
        known = self.by_name(speaker.name)
        self.topic, self.fresh = known or speaker, True
        if known is None:
            self.speakers.append(speaker)

    def _last_person(self, pronoun: str) -> Speaker | None:
        """The last person whom the pronoun fits."""
        known = (self.topic, *reversed(self.speakers))
        return next((one for one in known if one is not None and one.person and self._fits(one, pronoun)), None)

    def _fits(self, speaker: Speaker, pronoun: str) -> bool:
        last = speaker.name.lower().split()[-1:]
        usual = self.pronouns.get(last[0] if last else "") or pronoun_of(speaker.name)
        return pronoun not in (HE, SHE, "him", "her") or usual in ("", HE if pronoun in (HE, "him") else SHE)

    def _last_plural(self) -> Speaker | None:
        """Whom "they" means: several people before a body, and a person only if nobody else was named last."""
        recent = [one for one in (self.topic, *reversed(self.speakers[-_RECENT:])) if one is not None]
        return next((one for one in recent if one.plural), None) or self.topic or self._last_thing()

    def _last_thing(self) -> Speaker | None:
        recent = [one for one in (self.topic, *reversed(self.speakers[-_RECENT:])) if one is not None]
        return next((one for one in recent if one.named and not one.person), None)

    def _by_role(self, roles: frozenset[str], name: str) -> Speaker | None:
        """Who is described by those words; a lead may describe a speaker before the article names them."""
        wanted = {role for role in roles if role not in _COMMON_ROLES}
        must = {word for word in (_head_of(name),) if word in PERSONS - DESCRIBED}
        best: list[tuple[int, int, Speaker]] = []
        for rank, speaker in enumerate([*reversed(self.speakers), *self.roster]):
            shared = wanted & speaker.roles
            nations = {role for role in wanted | speaker.roles if is_nation(role)}
            clash = bool(wanted & nations) and bool(speaker.roles & nations) and not shared & nations
            # "the former minister" is not "Interior Minister Jane Roe", who holds that office now
            clash = clash or ("former" in roles and "former" not in speaker.roles)
            clash = clash or not must <= speaker.roles
            if (shared - nations or must) and not clash:
                best.append((len(shared), -rank, speaker))
        return max(best, key=lambda entry: entry[:2])[2] if best else None

    @staticmethod
    def _clash(roles: frozenset[str], speaker: Speaker) -> bool:
        """Whether the words tell of another nation, or of another thing that the speaker is known to be."""
        nations = {role for role in speaker.roles if is_nation(role)}
        others = {role for role in roles if is_nation(role)}
        return bool(nations and others and not nations & others)

    def _by_kind(self, words: str) -> Speaker | None:
        """The body called by its kind: "the ministry" after "Ministry of Trade"."""
        head = words.split()[-1].lower()
        alike = _KIND_ALIKE.get(head, frozenset()) | {head}
        for speaker in (*reversed(self.speakers), *self.roster):
            named = head in speaker.name.lower() and speaker.name.lower() != head
            if not speaker.person and speaker.named and (named or alike & speaker.roles):
                return speaker
        return None

    def _elegant_variation(self, naming: Naming, determiner: str) -> Speaker | None:
        """ "The former culture minister" after a named politician is the same; "the French president" need not be."""
        topic = self.topic
        if topic is None or not topic.person or determiner.lower() != "the":
            return None
        if _head_of(naming.name) in PERSONS and not self._clash(naming.roles, topic):
            return topic
        alone = sum(speaker.person for speaker in self.speakers) == 1
        if not topic.roles:
            return topic if alone else None
        political = bool(topic.roles & _POLITICAL) and "former" in naming.roles
        return topic if self.fresh and (political or (alone and not is_office(naming.name))) else None


def roster_of(text: str) -> list[Speaker]:
    """Everybody whom the text names with a title: "the mayor of Exampletown, Jane Roe", "Jane Roe, a harbour pilot"."""
    found: list[Speaker] = []
    for apposition in find_appositions(text):
        if apposition.title:
            at = text.find(apposition.person)
            link = Link(apposition.person, LinkKind.SPEAKER, True, at, at + len(apposition.person))
            found.append(Speaker((link,), frozenset(apposition.title.lower().split()), person=True))
    return found


def same_speaker(one: str, other: str) -> bool:
    """Whether two names within one article mean the same speaker: "Pawel Roehrsch", "Roersh", "P. Roersh"."""
    if short_form(one) and short_form(one) == short_form(other):
        return True
    a, b = _spelling(one).split(), _spelling(other).split()
    if not a or not b or a[-1] != b[-1]:
        return False
    return a == b or len(a) == 1 or len(b) == 1 or a[0][0] == b[0][0]


def short_form(name: str) -> str:
    """The abbreviation of a body: "IHS" of "Institute for Harbour Studies (IHS)" and of "IHS"; empty without one."""
    bracketed = re.search(r"\(([A-Z][A-Za-z&.-]*)\)$", name)
    if bracketed:
        return bracketed.group(1)
    return name if re.fullmatch(r"[A-Z][A-Z&.-]+", name) else ""


_TRANSLITERATIONS = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("tsch|tch", "ch"), ("sch|sz", "sh"), ("w", "v"), ("kh", "h"), ("[yj]", "i"), ("c(?=k)|['\u2019.-]", ""),
        (r"(.)\1", r"\1"), (r"\([^)]*\)", ""),
    )
]  # fmt: skip


@lru_cache(maxsize=4096)
def _spelling(name: str) -> str:
    """A rough key over transliterations: enough within one article, where few people share a name."""
    key = name.lower()
    for pattern, plain in _TRANSLITERATIONS:
        key = pattern.sub(plain, key)
    return " ".join(re.sub("[aeiou]+$", "", part) or part for part in key.split())


@lru_cache(maxsize=4096)
def reads_as_person(name: str) -> bool:
    """Whether a bare name can be a person's: up to four words and nothing known as a body, nation or outlet."""
    if len(name.split()) > 4 or re.search(r"[A-Z]{2}|\bthe\b", name):
        return False
    titled, alone = read_naming(f"Mr {name}"), read_naming(name)
    return (
        titled is not None
        and titled.kind is LinkKind.SPEAKER
        and titled.name == name
        and alone is not None
        and alone.kind is LinkKind.SPEAKER
    )
