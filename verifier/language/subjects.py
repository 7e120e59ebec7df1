"""Which words of a sentence are a noun phrase, and which one is the subject of a verb: without a parser or a model.

Works on a *shape*: the sentence at the same length, with quoted words struck out, and brackets and times blanked, so
that offsets hold in both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.language.cues import Span
from verifier.language.grammar import AUXILIARIES, TIME, alternatives, finite_verbs, has_finite_verb
from verifier.language.nouns import PERSONS, is_outlet, is_somebody


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_QUOTE_MARK = "·"
BLANK = " "
_TIME = _compile(rf"\b{TIME}")
_BRACKETS = re.compile(r"\([^()]{0,120}\)|\[[^\[\]]{0,120}\]")


def shape_of(text: str, quotes: Sequence[Span]) -> str:
    """`text` at the same length, quoted words struck out, brackets and times blanked: what structure is read from."""
    out = list(text)
    for start, end in quotes:
        if end - start < 40 and is_outlet(text[start:end]):
            out[start] = out[end - 1] = BLANK
            continue
        for at in range(start, end):
            if text[at] not in '“”"«»„\u2018\u2019':
                out[at] = _QUOTE_MARK
        for at, mark in ((start, text[start : start + 2]), (end - 2, text[end - 2 : end])):
            if mark == "''":
                out[at : at + 2] = '""'
    shape = "".join(out)
    for pattern in (_BRACKETS, _TIME):
        shape = pattern.sub(lambda match: BLANK * len(match.group()), shape)
    return shape


# --- clauses and channels ---

_CHANNEL_NOUN = (
    r"(?:interview|conversation|talk|phone\s+call|call|statement|speech|address|post|message|comment|comments"
    r"|letter|press\s+release|"
    r"email|e-mail|tweet|video|article|report|column|briefing|press\s+conference|news\s+conference|remarks|talks"
    r"|discussion)"
)
CHANNEL = _compile(
    rf"\b(?:(?:in|at|during|after|had|gave|via|through)\s+(?:an?\s+|his\s+|her\s+|their\s+|its\s+"
    rf"|the\s+)?(?:\w+\s+){{0,3}}?{_CHANNEL_NOUN}\b"
    r"(?:\s+(?:with|to|on|for|by|from|in|of)\s+(?:the\s+|a\s+|an\s+|his\s+|her\s+"
    r"|its\s+)?(?P<outlet>(?-i:(?:[A-Za-z][\w.\u2019'-]*\s+)??(?:[A-Z][\w.\u2019'-]*(?:\s+(?:of\s+|the\s+"
    r"|&\s+)*)?){1,5}|[a-z]+\s(?:television|radio|tv|media))))?"
    r"|(?:when\s+)?speaking\s+(?:to|with|on|at|in|from)\s+(?:the\s+"
    r"|a\s+)?(?P<outlet2>(?:[\w.\u2019'-]+\s+){0,3}?[\w.\u2019'-]+)(?=\s*[,.]|\s+on\b|\s+in\b|\s*$)"
    r"|on\s+(?:his\s+|her\s+|their\s+|its\s+|the\s+)?(?:\w+\s+)?(?:telegram|twitter|facebook|x|instagram|youtube"
    r"|truth\s+social|social\s+media|social\s+network|state\s+television|television|tv|vkontakte|website"
    r"|blog)(?:\s+(?:channel|account|page|messenger|feed))?)(?!\w)"
)


def starts_clause(shape: str, at: int) -> bool:
    """Whether a clause of its own begins at `at`."""
    stop = re.compile(r"[,;:.“”\"·]").search(shape, at)
    return has_finite_verb(shape[at : stop.start() if stop else len(shape)])


def clause_end(shape: str, at: int) -> int:
    stop = re.compile(r"[,;:.!?“”\"·]").search(shape, at)
    return stop.start() if stop else len(shape)


# --- subjects ---

_ADVERB = (
    r"(?:also|then|most|almost|later|earlier|previously|recently|already|repeatedly|once|further|furthermore|again"
    r"|now|since|first|still|"
    r"himself|herself|itself|themselves|even|long|however|just|always|often|reportedly|meanwhile|both|all|each|too|"
    r"(?!early|only|family|ally|italy|reply|july|assembly|supply|daily|weekly|monthly|emily|kelly|sally|billy"
    r"|molly)[a-z]{2,}ly)"
)
_AUX_BEFORE = re.compile(
    rf"(?:^|(?<=\s))(?P<word>{alternatives(AUXILIARIES)}|been|being|{_ADVERB}|not|never|to)\s*$", re.IGNORECASE
)
_BOUNDARY = re.compile(
    r"[;:\u2013—“”\"«»„·…]|,\s|\s-\s"
    r"|(?:^|(?<=\s))(?:but|while|although|though|because|that|when|where|if|whereas|than|as|so|before|after|until"
    r"|whether|yet|like|since|what|how|why)\s",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:\s|,|\.|and\s|or\s|but\s|so\s|then\s|also\s|now\s|however\s|meanwhile\s|still\s|yet\s|nevertheless\s"
    r"|moreover\s|furthermore\s"
    r"|earlier\s|later\s|separately\s|instead\s|instead\s|thus\s|indeed\s|accordingly\s|finally\s|similarly\s"
    r"|specifically\s|in\s+addition\s|in\s+turn\s"
    r"|for\s+(?:his|her|its|their)\s+part\s|at\s+the\s+same\s+time\s|there\s|by\s+contrast\s|in\s+response\s"
    r"|in\s+particular\s|just\s|even\s)+",
    re.IGNORECASE,
)
NP_START = re.compile(
    r"(?:the|a|an|this|these|those|that|his|her|its|their|our|my|he|she|it|they|we|i|you|who|which|one|two|three"
    r"|four|five|both|all|"
    r"some|many|several|other|another|most|no|few|numerous|various|local|senior|western|former|police|officials?"
    r"|sources?|media|people|"
    r"experts?|analysts?|residents?|witnesses|critics|authorities|observers|rescuers|firefighters|prosecutors"
    r"|doctors|[a-z-]+\s+(?:officials?|sources?|media|"
    r"experts?|analysts?|residents?|authorities|bloggers|reports|observers|police|diplomats|researchers|critics"
    r"|politicians|images|data|imagery|"
    r"scientists|military|intelligence|journalists|activists|studies|polls|documents|reports|ministers|leaders"
    r"|investigators|prosecutors|officers|figures|spokesperson|spokesman|spokeswoman))\b|[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ]|\d"
)  # fmt: skip
_ENDS_BADLY = re.compile(
    r"\b(?:of|in|on|at|by|for|with|from|the|a|an|to|not|and|or|as|no|into|over|about|than|more|is|be|its|their|his"
    r"|her)$",
    re.IGNORECASE,
)
_POSTMODIFIER = re.compile(
    r"\b(?:who|which|whom|that)\s.*$|\bclose\s+to\b.*$"
    r"|\b(?:released|published|conducted|issued|obtained)\s*(?:last\s+\w+|this\s+\w+)?\s*$|\bmade\s+available\b|\b(?:[a-z]+ed|shown|seen|taken|made|written|held|known"
    r"|based|led)\s+(?=(?:by|in|from|on|to|with|at|for|of|as|not|about)\b)",
)
_APPOSITION_START = re.compile(
    r"\s*(?:who|whose|which|whom|a|an|the|one|himself|herself|citing|quoting|speaking|in|on|at|during|for|however"
    r"|meanwhile|after|as|referring|"
    r"with|now|then|also|like|including|among|former|formerly|both|of|writing|\d+|[A-Z]|[a-z]+(?:ed|ing)\b"
    r"|president|head|chief|director|spokes\w+|professor|senior|deputy|"
    r"commander|founder|chairman|leader|mayor|governor|minister|editor|author|executive|vice|too)(?![\w])",
)  # fmt: skip


def auxiliaries_before(shape: str, at: int) -> list[str]:
    """The auxiliaries, adverbs and "to" right before the verb at `at`, nearest first, in lower case."""
    found: list[str] = []
    left = shape[:at]
    while (step := _AUX_BEFORE.search(left)) is not None:
        found.append(step.group("word").lower())
        left = left[: step.start()]
    return found


def auxiliaries_length(shape: str, at: int) -> int:
    left = shape[:at]
    while (step := _AUX_BEFORE.search(left)) is not None:
        left = left[: step.start()]
    return at - len(left)


def subject_of(shape: str, at: int) -> Span | None:
    """The noun phrase that is the subject of the verb at `at`, appositions left out."""
    left = shape[: at - auxiliaries_length(shape, at)].rstrip()
    left = re.sub(rf"{CHANNEL.pattern}\s*$", lambda m: BLANK * len(m.group()), left, flags=re.IGNORECASE).rstrip()
    left = left[: len(left) - auxiliaries_length(left, len(left))].rstrip()
    if left.endswith((",", "\u2013", "—")):
        return _before_apposition(left[:-1])
    span = _last_noun_phrase(left)
    if span and (named := _NAME_BEFORE_DESCRIPTION.search(left[: span[0]])) and _IS_DESCRIPTION.match(left, span[0]):
        return named.span("name")
    if span and left[slice(*span)].lower() in ("who", "which"):
        antecedent = _last_noun_phrase(left[: span[0]].rstrip(" ,"))
        return antecedent or span
    return span


_NAME_BEFORE_DESCRIPTION = re.compile(
    r"(?:^|[\s“”\"·])(?P<name>(?:[A-Z][\w.\u2019'-]+\s+){1,3}[A-Z][\w\u2019'-]+),\s+$"
)
"""In "Jane Roe, a harbour pilot told him" the name, without the comma that should close the description."""
_IS_DESCRIPTION = re.compile(r"(?:an?|the|one|former)\s")


def _before_apposition(left: str) -> Span | None:
    """The subject in "X, a professor at Exampletown, said": tries each comma from the right."""
    at = len(left)
    for _ in range(4):
        at = max(left.rfind(",", 0, at), left.rfind("\u2013", 0, at), left.rfind("—", 0, at))
        if at < 0:
            return None
        if _PLACE_GOES_ON.match(left, at + 1):
            continue
        if not _APPOSITION_START.match(left, at + 1) and has_finite_verb(left[at + 1 :]):
            continue
        span = _last_noun_phrase(left[:at])
        if span:
            return span
    return None


_PLACE_GOES_ON = re.compile(r"\s+[A-Z][\w.]*-(?:based|born)\b")
""" "a Roetown, Rovia-based group": the comma stands within a place."""


def _last_noun_phrase(left: str) -> Span | None:
    """The noun phrase at the end of `left`."""
    begin = 0
    for stop in _BOUNDARY.finditer(left):
        begin = stop.end()
    while True:
        segment = left[begin:]
        lead = LEAD.match(segment)
        if lead:
            begin += lead.end()
            segment = left[begin:]
        relative = re.match(r"(?:which|who|whom)\s+(?=\S)", segment)
        if relative:
            begin += relative.end()
            continue
        front = _DATED_BY.match(left[:begin]) and _TWO_NOUNS.match(segment)
        if front:
            begin += front.end()
            continue
        if source_like(segment):
            return trimmed(left, begin, len(left))
        joint = re.search(r"\s(?:and|or)\s", segment)
        front = re.match(
            r"(?:In|At|On|From|During|After|Before|Amid|Despite|Following|By|For|Under|Since)\s+(?:(?:the|an?)\s)?.*?(?=\s(?:the|a|an|he|she|they|his|her|Mr|Mrs|Ms"
            r"|President)\s|\s{2,})",
            segment,
        )
        if front and front.end() < len(segment):
            begin += front.end() + 1
        elif joint:
            begin += joint.end()
        else:
            name = _NAME_AT_END.search(segment) or _somebody_at_end(segment)
            return trimmed(left, begin + name.start(), len(left)) if name and name.start() else None


_DATED_BY = re.compile(r"(?:Before|After|Since|Until|Ahead\s+of)\s*$")
_TWO_NOUNS = re.compile(r"(?:the|an?|his|her|their)\s(?:[\w-]+\s){1,3}?(?=(?:an?|the)\s)")
"""In "Before the talks a pilot told them" the first of the two nouns."""
_INDEFINITE_AT_END = re.compile(r"(?<=\s)an?\s(?:[\w-]+\s){0,4}?(?P<head>[a-z]+)\s*$")


def _somebody_at_end(segment: str) -> re.Match[str] | None:
    """ "a former pilot" in "the talks a former pilot" (told them)"""
    found = _INDEFINITE_AT_END.search(segment)
    return found if found and (is_somebody(found.group("head")) or found.group("head") in PERSONS) else None


_NAME_AT_END = re.compile(
    r"(?:(?<=\s)(?:he|she|they|it|who|experts|officials|sources)"
    r"|(?:(?<=\s)(?:the\s+)?(?:[A-Z][\w.\u2019'-]*\s+)*[A-Z][\w.\u2019'-]*))\s*$"
)


_BARE_NP = re.compile(r"[a-z-]+(?:\s+[a-z-]+){0,3}\s*$|[a-z-]+(?:\s+[a-z-]+){0,5}\s+[A-Z]")


def source_like(phrase: str, *, after_preposition: bool = False) -> bool:
    """Whether `phrase` can be a source: a short noun phrase without a finite verb of its own."""
    phrase = phrase.strip()
    if not phrase or len(phrase.split()) > 24 or not re.search(r"[A-Za-z]", phrase):
        return False
    if not (after_preposition or NP_START.match(phrase) or _BARE_NP.match(phrase)):
        return False
    if re.match(
        r"(?:and|but|or|there|what|when|how|if|to|not|then|in|on|at|by|for|with|from|saying|adding)\b",
        phrase,
        re.IGNORECASE,
    ):
        return False
    if re.match(r"[A-Za-z]+(?:ed|ing)\s+(?:with|by|to|in|on|for|at|from|a|an|the)\b", phrase):
        return False
    if _ENDS_BADLY.search(phrase) or _DENIES.search(phrase):
        return False
    return not has_finite_verb(_POSTMODIFIER.sub(" ", phrase), known_only=True)


_DENIES = re.compile(r"\b(?:denied|denies)\b")
"""Verbs that `has_finite_verb` does not know, since "the denied claim" is rare and "Roetown denied" is not."""
_ADVERBIAL = re.compile(
    r"(?:In|On|At|During|After|Before|For|From|By|Around|Since|Earlier|Later|Soon|Shortly|(?:A|One|Two|Three|Four"
    r"|Five|Several|Some|\w+)\s+(?:days?|weeks?|hours?|months?|years?)\s+(?:after|before|later|earlier)|Under|Over"
    r"|With|Without|Despite|Following|Amid|Throughout|Near|Until|Against|Last"
    r"|This)\b[^,;:“”\"·]{0,90},\s+(?:\d{4},\s+)?"
)


def main_subject(shape: str) -> Span | None:
    """The subject of the sentence's first clause: everything before its first finite verb."""
    begin = 0
    shape = _TIME.sub(lambda match: BLANK * len(match.group()), shape)
    lead = LEAD.match(shape)
    if lead:
        begin = lead.end()
    adverbial = _ADVERBIAL.match(shape, begin)
    if adverbial:
        begin = adverbial.end()
    verb = next(finite_verbs(shape[begin : begin + _SUBJECT_REACH]), None)
    if not verb:
        return None
    end = begin + verb - auxiliaries_length(shape[begin:], verb)
    comma = shape.find(", ", begin, end)
    span = trimmed(shape, begin, comma if comma > 0 else end)
    return span if span and source_like(shape[slice(*span)]) else None


_SUBJECT_REACH = 160
"""Characters within which a clause's first verb is looked for; longer subjects are lists or misread."""


def trimmed(shape: str, start: int, end: int) -> Span | None:
    while start < end and shape[start] in " ,;:.\u2013—-\n\t":
        start += 1
    while end > start and shape[end - 1] in " ,;:\u2013—\n\t":
        end -= 1
    return (start, end) if start < end else None
