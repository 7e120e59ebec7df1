"""What in a text looks like a number and counts nothing: dates, times, ages, labels, model names and the like."""

from __future__ import annotations

import re

from verifier.language.calendars import FOREIGN_MONTHS

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_LABELS = (
    "resolution|article|section|paragraph|chapter|clause|rule|page|pages|pp|no|nr|number|item|point|line|route|"
    "highway|motorway|road|junction|exit|gate|terminal|room|suite|apartment|flat|unit|flight|channel|phase|step|level|"
    "part|act|volume|vol|figure|fig|table|appendix|annex|protocol|version|v|release|block|sector|zone|district|ward|"
    "building|pier|berth|dock|season|episode|round|class|category|type|mark|model|boeing|airbus|apollo|covid|"
    "world war|war|group|day|order|decree|law|bill|case|file|form|directive|regulation|convention|psalm|verse|size|"
    "brigade|battalion|regiment|division|squadron|fleet|camp|school|hospital|site|tel|phone|fax|telephone|hotline|lot"
)
_FOREIGN = "|".join(sorted(FOREIGN_MONTHS, key=len, reverse=True))
_MASKS = [
    rf"\b{_DAY}(?:\s?(?:[-\u2013/,]|to|and|or)\s?{_DAY}){{0,4}}\s(?:of\s)?{_MONTH}(?:,?\s\d{{4}}\b)?",
    rf"\b{_MONTH}\s{_DAY}(?:\s?(?:[-\u2013/,]|to|and|or|through)\s?{_DAY}(?![\d,.]\d|\d)){{0,4}}(?:,?\s\d{{4}}\b)?(?![\d,.]?\d)"
    r"(?!\s(?:people|soldiers|troops|civilians|persons|were|more)\b)",
    rf"\b{_MONTH}(?:\sof)?,?\s\d{{4}}\b",
    rf"\b\d{{1,2}}\.?\s(?:de\s)?(?:{_FOREIGN})\b(?:,?\s(?:de\s)?\d{{4}}\b)?",
    r"\b\d{4}-\d{2}-\d{2}\b(?:T[\d:.]+Z?)?",
    r"\b\d{1,2}([./-])\d{1,2}\1\d{2,4}\b",
    r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b",
    r"\b(?:19|20)\d\d(?:/|-|\u2013)\d\d(?:\d\d)?\b",
    r"\b\d{2,4}['\u2019]?s\b",  # the 1990s
    r"['\u2019]\d\d\b",
    r"\b\d{1,2}:\d{2}(?::\d{2})?\b",
    r"\b\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]\.m\.|[ap]m\b|o['\u2019]clock)",
    r"\b\d{1,4}(?:[.:]\d{2})?(?:\shours)?\s?(?:GMT|UTC|CET|CEST|EST|EDT|local time)\b",
    r"\b(?:[a-z]+-)?[a-z\d.]+(?:-|\s)years?(?:-|\s)olds?\b",
    r"\b(?:aged?|ages)\s(?:(?:of|between|from|about|over|under|up to)\s)?\d+(?:\s?(?:-|\u2013|to|and)\s?\d+)?",
    r"(?<=[a-z]),\s\d{2}(?=[,.;](?!\d)|$)",  # Jana Holt, 43,
    r"\+\d[\d ()/-]{6,}\d",
    r"\b\d{2,5}-0\d+\b",
    r"\b\d+(?:-\d+){2,99}\b",
    r"\b(?!\d{1,3}(?:\.\d{3})+\b)\d+(?:\.\d+){2,99}\b",
    r"\bgroup of (?:\d{1,2}|seven|eight|twenty)\b(?!\s[a-z]+s\b)",
    r"\b\d{1,2}\.?\s(?:[IVX]{1,4}|\d{1,2})\.\s?\d{4}\b|\b\d{1,2}\.[IVX]{1,4}\.?\s?\d{4}\b",
    rf"\b(?:{_LABELS})\.?\s?(?:no\.?\s?)?\d[\d.,/-]*(?<![.,-])\b",
    r"\b(?:chapter|article|phase|step|part|item|point|volume|act|level|stage|page|channel|annex|scene|round|season|"
    r"episode|number)\s(?:one|two|three|four|five|six|seven|eight|nine|ten)\b",
    r"(?:§|#|№|\bU\+)\s?\d[\d./]*",
    r"^\s*(?:\(?\d{1,3}[.)]|\[\d{1,3}\])(?=\s)",
    r"\[\d{1,3}\]",
    r"(?<=[a-z][.,])\d{1,3}(?=\s|$)",  # a footnote's mark: "negotiations.3"
    r"\b\d+[a-z]?,?\s(?:[A-Z][\w'\u2019-]+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Boulevard|Blvd|Drive|Quay|Row)\b",
    r"\b\d+[a-z]?\sDowning Street",
    r"\b\d+(?:st|nd|rd|th)\b",
    r"\b(?:one|two|three|four|five|\d)(?:-|\s)(?:thirds?|quarters?|fifths?|halves|sixths?|tenths?)\b(?!\sof\san?\s)",
    r"\b(?:won|lost|beat|defeated|drew|draw|win|defeat|victory)\b[^.\n]{0,40}?\b\d{1,2}\s?[-\u2013]\s?\d{1,2}\b",
    r"\b(?:over|under)[ -]\d{2}s\b",
    r"\b(?:https?://|www\.)\S+",
    r"\bone\s(?:of|another|day|side|hand|thing|way|point|time|such|more|can|could|must|may|might|should|who|that|or)\b",
    r"\b(?:no|this|that|which|each|any|every|some|the|only|day|number|square)\s(?:one|two)\b(?!\s(?:hundred|thousand|million|billion|dozen|or\s)|-\w)",
    r"\b(?:new|old|good|bad|real|big|small|young|former|latter|previous|latest|best)\sones?\b",
    r"\bone['\u2019]s\b|\bone-(?!hundred|thousand|million)[a-z]+",
    r"\b\w+(?:\s\w+)?\s(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\s(?:ago|old)\b",
]
# What stands between a number and what it counts, and is passed over: "five F-16 jets", "40 155 mm shells".
_MODELS = [
    re.compile(r"\b\d{2,3}\s?-?(?:mm|calib(?:re|er))\b", re.I),
    re.compile(
        r"\b(?!\d+(?:[.,]\d+)?(?:k|m|bn|mn|tn|km|kms|kg|mln|mio|mrd|cm|mi|ha|t|h|MW|GW|kW|ft|m2|km2|pp|pct)\b|\d+[½¼¾⅓⅔])"
        r"\w*(?:[^\W\d]-?\d|\d[^\W\d_])[\w-]*",
        re.I,
    ),
    re.compile(
        r"(?:(?<=\d )|(?<=two )|(?<=three )|(?<=four )|(?<=five )|(?<=six )|(?<=ten )|(?<=dozen )|(?<=thousand ))"
        r"[A-Z][a-z]+ \d{1,3}(?=\s[a-z]{3,}s\b)"
    ),
]
# Masked letters become private-use characters: nothing matches them, and offsets stay.
_MASKED = "\ue000"
_PASSED_OVER = "\ue001"
_MASK_CASED = ("[A-Z]", "GMT", "[IVX]")
_MASK_PATTERNS = [
    re.compile(mask, re.M if any(mark in mask for mark in _MASK_CASED) else re.M | re.I) for mask in _MASKS
]


def mask(text: str) -> str:
    """`text` with dates, times, ages, ordinals, model names and the like blanked out."""
    for pattern in _MASK_PATTERNS:
        text = pattern.sub(lambda match: _MASKED * len(match.group()), text)
    for pattern in _MODELS:
        text = pattern.sub(lambda match: _PASSED_OVER * len(match.group()), text)
    return text
