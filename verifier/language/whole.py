"""Whether a piece of text reads as one whole sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from verifier.language.grammar import AUXILIARIES, finite_verbs


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ENDS_OPEN = _compile(
    r"\b(?:the|a|an|of|from|and|or|nor|than|where|while|whose|which|who|that|because|although|unless|is|are|was|were"
    r"|am|been|be|has|had|have|its|their|his|my|our|your|into|between|both|such|toward|towards|via|per|amid|among"
    r"|despite|during|until|very|however|therefore|moreover|no|as|if|when|whether|without|including|upon|at|what|how|why|by|said|says|U)[\s.”\"]*$"
)
"""A statement that stops at one of these words was cut off; particles such as "in" and "on" may end one."""
_OPEN_END_ALLOWED = _compile(
    r"\b(?:who|what|how|where)\s+(?:\w+\s+){1,3}(?:is|are|was|were)\W*$|\bas\s+such\W*$|\bthere\s+(?:is|are|was|were)\W*$"
)
_SECOND_SENTENCE = re.compile(
    r"(?:\b(?!(?:Prof|Capt|Sept|Brig|Supt|Corp|approx|incl|Messrs)\b)[A-Za-z\u2019'-]{4,}|\d{3}|[a-z]{2}[)”\"\]])[.!?][”\"]?"
    r"\s+[“\"]?[A-Z][\w\u2019'-]*"
)
_HOLE = _compile(
    r"^(?:in|of|on|at|to|by|with|from|for|and|or|that|than)\s*[,;.]|\b(?:the|an?|of|its|their|his)\s*[,;.](?=\s)"
    r"|,\s*,|[“\"]\s*[”\"]|\b(?:that\s+that|the\s+the|of\s+of|and\s+and)\b|[”\"]\s+and\s+that\s+[“\"]"
    r"|^[A-Z][a-z]+\s+of\s+(?:\w+ly\s+)?[a-z]+ing\b|,[”\"]\s+(?:after|during|in|on|at|as|which|who|when|while|an?)\b"
)
"""What a name or a clause leaves behind when it is cut out: "In, and it is long", "the , who"."""
_SUBORDINATE_HEAD = _compile(
    r"(?:if|when|whenever|while|although|though|as|because|since|after|before|until|unless|once|whereas|whether|given"
    r"|despite|without|beyond|amid|instead\s+of|besides|regardless|rather\s+than|even\s+(?:if|as|though)"
    r"|in\s+order|whatever|wherever|[a-z]+ing)\b(?!\s+of\s+\d)"
)
_PREPOSITION = _compile(r"(?:since|after|before|until|despite|without|amid|beyond|besides)\b")
_OPEN_TAIL = _compile(
    r"\s*(?:and|or|but|though|although|which|who|whose|where|with|as|while|including|such|because|when|if|even|[a-z]+ing)\b"
)
_BROKEN_OFF = re.compile(r"^(?:…|\.\.\.)|(?:…|\.\.\.)[.”\"]*$")
_NEEDS_VERB = _compile(r"(?:because|although|though|when|whenever|if|unless|whereas)\b")
_QUESTION_HEAD = _compile(r"(?:what|which|who|whose|how|why|where)\b")
_REPEATED = re.compile(r"[A-Z][a-z]+ed\s+(?:[A-Z]?[a-z-]+\s+){0,2}?[a-z]+s\b")
_DETERMINED = _compile(r"(?:the|an?|his|her|its|their|our|your|this|that|these|those)\b")
_DESCRIBED = _compile(r"(?:\d[\d,.]*\s+\w+ed(?=\s+[a-z]+s\b)|[a-z]+(?:ed|n)(?=\s+by\s+(?!\d)))\b")


QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_MAIN_AUXILIARY = _compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|remains?|became|becomes)\b")
_RELATIVE = _compile(r"(?:\b(?:who|which)\s+(?:\w+ly\s+)?|,\s+(?:where|which|who|whose)\b[^,]*)$")
_ONLY_DESCRIBED = _compile(r"(?P<thing>[^,]*),\s+(?:\w+\s+)?(?:where|which|who|whose|whom)\b[^,;:]*$")
_SHARED_VERB = _compile(r"\band\s+(?:\w+ly\s+)?$")
_OCCUPIED = _compile(
    r"\b(?:near|in|of|at|into|inside|across|throughout|over|around|outside|between|against|toward|towards|through|about)\s+"
    r"[a-z]$"
)
"""Behind a preposition an -ed word describes what follows: "a workshop near occupied Kesterin"."""
_INDEFINITE = re.compile(r"An?\s")
_ATTRIBUTE = re.compile(r"[a-z]+ed\s+[a-z]+[^s\W]\W*$")
"""The end of "A French-made armoured vehicle.": an adjective before its noun, no verb."""


def is_whole(text: str) -> bool:
    """Whether `text` reads as one whole sentence with a subject, not as what a cut has left of one."""
    plain = text.strip().strip('“”"«»').strip()
    if (_ENDS_OPEN.search(plain) and not _OPEN_END_ALLOWED.search(plain)) or _HOLE.search(plain):
        return False
    if _SECOND_SENTENCE.search(QUOTED.sub("“”", plain)):
        return False
    verbs = _predicates(plain)
    if not verbs or _BROKEN_OFF.search(plain) or _begins_with_verb(plain):
        return False
    if _NEEDS_VERB.match(plain) and not _predicates(plain.partition(",")[0]):
        return False  # "Because a tiny part of them, one in a hundred, is ill"
    if _QUESTION_HEAD.match(plain):
        unquoted = QUOTED.sub("", plain)
        return any(len(unquoted[verbs[0] : match.start()].split()) > 1 for match in _MAIN_AUXILIARY.finditer(unquoted))
    if _SHARED_VERB.search(plain[: verbs[0]]):
        return False  # "The lack of a truce and issued an appeal": the verb before was cut away
    described = _ONLY_DESCRIBED.match(plain)
    if described is not None and verbs[0] > described.end("thing"):
        return False  # "The mill, to which one can no longer cross."
    if _RELATIVE.search(plain[: verbs[0]]) and all(len(plain[one:other].split()) < 4 for one, other in pairwise(verbs)):
        return False  # "Nine thousand men who are to be stationed there."
    if _SUBORDINATE_HEAD.match(plain) and ("," in plain or not _PREPOSITION.match(plain)):
        return any(
            _predicates(rest) and not _OPEN_TAIL.match(rest) and not _begins_with_verb(rest)
            for rest in (plain[match.end() :] for match in re.finditer(r",\s*", plain))
        ) or (plain[:1].isupper() and bool(re.match(r"\w+ing\s", plain)) and not re.match(r"\w+ing\s[^,]*,", plain))
    return True


def _predicates(text: str) -> list[int]:
    """Where `text` has finite verbs, without infinitives and participles that only describe a noun."""
    found: Iterable[int] = (at for at in finite_verbs(text) if not re.search(r"\bto\s+(?:\w+ly\s+)?$", text[:at]))
    found = (at for at in found if not _DESCRIBED.match(text, _word_before(text, at)))
    found = (at for at in found if not _OCCUPIED.search(text[: at + 1]))
    return [at for at in found if not (_INDEFINITE.match(text) and _ATTRIBUTE.match(text, at))]


def _word_before(text: str, at: int) -> int:
    """Where the number before the word at `at` begins, else `at`."""
    number = re.search(r"\b\d[\d,.]*\s+$", text[:at])
    return number.start() if number else at


def _begins_with_verb(plain: str) -> bool:
    """Whether the subject was cut away: "Includes three hamlets", "Are no more than 3,000 men in the area"."""
    first, _, rest = plain.partition(" ")
    low = first.lower()
    if low in ("given", "like", "unlike"):
        return False
    if low in AUXILIARIES:
        return not re.match(r"\d|day\b", rest, re.IGNORECASE)
    singular = next(finite_verbs(f"it {low} {rest}"), -1) == len("it ")
    if singular and low.endswith("ed"):  # "Backed by its neighbours, Merrin left" has its subject behind the comma
        if _REPEATED.match(plain) and any(at > len(first) for at in _predicates(plain.partition(",")[0])):
            return False  # "Repeated raids have closed the road"
        return not re.search(r",\s+(?:[A-Z]|(?:the|an?|his|its|their|he|she|it|they)\b)", plain)
    if singular and (low.endswith("s") or _DETERMINED.match(rest)):
        return True
    plural = next(finite_verbs(f"they {low} {rest}"), -1) == len("they ")
    return plural and bool(_DETERMINED.match(rest))
