"""What sort of statement a sentence makes, how it is hedged, and whether it can be checked at all."""

from __future__ import annotations

import re

from verifier.domain import Kind
from verifier.language.grammar import IMPERATIVES, has_finite_verb


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# --- kinds: the first row that matches decides ---

_OPINION = _compile(
    r"\b(?:(?:called|calls|calling)\s+(?:on|upon)(?!\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|\d))|urg(?:es|ed|ing)"
    r"|appeal(?:s|ed|ing)\s+(?:to|for)|demand(?:s|ed)\s+that|should(?:n['\u2019]t|\s+not)?\s+(?:not\s+"
    r"|never\s+)?(?:be\s+(?:proud|ashamed|afraid|allowed|held|able)|have\s+been|stop|remember|know|understand"
    r"|diminish|worry|care)"
    r"|(?:must|should|ought\s+to)(?!\s+have\b)"
    r"|unfortunately|regrettably|disgrace(?:ful)?|shameful|outrageous|absurd|ridiculous|heroic(?:ally)?|brilliant"
    r"|beautiful|terrible|horrific|"
    r"the\s+(?:best|worst|right|wrong)\s+(?:way|thing|choice|decision|answer|time)|it\s+is\s+(?:time|important"
    r"|necessary|essential|clear|obvious|crucial|vital|right|wrong|unacceptable|high\s+time|imperative)|"
    r"deserves?|unacceptable|inevitabl[ey]|makes?\s+(?:no\s+|militarily\s+)?sense|in\s+my\s+(?:view|opinion)"
    r"|i\s+(?:think|believe|feel|hope|fear)|we\s+(?:need|must|should)|"
    r"(?:need|needs|ought)\s+to\s+(?:stop|understand|be\s+held|act|do\s+more))\b"
)
_INTENT = _compile(
    r"\b(?:(?:planned|planning|(?<!the\s)(?<!\sa\s)(?<!peace\s)(?<!of\s)plans|(?:they|we|who|\w+s"
    r"|\w+\sand\s\w+)\s+plan)\s+(?:to|on)|(?:has|have|had|are|is)\s+(?:a\s+|no\s+)?plans?\s+(?:to|for)|want(?:s"
    r"|ed)?\s+to|want(?:s|ed)?\s+(?:the\s+|his\s+|her\s+)?\w+\s+to|intend(?:s|ed|ing)?\s+(?:to|on)"
    r"|intention\s+(?:to|of)|"
    r"order(?:s|ed)\s+(?:the\s+|his\s+|its\s+|all\s+|that\s+)?(?:\w+\s+){0,4}?(?:to|be)|prepar(?:es|ed|ing)\s+(?:to"
    r"|for|a|an|the)|aim(?:s|ed|ing)?\s+(?:to|at)|seek(?:s|ing)?\s+to|sought\s+to|"
    r"hop(?:es|ed|ing)\s+to|decid(?:es|ed)\s+to|agree(?:s|d)\s+to|promis(?:es|ed)\s+to|vow(?:s|ed)\s+to|pledg(?:es"
    r"|ed)\s+to|threaten(?:s|ed)?\s+to|offer(?:s|ed)\s+to|refus(?:es|ed)\s+to|"
    r"is\s+to\s+be|are\s+to\s+be|due\s+to\s+(?!the\b|a\b|an\b|his\b|her\b|its\b|their\b|this\b|that\b|lack|bad|poor"
    r"|heavy)\w+|scheduled\s+(?:to|for)|set\s+to|going\s+to|about\s+to|ready\s+to|willing\s+to|"
    r"(?:is|are|was|were)\s+(?:considering|planned|preparing|planning|mulling)|consider(?:s|ed|ing)\s+\w+ing"
    r"|call(?:s|ed)\s+for|"
    r"consider(?:s|ed|ing)?\s+whether)\b"
)
_SCHEDULED = _compile(
    r"\bshould\s+(?:also\s+|then\s+|at\s+the\s+same\s+time\s+|soon\s+)?(?:last|take\s+place|begin|start"
    r"|be\s+(?:completed|deployed|transferred|stationed|sent|held|delivered|finished|carried)|increase|upgrade"
    r"|receive|serve|come|follow)\b"
)
_FORECAST = _compile(
    r"\b(?:will|won['\u2019]t|shall|would|could|might|may(?=\s+(?:not\s+|also\s+|soon\s+|well\s+)?[a-z])"
    r"|expected\s+to|likely\s+to|unlikely\s+to|likely|forecast|forecasts|predict(?:s|ed)?|imminent|looming|"
    r"is\s+possible|danger\s+of|risk\s+of|warn(?:s|ed)\s+of|threat\s+of|by\s+(?:the\s+end\s+of\s+)?(?:next"
    r"|20[3-9]\d)|in\s+the\s+coming|next\s+(?:week|month|year|spring|summer|autumn|winter))\b"
)
_PAST_CONDITION = _compile(
    r"\b(?:would|could|might|may)\s+have\b|\bcould\s+(?:not\s+)?(?:hear|see|be\s+(?:heard|seen))\b|\bused\s+to\b"
)
_MAY = _compile(r"\b(?:may|might|could)\s+(?:already\s+)?have\s+(?:been\s+)?\w+")


def kind_of(text: str) -> Kind:
    """Fact, forecast, intent or opinion.

    Machine-translated "should" with a scheduled act ("the drill should last until May", German *soll*) is an intent:
    it tells what its organiser has announced, and would be kept apart from the fact that it did last.
    """
    quoted_free = re.sub(r"[“”\"]", "", text)
    if _SCHEDULED.search(quoted_free):
        return Kind.INTENT
    if _OPINION.search(quoted_free):
        return Kind.OPINION
    if _INTENT.search(quoted_free):
        return Kind.INTENT
    if _FORECAST.search(_PAST_CONDITION.sub(" ", quoted_free)):
        return Kind.FORECAST
    return Kind.FACT


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


# --- what can be checked ---

_MIN_CONTENT_WORDS = 2
_MIN_WORDS = 4
_STOP = frozenset(
    "the a an and or but of in on at to for from by with as is are was were be been being it its this that these "
    "those he she they we i "
    "his her their our my not no also so then there has have had do does did will would can could may might should "
    "must who which what "
    "said says about into over after before if when while than very just more most some any all one two".split()
)
_NOT_CHECKABLE: dict[str, re.Pattern[str]] = {
    # "Are these signs of a strike?"
    "question": re.compile(r"\?[”\"\u2019)]*$"),
    # "What he takes as a sign of weakness."
    "fragment": re.compile(r"^(?:What|Which|Who|Whose|How|Why|Because|Although|Namely|Especially|Including|Such as"
                           r"|As if|As assumed|Like|Hence|Just as|When asked|Asked|Not to mention)\b(?!.*,.*\b(?:is"
                           r"|are|was|were|has|have|had|will)\b)"),
    # "Read more: the ferry disaster"
    "navigation": _compile(r"^(?:read\s+(?:more|also|on)|see\s+also|watch|click|subscribe|sign\s+up|follow\s+us"
                           r"|share|related|advertisement|photo|image|video|source|credit|copyright|listen|download"
                           r"|join\s+us|support\s+(?:us|our)|donate|get\s+(?:the|our)\b.*newsletter|also\s+read"
                           r"|most\s+read|editor['\u2019]s\s+note|this\s+(?:article|story|page|post)\s+(?:was|has"
                           r"|is|will|originally))\b|\b(?:all\s+rights\s+reserved|our\s+newsletter|your\s+inbox"
                           r"|cookies?\s+(?:policy|settings)|terms\s+of\s+(?:use|service)|privacy\s+policy"
                           r"|subscribe\s+(?:to|now)|©|log\s+in|sign\s+in)\b"),
    # "Thank you for coming."
    "greeting": _compile(r"^(?:thank|thanks|dear|hello|hi|good\s+(?:morning|evening|day)|welcome|please|let\s+(?:us"
                         r"|me)|let['\u2019]s|congratulations|glory|god\s+bless|amen|yes|no,|well,|ok)\b"),
    # "I am proud of our people."
    "first person": re.compile(r"^(?:But |And |So )?(?:I|We)(?:['\u2019](?:m|ve|d|ll|re))?\s+(?:(?:also|really"
                               r"|still|just|all|do|always|never|firmly|strongly|truly|am|are|have|will|must|should"
                               r"|can|would|need|don['\u2019]t|cannot)\s+){0,3}(?:think|believe|feel|hope|want|wish"
                               r"|know|love|hate|am|are|need|must|should|thank|ask|urge|call|like|understand|see"
                               r"|say|mean|guess|remember|proud|grateful|sure|glad|sorry|afraid|agree|support|stand"
                               r"|condemn)\b"),
    # "Kyiv must not be left alone": an appeal
    "appeal": _compile(r"^(?:\w+\s+){0,4}?(?:must|should|need\s+to|needs\s+to|ought\s+to|has\s+to"
                       r"|have\s+to)\s+(?:not\s+|never\s+|now\s+|all\s+|also\s+)?(?:stop|be\s+held|understand"
                       r"|remember|act|do\s+(?:everything|more|better)|be\s+(?:ashamed|proud|punished|stopped"
                       r"|clear)|never|support|stand|help|unite|pay|continue|end|learn|diminish|worry)\b"
                       r"|^(?:call(?:s|ed|ing)?|urg(?:es|ed|ing)|demand(?:s|ed|ing)?|appeal(?:s|ed|ing)?)\s+(?:on"
                       r"|for|to)\b"),
    # "Recognise the treaty", "Do not wait"
    "imperative": re.compile(
        r"^(?:Do\s+not|Don['\u2019]t|Let)\b"
        rf"|^(?:Never|Be|Imagine|{'|'.join(verb.capitalize() for verb in IMPERATIVES)})"
        r"\s+(?:that|the|a|an|your|our|all|us|me|this|these|it|them|be|in|on|to)\b"
    ),
    # "That shouldn't calm the neighbours."
    "comment": _compile(r"^(?:this|that|it|these|which)\s+(?:\w+\s+){0,2}?(?:should(?:n['\u2019]t|\s+not)?"
                        r"|is\s+(?:good|bad|sad|great|important|unacceptable|a\s+(?:tragedy|shame|disgrace|good"
                        r"|bad)))\b"),
}  # fmt: skip
_NUMBER = re.compile(r"\d")
_NAME = re.compile(r"(?<!^)\b[A-Z][\w\u2019'-]+")


def is_checkable(text: str) -> bool:
    """Whether `text` states something that sources could agree or disagree about."""
    plain = text.strip().strip('“”"«»').strip()
    if any(pattern.search(plain) for pattern in _NOT_CHECKABLE.values()):
        return False
    words = re.findall(r"[^\W_][\w\u2019'.,-]*", plain)
    content = [word for word in words if word.lower().strip(".,'\u2019") not in _STOP]
    if len(content) < _MIN_CONTENT_WORDS or len(words) < _MIN_WORDS or not has_finite_verb(plain):
        return False
    if "](" in plain or "http" in plain:
        return False
    letters = [character for character in plain if character.isalpha()]
    if not letters or sum(character.isupper() for character in letters) > 0.6 * len(letters):
        return False
    return not (re.match(r"(?:I|You|My)\b", plain) and not _NUMBER.search(plain) and not _NAME.search(plain))
