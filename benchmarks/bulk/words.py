"""Made-up wording: rules that unfold into clauses, and names built of syllables, the same from the same chance.

A frame holds `[this|that]` to choose from and `{rule}` to unfold; what is not a rule is left for whoever binds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from random import Random

from benchmarks.bulk.lexicon import RULES

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_A = re.compile(r"\b([Aa]) (?=[aeiouAEIOU])")

_BEGIN = "b br d dr f fr g gr h k kl l m n p pr r s sk st t tr v w z th sh".split()
_MIDDLE = "a e i o u ae ai ei ou ie".split()
_JOIN = "l r n m v d g k s t lv rn nd rk st lm sk rd mb nt ll rr bb ck".split()
_PLACE_END = (
    "ow mere wick dal holt ara esk orn und ova ister eth ham inga olm urt aven ast ell iska oda unt arn ulm enna"
).split()
_LAST_END = "an ek ov sen ard is o ai ien ul ers ott ak esh im ola u ent aro yk eng".split()
_FIRST_END = "a o i e an en is ir us ya el ette im on".split()
_STREET = "Street Lane Row Square Hill Gate Quay Bridge Yard Steps Green Rise Walk Crescent".split()


def unfold(frame: str, chance: Random) -> str:
    """`frame` with all choices made and all rules followed; slots that name no rule stay."""
    while True:
        chosen = _CHOICE.sub(lambda found: chance.choice(found[1].split("|")), frame)
        chosen = _SLOT.sub(lambda found: _follow(found[1], chance), chosen)
        if chosen == frame:
            return frame
        frame = chosen


def _follow(name: str, chance: Random) -> str:
    if name in _MADE:
        return _MADE[name](chance)
    return chance.choice(RULES[name]) if name in RULES else f"{{{name}}}"


def bind(frame: str, given: Mapping[str, str]) -> str:
    """What was unfolded, with the slots that are left filled from `given`; KeyError names one that is not there."""
    return _A.sub(r"\1n ", _SLOT.sub(lambda found: given[found[1]], frame))


def as_sentence(text: str) -> str:
    """With a capital and a full stop."""
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "?", "”")) else ".")


def chance_of(*parts: object) -> Random:
    """Chance that follows from `parts` alone, on every machine."""
    return Random("/".join(map(str, parts)))  # noqa: S311  made-up text, no secrets


# --- names ---


def place_name(chance: Random) -> str:
    """Of a town."""
    return _built(chance, _PLACE_END, chance.choice((1, 1, 2)))


def last_name(chance: Random) -> str:
    """Of a person, a street or a works."""
    return _built(chance, _LAST_END, chance.choice((1, 1, 2)))


def person_name(chance: Random) -> str:
    """A first and a last name."""
    return f"{_built(chance, _FIRST_END, 1)} {last_name(chance)}"


def street_name(chance: Random) -> str:
    """A street, a square or a quay."""
    return f"{last_name(chance)} {chance.choice(_STREET)}"


def _built(chance: Random, ends: list[str], syllables: int) -> str:
    body = "".join(
        (chance.choice(_BEGIN) if at == 0 else "") + chance.choice(_MIDDLE) + chance.choice(_JOIN)
        for at in range(syllables)
    )
    return (body + chance.choice(ends)).capitalize()


@cache
def places(n: int = 700) -> tuple[str, ...]:
    """The towns of the world, the same for every situation."""
    chance = chance_of("towns")
    found: dict[str, None] = {}
    while len(found) < n:
        found[place_name(chance)] = None
    return tuple(found)


# --- numbers ---

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()


def number(value: int, chance: Random) -> str:
    """As newspapers write it: small ones mostly in words."""
    return _SMALL[value] if value < len(_SMALL) and chance.random() < 0.8 else f"{value:,}"


_MADE: dict[str, Callable[[Random], str]] = {
    "person": person_name,
    "street": street_name,
    "town": lambda chance: chance.choice(places()),
    "last": last_name,
    "few": lambda chance: number(chance.randint(2, 12), chance),
    "some": lambda chance: number(chance.randint(13, 95), chance),
    "many": lambda chance: number(chance.randint(101, 4900), chance),
    "sum": lambda chance: f"{chance.randint(11, 990) / 10:.1f} million",
    "share": lambda chance: f"{chance.randint(3, 97)} [per cent|percent]",
    "year": lambda chance: str(chance.randint(1871, 2019)),
    "km": lambda chance: str(chance.randint(2, 88)),
    "hour": lambda chance: f"{chance.randint(1, 12)}.{chance.randint(1, 59):02} [am|pm]",
    "age": lambda chance: str(chance.randint(19, 88)),
}
"""Rules that are made up and not listed."""
