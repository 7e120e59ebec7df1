"""What sort of statement a sentence makes, how it is hedged, and whether it can be checked at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from verifier.domain import Kind
from verifier.language.grammar import AUXILIARIES, IMPERATIVES, finite_verbs
from verifier.language.nouns import is_nation


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


# --- what is a whole clause ---

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
_QUESTION_HEAD = _compile(r"(?:what|which|who|whose|how|why|where)\b")
_DETERMINED = _compile(r"(?:the|an?|his|her|its|their|our|your|this|that|these|those)\b")
_DESCRIBED = _compile(r"(?:\d[\d,.]*\s+\w+ed(?=\s+[a-z]+s\b)|[a-z]+(?:ed|n)(?=\s+by\s+(?!\d)))\b")


_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_MAIN_AUXILIARY = _compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|remains?|became|becomes)\b")
_RELATIVE = _compile(r"(?:\b(?:who|which)\s+(?:\w+ly\s+)?|,\s+(?:where|which|who|whose)\b[^,]*)$")
_ONLY_DESCRIBED = _compile(r"(?P<thing>[^,]*),\s+(?:\w+\s+)?(?:where|which|who|whose|whom)\b[^,;:]*$")
_SHARED_VERB = _compile(r"\band\s+(?:\w+ly\s+)?$")
_INDEFINITE = re.compile(r"An?\s")
_ATTRIBUTE = re.compile(r"[a-z]+ed\s+[a-z]+[^s\W]\W*$")
"""The end of "A French-made armoured vehicle.": an adjective before its noun, no verb."""


def is_whole(text: str) -> bool:
    """Whether `text` reads as one whole sentence with a subject, not as what a cut has left of one."""
    plain = text.strip().strip('“”"«»').strip()
    if (_ENDS_OPEN.search(plain) and not _OPEN_END_ALLOWED.search(plain)) or _HOLE.search(plain):
        return False
    if _SECOND_SENTENCE.search(_QUOTED.sub("“”", plain)):
        return False
    verbs = _predicates(plain)
    if not verbs or _begins_with_verb(plain):
        return False
    if _QUESTION_HEAD.match(plain):
        unquoted = _QUOTED.sub("", plain)
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
    return [at for at in found if not (_INDEFINITE.match(text) and _ATTRIBUTE.match(text, at))]


def _word_before(text: str, at: int) -> int:
    """Where the number before the word at `at` begins, else `at`."""
    number = re.search(r"\b\d[\d,.]*\s+$", text[:at])
    return number.start() if number else at


def _begins_with_verb(plain: str) -> bool:
    """Whether the subject was cut away: "Includes three hamlets", "Are no more than 3,000 men in the area"."""
    first, _, rest = plain.partition(" ")
    low = first.lower()
    if low in AUXILIARIES:
        return not re.match(r"\d|day\b", rest, re.IGNORECASE)
    singular = next(finite_verbs(f"it {low} {rest}"), -1) == len("it ")
    if singular and low.endswith("ed"):  # "Backed by its neighbours, Merrin left" has its subject behind the comma
        return not re.search(r",\s+(?:[A-Z]|(?:the|an?|his|its|their|he|she|it|they)\b)", plain)
    if singular and (low.endswith("s") or _DETERMINED.match(rest)):
        return True
    plural = next(finite_verbs(f"they {low} {rest}"), -1) == len("they ")
    return plural and bool(_DETERMINED.match(rest))


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
_TIMES = r"(?:time|week|weekend|month|year|morning|afternoon|evening|night|spring|summer|autumn|fall|winter|century)"
_EXPLETIVE = (
    r"it\s+(?:(?:is|was|has\s+been|will\s+be|would\s+be|remains|remained|became|seems|appears)\s+"
    r"(?:(?:not|also|still|now|\w+ly)\s+)*\w+\s+(?:for\s+(?:[\w\u2019'-]+\s+){1,4})?(?:that|to|whether|who|how|when|why)\b"
    r"|(?:took|takes|has\s+taken)\b)"
)
_UNRESOLVED = (
    rf"(?:(?!{_EXPLETIVE})(?:he|she|it|they|we|i|you)(?:['\u2019]\w+)?[\s,]|(?:his|her|its|their|our|my|your|us|me|them)\s"
    rf"|(?:this|that|these|those|such|all\s+(?:this|these|of\s+(?:this|these|them)))\s(?!(?:past\s+|last\s+|coming\s+)?{_TIMES}\b)"
    r"|(?:the\s+)?(?:(?:other|former|latter|first|second|third|same|two|three)(?:\s+one)?s?|others|one|some|many|most"
    r"|both|neither|none|another|nine|each|few|several|more)\s+(?:also\s+)?"
    r"(?:is|are|was|were|has|have|had|did|does|do|will|would|can|could|said|say)\b"
    r"|(?:among|one\s+of|some\s+of|most\s+of|many\s+of|two\s+of|none\s+of|of|behind|next\s+to|near|besides|with|for)\s+"
    r"(?:them|these|those|it|this|that)\b(?!\s+\w+s?\s+of\b))"
)
"""A subject that points back to another sentence; "it is forbidden to" and "it took" point to nothing."""
_NOT_CHECKABLE: dict[str, re.Pattern[str]] = {
    # "Are these signs of a strike?"
    "question": re.compile(r"\?[”\"\u2019)]*$"),
    # "What he takes as a sign of weakness."
    "fragment": re.compile(r"^(?:Which|Who|Whose|How|Why|Because|Although|Namely|Especially|Including|Such as"
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
    # "Here is what is known", "This map is updated daily": about the article, not the world
    "meta": _compile(r"^(?:here(?:['\u2019]s|\s+(?:is|are|was))|below\s+(?:is|are)|above\s+(?:is|are)|note\s*:)"
                     r"|\b(?:this|these|our|the\s+following)\s+(?:[\w-]+\s+){0,2}?(?:article|story|essay|blog|post|page"
                     r"|site|website|tool|infographic|newsletter|podcast|episode|chapter|timeline|fact\s*sheet"
                     r"|explainer|live\s+blog|column|interactive|graphic|product|dataset)s?\b"
                     r"|\b(?:cookies?|browser|javascript|unsubscribe|paywall|subscribers?|trademark|password"
                     r"|(?:your|an?)\s+e-?mail\s+address|logged\s+in|promotional|ads\s+are|lorem\s+ipsum"
                     r"|reader-supported|copyright|published\s+content"
                     r"|(?:the|our|dear)\s+(?:readers?|viewers?)|readers\s+who)\b"
                     r"|\b(?:more|full)\s+details\s+below\b|\baccessed\s+\w+\s+\d"
                     r"|^(?:infographic|graphic|map|chart|photograph|caption|table|figure\s+\d)\b(?!.*\b(?:shows?|showed)\b)"),
    # "They flew in on Friday": nobody knows who
    "no referent": re.compile(rf"^(?:(?:(?:in|on|at|from|by|for|every|each)\s[^,]{{2,40}}|\w+),\s+)?{_UNRESOLVED}"
                              r"|\b(?:this|these|those)[\s.,”\"]*$"
                              r"|^(?:when|after|as|if|while|before|since|now|although|though)\b[^“”\"]*?,\s+(?:he|she)\s",
                              re.IGNORECASE),
    # "On Thursday he wants to leave", "In his view", "When you see it": told of somebody in another sentence
    "no referent behind": _compile(r"^(?:(?:on|in|at|for|since|by|during|after|until|from)\s"
                                   r"(?:(?!that|when)[\w\u2019'-]+\s){1,4}"
                                   r"|then\s|now\s|today\s|again\s)(?:he|she|it|they|one)\s"
                                   r"|^in\s+(?:his|her|our|their|my)\s+(?:opinion|view)"
                                   r"|^(?:in|despite|by|because\s+of)\s+(?:this|that|these|those)\b(?!\s+(?:\w+\s+)?(?:of|week|month"
                                   r"|year|morning|night|century)\b)"
                                   r"|^(?:someone|somebody)\b|\byou(?:['\u2019]ll)?\s+(?:will|can|understand|see|know|have|need)\b"),
    # "The broader lesson is that nothing lasts."
    "rhetoric": _compile(r"\b(?:lessons?|irony|ironic(?:ally)?|heartbreaking|shocking|make\s+no\s+mistake"
                         r"|the\s+truth\s+is|the\s+fact\s+is|the\s+(?:real\s+)?question\s+is|source\s+of\s+comfort|simply\s+put"
                         r"|nothing\s+more\s+than|no\s+one\s+can\s+(?:think|say|deny)|let\s+alone|needless\s+to\s+say"
                         r"|must\s+be\s+remembered|worth\s+(?:noting|remembering)|goes\s+without\s+saying)\b(?!.*\d)"),
    # "That shouldn't calm the neighbours."
    "comment": _compile(r"^(?:this|that|it|these|which)\s+(?:\w+\s+){0,2}?(?:should(?:n['\u2019]t|\s+not)?"
                        r"|is\s+(?:good|bad|sad|great|important|unacceptable|a\s+(?:tragedy|shame|disgrace|good"
                        r"|bad)))\b"),
}  # fmt: skip
_ANCHOR = re.compile(r"\d|(?<!^)\b[A-Z][\w\u2019'-]+")
_POINTLESS_IT = _compile(_EXPLETIVE)
_GENERIC = re.compile(r"(?:A|An|Any|Every|All|No)\s")
_HAPPENS = _compile(r"\b(?:is|are|being)\s+(?:\w+\s+){0,2}?(?:\w{2,}ed|\w+en|gone|shut|held|\w{3,}ing)\b")
_PRESENT = r"is|are|isn['\u2019]t|aren['\u2019]t|can|cannot|should|must|do|does|(?!was\b|has\b|hits\b)[a-z]+s"
_TIMELESS = _compile(rf"(?:{_PRESENT})\b")
_OPEN = _compile(rf"(?:{_PRESENT}|will|would|may|might|could)\b")
_ADDRESSES = re.compile(
    r"\b(?:[Yy]our(?:s|self)?|(?<!\w )[Yy]ou\b|(?:if|when|as|to|help|helps|for|where|what) you\b"
    r"|[Oo]urs?|[Ww]e|[Uu]s|(?<!War\s)I|[Mm]y|[Mm]e|[Ll]et['\u2019]s)\b(?!\.)"
)
_SPEAKS = re.compile(r"\b(?:[Ww]e|[Mm]y|[Mm]e|[Uu]s|[Mm]yself|[Oo]urselves|(?<!War\s)I)\b(?!\.)(?:['\u2019]\w+)?")


def is_checkable(text: str, *, own_voice: bool = False) -> bool:
    """Whether `text` states something that sources could agree or disagree about, and says by itself about whom.

    `own_voice`: the outlet says it; then "you" and "our" are its readers and its site, and a sentence about nobody in
    particular that is always so is its comment.
    """
    plain = text.strip().strip('“”"«»').strip()
    unquoted = _QUOTED.sub("", plain)
    if _POINTLESS_IT.match(plain) and not _ANCHOR.search(plain):
        return False
    if (_ADDRESSES if own_voice else _SPEAKS).search(unquoted) or (
        own_voice and (_is_comment(plain) or plain.endswith("!"))
    ):
        return False
    if any(pattern.search(plain) for pattern in _NOT_CHECKABLE.values()):
        return False
    words = re.findall(r"[^\W_][\w\u2019'.,-]*", plain)
    content = [word for word in words if word.lower().strip(".,'\u2019") not in _STOP]
    if len(content) < _MIN_CONTENT_WORDS or len(words) < _MIN_WORDS or not is_whole(plain):
        return False
    if "](" in plain or "http" in plain or "|" in plain:
        return False
    letters = [character for character in plain if character.isalpha()]
    return bool(letters) and sum(character.isupper() for character in letters) <= 0.6 * len(letters)


def _is_comment(plain: str) -> bool:
    """Whether an outlet says how things are in general: nobody named, no number, nothing that happens or happened."""
    first = next(finite_verbs(plain), None)
    if first is None or re.search(r"\d", plain) or _HAPPENS.search(plain):
        return False
    if not _GENERIC.match(plain) and (_ANCHOR.search(plain) or is_nation(plain.split()[0])):
        return False
    return bool((_OPEN if _GENERIC.match(plain) else _TIMELESS).match(plain, first))
