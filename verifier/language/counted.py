"""What a number counts: the head noun after it, or what was done to those counted. Knows nothing of values.

There is no tagger here: a noun is a listed collective or a word with a plural ending, looked for in the few words
after the number. People to whom something is done are counted by what was done, because "10 killed", "10 people
killed", "10 deaths" and "a death toll of 10" are one count and "10 injured" is another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.language.places import is_demonym

PERSON = "person"


# Characters looked at on either side: noun and verb stand nearer than this in all but a handful of news sentences.
_REACH = 110


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: `name` as in `Quantity.counted`, the words before the head, and what happened to it.

    `part` is True for a number that is part of another or comes on top of one ("another 300", "12 of them"):
    such a number never rules out a different one.
    """

    name: str = ""
    qualifiers: frozenset[str] = frozenset()
    event: str = ""
    part: bool = False


_OUTCOMES = {
    "killed": "killed kill kills killing dead died die dies death deaths fatality fatalities slain",
    "injured": "injured injure injures injuring injuries injury wounded wound wounds wounding hurt",
    "casualty": "casualty casualties",
    "missing": "missing unaccounted",
    "arrested": "arrested arrest arrests arresting detained detain detaining detentions detainees",
    "evacuated": "evacuated evacuating evacuees",
    "displaced": "displaced displacing",
    "hospitalised": "hospitalised hospitalized",
    "captured": "captured capturing",
    "rescued": "rescued rescuing",
    "trapped": "trapped",
    "infected": "infected infecting",
}
_OUTCOME = {form: outcome for outcome, forms in _OUTCOMES.items() for form in forms.split()}

# What happens to things and troops. Only tells counts apart, so that "300 soldiers left" never refutes
# "1,500 soldiers arrived"; it is not part of the name, because wordings of one event differ too much.
_EVENTS = {
    "arrive": "arrived arriving arrive deployed deploying stationed transferred moved sent redeployed came",
    "leave": "left leaving leave withdrawn withdrew withdrawing departed fled pulled",
    "destroy": "destroyed destroying destroy lost wrecked sunk",
    "damage": "damaged damaging damage",
    "down": "downed intercepted shot intercepting",
    "launch": "launched launching fired firing",
    "deliver": "delivered delivering supplied donated provided pledged",
    "train": "trained training",
    "mobilise": "mobilised mobilized mobilise conscripted called recruited",
}
_EVENT = {form: event for event, forms in _EVENTS.items() for form in forms.split()}

# Soldiers go by many words in reports of one event; the rest only join spellings and irregular plurals.
_HEADS = {
    "soldier": "soldier soldiers troop troops serviceman servicemen servicewoman servicewomen servicemember "
    "servicemembers servicepeople servicepersonnel",
    PERSON: "person people persons individual individuals resident residents inhabitant inhabitants victim victims "
    "others human humans lives folk",
    "man": "man men",
    "woman": "woman women",
    "child": "child children kids minors",
    "civilian": "civilian civilians",
    "worker": "worker workers employee employees staffer staffers labourer labourers",
    "officer": "officer officers policemen policeman policewomen",
    "fighter": "fighter fighters combatant combatants militant militants gunmen gunman rebels",
    "plane": "plane planes airplane airplanes jet jets warplane warplanes",
    "aircraft": "aircraft aircrafts",
    "house": "house houses home homes",
    "bus": "bus buses",
    "drone": "drone drones uav uavs",
}
_HEAD = {form: head for head, forms in _HEADS.items() for form in forms.split()}
_COLLECTIVES = frozenset(_HEAD) | {"personnel", "police", "staff", "crew", "cattle", "sheep", "livestock"}

_SERVICE = frozenset(("service", "military", "army"))

_PEOPLE = frozenset(
    "soldier man woman child civilian officer fighter worker passenger migrant refugee employee protester "
    "demonstrator student pupil teacher doctor nurse patient prisoner detainee journalist reporter conscript "
    "reservist recruit volunteer mercenary guard sailor pilot miner farmer tourist voter member personnel staff crew "
    "pensioner schoolchild rescuer firefighter politician official citizen hostage evacuee family".split()
)
_NARROWER = {
    PERSON: _PEOPLE,
    "man": frozenset("soldier fighter officer recruit conscript guard".split()),  # "9,000 men", of troops
    "vehicle": frozenset("tank truck car lorry bus".split()),
    "aircraft": frozenset("plane helicopter drone".split()),
    "building": frozenset("house school hospital church".split()),
}

_STOPS = frozenset(
    "a an the and or but nor that which who whom whose when while where as if than then so not no by for from in into "
    "of on onto off at to with without within over under up out after before since until till during through across "
    "against between among near about around per via is are was were be been being am has have had do does did will "
    "would can could may might must shall should this these those it its they them their he she his her we our you "
    "your there here today yesterday tomorrow ago later earlier now already still only just also monday tuesday "
    "wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december live lives lived said says say told according including compared were".split()
)
_SKIPPED = frozenset("of the its their his her our these those such or so".split())
_MORE = frozenset("more other others another additional further".split())
_AUXILIARIES = frozenset(
    "who that which was were is are have has had been be being got get also still reportedly already later now since "
    "confirmed reported feared believed to said among the those".split()
)
_PASSIVE = frozenset("was were is are have has had".split())
_NOT_PLURAL = frozenset(
    "was is has does says this his its thus plus besides always perhaps news as across less series species "
    "remains comes makes includes means goes seems stands includes lies needs becomes takes gives keeps shows".split()
)
_PAST = frozenset(
    "hit struck fell sank met broke left flew came went fled blew burnt caught drove gave got held kept led lost made "
    "ran sat sent set shot shut stood swam took told tore won went wore began became grew rose spent spoke".split()
)
_WORDS = re.compile(r"[^\W\d_]+(?:['\u2019\-][^\W\d_]+)*")
_CLAUSE_END = re.compile(r"[.;:!?()\[\],\n\ue000\u2013\u2014\"\u201c\u201d]|\s-\s|\d")
_LIVES_TAKEN = re.compile(r"\b(?:claim|cost|tak|took|lost)[a-z]*\s+(?:the\s+)?$", re.I)
_LIVES = re.compile(
    r"^\s*(?:people |others |men |women )?(?:who )?(?:have |had |has )?(?:lost|losing) (?:their|his|her) li(?:f|v)es?",
    re.I,
)
_PART_BEFORE = re.compile(
    r"\b(?:another|an additional|additional|a further|further|(?:an)?other|including|among (?:them|those)|includes?|"
    r"included|of (?:them|whom|which|those))(?:\s+(?:the|are|were|now|at least))*,?\s*$",
    re.I,
)
_VERB_BEFORE = re.compile(
    r"\b(?:(?P<verb>[a-z]+)|(?P<lives>claim(?:ed|ing|s)? the li(?:f|v)es? of|deaths? of))"
    r"\s+(?:the\s+|his\s+|its\s+|their\s+)?$",
    re.I,
)
_TOLL_BEFORE = re.compile(
    r"\b(?:(?P<toll>death toll|toll)|(?:number|total|count|tally|figure)s? of\s+(?P<of>[a-z\-' ]{2,40}?))"
    r"(?:\s+[a-z'-]+){0,7}?\s+(?:to|from|at|is|was|were|of|reached|reaches|reach|hit|now|exceed(?:s|ed)?|surpasse[ds]|topped|passe[ds])\s+$",
    re.I,
)


def thing_counted(text: str, start: int, end: int) -> Counted:
    """What the number at `text[start:end]` (comparator and unit included) counts."""
    clause = text[end : end + _REACH].replace("U.S.", "US")
    stop = _CLAUSE_END.search(clause)
    clause = clause[: stop.start()] if stop else clause
    before = text[max(0, start - _REACH) : start]
    part = bool(_PART_BEFORE.search(before))
    if _LIVES.match(clause) or (re.match(r"\s+lives\b", clause) and _LIVES_TAKEN.search(before)):
        return Counted("killed", part=part)
    words = _WORDS.findall(clause)
    part = part or words[:2] in (["of", "them"], ["of", "whom"], ["of", "which"], ["of", "those"])
    if part and words[:1] == ["of"] and words[2:3] in (["are"], ["were"]):  # "11,000 of them are children"
        words = words[3:]
    words, more = _skip_fillers(words)
    if words[:1] == ["strong"]:  # "a 300-strong unit": the unit is not what is counted
        words = []
    found = _read_after(words, more)
    if not found.name or found.name == PERSON or found.name in _PEOPLE or is_demonym(found.name):
        found = _with_outcome_before(found, before)
    if _is_outcome(found.name):
        # "and wounding 12 others" counts all the wounded; "another 3 were killed" comes on top
        return Counted(found.name, found.qualifiers, "", part or more not in ("", "other", "others"))
    return Counted(found.name, found.qualifiers, found.event or _event_before(before), part or bool(more))


def broader(a: str, b: str) -> bool:
    """Whether whatever `b` names is also an `a` ("person" and "soldier"); the empty name is broader than all others."""
    if not a or a == b:
        return bool(b) and a != b
    for outcome in _OUTCOMES:
        if a == outcome and b.startswith(outcome + " "):
            return True
        if a.startswith(outcome + " ") and b.startswith(outcome + " "):
            return broader(a.removeprefix(outcome + " "), b.removeprefix(outcome + " "))
    return b in _NARROWER.get(a, frozenset()) or (a == PERSON and is_demonym(b))


def is_familiar(name: str) -> bool:
    """Whether `name` is one that numbers in news surely count, so that "2000 soldiers" is no year."""
    return _is_outcome(name) or name in _HEADS or name in _PEOPLE or name in _NARROWER


def _is_outcome(name: str) -> bool:
    return name.partition(" ")[0] in _OUTCOMES


def _skip_fillers(words: list[str]) -> tuple[list[str], str]:
    more = ""
    while words and words[0].lower() in _SKIPPED | _MORE:
        if words[0].lower() in _MORE:
            more = words[0].lower()
            if more == "others":
                break
        words = words[1:]
    return words, more


def _read_after(words: list[str], more: str) -> Counted:
    if words and words[0].lower() in _OUTCOME:
        outcome = _OUTCOME[words[0].lower()]
        inner = _read_noun(words[1:]) if words[0].lower().endswith("ed") else Counted()
        return Counted(_joined(outcome, inner.name) if inner.name in _PEOPLE else outcome, inner.qualifiers)
    if words and words[0].lower() in _PASSIVE and _outcome_after(words):
        return Counted(_outcome_after(words))
    noun = _read_noun(words)
    if not noun.name and more:
        return Counted(_outcome_after(words) or PERSON)
    return noun


def _read_noun(words: list[str]) -> Counted:
    head = -1
    for position, word in enumerate(words[:7]):
        lowered = word.lower()
        if lowered in _STOPS or (lowered in _OUTCOME and head >= 0):
            break
        if _is_plural(word):
            head = position
        elif head >= 0:
            break
    if head < 0:
        head = _singular_head(words)
    if head < 0:
        return Counted()
    name = _head_name(words[: head + 1])
    rest = words[head + 1 :]
    qualifiers = frozenset(word.lower() for word in words[:head]) - _SERVICE
    outcome = _outcome_after(rest) if name == PERSON or name in _PEOPLE or is_demonym(name) else ""
    if outcome:
        return Counted(_joined(outcome, name), qualifiers)
    return Counted(name, qualifiers, _event_after(rest))


def _singular_head(words: list[str]) -> int:
    """The last of at most three words before a stop word, for nouns without a plural ending."""
    length = next(
        (i for i, word in enumerate(words) if word.lower() in _STOPS or (i and word.lower() in _PAST)), len(words)
    )
    kept = [word.lower() for word in words[:length]]
    if not 1 <= length <= 3:
        return -1
    while kept and (kept[-1].endswith(("ed", "ly")) or kept[-1] in _PAST):  # "a single missile hit"
        kept.pop()
    return -1 if not kept or kept[-1].endswith("ing") or kept[-1] in _NOT_PLURAL else len(kept) - 1


def _is_plural(word: str) -> bool:
    lowered = word.lower()
    if lowered in _COLLECTIVES:
        return True
    if "'" in word or "\u2019" in word or lowered in _NOT_PLURAL or len(lowered) < 4:
        return False
    if lowered.endswith("men") and len(lowered) > 5 and lowered not in ("specimen", "regimen", "abdomen"):
        return True
    return lowered.endswith("s") and not lowered.endswith(("ss", "us", "ous"))


def _head_name(words: list[str]) -> str:
    last = words[-1].lower()
    if last in ("members", "personnel") and len(words) > 1 and words[-2].lower() in _SERVICE:
        return "soldier"
    return _HEAD.get(last) or _singular(last)


def _singular(word: str) -> str:
    if word.endswith("men") and len(word) > 5 and word not in _COLLECTIVES:  # "guardsmen"
        return word[:-3] + "man"
    if word in _COLLECTIVES or not word.endswith("s") or word.endswith(("ss", "us")) or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def _outcome_after(words: list[str]) -> str:
    for word in words[:5]:
        lowered = word.lower()
        if lowered in _OUTCOME:
            return _OUTCOME[lowered]
        if lowered not in _AUXILIARIES and not lowered.endswith("ly"):
            return ""
    return ""


def _event_after(words: list[str]) -> str:
    for word in words[:5]:
        lowered = word.lower()
        if lowered in _EVENT:
            return _EVENT[lowered]
        if lowered not in _AUXILIARIES and not lowered.endswith("ly"):
            return ""
    return ""


def _event_before(before: str) -> str:
    match = _VERB_BEFORE.search(before)
    return _EVENT.get((match.group("verb") or "").lower(), "") if match else ""


def _with_outcome_before(found: Counted, before: str) -> Counted:
    verb = _VERB_BEFORE.search(before)
    outcome = ""
    if verb:
        outcome = "killed" if verb.group("lives") else _OUTCOME.get(verb.group("verb").lower(), "")
        outcome = "" if (verb.group("verb") or "").lower() in {"dead", "injuries", "missing"} else outcome
    if outcome:
        return Counted(_joined(outcome, found.name), found.qualifiers)
    toll = None if found.name and found.name != PERSON else _TOLL_BEFORE.search(before)
    if toll is None:
        return found
    if toll.group("toll"):
        return Counted("killed")
    named = _read_after(_skip_fillers(_WORDS.findall(toll.group("of")))[0], "")
    return named if named.name else found


def _joined(outcome: str, name: str) -> str:
    """The count's name; people in general are left out, so that "10 killed" is "10 people killed"."""
    return outcome if name in ("", PERSON) or name == outcome else f"{outcome} {name}"
