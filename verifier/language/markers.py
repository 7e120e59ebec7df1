"""Small words on which the truth of a statement hangs: modality, phase, quantity, direction, rank.

Two statements that differ in one of them do not say the same, however many words they share; embeddings and small
entailment models hardly see them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.language.words import content_words, stem

# Each row: what it is called, and the wordings that count as one.
_MARKERS = """
    possible: may|might|could|possibly|perhaps|maybe|potentially|possible
    likely: likely|probably|presumably|expected to|is to be expected
    reported: reportedly|allegedly|purportedly|supposedly|(?:said|reported|believed|thought|alleged|rumou?red) to
    seems: apparently|appears? to|appeared to|seems? to|seemed to
    must: must|should|ought to|ha(?:s|ve|d) to|needs? to|needed to|obliged to|required to
    tried: (?:try|tries|tried|trying|attempt\\w*|sought|seeks?) to|attempt(?:s|ed)? (?:at|on)
    threatened: threat\\w*
    ordered: ordered|instruct\\w*|told to|command(?:s|ed) to
    offered: offer\\w*
    promised: promis\\w*|pledg\\w*|vow\\w*
    asked: ask(?:s|ed)?|demand\\w*|request\\w*|urg(?:es|ed|ing)|call(?:s|ed)? (?:on|for)
    imminent: about to|on the verge of|on the brink of|close to
    begun: begin\\w*|began|begun|start(?:s|ed|ing)?
    ended: end(?:s|ed)?|finish\\w*|conclud\\w*|stop(?:s|ped|ping)?|ceas(?:e|es|ed|ing)|halt\\w*
    goes on: continu\\w*|remain\\w*|stay(?:s|ed|ing)?|still|go(?:es)? on|went on|keeps?|kept
    again: again|once more|resum\\w*|another|anew|repeatedly
    all: all|every|whole|entire|entirely|each|complete|completely|fully|total|totally
    most: most|majority|mostly|mainly|largely
    almost: almost|nearly|virtually|practically
    some: some of|several|few|certain
    many: many|numerous
    only: only|solely|merely|exclusively
    one of: one of|one in
    both: both
    part: part|partly|partially|parts
    slight: slight|slightly|marginal|marginally|minor
    near: near|nearby|outside|towards?|outskirts|close by
    north: (?:\\w+-)?north\\w*
    south: (?:\\w+-)?south\\w*|north-?south\\w*
    east: (?:north|south)?-?east\\w*
    west: (?:north|south)?-?west\\w*
    before: before|prior to|ahead of
    after: after|following
    since: since
    until: until|till
    if: if|unless|provided
    barely: hardly|barely|scarcely
    deputy: deputy|vice
    former: former|ex|then
    acting: acting|interim
    last: last|final|latest
    next: next
    spokes: spokes\\w+
    kin: wife|husband|son|daughter|brother|sister|father|mother|widow
"""
_READ = [
    (name, re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE))
    for name, _, words in (line.strip().partition(": ") for line in _MARKERS.strip().splitlines())
]

# Words that cannot be exchanged for each other: any two of a row stand for different things; a slash joins synonyms.
_ROWS = """
    enter/arrive/reach/come leave/left/depart/exit/withdraw/withdrew
    buy/bought/acquire/purchase sell/sold rent lease
    lend/lent/loan borrow
    rise/rose/risen/increase/raise/grow/grew/climb/up fall/fell/fallen/decrease/cut/drop/lower/decline/reduce/down
    import export
    double/doubled triple halve/half
    win/won/victory lose/lost/defeat
    advance/seize/capture retreat
    attack/strike/shell/bomb defend condemn deny
    hit/struck miss/missed
    postpone/delay/defer cancel/scrap
    destroy damage
    resign/quit dismiss/sack/fired
    arrest/detain/jail release/free convict charge/accuse acquit/clear
    kill/dead/die/death injure/injured/wound/hurt
    poison beat/beaten stab/stabbed shoot/shot drown strangle
    fire/blaze explosion/blast/explode flood/floodwater earthquake/quake storm/hurricane landslide avalanche
    helicopter plane/airplane/aeroplane ship/boat/ferry/vessel train/tram car lorry/truck bus drone/uav missile/rocket
    army navy police
    embassy consulate
    president chancellor premier minister governor mayor king queen ambassador
    defence/defense interior foreign justice finance health education energy agriculture
    man/men woman/women boy girl child/children
    soldier/troop/serviceman/servicemen civilian prisoner
    morning afternoon evening night/overnight
    today yesterday tomorrow
    gas oil coal wheat grain electricity water petrol
    hospital/clinic school church factory/plant station airport port/harbour/harbor bridge dam tunnel
    open closed/close/shut
    alive/live/survive dead/die/killed
    accept/approve/agree/adopt reject/refuse/veto
    allow/permit ban/prohibit/forbid
    safe dangerous
    legal banned
    more/over/above less/fewer/under/below
    first second third fourth fifth
    kilometre/kilometer/km mile metre/meter
    rebel government
    red blue green black white yellow
    old young new
    large/big/huge small/little
    major minor
    dollar euro pound ruble/rouble
"""
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "non-")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@lru_cache(maxsize=65536)
def markers_of(text: str) -> frozenset[str]:
    """The names of the markers that stand in `text`."""
    return frozenset(name for name, pattern in _READ if pattern.search(text))


def _read_rows() -> list[dict[str, int]]:
    return [
        {stem(word): place for place, group in enumerate(row.split()) for word in group.split("/")}
        for row in _ROWS.strip().splitlines()
    ]


_ROW_PLACES = _read_rows()


def exclude_each_other(a: str, b: str) -> bool:
    """Whether the one holds a word and the other, in its stead, one that means something else of the same sort."""
    only_a, only_b = content_words(a) - content_words(b), content_words(b) - content_words(a)
    return _negate_each_other(a, b) or any(_differ_in(row, only_a, only_b) for row in _ROW_PLACES)


def _negate_each_other(a: str, b: str) -> bool:
    """Whether one holds "unsafe" or "non-member" where the other holds the word without the prefix."""
    words_a, words_b = (frozenset(_WORD.findall(text.casefold())) for text in (a, b))
    return _has_prefixed(words_a - words_b, words_b) or _has_prefixed(words_b - words_a, words_a)


def _has_prefixed(words: frozenset[str], bare: frozenset[str]) -> bool:
    return any(word.startswith(p) and word.removeprefix(p) in bare for word in words for p in _PREFIXES)


def _differ_in(row: dict[str, int], a: frozenset[str], b: frozenset[str]) -> bool:
    places_a, places_b = ({row[word] for word in words if word in row} for words in (a, b))
    return bool(places_a and places_b and not places_a & places_b)
