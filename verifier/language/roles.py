"""Who does what to whom, as far as the order of words tells: "A sued B", "B was sued by A". There is no parser here.

Only good for telling that two statements with the same words swap their parts; where no verb is recognised, nothing
is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.language.grammar import finite_verbs
from verifier.language.words import content_words

_PARTICIPLE = (
    r"(?:\w+ed|\w+[^e]en|shot|sold|sent|built|held|made|put|hit|hurt|lost|won|told|paid|found|led|bought|brought|caught|"
    r"cut|shut|set|hung|kept|left|met|read|struck|shown|thrown|known|blown|flown|drawn|overthrown|torn|sunk|begun|done)"
)
_PASSIVE = re.compile(rf"\b(?:is|are|was|were|be|been|being)\s(?:\w+ly\s|not\s|also\s|now\s)?{_PARTICIPLE}\b", re.I)
_AGENT = re.compile(
    r"\bby\s(?!\d|\w+ing\b)([^,;]+?)(?=,|;|\.|$|\s(?:in|on|at|near|during|after|before|for|from|to)\s)", re.I
)
# Who dies is not the one that kills.
_SUFFERS = re.compile(r"\b(?:die[sd]?|perish(?:es|ed)?|drown(?:s|ed)?|collapse[sd]?)\b", re.I)
_LEADING_PLACE = re.compile(
    r"^((?:In|At|On|Near|Outside|Off|Since|After|Before|During|For|Because of|According to)\s[^,.]{1,60}),\s(.+?)\.?$"
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Stems of the content words on the side that acts and on the side that is acted upon."""

    agent: frozenset[str]
    patient: frozenset[str]


def with_place_last(text: str) -> str:
    """ "In Galt, a man was shot." as "a man was shot In Galt."."""
    return _LEADING_PLACE.sub(r"\2 \1.", text)


def roles_of(text: str) -> Roles | None:
    """The roles around the first verb of `text`; None where none is recognised. A passive without "by" has no agent."""
    text = with_place_last(text)
    passive = _PASSIVE.search(text)
    if passive is not None:
        agent = _AGENT.search(text, passive.end())
        return Roles(content_words(agent.group(1)) if agent else frozenset(), content_words(text[: passive.start()]))
    verb = next((at for at in finite_verbs(text) if at > 0), None)
    if verb is None:
        return None
    suffers = _SUFFERS.match(text, verb)
    if suffers is not None:
        return Roles(frozenset(), content_words(text[:verb]))
    return Roles(content_words(text[:verb]), content_words(re.sub(r"^\w+", "", text[verb:])))


def are_swapped(a: Roles, b: Roles) -> bool:
    """Whether what acts in the one is acted upon in the other, and the other way round."""
    acts_in_both, suffers_in_both = a.agent & b.agent, a.patient & b.patient
    there = (a.agent & b.patient) - acts_in_both - suffers_in_both
    back = (b.agent & a.patient) - acts_in_both - suffers_in_both
    return bool(there) and bool(back)


def have_same_roles(a: Roles, b: Roles) -> bool:
    """Whether the same acts upon the same, given that all words are shared: behind an active verb stands more than what
    is acted upon.
    """
    return a == b or (a.agent == b.agent != frozenset() and (a.patient <= b.patient or b.patient <= a.patient))
