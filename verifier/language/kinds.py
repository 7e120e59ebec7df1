"""What sort of statement a sentence makes, and how it is hedged."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.domain import Kind
from verifier.language.grammar import finite_verbs
from verifier.language.judgements import judges
from verifier.language.words import content_words


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# --- the main clause: what stands beside it says nothing of its kind ---

_COMMENTING = (
    # "…, which will give the fleet a harbour", "…, who hopes to stay"
    _compile(r",\s+(?:(?:in|of|for|to|from|at|by|with)\s+)?(?:which|who|whose|whom|where)\b[^,;:]*"),
    # "…, raising fears that the dam could burst"
    _compile(r",\s+(?:\w+\s+)?(?!during\b|according\b|including\b)\w{2,}ing\b[^;:]*"),
    # "…, although it may rain", "… because he was set to win"
    _compile(r"(?<=\w)[,\s]\s*(?:although|even\s+though|though|because|whereas|as\s+though)\s[^;:]*"),
)
_LIMITING = (
    # "missiles that will reach the coast", "forces that do not want peace"
    _compile(
        r"(?<=[a-z]),?\s+(?:that|which|who)\s+(?:(?:do|does|did)\s+not\s+\w+|will|would|could|might|may|can|wants?|wanted"
        r"|threatens?|hopes?|plans|intends?|seems?|seek|plan)\b[^,;:]*"
    ),
    # "… fears that the dam could burst", "… as to why it would", "evidence that it will"
    _compile(
        r"\b(?:fears?|concerns?|worr(?:y|ies)|hopes?|speculations?|rumou?rs|talks?|evidence|idea|lie|promise|as\s+to\s+why"
        r"|in\s+case)\s+(?:that\s+)?(?!will\b|would\b|could\b|may\b|might\b|to\b|of\b)[^,;:]*"
    ),
    _compile(r"(?<=\w)[,\s]\s*(?:after|when)\s[^;:]*"),
    # "Although it may rain, …", "After talks that could …, …"
    _compile(
        r"^(?:although|even\s+though|though|while|despite|because|since|after|before|when|following|without|amid|to)\s"
        r"[^,;:]*,\s+"
    ),
)
_WHO = _compile(r"\s(?:who|which|that)\s")


def _without(text: str, beside: Sequence[re.Pattern[str]]) -> str:
    """`text` without the clauses of these forms; one that would leave no verb behind stays."""
    for pattern in beside:
        left = pattern.sub("", text, count=2)
        if next(finite_verbs(left), None) is not None:
            text = left
    return text


def _behind_relative(text: str) -> str:
    """ "Those who wanted to stay stayed" from "stayed" on, where the relative clause describes the subject."""
    verbs = list(finite_verbs(text))
    who = _WHO.search(text)
    if who is None or len(verbs) < 2 or not who.start() < verbs[0] <= who.end() + 1 or "," in text[: verbs[1]]:
        return text
    return text[: who.start()] + " " + text[verbs[1] :]


# --- kinds: the first row that matches decides ---

_ADVERB = (
    r"(?:(?:not|also|soon|then|now|still|never|jointly|likewise|further|later|at\s+the\s+same\s+time|\w{3,}ly)\s+){0,2}"
)
_SCHEDULED = _compile(
    r"\bshould\s+(?:also\s+|then\s+|at\s+the\s+same\s+time\s+|soon\s+)?(?:last|take\s+place|begin|start"
    r"|be\s+(?:completed|deployed|transferred|stationed|sent|held|delivered|finished|carried)|increase|upgrade"
    r"|receive|serve|come|follow)\b"
)
_ACT = (
    "visit|send|host|hold|meet|travel|sign|publish|provide|deliver|supply|transfer|donate|attend|deploy|train|open|introduce"
    "|impose|ban|announce|present|join|discuss|address|chair|allocate|fund|withdraw|buy|purchase|convene|seek|return"
    r"|go\s+to|take\s+(?:effect|part|place|over|office|action|the\s+floor)|come\s+into\s+force|enter\s+into\s+force|continue\s+(?:to\s+)?support\w*"
    r"|(?:end|begin|start|last|run)(?=\s+(?:on|in|at|until|from|till|by)\b)"
)
_DONE_TO = (
    "sent|held|delivered|deployed|transferred|purchased|bought|spent|postponed|signed|introduced|stationed|completed"
    "|published|opened|closed|allocated|provided|built|trained|discussed|presented|launched|appointed|paid|tested|used"
)
_WILL_ACT = _compile(
    rf"\b(?:will|would|shall)\s+{_ADVERB}(?:{_ACT}|be\s+{_ADVERB}(?:{_DONE_TO}|(?:the\s+)?first\s+to)"
    r"|be\s+met\s+with\s+an?\b|respond|retaliate)\b"
)
"""Acts that somebody has announced; what merely happens ("the dam will burst") is a forecast."""
_INTENT = _compile(
    r"\b(?:(?:planned|planning|(?<!the\s)(?<!\sa\s)(?<!peace\s)(?<!of\s)plans|(?:they|we|who|\w+s"
    r"|\w+\sand\s\w+)\s+plan)\s+(?:to|on)|(?:has|have|had|are|is)\s+(?:a\s+|no\s+)?plans?\s+(?:to|for)|want(?:s"
    r"|ed)?\s+to(?!\s+(?:say|comment|reveal|disclose|specify|elaborate|confirm)\b)|want(?:s|ed)?\s+(?:(?!to\b)[\w\u2019'-]+\s+){1,6}?(?:to\s+\w+|\w{3,}ed\b)|intend(?:s|ed|ing)?\s+(?:to|on)"
    r"|intention\s+(?:to|of)|"
    r"order(?:s|ed)\s+(?:the\s+|his\s+|its\s+|all\s+|that\s+)?(?:\w+\s+){0,4}?(?:to|be)|prepares\s+(?:to|for)"
    r"|(?:is|are|was|were|been|be|started|began)\s+(?:not\s+|\w+ly\s+)?(?:preparing|hoping|aiming|seeking|plotting|considering|mulling|planning)\b"
    r"|aim(?:s|ed)?\s+(?:to|at)|seeks?\s+to|plotted\s+to|"
    r"(?:hopes|hoped)\s+to|decid(?:es|ed)\s+to|agree(?:s|d)\s+to|promis(?:es|ed)\s+to|vow(?:s|ed)\s+to|pledg(?:es"
    r"|ed)\s+to|threaten(?:s|ed)?\s+to|offers\s+to|refuses\s+to|out\s+of\s+the\s+question"
    r"|(?:goal|aim|objective|intention|target)\s+(?:is|was|remains)\s+(?:\w+\s+)?to|"
    r"(?:is|are|was|were)\s+to\s+be|(?:is|are)\s+(?:(?!(?:un)?likely)\w+ly\s+|then\s+|also\s+)?to\s+(?!blame\b|date\b|say\b|see\b|come\b|some\b"
    r"|the\b|an?\b|his\b|her\b|its\b|their\b|our\b|th(?:is|at|ese|ose)\b)[a-z]{2,}|(?:is|are|was|were)\s+due\s+to\s+(?!the\b|a\b|an\b|his\b|her\b|its\b|their\b|this\b|that\b|lack|bad|poor"
    r"|heavy)\w+|(?:scheduled|slated)\s+(?:to|for)|(?:is|are|was|were|been)\s+set\s+to|(?<!just\s)going\s+to(?!\s+(?:be|happen)\b)"
    r"|about\s+to|(?:stand|stands|are|is)\s+ready\s+to|(?:is|are|remains?|be)\s+(?:determined|resolved)\s+to\s+(?!the\b)\w+"
    r"|(?:is|are|was|were|been)\s+planned|(?:ends|begins|starts|opens|closes|expires|resumes|reopens|takes\s+place)\s+"
    r"(?:on\s+(?:the\s+)?(?:\d+|(?-i:[A-Z])\w+)|next|tomorrow)|consider(?:s|ed)\s+\w+ing|consider(?:s|ed|ing)?\s+whether)\b"
)
_NAMED = _compile(  # "One option for him is to cut the supply" plans nothing
    r"\b(?:option|way|step|thing|task|job|point|idea|solution|alternative|choice|question|problem|role)s?\b"
    r"[^,;]{0,30}?\s(?:is|are)\s+to\b"
)
_FORECAST = _compile(
    r"\b(?:will|won['\u2019]t|shall|(?:would|could)(?!-)(?!\s+(?:not\b|no\s+longer|only\s+be\s+(?:seen|heard))|n['\u2019]t)"
    r"|would\s+(?:not|no\s+longer)|might|(?-i:may|May(?=\s+not\s)|MAY)(?=\s+(?:not\s+|also\s+|soon\s+|well\s+)?[a-z])"
    r"|cannot\s+conceivably|(?:expected|predicted|forecast|projected|tipped|bound|certain|sure)\s+to|(?:un)?likely\s+to"
    r"|(?:is|are|was|were|be|seems?|remains?)\s+(?:(?:rather|very|highly|more|less|most|quite|also|still)\s+){0,2}(?:un)?likely"
    r"(?=\s*(?:[.,;]|$|at\b))|(?:is|are)\s+expected\s+(?:on|in|by|at|for|from|next|this|soon|later|tomorrow|within)|expect(?:s|ed)\s+(?:the|an?|his|her|its|their)"
    r"|likely\s+(?:outcome|scenario|result)|going\s+to|predict(?:s|ed)?|(?<!than\s)(?<!the\s)(?:expects|forecasts)|on\s+track\s+to|imminent|looming|"
    r"is\s+possible|(?:is|are|be|remains?|runs?|faces?|poses?|poised)\s+(?:at\s+|a\s+|an\s+|the\s+|in\s+)?(?:\w+\s+){0,2}?"
    r"(?:risk|danger|threat)\s+of|risks\s+(?:an?|becoming|losing)|warn(?:s|ed)\s+of|"
    r"(?<!due\s)by\s+(?:the\s+end\s+of\s+)?(?:next|20[3-9]\d)|in\s+the\s+coming|next\s+(?:week|month|year|decade|spring|summer"
    r"|autumn|winter))\b"
)
_IF = _compile(r"\b(?:if|unless)\b")
_PAST_CONDITION = _compile(
    r"\b(?:would|could|might|may)\s+(?:not\s+)?have\b|\bcould\s+(?:not\s+)?(?:hear|see|be\s+(?:heard|seen))\b|\bused\s+to\b"
)


def kind_of(text: str) -> Kind:
    """Fact, forecast, intent or opinion.

    Machine-translated "should" with a scheduled act ("the drill should last until May", German *soll*) is an intent:
    it tells what its organiser has announced, and would be kept apart from the fact that it did last.
    """
    said = _without(re.sub(r"[“”\"]", "", text), _COMMENTING)
    main = _behind_relative(_without(said, _LIMITING))
    if _SCHEDULED.search(main):
        return Kind.INTENT
    if judges(said):
        return Kind.OPINION
    if _INTENT.search(_NAMED.sub(" ", main)) or (_WILL_ACT.search(main) and not _IF.search(main)):
        return Kind.INTENT
    if _FORECAST.search(_PAST_CONDITION.sub(" ", main)):
        return Kind.FORECAST
    return Kind.FACT


_CLAUSE_EDGE = _compile(
    r"\s*[,;:\u2014\u2013]\s+|\s+-\s+|[\u201c\u201d\"]\s*|(?<=[.!?])\s+"
    r"|\s+(?=(?:and|but|while|as|because|which|who|that|whereas|although|after|before|when|if|since)\s)"
)


def kind_about(text: str, claim: str) -> Kind:
    """The kind of what `text` says about the matter of `claim`: of those of its clauses that share most words with it.

    "Russia has amassed 130,000 troops, and Truss said an invasion could be imminent" is a fact about the troops. On the
    three gold sets 22 % of the supporting passages were of another kind than the claim as a whole, 16 % are so.
    """
    return kind_of(_part_about(text, claim))


def commits(text: str, claim: str) -> bool:
    """Whether what `text` says about the matter of `claim` is that somebody decides, orders, offers or rules out.

    That is a deed and a plan at once: "agreed to swap prisoners", "agreed on a swap", "will swap prisoners".
    """
    return _COMMITS.search(_part_about(text, claim)) is not None


_COMMITS = _compile(
    r"\b(?:decid(?:es|ed)|decisions?\s+(?:to|on)|agree(?:s|d)|agreement\s+(?:to|on)|orders?\s+to|ordered|instruct(?:s|ed)"
    r"|direct(?:s|ed)|promis(?:es|ed)|vow(?:s|ed)|pledg(?:es|ed)|offer(?:s|ed)|invit(?:es|ed)|refus(?:es|ed)"
    r"|rul(?:es|ed|ing)\s+out|exclud(?:es|ed)|authori[sz](?:es|ed)|approv(?:es|ed))\b"
)
_LEAST_SHARED = 2


def _part_about(text: str, claim: str) -> str:
    """The clauses of `text` that share most words with `claim`; all of it where none shares two."""
    clauses, words = _clauses(text), content_words(claim)
    shared = [len(words & content_words(clause)) for clause in clauses]
    if max(shared, default=0) < _LEAST_SHARED:
        return text
    return ", ".join(clause for clause, n in zip(clauses, shared, strict=True) if n == max(shared))


def _clauses(text: str) -> list[str]:
    """Parts of `text` with a verb each; what has none belongs to the part before it, whose "will" it may lean on.

    Where the sentence only begins ("Talks of the US, Russia and Merrin are planned"), it belongs to the part behind.
    """
    clauses: list[str] = []
    for part in filter(str.strip, _CLAUSE_EDGE.split(text)):
        if clauses and (next(finite_verbs(part), None) is None or next(finite_verbs(clauses[-1]), None) is None):
            clauses[-1] += f", {part}"
        else:
            clauses.append(part)
    return clauses


# --- hedges ---

HEDGES = _compile(
    r"\b(?:is|are|was|were|has\s+been|have\s+been)\s+(?:also\s+|widely\s+)?(?:said|reported|believed|thought"
    r"|rumou?red|alleged|understood|assumed)\s+to(?:\s+(?:be|have(?:\s+been)?))?\b"
    r"|\b(?:allegedly|reportedly|purportedly|supposedly|apparently|presumably|possibly|probably|perhaps|maybe"
    r"|likely|unlikely|potentially|seemingly|ostensibly|conceivably)\b"
    r"|\b(?:may|might|could)\b(?!\s+\d)(?!\s+(?:not\s+)?be\s+(?:seen|heard)\b)|\b(?:alleged|purported|suspected"
    r"|presumed|possible|so-called|apparent)\b(?=\s+\w)"
    r"|\b(?:appears?|appeared|seems?|seemed)\s+to\b|\b(?:suggests?|suggested|indicat(?:es|ed))\s+that\b"
    r"|\bit\s+is\s+(?:said|believed|assumed|possible|likely)\b|\bpresumed\s+to\b|\bunconfirmed\b"
    r"|\bis\s+expected\s+to\b|\bare\s+expected\s+to\b"
)
_NO_HEDGE = _compile(r"\b(?:could|might)\s+(?:not|hear|see|be\s+heard|be\s+seen)\b|\bMay\b")


def hedge_of(text: str) -> str | None:
    """The first hedging expression of `text`, verbatim, or None."""
    for match in HEDGES.finditer(text):
        word = match.group()
        if word == "May" or (
            word.lower() == "could" and re.match(r"\s+(?:not\b|n['\u2019]t\b|no\s+longer\b)", text[match.end() :])
        ):
            continue
        return word
    return None
