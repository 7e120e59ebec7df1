"""Whether a sentence values, demands or interprets instead of telling what is, was or will be."""

from __future__ import annotations

import re


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# Only words that hardly ever stand in a plain report: a fact taken for an opinion is compared with no other fact.
_VALUES = _compile(
    r"\b(?:unfortunately|regrettably|sadly|frankly|fortunately|luckily|thankfully|admittedly|arguably|tragically"
    r"|(?:disgrace|shame)ful(?:ly)?|outrageously|absurdly|absurdity|insanity|stupid(?:ity|ly)|foolishly|immorality"
    r"|hypocrisy|nonsense|disastrously|cynically|recklessly|arrogance|unjustly|unfairly|hopelessly|remarkabl[ey]|admirabl[ey]"
    r"|wonderfully|amazingly|heroically|brilliantly|inevitably|wake-up\s+call|pure\s+and\s+simple|roughly\s+speaking"
    r"|moral(?:ly)?\s+(?:bankrupt\w*|duty|right|wrong|obligation|high\s+ground))\b"
)
_CALLED = _compile(
    # An adjective before its noun only colours a report ("the disastrous offensive failed in May"): what counts is
    # that something is called so.
    r"(?:\b(?:is|are|was|were|be|been|became|becomes|remains?|seems?|proves?|proved|called|calls|hailed|it)|['\u2019]s)\s+"
    r"(?:(?!to\b|that\b|by\b|of\b|the\b|in\b)[\w-]+\s+){0,3}?"
    r"(?:a\s+disgrace|a\s+shame|outrageous|absurd|ridiculous|ludicrous|laughable|pathetic|insane|crazy|stupid|foolish|idiotic"
    r"|cowardly|immoral|hypocritical|delusional|futile|disastrous|humiliating|despicable|monstrous|barbaric|cynical|naive"
    r"|reckless|arrogant|meaningless|pointless|senseless|unjust|unfair|hopeless|bleak|admirable|remarkable|wonderful|amazing"
    r"|heroic|brilliant|beautiful|terrible|horrific|unacceptable|unforgivable|inexcusable|inevitable|indispensable|evil"
    r"|superficial|smart|lucky)\b"
)
_DEMANDS = _compile(
    r"\b(?:(?:called|calls|calling)\s+(?:on|upon)(?!\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|\d))"
    r"|(?:called|calls)\s+for|urg(?:es|ed|ing)"
    r"|appeal(?:s|ed|ing)\s+(?:to|for)|should(?:n['\u2019]t)?(?!\s+have\s+(?:arrived|reached))|must(?!\s+have\b)"
    r"|ought\s+to(?!\s+have\b)|deserves?|would\s+do\s+well\s+to"
    r"|(?:need|needs)\s+to\s+(?:stop|understand|be\s+held|act|do\s+more|take|ensure|make|find|recognise|recognize|look)"
    r"|we\s+(?:need|must|should)|let\s+alone)\b"
)
_VALUED = (
    r"(?:blow|mistake|failure|betrayal|tragedy|step\s+(?:forward|back|backwards?)|matter\s+of|manifestation|reminder"
    r"|game.?changer|joke|illusion|fantasy|necessity|imperative|signs?\s+of\s+(?:weakness|strength|failure)"
    r"|(?:best|worst|right|wrong)\s+(?:way|thing|choice|decision|answer|time)|unmistakable\s+\w+|pillars?"
    r"|key\s+to|part\s+of\s+(?:their|his|its|a|the)\s+(?:plan|plot|scheme))"
)
_INTERPRETS = _compile(
    r"\b(?:"
    # "is a severe blow", "represents an act of weakness", "are the pillars of"
    rf"(?:is|are|was|were|['\u2019]s|represents?|constitutes?|remains?|amounts?\s+to|as(?=\s+a\s+sign))\s+(?:\w+ly\s+)?(?:not\s+)?(?:an?|the|another|pure|no)?"
    rf"\s*(?:(?!of\b|for\b)[\w-]+\s+){{0,4}}?{_VALUED}\b"
    r"|it\s+is\s+(?:\w+ly\s+)?(?:time|important|necessary|essential|clear|obvious|crucial|vital|right|wrong|unfair|high\s+time"
    r"|imperative|impossible\s+not)|(?:is|are)\s+(?:\w+ly\s+)?(?:vital|crucial|essential|paramount|unthinkable)\s+(?:for|to|that)"
    r"|(?:that|this)(?:\s+is|['\u2019]s)\s+(?:why|what|how|the\s+reason)|the\s+reason\s+(?:[\w\u2019']+\s+){0,4}is"
    r"|can\s+only\s+(?:\w+\s+){1,3}(?:when|if|by|through)|the\s+only\s+(?:way|chance|solution|option|thing)"
    r"|(?:there\s+is|there['\u2019]s|has|have)\s+no\s+(?:\w+\s+)?"
    r"(?:justification|excuse|doubt|reason\s+to|prospect|point|alternative|place\s+for)"
    r"|no\s+(?:military|political|diplomatic|other)\s+solution"
    r"|(?:nobody|no\s+one)(?:,[^,]*,)?\s+(?:believes|can|should|really|seriously)"
    r"|one\s+(?:could|can|might|would)\s+\w+|not\s+remotely"
    r"|would\s+seem\s+to|(?:feels|sounds)\s+like|vindicates?|is\s+to\s+blame"
    r"|makes?\s+(?:no\s+|militarily\s+)?sense|in\s+my\s+(?:view|opinion)|i\s+(?:think|believe|feel|hope|fear)"
    r"|much\s+(?:more|less)\s+(?:willing|important|dangerous|serious)"
    r"|threatens?\s+the\s+(?:security|peace|future|stability|foundations)"
    r")\b"
)


def judges(text: str) -> bool:
    """Whether `text` is an opinion: a valuation, a demand on others, an interpretation."""
    return any(pattern.search(text) for pattern in (_VALUES, _CALLED, _DEMANDS, _INTERPRETS))
