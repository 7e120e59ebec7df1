"""The table of cues by which a sentence says that somebody else says so, and the record of one that was found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, StrEnum

from verifier.language.grammar import SAY, THAT_ONLY, alternatives, forms


class Attitude(StrEnum):
    """What the last speaker of a chain does with the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    GAP = "gap"


class Role(Enum):
    """How a source stands to the statement; the order of links in a chain follows from it."""

    SPEECH = "speech"
    ACCORDING = "according"
    CITING = "citing"
    CHANNEL = "channel"
    HEARSAY = "hearsay"
    INNER = "inner"


class Side(Enum):
    """Where the source stands."""

    SUBJECT = "subject"
    OBJECT = "object"
    NOWHERE = "nowhere"


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """One attribution found in a sentence; all spans are offsets into the sentence.

    `cut` is the attribution clause, which is not content. `source` is None where the subject must be carried over.
    `keep`: the clause itself is the statement ("X promised to do P"), nothing is cut. `after_only`: what stands before
    the clause is not what is said. `shared`: the subject is that of an earlier verb ("…, adding that P"); `source` is
    then what the sentence's main clause offers.
    """

    role: Role
    cue: Span
    cut: Span
    source: Span | None = None
    attitude: Attitude = Attitude.ASSERTS
    keep: bool = False
    after_only: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the table: an expression, where its source stands, and what it does with the content."""

    name: str
    pattern: re.Pattern[str]
    side: Side
    role: Role
    attitude: Attitude
    example: str
    reads_quotes: bool = False
    needs: tuple[str, ...] = ()
    """Letters of which one must occur for the pattern to match; looking for them first is ten times as fast."""


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def all_forms(verbs: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for verb in verbs:
        base, third, past, gerund = forms(verb)
        found += [base, third, *past, gerund]
    return found


SAYING = frozenset(all_forms((*SAY, *THAT_ONLY)))
DENYING = frozenset(all_forms(("deny", "refute", "rebut", "dispute", "contradict")))
_SPEECH = alternatives(sorted(SAYING))
_RUMOUR_VERB = r"(?:said|reported|rumou?red|claimed|alleged|believed|understood|thought|assumed|supposed|reputed)"
DOUBTFUL_OBJECT = (
    r"(?:the\s+|this\s+|that\s+|his\s+|her\s+|their\s+|such\s+|these\s+|those\s+|\w+['\u2019]s?\s+|any\s+"
    r"|all\s+)?(?:\w+\s+){0,2}?"
    r"(?:thes[ie]s|claims?|ideas?|notions?|assumptions?|reports?|accounts?|allegations?|accusations?|assertions?"
    r"|statements?|"
    r"suggestions?|versions?|figures?|numbers?|charges?|rumou?rs?|narratives?|theory|theories|estimates?)"
)

CLAUSE_BEFORE = re.compile(r"(?:,\s+)?(?:which|what)\b", re.IGNORECASE)
"""How a rejection of the clause before it begins: "P, which X calls nonsense"."""

CUES: tuple[Cue, ...] = (
    Cue(
        "gap",
        _compile(
            r"\bno\s+(?:similar|such|comparable|independent|official|immediate|other)?\s*(?:reports?|confirmation"
            r"|verification|comment|information)\s+(?:from|of|on|by|about|was|were|has|have|is)\b"
            r"|\b(?:could|can|cannot|can't|can\u2019t|couldn't|couldn\u2019t|has|have|had|was|were|is"
            r"|are)\b[^.;]{0,25}?\b(?:not|un\w+)?\b[^.;,]{0,25}?(?:independently"
            r"|immediately)\s+(?:be\s+)?(?:verif\w+|confirm\w*|corroborat\w+|check\w*)"
            r"|\b(?:could|can)\s*(?:not|n['\u2019]t)\s+(?:be\s+)?(?:\w+ly\s+)?(?:verif\w+|confirm\w*|corroborat\w+)"
            r"|\bcannot\s+(?:be\s+)?(?:\w+ly\s+)?(?:verif\w+|confirm\w*)"
            r"|\bunable\s+to\s+(?:\w+ly\s+)?(?:verify|confirm|corroborate)|\b(?:not"
            r"|im)\s*possible\s+to\s+(?:\w+ly\s+)?(?:verify|confirm|check)"
            r"|\b(?:declin|refus)(?:ed|es|e|ing)\s+to\s+(?:comment|say|answer|confirm|elaborate|specify|disclose"
            r"|discuss|give|provide|be\s+drawn)"
            r"|\b(?:did|does|do|has|have|had)\s*(?:not|n['\u2019]t)\s+(?:yet\s+|immediately\s+)*(?:respond(?:ed)?"
            r"|reply|replied|comment(?:ed)?|say|said|answer(?:ed)?|specify|specified|elaborate|elaborated"
            r"|provide\s+(?:any\s+)?(?:evidence|details|proof)|disclose|disclosed|confirm(?:ed)?"
            r"|immediately\s+(?:respond|reply|comment|say))\b"
            r"|\bno\s+(?:other\s+)?(?:[a-z]+\s+)?(?:service|agency|outlet|source|authority|government|medium|media|party"
            r"|newspaper|witness)(?:s|es)?\s+(?:has|have|had)\s+(?:yet\s+|so\s+far\s+)?(?:reported|confirmed|verified)\b"
            r"|\b(?:no|without)\s+(?:immediate\s+|official\s+)?(?:comment|response|reply|reaction)\s+(?:from|by)\b"
            r"|\bnot\s+(?:immediately\s+)?(?:available|reachable|reached)\s+for\s+(?:a\s+)?comment"
            r"|\b(?:was|is|were)\s*(?:not|n['\u2019]t)\s+(?:yet\s+|immediately\s+)*(?:clear|known)\s+(?:whether|if"
            r"|how|who|what|when|why|where|which)\b|\b(?:was|is)\s+not\s+immediately\s+clear|\bremains?\s+unclear\b"
        ),
        Side.NOWHERE,
        Role.SPEECH,
        Attitude.GAP,
        "The figure could not be independently verified.",
        needs=("not", "n't", "n\u2019t", "no ", "declin", "refus", "unable", "imposs", "unclear", "without", "indep"),
    ),
    Cue(
        "denial of the clause before",
        _compile(
            r",\s+(?:which|what)\s+(?!(?:he|she|they|it)\s+(?:\w+\s+)?d)(?P<who>(?-i:(?:[A-Z]\w|[a-z])[^,;:.“”\"]{1,80}?))"
            r"\s+(?:(?:has|have|had|later|also|always|immediately|promptly)\s+)*(?P<verb>(?:(?P<calls>call(?:ed|s)?"
            r"|(?:dismiss|reject|describ|denounc|brand|label)\w*(?:\s+as)?)\s+)?(?P<judged>(?(calls)[“\"]?(?:an?\s+|absolute(?:ly)?\s+|complete(?:ly)?\s+"
            r"|total(?:ly)?\s+|pure\s+|utter\s+|outright\s+)*(?:lies?|nonsense|false|untrue|invented|inventions?"
            r"|fabricat\w+|fakes?|baseless|groundless|unfounded|fiction|hoax|propaganda|disinformation)"
            r"|(?:den(?:y|ies|ied)|refut(?:es?|ed)|disput(?:es?|ed)|contradict(?:s|ed)?))))[”\"]?(?=[.!]?[”\"]?\s*$)"
        ),
        Side.SUBJECT,
        Role.SPEECH,
        Attitude.DENIES,
        "The Example Times reports that the ferry sank, which its owner Jane Roe calls nonsense.",
        reads_quotes=True,
        needs=("which ", "what "),
    ),
    Cue(
        "denial with object",
        _compile(
            r"\b(?:call(?:ed|s|ing)?|describ(?:ed|es|ing)|label(?:l?ed|s)|brand(?:ed|s)|dismiss(?:ed|es|ing)"
            r"|reject(?:ed|s|ing)|denounc(?:ed|es|ing))\s+(?P<object>[^.;“”\"]{2,120}?)\s+(?:as\s+)?[“\"]?(?:an?\s+"
            r"|the\s+|absolute(?:ly)?\s+|complete(?:ly)?\s+|total(?:ly)?\s+|pure\s+|utter\s+|outright\s+)*"
            r"(?:lies?|nonsense|fakes?|false|untrue|fabricat\w+|disinformation|misinformation|propaganda|baseless"
            r"|groundless|unfounded|fiction|hoax|rumou?rs?|speculation|absurd|ridiculous|fantasy|provocation|wrong"
            r"|incorrect)\b(?!\s+of\b)"
        ),
        Side.SUBJECT,
        Role.SPEECH,
        Attitude.DENIES,
        "The governor dismissed the reports of a retreat as nonsense.",
        reads_quotes=True,
        needs=("call", "descri", "label", "brand", "dismiss", "reject", "denounc"),
    ),
    Cue(
        "denial",
        _compile(
            rf"\b(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|rebutt?(?:s|ed|ing)?|disput(?:e|es|ed|ing)"
            rf"|contradict(?:s|ed|ing)?|rul(?:e|es|ed|ing)\s+out)\b"
            rf"|\b(?:reject|dismiss)(?:s|es|ed|ing)?\b(?=\s+{DOUBTFUL_OBJECT}\b)"
            rf"|\b(?:withdr(?:aws?|ew|awn|awing)|retract(?:s|ed|ing)?|recant(?:s|ed|ing)?)\b(?=\s+{DOUBTFUL_OBJECT}\s+that\b)"
        ),
        Side.SUBJECT,
        Role.SPEECH,
        Attitude.DENIES,
        "The ministry denied that the bridge had been closed.",
        needs=("den", "refut", "rebut", "disput", "contradict", "rul", "reject", "dismiss", "withdr", "retr", "recant"),
    ),
    Cue(
        "doubt",
        _compile(
            rf"\bquestion(?:s|ed|ing)?\b(?=\s+(?:{DOUBTFUL_OBJECT}|whether|if|the\s+(?:veracity|accuracy"
            rf"|credibility|reliability)\s+of)\b)"
            r"|\bcast(?:s|ing)?\s+doubts?\s+(?:on|over)|\bdoubt(?:s|ed|ing)?\b(?=\s+(?:that|whether|if|the|this"
            r"|these|those|reports)\b)"
            r"|\bexpress(?:ed|es|ing)?\s+(?:\w+\s+)?(?:s[ck]epticism|doubts?)\s+(?:about|over|that|whether|at|on"
            r"|regarding)|\b(?:is|are|was|were|remain(?:s|ed)?)\s+s[ck]eptical\s+(?:about|that|of|whether)"
        ),
        Side.SUBJECT,
        Role.SPEECH,
        Attitude.DOUBTS,
        "The analyst questioned the claim that the dam had burst.",
        needs=("question", "doubt", "ptic"),
    ),
    Cue(
        "accusation",
        _compile(r"\b(?:accus(?:es|ed)|blam(?:es|ed))\b(?=\s+(?P<accused>[^,;.“”\"]{2,70}?)\s+(?:of|for)\s)"),
        Side.SUBJECT,
        Role.SPEECH,
        Attitude.ASSERTS,
        "The mayor accused the port of hiding the leak.",
        needs=("accus", "blam"),
    ),
    Cue(
        "own finding",
        _compile(r"\b(?:expects?|expected|forecasts?|foresees?|recorded|registered|measured|counted|detected"
                 r"|documented|highlights|highlighted)\b(?=\s+(?:(?:an?|the|that|about|around|more|no|at|up|some|only"
                 r"|\w+\s+(?:hundred|thousand))\b|\d))"
                 r"|\bma(?:kes|de)\s+the\s+(?:case|point|argument)(?=\s+that\b)"),
        Side.SUBJECT,
        Role.SPEECH,
        Attitude.ASSERTS,
        "The observatory recorded a tremor at 2:41 a.m.",
    ),
    Cue(
        "description",
        _compile(r"\b(?:describe[sd]|characteri[sz]e[sd])\b(?=\s+(?!by\b|as\b)[^,;.]{2,110}?\s+as\s)"),
        Side.SUBJECT,
        Role.SPEECH,
        Attitude.ASSERTS,
        "The mayor described the storm as the worst in years.",
        needs=("describe", "characteri"),
    ),
    Cue(
        "according to",
        _compile(
            r"\b(?:according\s+to|in\s+the\s+(?:words|view|opinion)\s+of|in(?=\s+(?:his|her|their|my|our)\s+"
            r"(?:opinion|view|words|assessment|estimation|judgement)\b)|as\s+per|based\s+on"
            r"|on\s+the\s+basis\s+of)(?=\s)"
            r"|^\s*(?i:in)\s+(?:an?|the|its|his|her|their)\s+(?:\w+\s+){0,2}?(?:reports?|stud(?:y|ies)|surveys?"
            r"|polls?|statements?|analys[ie]s|assessments?|bulletin|letter|estimate|update)\s+(?:by|of|from)(?=\s)"
            r"|,\s+so(?=\s+(?:the\s+)?[^,;.]{3,60}[.]?\s*$)"
        ),
        Side.OBJECT,
        Role.ACCORDING,
        Attitude.ASSERTS,
        "According to the harbour office, the ferry sank.",
    ),
    Cue(
        "citing",
        _compile(
            r"\b(?:citing|quoting|cites|cited(?!\s+(?:on\s+\w+\s+)?by\s)|with\s+(?:a\s+)?(?:reference|link)\s+to"
            r"|(?<!is\s)(?<!are\s)(?<!was\s)(?<!were\s)referring\s+to|referencing"
            r"|relying\s+on|(?:who|which)\s+(?:refer(?:s|red)\s+to|rel(?:ies|ied)\s+on|call(?:s|ed)\s+on|cit(?:es"
            r"|ed)|quot(?:es|ed)))(?=\s)"
        ),
        Side.OBJECT,
        Role.CITING,
        Attitude.ASSERTS,
        "The Example Times, citing the harbour office, said the ferry sank.",
    ),
    Cue(
        "was told by",
        _compile(
            r"\b(?:was|were|is|are|been|being)\s+(?:also\s+|then\s+)?(?:told|informed|assured|warned)\s+by(?=\s)"
            r"|\b(?:learn(?:ed|t)|heard|knows?|knew)\s+(?:this\s+)?from(?=\s+(?:an?|the|his|her|its|several|some)\s)"
        ),
        Side.OBJECT,
        Role.INNER,
        Attitude.ASSERTS,
        "The mayor said he had been told by a pilot that the ferry sank.",
        needs=(" by", " from"),
    ),
    Cue(
        "quoted as saying",
        _compile(
            r"\b(?:was|is|were|are|been)\s+(?:quoted"
            r"|cited)(?:\s+by\s+(?P<outlet>[^,;“”\"]{2,60}?))?\s+(?:as\s+)?saying(?:\s+that)?\b"
        ),
        Side.SUBJECT,
        Role.SPEECH,
        Attitude.ASSERTS,
        "Jane Roe was quoted by the Example Times as saying the ferry sank.",
        needs=("saying",),
    ),
    Cue(
        "reported by",
        _compile(
            r"(?:\b(?:as|it\s+(?:is|was|has\s+been))\s+)?(?:\b(?:first|also|previously"
            r"|earlier)\s+)?\b(?:(?:reported|announced|confirmed|stated|quoted|cited)(?:\s+on\s+\w+)?|(?<=,\s)(?:carried|published"
            r"|released|seen|obtained|reviewed|verified))\s+(?:\w+ly\s+)?by(?=\s)"
        ),
        Side.OBJECT,
        Role.ACCORDING,
        Attitude.ASSERTS,
        "The ferry sank, as reported by the Example Times.",
        needs=(" by ",),
    ),
    Cue(
        "hearsay",
        _compile(
            rf"\breportedly\b|\ballegedly\b|\bpurportedly\b|\bsupposedly\b|\b(?:so\s+)?it\s+(?:is|was"
            rf"|has\s+been)\s+(?:being\s+)?(?:also\s+|widely\s+|generally\s+|\w+ly\s+)?{_RUMOUR_VERB}(?:\s+that\b|\b)"
            rf"|\b(?:is|are|was|were|has\s+been|have\s+been)\s+(?:also\s+|widely\s+|\w+ly\s+)?(?:said|rumou?red"
            rf"|alleged|believed|understood|thought|reported)\s+to\b"
            r"|\bthere\s+(?:is|are|was|were|have\s+been|has\s+been)\s+(?:also\s+|still\s+"
            r"|now\s+)?(?:\w+\s+)?(?:reports?|rumou?rs?|indications?|speculation|claims|suggestions|talk)\s+(?:that"
            r"|of|about)\b"
            r"|\b(?:the\s+)?(?:(?:local|state|several|various|foreign|some|many)\s+)?(?-i:[Mm]edia)\s+(?:reports?"
            r"|reported|say|said|write|wrote|claim)\b(?!\s+(?:say|said|suggest|claim))(?:\s+that\b)?"
            r"|\b(?:according\s+to|as)\s+(?:\w+\s+){0,2}(?:rumou?rs)\b|\brumou?r\s+has\s+it\s+that\b"
            r"|\bword\s+has\s+it\s+that\b"
        ),
        Side.NOWHERE,
        Role.HEARSAY,
        Attitude.ASSERTS,
        "It is said that the ferry sank.",
        needs=("ly", "it ", " to", "there", "rumo", "word", "media"),
    ),
    Cue(
        "estimate",
        _compile(r"\b(?:puts?|placed|places|estimated?|estimates|gives?"
                 r"|gave)\b(?=\s+(?P<thing>[^,;.“”\"]{2,110}?)\s+(?:at|as)\s+(?:\w+\s+){0,6}?(?:[\d$€£]|(?:zero|one"
                 r"|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|several|tens)\b))"),
        Side.SUBJECT,
        Role.SPEECH,
        Attitude.ASSERTS,
        "The union put the number of strikers at 4,000.",
        needs=(" at ", " as "),
    ),
    Cue(
        "speech",
        _compile(rf"(?<!-)\b{_SPEECH}\b(?![-\u2019'])"),
        Side.SUBJECT,
        Role.SPEECH,
        Attitude.ASSERTS,
        "The harbour office said on Monday that the ferry had sunk.",
    ),
)  # fmt: skip
"""Tried in this order; a later cue that touches the cue of an earlier one is dropped."""
