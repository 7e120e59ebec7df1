"""Whether a sentence states something that can be checked, and says by itself about whom."""

from __future__ import annotations

import re

from verifier.language.grammar import IMPERATIVES, finite_verbs
from verifier.language.nouns import is_nation
from verifier.language.whole import QUOTED, is_whole


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


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
    rf"\[?(?:(?!{_EXPLETIVE})(?:he|she|it|they|we|i|you)(?:['\u2019]\w+)?[\s,\]]|(?:his|her|its|their|our|my|your|us|me|them)\s"
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
        r"^(?:Do\s+not|Don['\u2019]t|Let|Never\s+let|Call\s+(?:him|her|them|me|us))\b"
        rf"|^(?:Never|Be|Imagine|{'|'.join(verb.capitalize() for verb in IMPERATIVES)})"
        r"\s+(?:that|the|a|an|your|our|all|us|me|this|these|it|them|be|in|on|to)\b"
    ),
    # "Merrin: the bridge is ours": who says it is a heading, and would be lost
    "heading": re.compile(r"^(?:[A-Z][\w\u2019'-]+\s+){0,3}[A-Z][\w\u2019'-]+:\s+(?=[A-Z“\"])"
                          r"|^(?:Full\s+text|Summary)\s+of\b"),
    # "It was unclear who sent the men": nobody knows is no claim
    "gap": _compile(r"^it\s+(?:is|was|remains?|remained)\s+(?:still\s+)?"
                    r"(?:unclear|unknown|not\s+(?:yet\s+|immediately\s+)?(?:clear|known))\b"),
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
_POINTS_TO_MANY = _compile(r"(?:both|others|each|many|most|some|few|several|neither|none|all)\s")
_COUNTED = _compile(r"(?:two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands)\b")
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
    unquoted = QUOTED.sub("", plain)
    if _POINTLESS_IT.match(plain) and not _ANCHOR.search(plain):
        return False
    if (_ADDRESSES if own_voice else _SPEAKS).search(unquoted) or (
        own_voice and (_is_comment(plain) or plain.endswith("!"))
    ):
        return False
    if any(pattern.search(plain) for pattern in _NOT_CHECKABLE.values()):
        return False
    many = _POINTS_TO_MANY.match(plain)
    if many is not None and next(finite_verbs(f"they {plain[many.end() :]}"), -1) == len("they "):
        return False  # "Both believe": who they are stands in another sentence
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
    if first is None or re.search(r"\d", plain) or _COUNTED.match(plain) or _HAPPENS.search(plain):
        return False
    if not _GENERIC.match(plain) and (_ANCHOR.search(plain) or is_nation(plain.split()[0])):
        return False
    return bool((_OPEN if _GENERIC.match(plain) else _TIMELESS).match(plain, first))
