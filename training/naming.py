"""Invented names put into both texts of a pair, which leaves its label as it is.

Our written pairs are full of rare names and were made so that overlap tells nothing, public pairs have few names and
overlap tells much. A model that learns from both takes a rare name for a sign that overlap tells nothing: "The crossing
at the Kesterin bridge has been closed since Friday" supported "The crossing … is closed" with 0.03, with "the Paris
bridge" in its place 0.73.
"""

from __future__ import annotations

import re
from random import Random

_BEGIN = "B Br D Dr F G Gr H K Kl Kr L M N O P Pr R S Sk St T Tr U V Vr Y Z Zh Sh Ts A E I Kh Gh Ng Mb Ch J Q W".split()
_MIDDLE = "a a e e i i o o u u ei ia ou ya ie au".split()
_JOIN = "l r n m v d g k s t z b lk rn nd rk st lm sk rd mb nt ll shk tr zh dz kh gr vl pp ss".split()
_END = "ov a in ec ka no sk ia ev uk o ar esh i an tal mir grad eva ino ich aya en ur abad pur ola ane is us".split()

_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b")
_NOUN = re.compile(r"\b(?:the|an?|this|that) ([a-z]{4,})\b", re.IGNORECASE)
_PERSON = re.compile(
    r"^(?:The|A|An) (?:(?:young|old|older|little|tall) )?(?:man|woman|person|boy|girl|lady|guy|child)\b"
)
_SAID = (
    "{}, {} said.",
    "{}, according to {}.",
    "{}, the {} government said.",
    "{}, a spokesman for {} said on Monday.",
)

_REPORTED = 0.25
"""Share of pairs whose premise is reported by somebody."""


def invented(chooser: Random) -> str:
    """A name of two or three syllables that nobody has."""
    middle = [chooser.choice(_MIDDLE) + chooser.choice(_JOIN) for _ in range(chooser.choice((1, 1, 2)))]
    return chooser.choice(_BEGIN) + "".join(middle) + chooser.choice(_END)


def named(premise: str, hypothesis: str, chooser: Random) -> tuple[str, str] | None:
    """The pair with names for what both texts speak of; None where they share nothing that can bear one."""
    changes = [
        *((rf"\b{name}\b", invented(chooser)) for name in _shared(_CAPITAL, premise, hypothesis)),
        *_for_people(premise, hypothesis, chooser),
        *_for_nouns(premise, hypothesis, chooser),
    ]
    if not changes:
        return None
    for pattern, name in changes:
        premise, hypothesis = (_with(pattern, name, text) for text in (premise, hypothesis))
    if chooser.random() < _REPORTED and premise.endswith("."):
        premise = chooser.choice(_SAID).format(premise[:-1], invented(chooser))
    return premise, hypothesis


def _shared(pattern: re.Pattern[str], premise: str, hypothesis: str) -> list[str]:
    return sorted(set(pattern.findall(premise)) & set(pattern.findall(hypothesis)))


def _for_people(premise: str, hypothesis: str, chooser: Random) -> list[tuple[str, str]]:
    if not (_PERSON.match(premise) and _PERSON.match(hypothesis)):
        return []
    return [(_PERSON.pattern, f"{invented(chooser)} {invented(chooser)}")]


def _for_nouns(premise: str, hypothesis: str, chooser: Random) -> list[tuple[str, str]]:
    nouns = _shared(_NOUN, premise, hypothesis)
    chosen = chooser.sample(nouns, min(len(nouns), chooser.choice((1, 1, 2))))
    return [(rf"(?i:\b(?:the|an?|this|that) ){noun}\b", f"the {invented(chooser)} {noun}") for noun in chosen]


def _with(pattern: str, name: str, text: str) -> str:
    """A text that begins with a capital still does so."""
    changed = re.sub(pattern, name, text)
    return changed[0].upper() + changed[1:] if text[:1].isupper() else changed
