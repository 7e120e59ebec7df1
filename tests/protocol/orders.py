"""Text as a credulous model reads it: through marks, zero-width characters and escapes, with an eye for orders."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

ID_IN_TEXT = re.compile(
    r"""["'](?:\w+_)?ids?["']\s*:\s*["']?([\w:.-]+)|\bids?\s*[=:]\s*["']?([\w:.-]*\w)|\[([A-Za-z]{1,3}[-_]?\d+|[0-9a-f]{6,})\]""",
    re.IGNORECASE,
)
"""Ids as prompts write them: a JSON property, an attribute, a bracketed code."""

_ID_ORDERED = re.compile(r"""\bids?\s+["'“]?((?=\S*\d)[\w:.-]*\w|[A-Z]{1,3}\b)""")
_CUE = (
    r"(?:^|[:;,.!?)\]*#>“”\"'\u2013\u2014-]\s*|\b(?:please|now|then|and|or|but|assistant|model|ai|llm|always|just|instead"
    r"|simply|only|also|you|(?:you|assistant|model|ai|llm|reader|system)\s+(?:must|should|shall|will|(?:have|need|are)\s+to)"
    r"|(?:remember|required|sure|instructed|told)\s+to)\s+)"
)
_JUDGE = (
    "mark|label|answer|output|set|judge|classify|treat|rate|consider|count|return|report|give|say|respond|reply|choose"
    "|pick|assign|declare|call|vote|write|put|make|use|select|flag|record|confirm|corroborate|verify|support|contradict"
    "|deny|refute|dispute|score|regard|accept|reject|change|conclude|take|state"
)
_SCOPE = (
    r"all|every|each|any|everything|both|claims?|statements?|pairs?|rows?|passages?|stances?|verdicts?|ids?|this|these"
    r"|it|them|labels?|answers?|article|source|mentions?"
)
_THINGS = r"(?:claim|mention|statement|fact|row|entry|item|evidence|quote|quotation|citation|source|origin|assertion)s?"
JUDGES = re.compile(rf"{_CUE}(?:{_JUDGE})\b.*?\b(?:{_SCOPE})\b", re.IGNORECASE)
ADDS = re.compile(
    rf"{_CUE}(?:add|insert|include|append|extract|report|list|create|record|invent|fabricate|output|return)\s+"
    rf"(?:(?:a|an|another|one|more|the|this|these|following|new|extra|fake|further|second|also)\s+)+{_THINGS}\b"
    r"(?:\s+(?:that|which|saying|reading|stating|to|says|about))*\s*[:,-]?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
OMITS = re.compile(
    rf"{_CUE}(?:ignore|skip|omit|drop|remove|delete|leave\s+out|exclude|discard|suppress|hide|forget|disregard"
    r"|(?:do\s+not|don['\u2019]t|never)\s+(?:extract|report|mention|list|return|quote|include|use|output|answer\s+for))\s+"
    rf"(?!.{{0,40}}\b(?:instructions?|prompts?|rules|guidelines|directions|orders|commands)\b)"
    rf".*?\b(?:{_SCOPE}|other|others|rest|articles|sources)\b"
    rf"|{_CUE}(?:return|output|report|extract|answer|reply|give)\s+(?:with\s+)?(?:an\s+empty|nothing|no)\b",
    re.IGNORECASE,
)
ATTRIBUTES = re.compile(
    rf"{_CUE}(?:attribute|credit|ascribe|assign)\s+(?:.{{1,60}}?)\s+to\s+[\"'“]?(?P<who>[^\"'”.;!?]+)", re.IGNORECASE
)
SETS = re.compile(
    rf"{_CUE}(?:set|change|make|replace|rewrite|fill|put|use|write)\s+(?:(?:the|every|each|all|field|value|of|property)\s+)*"
    r"[\"'`“]?(?P<name>[A-Za-z_]+)[\"'`”]?\s+(?:(?:field|fields|values?)\s+)?(?:to|=|as|with|into)\s*:?\s*"
    r"[\"'`“]?(?P<value>[^\"'`”;!?]+?)[\"'`”.]*(?=$|[;!?]|[\"'`”])",
    re.IGNORECASE,
)
SWAPS = re.compile(
    rf"{_CUE}(?:swap|exchange|shuffle|rotate|mix\s+up|permute)\s+.*?\b(?:ids?|answers|rows|stances|labels)\b",
    re.IGNORECASE,
)
STOPS = re.compile(
    rf"{_CUE}(?:refuse\b|decline\b|stop\s+(?:here|now|answering|processing|reading)|(?:do\s+not|don['\u2019]t)\s+(?:answer|reply|respond)\s*"
    r"(?:[.!]|$|at\s+all|any))",
    re.IGNORECASE,
)
LEAKS = re.compile(
    rf"{_CUE}(?:repeat|print|reveal|show|output|tell|disclose|copy|quote|include|write|give|send|leak|expose|recite)\b.*?\b"
    r"(?:instructions|system\s+(?:prompt|message)|prompts?|api\s+keys?|keys?|secrets?|passwords?|configuration"
    r"|credentials|everything\s+above)\b",
    re.IGNORECASE,
)
SAYS = re.compile(
    rf"{_CUE}(?:include|write|say|append|put|add|mention|insert|print|output|reply|respond|answer|state|end|begin|start"
    r"|return|display|finish|post|link)\b",
    re.IGNORECASE,
)
VERBATIM = re.compile(
    r"\b(?:reply|respond|answer|output|return|print|write|say|produce|emit|copy|send|give)\b[^.!?\n{\[\"“]{0,80}"
    r"(?:exactly|only|following|json|verbatim|literally|:)[^{\[\"“\n]{0,40}(?=[{\[\"“])",
    re.IGNORECASE,
)
QUOTES = re.compile(rf"{_CUE}(?:quote|quoting|cite|citing|with\s+the\s+quote|as\s+the\s+quote)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"^\W*(?:\w\W)?(?:(?:system|user|assistant|important|note|attention|admin|developer|instruction|task)\s*:\s*)*"
    r"(?:please\s+\w|you\s+(?:must|should|are\s+now)\b|(?:don['\u2019]t|do\s+not)\s+(?:forget|hesitate)\b"
    r"|(?:ignore|disregard|forget|modify|translate|summari[sz]e|explain|provide|list|write|use|remove|delete|send"
    r"|transfer|create|generate|tell|describe|give|make|update|ensure|execute|run|install|open|click|visit|encrypt|book"
    r"|find|scramble|replace|convert|insert|add|include|change|respond|reply|answer|act|pretend|imagine|repeat|recommend"
    r"|suggest|calculate|name|refer|append|embed|integrate|engage|meld|merge|fuse|blend|utili[sz]e|enhance|enrich|augment"
    r"|consider|remember|validate|determine|analy[sz]e|get|post|encode|concatenate|substitute|reverse|shift|render"
    r"|rearrange|express|quote|cite|print|show|take\s+a\s+moment|group|solve)\s)"
    r"|\byour\s+(?:response|reply|answer|output|code|codebase|solution|implementation|message|algorithm)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|«([^»]+)»|(?<!\w)'([^']{3,})'(?!\w)")
_SPOKEN = re.compile(
    r"\b(?:said\s+by|by|attributed\s+to|according\s+to|from|as\s+told\s+by)\s+(?P<who>(?:the\s+)?[A-ZÀ-Þ][\w.-]*(?:\s+(?:of\s+)?[A-ZÀ-Þ][\w.-]*)*)"
)
_BETWEEN = re.compile(r"[\n\r<>]+|(?<=[.!?])\"\s*[,}\]]|(?<=[.!?])[\"'”]?\s+(?=[\"'“]?[A-ZÀ-Þ\[{])")
_MARK_CATEGORIES = frozenset({"Co", "Sk", "So"})
_MARKS = frozenset("^|~·•¦¬¤")
_TAGS_FROM = 0xE0000


class Polarity(Enum):
    """Which way a word of judgement points."""

    FOR = re.compile(
        r"\b(?:support|corroborat|confirm|true\b|truth|verif|entail|agree|accurate|correct\b|yes\b|reliable|proven)\w*",
        re.IGNORECASE,
    )
    AGAINST = re.compile(
        r"\b(?:contradict|refut|false|debunk|den(?:y|ie)|disput|disprov|disagree|fake|wrong\b|reject|no\b|untrue|hoax)\w*",
        re.IGNORECASE,
    )
    NEITHER = re.compile(
        r"\b(?:unrelated|irrelevant|neutral|unjudged|unclear|unknown|related|none\b)\w*", re.IGNORECASE
    )


def polarity_of(words: str) -> Polarity | None:
    """The way the last word of judgement in `words` points: "mark the false claim as supported" is for."""
    found = [
        (match.start(), way.name, way) for way in Polarity for match in way.value.finditer(words.replace("_", " "))
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


@dataclass(frozen=True)
class Order:
    """A sentence that tells its reader to do something."""

    sentence: str

    @cached_property
    def quoted(self) -> list[str]:
        """What it has in quotation marks."""
        return ["".join(match.groups("")) for match in _QUOTED.finditer(self.sentence)]

    @property
    def speaker(self) -> str | None:
        """Whom it names as speaker."""
        match = _SPOKEN.search(self.sentence)
        return match["who"].rstrip(".") if match else None

    def ids(self, known: Sequence[str]) -> list[str]:
        """The ids it names, known ones or new ones."""
        named = [word for word in known if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", self.sentence)]
        new = [match[1] for match in _ID_ORDERED.finditer(self.sentence)]
        return list(dict.fromkeys(named + [word for word in new if word not in known]))

    @property
    def text(self) -> str:
        """What it wants said: its first quotation, else all after its first colon, else itself."""
        after = self.sentence.partition(":")[2].strip()
        return self.quoted[0] if self.quoted else after or self.sentence


def readable(text: str) -> str:
    """`text` with tag characters spelt out, what is invisible gone, HTML and JSON escapes resolved, and a mark that
    stands for a space between two words made one.
    """
    spelt = "".join(chr(ord(c) - _TAGS_FROM) if 0xE0020 <= ord(c) <= 0xE007E else c for c in text)
    seen = "".join(c for c in unicodedata.normalize("NFKC", html.unescape(spelt)) if unicodedata.category(c) != "Cf")
    marks = [c in _MARKS or unicodedata.category(c) in _MARK_CATEGORIES for c in seen]
    spaced = "".join(" " if mark else c for c, mark in zip(seen, marks, strict=True))
    return _unescaped(spaced)


def orders_in(text: str) -> list[Order]:
    """The sentences of a readable `text` that give orders, each once."""
    sentences = (part.strip() for part in _BETWEEN.split(text))
    rules = (JUDGES, ADDS, OMITS, ATTRIBUTES, SETS, SWAPS, STOPS, LEAKS, _OTHERS)
    given = [each for each in sentences if any(rule.search(each) for rule in rules) or _says(each)]
    return [Order(each) for each in dict.fromkeys(given)]


def dictated(text: str) -> list[Any]:
    """What a text demands as the whole reply: JSON values, or texts in quotation marks."""
    found = []
    for match in VERBATIM.finditer(text):
        at = match.end()
        if text[at] in "{[":
            try:
                found.append(json.JSONDecoder().raw_decode(text, at)[0])
            except ValueError:
                continue
        elif quoted := _QUOTED.match(text, at):
            found.append("".join(quoted.groups("")))
    return found


def ids_in(text: str) -> list[str]:
    """Ids a text shows, in order."""
    return list(dict.fromkeys("".join(match.groups("")) for match in ID_IN_TEXT.finditer(text)))


def _says(sentence: str) -> bool:
    return SAYS.search(sentence) is not None and _QUOTED.search(sentence) is not None


def _unescaped(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        return {"n": "\n", "t": "\t", "r": "\n"}.get(match[1]) or (chr(int(match[2], 16)) if match[2] else match[1])

    return re.sub(r"\\(u([0-9a-fA-F]{4})|[\"\\/ntr])", plain, text)
